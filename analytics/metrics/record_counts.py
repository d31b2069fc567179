"""How many rows of each canonical table this build holds."""

from __future__ import annotations

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.store.reader import Reader


def record_counts(reader: Reader, filters: Filters) -> dict[str, int]:
    """Return the number of rows by canonical table; the filters do not matter."""
    frame = run_sql(reader, "record_counts", Filters())
    return {str(name): int(rows) for name, rows in zip(frame["table_name"], frame["rows"], strict=True)}
