"""What a reader is looking at: a period and conditions on customers, as SQL, as a link and in words."""

from analytics.filters.conditions import EVERYONE, Condition, Group, Test
from analytics.filters.filters import Clause, Filters, SavedSegment
from analytics.filters.periods import PERIODS, Period, resolve_period
from analytics.filters.reading import condition_sentence

__all__ = ["EVERYONE", "PERIODS", "Clause", "Condition", "Filters", "Group", "Period", "SavedSegment", "Test",
           "condition_sentence", "resolve_period"]
