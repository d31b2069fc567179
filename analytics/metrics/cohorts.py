"""Cohorts: of the customers won in a quarter, how many are still there and what they bring, by age.

Definition
    A cohort is the customers whose relation began in the same quarter (month or year for short and
    long histories). Kept: customers of the cohort still there when a step of age ends, over all of
    the cohort. Money: what the cohort brings in that step, per customer won.
Grain
    One cell per cohort and step of age.
Mean
    Over cohorts, weighted by their customers: all customers kept over all customers won, of the cells
    that are complete. A plain mean of percentages would let a small cohort count as much as a large.
Edge cases
    Customers won before the records begin make no cohort: those of them who left earlier are not
    known. A cell whose step is not over for all of its cohort is marked as not complete.
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
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.store.reader import Reader

#: Lengths of a step, in months, and how many months of history it suits at most.
STEPS = {"month": 1, "quarter": 3, "year": 12}
LONGEST_HISTORY = {"month": 15, "quarter": 72}


@dataclass(frozen=True, slots=True)
class CohortCell:
    """One cohort at one age.

    Attributes
    ----------
    cohort : date
        First day of the time in which it was won.
    step : int
        Steps of age: 0 is the one that begins with the month a customer was won in.
    customers, alive : int
        Won, and still there when the step ended (or as last known).
    revenue : int
        In this step, in minor units.
    kept : Estimate
        Alive over customers.
    complete : bool
        Whether the step is over for the whole cohort.
    """

    cohort: date
    step: int
    customers: int
    alive: int
    revenue: int
    kept: Estimate
    complete: bool

    @property
    def revenue_each(self) -> float | None:
        """Revenue in this step per customer won, in minor units."""
        return self.revenue / self.customers if self.customers else None


@dataclass(frozen=True, slots=True)
class CohortMean:
    """All cohorts at one age, complete cells only.

    Attributes
    ----------
    step : int
    kept : Estimate
        All customers kept over all customers won.
    revenue_each : float or None
        All revenue in the step per customer won, in minor units.
    """

    step: int
    kept: Estimate
    revenue_each: float | None


@dataclass(frozen=True, slots=True)
class Cohorts:
    """Cohorts by age, with their weighted means.

    Attributes
    ----------
    length : {"month", "quarter", "year"}
        Of a cohort and of a step of age.
    cells : tuple of CohortCell
        Oldest cohort first, then by age.
    means : tuple of CohortMean
        By age.
    """

    length: str
    cells: tuple[CohortCell, ...]
    means: tuple[CohortMean, ...]

    def table(self) -> list[dict[str, object]]:
        """Return one row per cell; the means have no cohort."""
        rows: list[dict[str, object]] = [
            {"cohort": cell.cohort, "step": cell.step, "customers": cell.customers, "alive": cell.alive,
             "kept": cell.kept.estimate, "low": cell.kept.low, "high": cell.kept.high, "n": cell.kept.n,
             "state": cell.kept.state, "revenue": cell.revenue / 100,
             "complete": cell.complete} for cell in self.cells]
        return rows + [
            {"cohort": None, "step": mean.step, "customers": mean.kept.n, "kept": mean.kept.estimate,
             "low": mean.kept.low, "high": mean.kept.high, "n": mean.kept.n, "state": mean.kept.state,
             "complete": True} for mean in self.means]

    def extra(self) -> dict[str, object]:
        """Return the length of a step."""
        return {"length": self.length}


def cohorts(reader: Reader, filters: Filters, *, length: str | None = None) -> Cohorts:
    """Follow the customers won together.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The as-of date counts; the period does not.
    length : {"month", "quarter", "year"}, optional
        Of a cohort and of a step; chosen by the length of the history when omitted.

    Returns
    -------
    Cohorts
        Without cells where the source has no dates.

    Raises
    ------
    UnknownName
        A length there is none of.
    """
    if length is not None and length not in STEPS:
        raise UnknownName("length", length, STEPS)
    meta = reader.meta
    if meta.as_of is None or meta.first_event is None:
        return Cohorts(length or "quarter", (), ())
    chosen = length or _suiting(meta.first_event, meta.as_of)
    frame = run_sql(reader, "cohorts", filters, months=STEPS[chosen])
    cells = tuple(
        CohortCell(record["cohort"].date(), int(record["step"]), int(record["customers"]),
                   int(record["alive"]), int(record["revenue"]),
                   rate(int(record["alive"]), int(record["customers"])), bool(record["complete"]))
        for record in frame.to_dict("records"))
    return Cohorts(chosen, cells, _means(cells))


def cohort_list(reader: Reader, filters: Filters, *, cohort: str, until: str | None = None,
                length: str = "quarter") -> pd.DataFrame:
    """List the customers of one cohort, or of several in a row, those still there first.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    cohort : str
        First day of the cohort, ISO.
    until : str, optional
        First day of the last cohort, where there are several.
    length : {"month", "quarter", "year"}

    Returns
    -------
    pandas.DataFrame
        One row per customer; money in minor units.
    """
    if length not in STEPS:
        raise UnknownName("length", length, STEPS)
    first = date.fromisoformat(cohort)
    last = date.fromisoformat(until or cohort)
    return run_sql(reader, "cohort_list", filters, starts_on=first, ends_on=add_months(last, STEPS[length]))


def _suiting(first: date, last: date) -> str:
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return next((name for name, longest in LONGEST_HISTORY.items() if months <= longest), "year")


def _means(cells: tuple[CohortCell, ...]) -> tuple[CohortMean, ...]:
    means = []
    for step in sorted({cell.step for cell in cells}):
        there = [cell for cell in cells if cell.step == step and cell.complete]
        customers = sum(cell.customers for cell in there)
        if customers:
            means.append(CohortMean(step, rate(sum(cell.alive for cell in there), customers),
                                    sum(cell.revenue for cell in there) / customers))
    return tuple(means)
