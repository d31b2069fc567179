"""The service each grade gets: jobs on time, right the first time, and days until a complaint is closed.

Definition
    Jobs and complaints of the period by the grade their customers had at its start. On time and right the
    first time are shares of the jobs where it is known, customers and not jobs being the independent units;
    days to closing are the median by Kaplan and Meier, so that complaints still open count for as long as
    they have waited.
Grain
    One row per grade at the start of the period.
Edge cases
    Customers who came within the period, or were not graded yet, are left out.
Source
    Methods A5, A8, A9.
"""

from __future__ import annotations

from dataclasses import dataclass

from analytics.filters import Filters
from analytics.metrics.running import period_of, run_rows
from analytics.statistics.estimate import Estimate
from analytics.statistics.ratios import clustered_rate
from analytics.statistics.survival import kaplan_meier
from analytics.store.reader import Reader


@dataclass(frozen=True, slots=True)
class ServiceOfGrade:
    """What the customers of a grade got.

    Attributes
    ----------
    grade : str
    customers : int
        With that grade at the start of the period.
    on_time, right_first_time : Estimate
        Shares of jobs.
    days_to_close : Estimate
        Median days from opening a complaint to closing it; n is complaints. Without a figure where
        fewer than half are closed.
    """

    grade: str
    customers: int
    on_time: Estimate
    right_first_time: Estimate
    days_to_close: Estimate


@dataclass(frozen=True, slots=True)
class GradeService:
    """The service of every grade, A first."""

    grades: tuple[ServiceOfGrade, ...]

    def table(self) -> list[dict[str, object]]:
        """Return one row per grade."""
        return [{"grade": one.grade, "customers": one.customers,
                 **{f"{name}{end}": value for name in ("on_time", "right_first_time", "days_to_close")
                    for end, value in (("", getattr(one, name).estimate), ("_low", getattr(one, name).low),
                                       ("_high", getattr(one, name).high), ("_n", getattr(one, name).n))}}
                for one in self.grades]


def grade_service(reader: Reader, filters: Filters) -> GradeService:
    """Return the service each grade got in the period.

    Parameters
    ----------
    reader : Reader
    filters : Filters

    Returns
    -------
    GradeService
        Empty where nothing has a date.
    """
    if period_of(reader, filters).start is None:
        return GradeService(())
    return GradeService(tuple(
        ServiceOfGrade(grade, customers, clustered_rate(*on_time), clustered_rate(*right),
                       kaplan_meier(days or (), closed or ()).median)
        for grade, customers, on_time, right, days, closed
        in run_rows(reader, "grade_service", filters)))
