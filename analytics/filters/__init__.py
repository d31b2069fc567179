"""What a reader is looking at: a period and conditions on customers, as SQL, as a link and in words."""

from analytics.filters.filters import Clause, Filters
from analytics.filters.periods import PERIODS, Period, resolve_period

__all__ = ["PERIODS", "Clause", "Filters", "Period", "resolve_period"]
