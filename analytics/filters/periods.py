"""Periods as codes that mean the same in every language, resolved against the data's own clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.errors import HuitouError

#: Months of the calendar's own stretches.
CALENDAR = {"month": 1, "quarter": 3, "year": 12}

#: Codes offered in the sidebar. The first three are to date: they begin with the calendar's
#: month, quarter or year and end with the data, and are compared up to the same day. Those called
#: last are the whole month, quarter or year before the one in which the data ends.
PERIODS = (*CALENDAR, *(f"last_{name}" for name in CALENDAR), "3m", "6m", "12m", "24m", "all")

_TRAILING = re.compile(r"(\d{1,3})m")
_CUSTOM = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, the one before it and the same one a year ago.

    Ends are exclusive. All dates are None where the store has no dates at all (a snapshot).

    Attributes
    ----------
    code : str
        What was asked for.
    as_of : date or None
        Last day the data knows; nothing later is used.
    start, end : date or None
        The period.
    previous_start, previous_end : date or None
        As many days or months just before it.
    year_ago_start, year_ago_end : date or None
        The same stretch a year earlier.
    to_date : bool
        Whether the calendar period is still running, so that comparisons are to the same day.
    """

    code: str
    as_of: date | None
    start: date | None
    end: date | None
    previous_start: date | None
    previous_end: date | None
    year_ago_start: date | None
    year_ago_end: date | None
    to_date: bool = False

    @property
    def year_before(self) -> bool:
        """Whether the period before and the same one a year ago are one stretch."""
        return (self.previous_start is not None
                and (self.previous_start, self.previous_end) == (self.year_ago_start, self.year_ago_end))

    def parameters(self) -> dict[str, date | None]:
        """Return the eight dates by the names metrics use."""
        return {
            "as_of": self.as_of,
            "period_start": self.start, "period_end": self.end,
            "previous_start": self.previous_start, "previous_end": self.previous_end,
            "year_ago_start": self.year_ago_start, "year_ago_end": self.year_ago_end,
        }


def resolve_period(code: str, as_of: date | None, first: date | None) -> Period:
    """Turn a period's code into dates.

    Parameters
    ----------
    code : str
        One of `PERIODS`, ``"<n>m"`` for n trailing months, or ``"YYYY-MM-DD..YYYY-MM-DD"``
        (both days included).
    as_of : date or None
        The last day to look at; None for a store without dates.
    first : date or None
        The first event in the store, where ``"all"`` begins.

    Returns
    -------
    Period

    Raises
    ------
    HuitouError
        A code that is none of these, or a period that ends before it starts.
    """
    custom, trailing = _CUSTOM.fullmatch(code), _TRAILING.fullmatch(code)
    if code not in PERIODS and custom is None and trailing is None:
        raise HuitouError(f"{code!r} is not a period.", code="period_code", period=code,
                          hint=f"Use one of {', '.join(PERIODS)} or 2026-01-01..2026-06-30.")
    if as_of is None:
        return Period(code, None, None, None, None, None, None, None)
    end = as_of + timedelta(days=1)
    if custom is not None:
        start, last = _day(custom[1]), _day(custom[2])
        end = min(last + timedelta(days=1), end)
        if end <= start:
            raise HuitouError(f"The period {code} ends before it starts or begins after the data.",
                              code="period_order", period=code)
        length = end - start
        return _period(code, as_of, start, end, start - length, start)
    if code == "all":
        start = first or as_of
        return Period(code, as_of, start, end, None, None, None, None)
    if trailing is not None:
        months = int(trailing[1])
        start = add_months(end, -months)
        return _period(code, as_of, start, end, add_months(end, -2 * months), start)
    months = CALENDAR[code.removeprefix("last_")]
    start = date(as_of.year, (as_of.month - 1) // months * months + 1, 1)
    if code.startswith("last_"):
        start, end = add_months(start, -months), start
        return _period(code, as_of, start, end, add_months(start, -months), start)
    running = end < add_months(start, months)
    previous_start = add_months(start, -months)
    previous_end = min(add_months(end, -months), start) if running else start
    return _period(code, as_of, start, end, previous_start, previous_end, to_date=running)


def add_months(day: date, months: int) -> date:
    """Move a day by whole months; the last days of long months stay at the end of short ones."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if day.day <= 28:
        return date(year, month, day.day)
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def _period(code: str, as_of: date, start: date, end: date, previous_start: date, previous_end: date,
            *, to_date: bool = False) -> Period:
    return Period(code, as_of, start, end, previous_start, previous_end,
                  add_months(start, -12), add_months(end, -12), to_date)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise HuitouError(f"{text} is not a day of the calendar.", code="period_code",
                          period=text) from error
