"""Events the company recorded: price changes, competitors, crises, system changes."""

from __future__ import annotations

from datetime import date

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.store.reader import Reader


def events(reader: Reader, filters: Filters) -> tuple[tuple[date, str], ...]:
    """Return the events known by the as-of date that concern the branches looked at, oldest first."""
    frame = run_sql(reader, "events", filters)
    branches = set(filters.values("branch"))
    return tuple(
        (row.happened_on.date(), str(row.title)) for row in frame.itertuples()
        if not branches or row.branch is None or row.branch != row.branch or row.branch in branches)
