"""Staff satisfaction → customer satisfaction → retention → money, link by link.

Definition
    Each link is a slope within branches and quarters: how much more of the later thing goes with one
    more of the earlier, after taking out what differs between branches for good and what hits all of
    them in a quarter. Staff of the quarter before and customer satisfaction; customer satisfaction and
    the share of customers kept in the next quarter; that share and the revenue of the quarter after.
Placebo
    Staff satisfaction of the *next* quarter cannot have acted yet. Where it goes with today's customer
    satisfaction as much as last quarter's does, something else moves both.
Grain
    One row per link, and per lag of the first.
Edge cases
    Nothing is said with fewer than six branches. A branch with fewer than ten staff answers is left out
    of the quarter. With fewer than thirty branches the intervals are those of a wild bootstrap
    of branches.
Source
    Heskett and others 1994; Rucci, Kirn and Quinn 1998; Cameron, Gelbach and Miller 2008.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from analytics.filters import Filters
from analytics.metrics.staff import BranchQuarter, Staff, staff
from analytics.statistics.panel import Slope, fixed_effects_slope, within
from analytics.store.reader import Reader

Array = NDArray[np.float64]

#: Fewer branches than this cannot bear a statement.
FEWEST_BRANCHES = 6
#: Quarters that staff satisfaction is taken from before customer satisfaction; −1 is the placebo.
LAGS = (-1, 0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain.

    Attributes
    ----------
    name : {"staff_to_customers", "customers_to_retention", "retention_to_revenue"}
    slope : Slope or None
        In points a point; in shares kept a point; in log revenue a share kept. None: too little to say.
    """

    name: str
    slope: Slope | None


@dataclass(frozen=True, slots=True)
class Lag:
    """Customers against staff so many quarters earlier, the other lags held equal."""

    quarters: int
    slope: Slope | None


@dataclass(frozen=True, slots=True)
class WithinPoint:
    """One branch and quarter, as it deviates from what is usual for the branch and for the quarter.

    Attributes
    ----------
    branch : str
    quarter : date
    staff : float
        Staff satisfaction of the quarter before, in points from the usual.
    customers : float
        Customer satisfaction, likewise.
    answers : int
        Customers' answers behind it.
    """

    branch: str
    quarter: date
    staff: float
    customers: float
    answers: int


@dataclass(frozen=True, slots=True)
class StaffChain:
    """The chain.

    Attributes
    ----------
    branches, quarters : int
        With staff figures that may be used.
    links : tuple of Link
    lags : tuple of Lag
        From the quarter after (the placebo) to four quarters before.
    points : tuple of WithinPoint
        What the first link is read from.
    staff : Staff
        The branches and quarters that all of it is read from.
    """

    branches: int
    quarters: int
    links: tuple[Link, ...]
    lags: tuple[Lag, ...]
    points: tuple[WithinPoint, ...]
    staff: Staff

    def link(self, name: str) -> Slope | None:
        """Return the slope of one link."""
        return next((one.slope for one in self.links if one.name == name), None)

    @property
    def placebo(self) -> Slope | None:
        """The lag that cannot have acted."""
        return next((one.slope for one in self.lags if one.quarters < 0), None)

    def table(self) -> list[dict[str, object]]:
        """Return one row per link and lag."""
        return [_row(one.name, 1, one.slope) for one in self.links] + [
            _row("staff_to_customers_all_lags", one.quarters, one.slope) for one in self.lags]


def staff_chain(reader: Reader, filters: Filters) -> StaffChain:
    """Estimate the chain over the whole history of the branches under the filters.

    Parameters
    ----------
    reader : Reader
    filters : Filters

    Returns
    -------
    StaffChain
        Links without a slope where there is too little.
    """
    return chain_of(staff(reader, filters))


