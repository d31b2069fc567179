"""How many customers the filters leave, living or lost."""

from __future__ import annotations

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.store.reader import Reader


def customers_in_scope(reader: Reader, filters: Filters) -> int:
    """Count the customers under the filters, whatever their status."""
    return int(run_sql(reader, "customers_in_scope", filters)["customers"].iloc[0])
