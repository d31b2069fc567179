"""Events the company recorded: price changes, competitors, crises, system changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Event:
    """One event; without a branch it concerns the whole company."""

    happened_on: date
    title: str
    kind: str
    branch: str | None


def events(reader: Reader, filters: Filters) -> tuple[tuple[date, str], ...]:
    """Return the events known by the as-of date that concern the branches looked at, oldest first."""
    return tuple((one.happened_on, one.title) for one in known_events(reader, filters))


def known_events(reader: Reader, filters: Filters) -> tuple[Event, ...]:
    """Return these events with their kind and branch."""
    branches = set(filters.values("branch"))
    return tuple(one for one in _known(reader, reader.build_id, filters.as_of)
                 if not branches or one.branch is None or one.branch in branches)


# Which are known depends on the day alone, and several results of one page ask.
@lru_cache(maxsize=64)
def _known(reader: Reader, build: str, as_of: date | None) -> tuple[Event, ...]:
    return tuple(
        Event(row.happened_on.date(), str(row.title), str(row.kind),
              str(row.branch) if isinstance(row.branch, str) else None)
        for row in run_sql(reader, "events", Filters(as_of=as_of)).itertuples())
