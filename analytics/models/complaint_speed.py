"""What goes with speed: of the customers whose complaint was resolved, how many stayed, by days to closing.

Definition
    Resolved complaints whose window is complete, by whole days from receipt to closing: the share that
    stayed (or bought again) within the window after closing.
Adjustment
    A logistic regression with severity, size and prior spend, standardised to the customers of all these
    complaints: once with the bins, once with a curve (the logarithm of days and its square).
Weakness
    An association. Easy cases are closed quickly and angry customers may be harder to satisfy; what is not
    recorded is not taken out.
Source
    Methods A8. Wilson 1927; Lane & Nelder 1982.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.filters import Filters
from analytics.models.outcome_comparison import EVENTS_PER_COLUMN, covariates
from analytics.models.repurchase_by_outcome import situations_of
from analytics.statistics.estimate import SUPPRESSED_BELOW, Estimate, state_of
from analytics.statistics.intervals import normal_quantile, rate
from analytics.statistics.logistic import fit_logistic, share_interval, standardised
from analytics.store.reader import Reader

Array = NDArray[np.float64]

#: Last day of each bin; the last bin is open.
EDGES = (2, 5, 10, 20, 40)

#: So many points draw the curve.
CURVE_POINTS = 25


@dataclass(frozen=True, slots=True)
class SpeedBin:
    """Complaints closed within a stretch of days.

    Attributes
    ----------
    first, last : int
        Days from receipt to closing; None: no end.
    share, adjusted : Estimate
        Loyal afterwards, raw and at the mix of all complaints.
    """

    first: int
    last: int | None
    share: Estimate
    adjusted: Estimate


@dataclass(frozen=True, slots=True)
class ComplaintSpeed:
    """Loyalty by days to closing.

    Attributes
    ----------
    outcome : {"bought_again", "stayed"}
    complaints : int
        Resolved complaints with a complete window.
    bins : tuple of SpeedBin
        Quickest first; empty bins are left out.
    days : tuple of float
        Where the adjusted curve is drawn; empty where there are too few.
    curve : tuple of Estimate
        At these days.
    slope : Estimate
        Adjusted share at one day to closing less that at three weeks; without a figure as for the curve.
    """

    outcome: str
    complaints: int
    bins: tuple[SpeedBin, ...]
    days: tuple[float, ...]
    curve: tuple[Estimate, ...]
    slope: Estimate

    def table(self) -> list[dict[str, object]]:
        """Return one row per bin."""
        return [{"from_days": one.first, "to_days": one.last, "n": one.share.n, "share": one.share.estimate,
                 "low": one.share.low, "high": one.share.high, "state": one.share.state,
                 "adjusted": one.adjusted.estimate, "adjusted_low": one.adjusted.low,
                 "adjusted_high": one.adjusted.high} for one in self.bins]

    def extra(self) -> dict[str, object]:
        """Return the curve and the difference between a day and three weeks."""
        return {"outcome": self.outcome, "slope": self.slope,
                "curve": [{"days": day, "share": one.estimate, "low": one.low, "high": one.high}
                          for day, one in zip(self.days, self.curve, strict=True)]}


def complaint_speed(reader: Reader, filters: Filters, *, outcome: str = "") -> ComplaintSpeed:
    """Relate days to closing with what customers did afterwards.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The as-of day counts; the period does not.
    outcome : {"", "bought_again", "stayed"}
        Empty: the one that tells apart, as for `repurchase_by_outcome`.

    Returns
    -------
    ComplaintSpeed
    """
    chosen, frame = situations_of(reader, filters, outcome)
    return speed_of(frame[(frame["situation"] == "resolved") & frame["days_to_close"].notna()], chosen)


def speed_of(frame: pd.DataFrame, outcome: str) -> ComplaintSpeed:
    """Describe resolved complaints by their days to closing.

    Parameters
    ----------
    frame : DataFrame
        One row per complaint: ``customer_key``, ``days_to_close``, ``loyal``, ``severity``, ``size`` and
        ``value_before``.
    outcome : str

    Returns
    -------
    ComplaintSpeed
    """
    days = frame["days_to_close"].to_numpy(dtype=float)
    loyal = frame["loyal"].to_numpy(dtype=bool)
    place = np.searchsorted(EDGES, days, side="left")
    present = [number for number in range(len(EDGES) + 1) if (place == number).any()]
    others = covariates(frame, severity=True) if len(frame) else np.empty((0, 0))
    enough = min(loyal.sum(), (~loyal).sum()) >= EVENTS_PER_COLUMN * (len(present) + others.shape[1])
    adjusted = _adjusted_bins(frame, loyal, place, present, others) if enough and len(present) > 1 else {}
    starts = (0, *(edge + 1 for edge in EDGES))
    bins = []
    for number in present:
        mine = place == number
        n = int(mine.sum())
        bins.append(SpeedBin(
            starts[number], EDGES[number] if number < len(EDGES) else None, rate(int(loyal[mine].sum()), n),
            adjusted.get(number, Estimate(n, None, state=state_of(n)))))
    grid, curve, slope = _curve(frame, loyal, days, others) if enough else ((), (), None)
    none = Estimate(len(frame), None, state=state_of(len(frame)))
    return ComplaintSpeed(outcome, len(frame), tuple(bins), grid, curve, slope or none)


def _adjusted_bins(frame: pd.DataFrame, loyal: Array, place: Array, present: list[int],
                   others: Array) -> dict[int, Estimate]:
    factor = np.column_stack([(place == number).astype(float) for number in present[1:]])
    constant = np.ones((len(frame), 1))
    fit = fit_logistic(np.hstack((constant, factor, others)), loyal, clusters=frame["customer_key"])
    designs = []
    for number in present:
        as_if = np.tile([1.0 if number == other else 0.0 for other in present[1:]], (len(frame), 1))
        designs.append(np.hstack((constant, as_if, others)))
    means, covariance = standardised(fit, designs)
    found = {}
    for index, number in enumerate(present):
        n = int((place == number).sum())
        low, high = share_interval(float(means[index]), float(covariance[index, index]))
        found[number] = Estimate(n, float(means[index]), low, high, state_of(n))
    return found


def _curve(frame: pd.DataFrame, loyal: Array, days: Array, others: Array
           ) -> tuple[tuple[float, ...], tuple[Estimate, ...], Estimate | None]:
    n = len(frame)
    if n < SUPPRESSED_BELOW or np.unique(days).size < 4:
        return (), (), None
    log_days = np.log1p(days)
    centre, scale = float(log_days.mean()), float(log_days.std())

    def columns(values: Array) -> Array:
        standard = (np.log1p(values) - centre) / scale
        return np.column_stack((np.ones(len(values)), standard, standard ** 2))

    fit = fit_logistic(np.hstack((columns(days), others)), loyal, clusters=frame["customer_key"])
    # Beyond the slowest twentieth there is nothing to hold the curve.
    last = float(np.quantile(days, 0.95))
    grid = np.unique(np.concatenate((np.expm1(np.linspace(0, np.log1p(last), CURVE_POINTS)), [1.0, 21.0])))
    means, covariance = standardised(fit, [np.hstack((columns(np.full(n, day)), others)) for day in grid])
    points = []
    for index, mean in enumerate(means):
        low, high = share_interval(float(mean), float(covariance[index, index]))
        points.append(Estimate(n, float(mean), low, high, state_of(n)))
    one, three = int(np.flatnonzero(grid == 1.0)[0]), int(np.flatnonzero(grid == 21.0)[0])
    difference = float(means[one] - means[three])
    variance = covariance[one, one] + covariance[three, three] - 2 * covariance[one, three]
    half = normal_quantile() * float(np.sqrt(variance))
    slope = Estimate(n, difference, difference - half, difference + half, state_of(n))
    return tuple(float(day) for day in grid), tuple(points), slope
