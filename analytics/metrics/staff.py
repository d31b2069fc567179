"""The three things to measure together, by branch and quarter: customers, staff and cash.

Definition
    Staff satisfaction is the mean of the branch's staff survey, weighted by its answers; customer
    satisfaction the mean of its customers' answers to the overall question on five levels; cash the
    revenue of the branch and its aftermarket gross margin less operating expenses.
Grain
    One row per branch and quarter.
Edge cases
    Staff figures of fewer than ten answers, or of an unknown number, are never shown and never used:
    people could be recognised. Filters choose branches; a branch counts with all its customers.
Source
    Methods A10; Heskett and others 1994.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import mean_from_sums, rates
from analytics.store.reader import Reader

#: Fewer staff answers than this are never shown.
FEWEST_STAFF = 10


@dataclass(frozen=True, slots=True)
class BranchQuarter:
    """One branch in one quarter, or all branches.

    Attributes
    ----------
    branch : str or None
        None: all branches together.
    quarter : date
        Its first day.
    staff : Estimate
        Mean staff satisfaction without an interval (the file holds means); n is staff answers.
        Suppressed below ten answers.
    staff_turnover : float or None
        Share of staff who left.
    satisfaction : Estimate
        Mean answer of its customers, 1 to 5.
    churn_rate : Estimate
    revenue : int
        Minor units.
    surplus : int or None
        Aftermarket gross margin less operating expenses, minor units; None where either is not reported.
    complete : bool
        Whether the quarter is over.
    """

    branch: str | None
    quarter: date
    staff: Estimate
    staff_turnover: float | None
    satisfaction: Estimate
    churn_rate: Estimate
    revenue: int
    surplus: int | None
    complete: bool


@dataclass(frozen=True, slots=True)
class Staff:
    """Every branch and quarter, and the company by quarter.

    Attributes
    ----------
    cells : tuple of BranchQuarter
        By branch, oldest quarter first.
    company : tuple of BranchQuarter
        All branches together, oldest quarter first.
    """

    cells: tuple[BranchQuarter, ...]
    company: tuple[BranchQuarter, ...]

    @property
    def branches(self) -> tuple[str, ...]:
        """The branches with a staff figure that may be shown."""
        return tuple(dict.fromkeys(
            str(cell.branch) for cell in self.cells if cell.staff.estimate is not None))

    @property
    def hidden(self) -> int:
        """Staff figures not shown because too few answered."""
        return sum(cell.staff.state == "suppressed" and cell.staff.n > 0 for cell in self.cells)

    @property
    def latest(self) -> date | None:
        """First day of the newest complete quarter in which a staff figure may be shown."""
        return max((cell.quarter for cell in self.cells if cell.complete and cell.staff.estimate is not None),
                   default=None)

    def at(self, branch: str | None, quarter: date) -> BranchQuarter | None:
        """Return one branch (None: the company) in one quarter."""
        cells = self.company if branch is None else self.cells
        return next((cell for cell in cells if cell.branch == branch and cell.quarter == quarter), None)

    def table(self) -> list[dict[str, object]]:
        """Return one row per branch and quarter; the company has no branch."""
        return [{"branch": cell.branch, "quarter": cell.quarter, "staff_satisfaction": cell.staff.estimate,
                 "staff_answers": cell.staff.n, "staff_state": cell.staff.state,
                 "staff_turnover": cell.staff_turnover, "satisfaction": cell.satisfaction.estimate,
                 "satisfaction_low": cell.satisfaction.low, "satisfaction_high": cell.satisfaction.high,
                 "answers": cell.satisfaction.n, "churn_rate": cell.churn_rate.estimate,
                 "churn_low": cell.churn_rate.low, "churn_high": cell.churn_rate.high,
                 "n": cell.churn_rate.n, "state": cell.churn_rate.state, "revenue": cell.revenue,
                 "surplus": cell.surplus, "complete": cell.complete}
                for cell in (*self.company, *self.cells)]


def staff(reader: Reader, filters: Filters) -> Staff:
    """Return staff, customers and money by branch and quarter.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        They choose branches; the as-of day counts, the period does not.

    Returns
    -------
    Staff
        Without cells where nothing has a date or no branch is known.
    """
    if reader.meta.as_of is None:
        return Staff((), ())
    frame = run_sql(reader, "staff", filters)
    if frame.empty:
        return Staff((), ())
    company = frame.groupby("quarter")[["lost_from_start", "customers_start"]].sum()
    churned, lost = (rates(rows["lost_from_start"], rows["customers_start"]) for rows in (frame, company))
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    by_quarter: dict[date, list[dict[Any, Any]]] = {}
    for row in rows:
        by_quarter.setdefault(row["quarter"].date(), []).append(row)
    return Staff(
        tuple(_cell(row["branch"], [row], churn) for row, churn in zip(rows, churned, strict=True)),
        tuple(_cell(None, by_quarter[quarter], churn)
              for quarter, churn in zip(sorted(by_quarter), lost, strict=True)))


def _cell(branch: str | None, rows: list[dict[Any, Any]], churn: Estimate) -> BranchQuarter:
    usable = [row for row in rows
              if (row["staff_answers"] or 0) >= FEWEST_STAFF and row["staff_satisfaction"] is not None]
    answers = sum(int(row["staff_answers"]) for row in usable)
    if usable:
        weighted = sum(row["staff_satisfaction"] * row["staff_answers"] for row in usable)
        happy = Estimate(answers, float(weighted / answers), state=state_of(answers))
    else:
        happy = Estimate(max(int(row["staff_answers"] or 0) for row in rows), None, state="suppressed")
    turnover = [row["staff_turnover"] for row in usable if row["staff_turnover"] is not None]
    booked = [row for row in rows
              if row["operating_expenses"] is not None and row["aftermarket_margin"] is not None]
    return BranchQuarter(
        branch, rows[0]["quarter"].date(), happy,
        float(sum(turnover) / len(turnover)) if turnover else None,
        mean_from_sums(_total(rows, "answers"), _total(rows, "score_sum"), _total(rows, "score_squares")),
        churn, int(_total(rows, "revenue")),
        int(_total(booked, "aftermarket_margin") - _total(booked, "operating_expenses")) if booked else None,
        bool(rows[0]["complete"]))


def _total(rows: Iterable[dict[Any, Any]], column: str) -> float:
    return float(sum(row[column] for row in rows))
