"""Periods on the data's own clock."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.errors import HuitouError
from analytics.filters import resolve_period
from analytics.filters.periods import add_months

AS_OF = date(2026, 5, 31)


@pytest.mark.parametrize(("code", "start", "end", "previous", "year_ago", "to_date"), [
    ("12m", date(2025, 6, 1), date(2026, 6, 1), (date(2024, 6, 1), date(2025, 6, 1)),
     (date(2024, 6, 1), date(2025, 6, 1)), False),
    ("3m", date(2026, 3, 1), date(2026, 6, 1), (date(2025, 12, 1), date(2026, 3, 1)),
     (date(2025, 3, 1), date(2025, 6, 1)), False),
    # The quarter runs to June: compared with January and February, and with April and May a year ago.
    ("quarter", date(2026, 4, 1), date(2026, 6, 1), (date(2026, 1, 1), date(2026, 3, 1)),
     (date(2025, 4, 1), date(2025, 6, 1)), True),
    # May is over, so the month is whole.
    ("month", date(2026, 5, 1), date(2026, 6, 1), (date(2026, 4, 1), date(2026, 5, 1)),
     (date(2025, 5, 1), date(2025, 6, 1)), False),
    ("year", date(2026, 1, 1), date(2026, 6, 1), (date(2025, 1, 1), date(2025, 6, 1)),
     (date(2025, 1, 1), date(2025, 6, 1)), True),
    ("last_quarter", date(2026, 1, 1), date(2026, 4, 1), (date(2025, 10, 1), date(2026, 1, 1)),
     (date(2025, 1, 1), date(2025, 4, 1)), False),
    # May has ended with the data, and is still the month in which the data ends.
    ("last_month", date(2026, 4, 1), date(2026, 5, 1), (date(2026, 3, 1), date(2026, 4, 1)),
     (date(2025, 4, 1), date(2025, 5, 1)), False),
    ("last_year", date(2025, 1, 1), date(2026, 1, 1), (date(2024, 1, 1), date(2025, 1, 1)),
     (date(2024, 1, 1), date(2025, 1, 1)), False),
    ("2026-01-10..2026-01-20", date(2026, 1, 10), date(2026, 1, 21), (date(2025, 12, 30), date(2026, 1, 10)),
     (date(2025, 1, 10), date(2025, 1, 21)), False),
])
def test_period_is_resolved(code, start, end, previous, year_ago, to_date):
    period = resolve_period(code, AS_OF, date(2020, 1, 1))
    assert (period.start, period.end) == (start, end)
    assert (period.previous_start, period.previous_end) == previous
    assert (period.year_ago_start, period.year_ago_end) == year_ago
    assert period.to_date is to_date


def test_all_time_has_nothing_to_compare_with():
    period = resolve_period("all", AS_OF, date(2020, 3, 4))
    assert (period.start, period.end) == (date(2020, 3, 4), date(2026, 6, 1))
    assert period.previous_start is None
    assert period.year_ago_start is None


def test_a_snapshot_has_no_dates():
    assert resolve_period("12m", None, None).start is None


def test_a_period_never_reaches_past_the_data():
    assert resolve_period("2026-05-01..2027-01-01", AS_OF, None).end == date(2026, 6, 1)


@pytest.mark.parametrize("as_of", [date(2026, 2, 3), date(2026, 3, 31), date(2026, 1, 1)])
def test_last_quarter_is_whole_wherever_the_data_ends_in_this_one(as_of):
    period = resolve_period("last_quarter", as_of, None)
    assert (period.start, period.end, period.as_of) == (date(2025, 10, 1), date(2026, 1, 1), as_of)


@pytest.mark.parametrize("code", ["", "yesterday", "2026-13-01..2026-14-01", "2026-05-01..2026-04-01",
                                  "2027-01-01..2027-02-01", "1e3m",
                                  "last_week", "last_12m"])
def test_a_wrong_period_is_refused(code):
    with pytest.raises(HuitouError):
        resolve_period(code, AS_OF, None)


@pytest.mark.parametrize(("day", "months", "result"), [
    (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2024, 1, 31), 1, date(2024, 2, 29)),
    (date(2024, 2, 29), -12, date(2023, 2, 28)), (date(2026, 3, 31), -1, date(2026, 2, 28)),
    (date(2026, 12, 1), 1, date(2027, 1, 1)), (date(2026, 1, 15), -13, date(2024, 12, 15)),
])
def test_months_are_added_at_month_ends(day, months, result):
    assert add_months(day, months) == result
