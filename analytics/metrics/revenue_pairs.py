"""Revenue of two stretches of equal length, customer by customer: what every figure of growth is made of.

The window ends with the period looked at and is twelve months long, so that no season is in the comparison;
where the records are younger than two years, it is half of them in whole months, and says so.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from analytics.filters import Filters
from analytics.filters.periods import add_months
from analytics.metrics.running import period_of
from analytics.store.reader import Reader

#: What may have become of a customer's revenue. Credits are returns of those who brought nothing else.
KINDS = ("unchanged", "expanded", "contracted", "lost", "new", "won_back", "credits")
#: Those of the stretch before.
BASE_KINDS = ("unchanged", "expanded", "contracted", "lost")
#: Whoever is new or comes back, by what brought them.
SOURCES = ("earned", "bought", "unknown")
#: Months of the window, and the fewest that are compared at all.
YEAR, LEAST = 12, 3
#: The first order of a company's records seldom falls on their first day.
_SLACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Window:
    """The two stretches compared; ends are exclusive.

    Attributes
    ----------
    months : int
        Length of each.
    base_start, start, end : date
        Where the earlier begins, where it gives way to the later, and where that ends.
    records_begin : date
        Day of the first order on record.
    """

    months: int
    base_start: date
    start: date
    end: date
    records_begin: date

    @property
    def whole_year(self) -> bool:
        """Whether it is free of season."""
        return self.months == YEAR

    def parameters(self) -> dict[str, Any]:
        """Return what `revenue_pairs.sql` names."""
        return {"base_start": self.base_start, "window_start": self.start, "window_end": self.end,
                "records_begin": self.records_begin, **source_patterns()}


def window_of(reader: Reader, filters: Filters) -> Window | None:
    """Return the window that ends with the period; None where the records are too short to compare."""
    end = period_of(reader, filters).end
    ((first,),) = reader.rows("select min(first_order_on) from customers_now")
    if end is None or not isinstance(first, date):
        return None
    months = next((months for months in range(YEAR, LEAST - 1, -1)
                   if add_months(end, -2 * months) + _SLACK >= first), 0)
    if not months:
        return None
    return Window(months, add_months(end, -2 * months), add_months(end, -months), end, first)


@cache
def source_patterns() -> dict[str, str]:
    """Return the patterns that tell earned from bought, by the parameter's name."""
    lists = tomllib.loads(Path(__file__).with_name("growth_sources.toml").read_text("utf-8"))
    return {name: _pattern(lists[name]["words"]) for name in ("earned", "bought")}


def _pattern(words: list[str]) -> str:
    # Chinese has no word boundaries.
    latin = "|".join(re.escape(word) for word in words if word.isascii())
    return "|".join([rf"\b(?:{latin})\b", *(word for word in words if not word.isascii())])