def chain_of(found: Staff) -> StaffChain:
    """Estimate the chain from branches by quarter; see `staff_chain`."""
    cells = [cell for cell in found.cells if cell.complete]
    branches = sorted({str(cell.branch) for cell in cells})
    quarters = sorted({cell.quarter for cell in cells})
    place = {(cell.branch, cell.quarter): cell for cell in cells}
    grid = [[place.get((branch, quarter)) for quarter in quarters] for branch in branches]
    happy = _grid(grid, lambda cell: cell.staff.estimate)
    satisfied = _grid(grid, lambda cell: cell.satisfaction.estimate)
    answers = _grid(grid, lambda cell: cell.satisfaction.n)
    kept = 1 - _grid(grid, lambda cell: cell.churn_rate.estimate)
    customers = _grid(grid, lambda cell: cell.churn_rate.n)
    revenue = np.log(_grid(grid, lambda cell: cell.revenue if cell.revenue > 0 else None))
    usable = np.isfinite(happy)
    links = (
        Link("staff_to_customers", _slope(satisfied, _earlier(happy, 1), answers)),
        Link("customers_to_retention", _slope(kept, _earlier(satisfied, 1), customers)),
        Link("retention_to_revenue", _slope(revenue, _earlier(kept, 1), customers)))
    lagged = [_earlier(happy, lag) for lag in LAGS]
    lags = tuple(
        Lag(lag, _slope(satisfied, lagged[i], answers, [one for k, one in enumerate(lagged) if k != i]))
        for i, lag in enumerate(LAGS))
    return StaffChain(int(usable.any(axis=1).sum()), int(usable.any(axis=0).sum()), links, lags,
                      _points(branches, quarters, lagged[LAGS.index(1)], satisfied, answers), found)


def _points(branches: list[str], quarters: list[date], happy: Array, satisfied: Array,
            answers: Array) -> tuple[WithinPoint, ...]:
    branch, quarter = (codes.ravel() for codes in np.mgrid[:len(branches), :len(quarters)])
    weight = np.where(np.isfinite(happy * satisfied), np.nan_to_num(answers), 0.0).ravel()
    staff_left = within(happy.ravel(), branch, quarter, weight)
    customers_left = within(satisfied.ravel(), branch, quarter, weight)
    return tuple(
        WithinPoint(branches[branch[i]], quarters[quarter[i]], float(staff_left[i]),
                    float(customers_left[i]), int(weight[i]))
        for i in np.flatnonzero(weight > 0))


def _grid(grid: list[list[BranchQuarter | None]], read: Callable[[BranchQuarter], float | None]) -> Array:
    values = [[np.nan if cell is None or (number := read(cell)) is None else float(number) for cell in row]
              for row in grid]
    return np.array(values, dtype=float).reshape(len(grid), len(grid[0]) if grid else 0)


def _earlier(values: Array, quarters: int) -> Array:
    """Return what stood so many quarters before; later ones for a negative number."""
    moved = np.full_like(values, np.nan)
    width = values.shape[1]
    if abs(quarters) >= width:
        return moved
    if quarters > 0:
        moved[:, quarters:] = values[:, :width - quarters]
    elif quarters < 0:
        moved[:, :quarters] = values[:, -quarters:]
    else:
        moved[:] = values
    return moved


def _slope(outcome: Array, regressor: Array, weight: Array,
           others: list[Array] | None = None) -> Slope | None:
    usable = np.isfinite(outcome) & np.isfinite(regressor)
    if usable.any(axis=1).sum() < FEWEST_BRANCHES:
        return None
    branch, quarter = np.mgrid[:outcome.shape[0], :outcome.shape[1]]
    controls = None if others is None else np.column_stack([one.ravel() for one in others])
    return fixed_effects_slope(outcome.ravel(), regressor.ravel(), branch.ravel(), quarter.ravel(),
                               np.nan_to_num(weight).ravel(), controls=controls)


def _row(name: str, lag: int, slope: Slope | None) -> dict[str, object]:
    estimate = None if slope is None else slope.slope
    return {"link": name, "lag": lag,
            "estimate": estimate and estimate.estimate, "low": estimate and estimate.low,
            "high": estimate and estimate.high, "n": estimate.n if estimate else 0,
            "p": slope and slope.p, "branches": slope.clusters if slope else 0,
            "quarters": slope.periods if slope else 0,
            "method": None if slope is None else "bootstrap" if slope.bootstrapped else "cluster_robust",
            "state": estimate.state if estimate else "suppressed"}
