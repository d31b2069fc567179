"""Control charts of counts per exposure, such as complaints per hundred customers."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.statistics.control_charts import (
    FEW_EVENTS,
    SETTLED_POINTS,
    SIGMAS,
    ControlChart,
    control_points,
    overdispersion,
)

Array = NDArray[np.float64]


def count_chart(events: ArrayLike, exposure: ArrayLike, *,
                method: Literal["laney", "p", "exact"] | None = None, baseline: int | None = None,
                season: ArrayLike | None = None) -> ControlChart:
    """Draw limits for a series of counts per exposure (u chart), where one customer may count twice.

    Parameters
    ----------
    events, exposure : array_like
        Complaints, and the customers, jobs or hours they may come from, in each period, oldest first.
    method : {"laney", "p", "exact"}, optional
        Laney's u′ chart, the classic u chart (named p as for shares), or exact Poisson limits. By default u′,
        and exact limits where fewer than five events are expected in a typical period.
    baseline : int, optional
        The limits rest on the first so many points and are then frozen; all when omitted.
    season : array_like, optional
        Each point's usual level relative to the average.

    Returns
    -------
    ControlChart
        Values, centre and limits are events per unit of exposure.

    Notes
    -----
    Limits ū ± 3 √(ū/n_i) σ_z, where σ_z is the scatter between neighbouring points in units of √(ū/n_i),
    mean moving range over 1.128; the classic chart has σ_z = 1.

    References
    ----------
    Laney 2002, Quality Engineering 14:531; Montgomery, Introduction to Statistical Quality Control.
    """
    count, units = np.asarray(events, float), np.asarray(exposure, float)
    factors = np.ones_like(units) if season is None else np.asarray(season, float)
    first = slice(0, len(units) if baseline is None else baseline)
    expected = float((units * factors)[first].sum())
    centre = float(count[first].sum() / expected) if expected > 0 else 0.0
    usual, observed = centre * factors, units > 0
    value = np.divide(count, units, out=np.full_like(units, np.nan), where=observed)
    typical = float(np.median((units * usual)[first][observed[first]])) if observed[first].any() else 0.0
    chosen = method or ("exact" if typical < FEW_EVENTS else "laney")
    spread = 1.0
    if chosen == "exact":
        low, high = _poisson_limits(units, usual)
    else:
        error = np.sqrt(usual / np.where(observed, units, np.inf))
        if chosen == "laney":
            spread = overdispersion(value[first], usual[first], error[first])
        low = np.maximum(usual - SIGMAS * spread * error, 0.0)
        high = usual + SIGMAS * spread * error
    counted = int(observed[first].sum())
    return ControlChart(chosen, centre, spread, counted, counted >= SETTLED_POINTS,
                        control_points(value, usual, low, high))


def _poisson_limits(units: Array, usual: Array) -> tuple[Array, Array]:
    from scipy.special import pdtr

    tail = math.erfc(SIGMAS / math.sqrt(2)) / 2
    low, high = np.zeros_like(units), np.zeros_like(units)
    for index, (size, level) in enumerate(zip(units, usual, strict=True)):
        if size <= 0:
            continue
        mean = size * level
        below = pdtr(np.arange(math.ceil(mean + 12 * math.sqrt(mean + 1) + 12)), mean)
        # The fewest events that are not surprising, and the most: both are still usual.
        low[index] = int(np.argmax(below > tail)) / size
        high[index] = int(np.argmax(below >= 1 - tail)) / size
    return low, high
