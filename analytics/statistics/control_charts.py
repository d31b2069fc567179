"""Control charts: which month is more than the usual up and down."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Method = Literal["laney", "p", "exact"]
Signal = Literal["above", "below"]

#: Points a baseline needs before its limits are settled.
SETTLED_POINTS = 20
#: So many points in a row on one side of the centre are a signal of their own.
RUN_LENGTH = 8
#: Limits lie so many standard errors from the centre.
SIGMAS = 3.0
#: With fewer events than this expected in a typical point the normal limits are replaced by exact ones.
FEW_EVENTS = 5.0
#: Mean moving range of two points is this many standard deviations.
MOVING_RANGE = 1.128


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """One period on a control chart.

    Attributes
    ----------
    value : float or None
        The rate or gap plotted; None where there was nobody at risk.
    centre, low, high : float
        What is usual, and the limits of the usual.
    signal : {"above", "below"} or None
        On which side the value lies outside the limits.
    run : {"above", "below"} or None
        On which side the eighth or later point in a row lies.
    """

    value: float | None
    centre: float
    low: float
    high: float
    signal: Signal | None
    run: Signal | None


@dataclass(frozen=True, slots=True)
class ControlChart:
    """Points with their limits.

    Attributes
    ----------
    method : {"laney", "p", "exact", "g", "t"}
        How the limits were found.
    centre : float
        Overall rate, or typical gap, of the baseline.
    overdispersion : float
        Laney's σ_z: how many times wider than pure chance the usual scatter is; one otherwise.
    baseline : int
        Points the limits rest on.
    settled : bool
        Whether the baseline is long enough to trust the limits.
    points : tuple of ControlPoint
        In the order given.
    """

    method: Method | Literal["g", "t"]
    centre: float
    overdispersion: float
    baseline: int
    settled: bool
    points: tuple[ControlPoint, ...]


def control_chart(events: ArrayLike, sizes: ArrayLike, *, method: Method | None = None,
                  baseline: int | None = None, season: ArrayLike | None = None) -> ControlChart:
    """Draw limits for a series of rates, such as monthly churn.

    Parameters
    ----------
    events, sizes : array_like
        Lost and at risk in each period, oldest first.
    method : {"laney", "p", "exact"}, optional
        Laney's p′ chart, the classic p chart, or exact binomial limits. By default p′, and exact
        limits where fewer than five events are expected in a typical period.
    baseline : int, optional
        The limits rest on the first so many points and are then frozen; all when omitted.
    season : array_like, optional
        Each point's usual level relative to the average, from `seasonal_factors`.

    Returns
    -------
    ControlChart

    Notes
    -----
    With large n a p chart cries wolf: real months differ more than coin tosses do. p′ measures that
    scatter between neighbouring points and widens the limits by it.

    References
    ----------
    Laney 2002, Quality Engineering 14:531; Montgomery, Introduction to Statistical Quality Control.
    """
    k, n = np.asarray(events, float), np.asarray(sizes, float)
    factors = np.ones_like(n) if season is None else np.asarray(season, float)
    first = slice(0, len(n) if baseline is None else baseline)
    expected_size = float((n[first] * factors[first]).sum())
    centre = float(k[first].sum() / expected_size) if expected_size > 0 else 0.0
    usual = np.clip(centre * factors, 0.0, 1.0)
    observed = n > 0
    value = np.divide(k, n, out=np.full_like(n, np.nan), where=observed)
    typical = float(np.median((n * usual)[first][observed[first]])) if observed[first].any() else 0.0
    chosen: Method = method or ("exact" if typical < FEW_EVENTS else "laney")
    spread = 1.0
    if chosen == "exact":
        low, high = _exact_limits(n, usual)
    else:
        error = np.sqrt(usual * (1 - usual) / np.where(observed, n, np.inf))
        if chosen == "laney":
            spread = overdispersion(value[first], usual[first], error[first])
        low = np.maximum(usual - SIGMAS * spread * error, 0.0)
        high = np.minimum(usual + SIGMAS * spread * error, 1.0)
    counted = int(observed[first].sum())
    return ControlChart(chosen, centre, spread, counted, counted >= SETTLED_POINTS,
                        control_points(value, usual, low, high))


def seasonal_factors(events: ArrayLike, sizes: ArrayLike, seasons: ArrayLike) -> Array | None:
    """Find each point's usual level relative to the average, from its month of the year.

    Parameters
    ----------
    events, sizes : array_like
        As for `control_chart`.
    seasons : array_like
        Each point's season, such as the month of the year.

    Returns
    -------
    ndarray or None
        A factor per point, drawn towards one where a season has little data; None with fewer than two
        points, or nobody at risk, in some season, when no season can be told from chance.
    """
    k, n = np.asarray(events, float), np.asarray(sizes, float)
    _, code, times = np.unique(np.asarray(seasons), return_inverse=True, return_counts=True)
    if k.size == 0 or times.min() < 2 or k.sum() <= 0:
        return None
    expected = np.bincount(code, n) * k.sum() / n.sum()
    if (expected <= 0).any():
        # Nobody was there in one of the seasons: its level cannot be learnt.
        return None
    seen = np.bincount(code, k)
    # Ratio shrunk like a gamma–Poisson mean: variance between seasons against that of the counts.
    between = max(float(np.average((seen / expected - 1) ** 2 - 1 / expected, weights=expected)), 1e-9)
    prior = 1 / between
    return np.asarray(((seen + prior) / (expected + prior))[code])


def gap_chart(gaps: ArrayLike, *, baseline: int | None = None) -> ControlChart:
    """Draw limits for the number of cases between two rare events (g chart).

    Parameters
    ----------
    gaps : array_like of int
        Cases without event between one event and the next, oldest first.
    baseline : int, optional
        As for `control_chart`.

    Returns
    -------
    ControlChart
        A gap below the limits means that events have become more frequent.

    References
    ----------
    Benneyan 2001, Health Care Management Science 4:305; limits are exact geometric quantiles.
    """
    value = np.asarray(gaps, float)
    used = value[:baseline]
    mean = float(used.mean()) if used.size else 0.0
    chance = 1 / (mean + 1)
    tail = math.erfc(SIGMAS / math.sqrt(2)) / 2
    keep = math.log1p(-chance) if chance < 1 else -math.inf
    low = max(math.log1p(-tail) / keep - 1, 0.0) if mean > 0 else 0.0
    high = math.log(tail) / keep if mean > 0 else 0.0
    # The median, not the mean, splits a skewed series in halves, which the run rule relies on.
    centre = max(math.log(0.5) / keep, 0.0) if mean > 0 else 0.0
    same = np.ones_like(value)
    return ControlChart("g", centre, 1.0, used.size, used.size >= SETTLED_POINTS,
                        control_points(value, centre * same, low * same, high * same))


def time_chart(times: ArrayLike, *, baseline: int | None = None) -> ControlChart:
    """Draw limits for the time between two rare events (t chart).

    Parameters
    ----------
    times : array_like
        Days from one event to the next, positive, oldest first.
    baseline : int, optional
        As for `control_chart`.

    Returns
    -------
    ControlChart
        A time below the limits means that events have become more frequent.

    References
    ----------
    Nelson 1994, Journal of Quality Technology 26:99: the 1/3.6th power is nearly normal.
    """
    value = np.asarray(times, float)
    power = np.maximum(value, 0.0) ** (1 / 3.6)
    used = power[:baseline]
    mean = float(used.mean()) if used.size else 0.0
    spread = float(np.abs(np.diff(used)).mean()) / MOVING_RANGE if used.size > 1 else 0.0
    low, centre, high = (max(mean + side * SIGMAS * spread, 0.0) ** 3.6 for side in (-1, 0, 1))
    same = np.ones_like(value)
    return ControlChart("t", centre, 1.0, used.size, used.size >= SETTLED_POINTS,
                        control_points(value, centre * same, low * same, high * same))


def overdispersion(value: Array, usual: Array, error: Array) -> float:
    """Return how many times wider than chance neighbouring points scatter (Laney's σ_z)."""
    usable = np.isfinite(value) & (error > 0)
    z = (value[usable] - usual[usable]) / error[usable]
    return float(np.abs(np.diff(z)).mean()) / MOVING_RANGE if z.size > 1 else 1.0


def _exact_limits(n: Array, usual: Array) -> tuple[Array, Array]:
    from scipy.special import bdtr

    tail = math.erfc(SIGMAS / math.sqrt(2)) / 2
    low, high = np.zeros_like(n), np.ones_like(n)
    for index, (size, share) in enumerate(zip(n, usual, strict=True)):
        if size <= 0:
            continue
        reach = min(int(size), math.ceil(size * share + 12 * math.sqrt(size * share + 1) + 12))
        below = bdtr(np.arange(reach + 1, dtype=float), int(size), share)
        # Low: fewest events that are not surprising; high: most. Both limits are still usual.
        low[index] = int(np.argmax(below > tail)) / size
        high[index] = int(np.argmax(below >= 1 - tail)) / size
    return low, high


def control_points(value: Array, centre: Array, low: Array, high: Array) -> tuple[ControlPoint, ...]:
    """Mark the points outside their limits, and the runs; NaN where there was nobody at risk."""
    tolerance = 1e-12
    points: list[ControlPoint] = []
    length, side_before = 0, 0
    for v, c, lower, upper in zip(value.tolist(), centre.tolist(), low.tolist(), high.tolist(), strict=True):
        if math.isnan(v):
            points.append(ControlPoint(None, c, lower, upper, None, None))
            continue
        side = (v > c + tolerance) - (v < c - tolerance)
        length = length + 1 if side and side == side_before else abs(side)
        side_before = side
        outside = (v > upper + tolerance) - (v < lower - tolerance)
        points.append(ControlPoint(v, c, lower, upper, _signal(outside),
                                   _signal(side if length >= RUN_LENGTH else 0)))
    return tuple(points)


def _signal(side: int) -> Signal | None:
    if side == 0:
        return None
    return "above" if side > 0 else "below"
