"""Customers and their value by grade, on every day of grading.

Definition
    Customers there on a grading day by the grade given on it, and what they were worth then: revenue of
    the twelve months that end with their last order.
Grain
    One row per grading day and grade.
Edge cases
    Gradings whose twelve months begin before the first order on record are marked: values of then are too
    small.
Source
    Methods A5.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analytics.filters import Filters
from analytics.metrics.running import run_rows
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.store.reader import Reader


@dataclass(frozen=True, slots=True)
class GradeDay:
    """One grade on one grading day.

    Attributes
    ----------
    graded_on : date
    grade : str
    customers : int
    value : int
        Minor units.
    customer_share : Estimate
        Of all graded on that day.
    value_share : float or None
        Of the value of all graded on that day.
    whole_year : bool
        Whether the records reach back twelve months.
    """

    graded_on: date
    grade: str
    customers: int
    value: int
    customer_share: Estimate
    value_share: float | None
    whole_year: bool


@dataclass(frozen=True, slots=True)
class GradeHistory:
    """Every grading.

    Attributes
    ----------
    days : tuple of GradeDay
        Oldest first, A before B.
    """

    days: tuple[GradeDay, ...]

    def of(self, grade: str) -> tuple[GradeDay, ...]:
        """Return the days of one grade whose twelve months are on record."""
        return tuple(one for one in self.days if one.grade == grade and one.whole_year)

    def table(self) -> list[dict[str, object]]:
        """Return one row per day and grade."""
        return [{"graded_on": one.graded_on, "grade": one.grade, "customers": one.customers,
                 "customer_share": one.customer_share.estimate, "n": one.customer_share.n, "value": one.value,
                 "value_share": one.value_share, "whole_year": one.whole_year} for one in self.days]


def grade_history(reader: Reader, filters: Filters) -> GradeHistory:
    """Return customers and value by grade on every grading day.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The as-of day counts, the period does not.

    Returns
    -------
    GradeHistory
        Empty where nothing has a date.
    """
    if reader.meta.as_of is None:
        return GradeHistory(())
    rows = run_rows(reader, "grade_history", filters)
    customers: dict[date, int] = {}
    value: dict[date, int] = {}
    for day, _, count, worth, _ in rows:
        customers[day] = customers.get(day, 0) + count
        value[day] = value.get(day, 0) + worth
    return GradeHistory(tuple(
        GradeDay(day, grade, count, worth, rate(count, customers[day]),
                 worth / value[day] if value[day] else None, whole_year)
        for day, grade, count, worth, whole_year in rows))
