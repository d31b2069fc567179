"""Churn per grade over time: of those with a grade at the start of a quarter, the share lost within it.

Definition
    Customers at the start of the quarter (or month) who were lost within it, over customers at its
    start. The grade is frozen at the start: measured later, churners would have slid to D first and
    grade D would look worse than it is.
Grain
    One row per quarter or month and grade (or another dimension of the month cube), and everyone.
Edge cases
    Customers won or won back within the quarter count from the next one on. A quarter still running
    is marked as not complete: its rate can only rise. Customers not graded yet have no grade. Time
    in which not every usual kind of loss could be seen yet is left out.
Source
    Interval: Wilson 1927.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.filters.periods import add_months
from analytics.metrics.running import CUBE_DIMENSIONS, run_sql
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.store.reader import Reader

#: Lengths of time churn is measured over, in months.
STEPS = {"month": 1, "quarter": 3}

CHURN_DIMENSIONS = ("grade", *CUBE_DIMENSIONS)


@dataclass(frozen=True, slots=True)
class ChurnPoint:
    """One group in one quarter or month.

    Attributes
    ----------
    starts_on : date
    customers, lost : int
        There at its start, and those of them lost within it.
    churn_rate : Estimate
    complete : bool
        Whether it is over.
    """

    starts_on: date
    customers: int
    lost: int
    churn_rate: Estimate
    complete: bool


@dataclass(frozen=True, slots=True)
class ChurnOverTime:
    """Churn of everyone and of each group, oldest first.

    Attributes
    ----------
    dimension : str
    step : {"month", "quarter"}
    everyone : tuple of ChurnPoint
        Empty where the source has no dates.
    groups : mapping of str to tuple of ChurnPoint
        By value of the dimension, in its order; those without a value are left out.
    """

    dimension: str
    step: str
    everyone: tuple[ChurnPoint, ...]
    groups: dict[str, tuple[ChurnPoint, ...]]

    @property
    def last_complete(self) -> ChurnPoint | None:
        """Everyone in the newest quarter or month that is over."""
        return next((point for point in reversed(self.everyone) if point.complete), None)

    def at(self, group: str, starts_on: date) -> ChurnPoint | None:
        """Return one group's point, if it has one then."""
        return next((point for point in self.groups.get(group, ()) if point.starts_on == starts_on), None)

    def table(self) -> list[dict[str, object]]:
        """Return one row per group and time; everyone has no group."""
        return [{self.dimension: group, self.step: point.starts_on, "customers": point.customers,
                 "lost": point.lost, "churn_rate": point.churn_rate.estimate, "low": point.churn_rate.low,
                 "high": point.churn_rate.high, "n": point.churn_rate.n, "state": point.churn_rate.state,
                 "complete": point.complete}
                for group, points in ((None, self.everyone), *self.groups.items()) for point in points]


def churn_over_time(reader: Reader, filters: Filters, *, by: str = "grade",
                    step: str = "quarter") -> ChurnOverTime:
    """Measure churn quarter by quarter (or month by month).

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The as-of date counts; the period does not.
    by : str
        The grade, or a dimension of the month cube.
    step : {"quarter", "month"}

    Returns
    -------
    ChurnOverTime
        Without points where the source has no dates.

    Raises
    ------
    UnknownName
        A dimension or a step there is none of.
    """
    if by not in CHURN_DIMENSIONS:
        raise UnknownName("dimension", by, CHURN_DIMENSIONS)
    if step not in STEPS:
        raise UnknownName("step", step, STEPS)
    if reader.meta.as_of is None:
        return ChurnOverTime(by, step, (), {})
    frame = run_sql(reader, "churn_over_time", filters, dimension=by, months=STEPS[step])
    everyone = _points(frame[frame["everyone"]])
    parts = frame[~frame["everyone"] & frame["dimension"].notna()]
    groups = {str(group): points for group, rows in parts.groupby("dimension", sort=False)
              if (points := _points(rows))}
    return ChurnOverTime(by, step, everyone, groups)


def churn_list(reader: Reader, filters: Filters, *, starts_on: str, by: str = "grade",
               group: str | None = None, step: str = "quarter", everyone: bool = False) -> pd.DataFrame:
    """List the customers of a group at the start of a quarter (or month) who were lost within it, or all.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    starts_on : str
        Its first day, ISO.
    by : str
        As for `churn_over_time`.
    group : str, optional
        Value of the dimension; everyone when omitted.
    step : {"quarter", "month"}
    everyone : bool
        Also those who stayed: what the churn rate is a share of.

    Returns
    -------
    pandas.DataFrame
        One row per customer, most value first; money in minor units.
    """
    if by not in CHURN_DIMENSIONS:
        raise UnknownName("dimension", by, CHURN_DIMENSIONS)
    if step not in STEPS:
        raise UnknownName("step", step, STEPS)
    first = date.fromisoformat(starts_on)
    return run_sql(reader, "churn_list", filters, dimension=by, starts_on=first,
                   ends_on=add_months(first, STEPS[step]), group=group, everyone=everyone)


def _points(rows: pd.DataFrame) -> tuple[ChurnPoint, ...]:
    # Before the group's first customer there is nothing to lose.
    rows = rows[rows["customers"].cumsum() > 0]
    return tuple(
        ChurnPoint(record["starts_on"].date(), int(record["customers"]), int(record["lost"]),
                   rate(int(record["lost"]), int(record["customers"])), bool(record["complete"]))
        for record in rows.to_dict("records"))
