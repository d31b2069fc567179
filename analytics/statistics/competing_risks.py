"""How many are lost to each cause by each time, the other causes competing, with intervals."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import normal_quantile

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CumulativeIncidence:
    """The share lost to one cause, by time since the start.

    Attributes
    ----------
    times : tuple of float
        When somebody left for whatever cause, ascending.
    incidence, low, high : tuple of float
        Share lost to the cause by each time, and its 95 % interval.
    at_risk : tuple of float
        Customers under observation just before each time.
    n, events : int
        Customers seen, and those lost to the cause.
    last : float
        The longest time anybody was seen for: nothing is known of later ones.
    """

    times: tuple[float, ...]
    incidence: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    at_risk: tuple[float, ...]
    n: int
    events: int
    last: float

    def at(self, time: float) -> Estimate:
        """Return the share lost to the cause by a time; none later than anybody was seen."""
        if time > self.last:
            return Estimate(0, None, state="suppressed")
        step = int(np.searchsorted(self.times, time, side="right")) - 1
        if step < 0:
            return Estimate(self.n, 0.0, 0.0, 0.0, state_of(self.n))
        return Estimate(self.n, self.incidence[step], self.low[step], self.high[step],
                        state_of(int(self.at_risk[step])))


def incidence_by_cause(times: ArrayLike, lost: ArrayLike, censored: ArrayLike, causes: Sequence[Hashable],
                       entered: ArrayLike | None = None) -> dict[Hashable, CumulativeIncidence]:
    """Estimate the cumulative incidence of every cause from histograms (Aalen–Johansen).

    Parameters
    ----------
    times : array_like
        Durations; one row per duration and cause.
    lost, censored : array_like of int
        Customers of the row who left, or were still there (their cause does not matter).
    causes : sequence
        Cause of the row.
    entered : array_like of int, optional
        Customers whose observation began at this time; all at the start when omitted.

    Returns
    -------
    dict
        By cause, in order of first appearance; over all causes the incidences and the survival add up
        to one.

    References
    ----------
    Aalen & Johansen 1978; variance by the delta method, Marubini & Valsecchi 1995; interval on the
    log(−log) scale, Choudhury 2002.
    """
    moments, place = np.unique(np.asarray(times, float), return_inverse=True)
    begin = np.zeros(place.size) if entered is None else np.asarray(entered, float)

    def by_moment(rows: ArrayLike) -> Array:
        return np.bincount(place, np.asarray(rows, float), minlength=moments.size).astype(float)

    left, ended, came = by_moment(lost), by_moment(censored), by_moment(begin)
    n = float((left + ended).sum())
    staying = np.cumsum(came - left - ended)
    risk = n - came.sum() + np.concatenate(([0.0], staying[:-1])) if moments.size else left
    happened = left > 0
    d, size = left[happened], risk[happened]
    survival = np.cumprod(1 - d / size)
    before = np.concatenate(([1.0], survival[:-1])) if d.size else survival
    found: dict[Hashable, CumulativeIncidence] = {}
    for cause in dict.fromkeys(causes):
        mine = np.bincount(place, np.asarray(lost, float) * np.array([one == cause for one in causes], float),
                           minlength=moments.size).astype(float)[happened]
        if not mine.sum():
            continue
        incidence = np.cumsum(before * mine / size)
        low, high = _interval(incidence, _variance(incidence, before, d, mine, size))
        found[cause] = CumulativeIncidence(
            tuple(moments[happened].tolist()), tuple(incidence.tolist()), tuple(low.tolist()),
            tuple(high.tolist()), tuple(size.tolist()), int(n), int(mine.sum()), float(moments[-1]))
    return found


def _variance(incidence: Array, before: Array, lost: Array, mine: Array, size: Array) -> Array:
    # Σ_j≤t (I(t) − I(j))² d/(n(n−d)) + S(j−)² m(n−m)/n³ − 2 (I(t) − I(j)) S(j−) m/n², as cumulated sums.
    with np.errstate(divide="ignore", invalid="ignore"):
        leaving = np.where(size > lost, lost / (size * (size - lost)), 0.0)
    own = before**2 * mine * (size - mine) / size**3
    cross = before * mine / size**2
    first = (incidence**2 * np.cumsum(leaving) - 2 * incidence * np.cumsum(incidence * leaving)
             + np.cumsum(incidence**2 * leaving))
    third = incidence * np.cumsum(cross) - np.cumsum(incidence * cross)
    return np.asarray(np.maximum(first + np.cumsum(own) - 2 * third, 0.0))


def _interval(incidence: Array, variance: Array) -> tuple[Array, Array]:
    inner = np.clip(incidence, 1e-12, 1 - 1e-12)
    reach = normal_quantile() * np.sqrt(variance) / (inner * np.abs(np.log(inner)))
    low, high = inner ** np.exp(reach), inner ** np.exp(-reach)
    nothing = incidence <= 0
    return np.where(nothing, 0.0, low), np.where(nothing, 0.0, high)
