"""How long customers stay: Kaplan–Meier, the log-rank test and competing causes, in plain numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import CONFIDENCE, normal_quantile
from analytics.statistics.proportions import ChiSquaredTest, chi_squared_tail

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """The share still a customer, by time since the start.

    Attributes
    ----------
    times : tuple of float
        When somebody left, ascending; before the first, everybody stays.
    survival, low, high : tuple of float
        Share still there just after each time, and its 95 % interval.
    at_risk, lost : tuple of float
        Customers under observation just before each time, and those leaving at it.
    n, events : int
        Customers seen and customers lost.
    last : float
        Longest time observed; nothing is known beyond it.
    median : Estimate
        Time by which half have left; without a figure when fewer than half did.
    """

    times: tuple[float, ...]
    survival: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    at_risk: tuple[float, ...]
    lost: tuple[float, ...]
    n: int
    events: int
    last: float
    median: Estimate

    def at(self, time: float) -> Estimate:
        """Return the share still a customer at a time; without a figure beyond the last one observed."""
        return self.along((time,))[0]

    def along(self, times: Sequence[float]) -> tuple[Estimate, ...]:
        """Return the share still a customer at several times, as `at` does at one."""
        steps = np.searchsorted(self.times, times, side="right") - 1
        return tuple(self._after(int(step), time) for step, time in zip(steps, times, strict=True))

    def _after(self, step: int, time: float) -> Estimate:
        if self.n == 0 or time > self.last:
            return Estimate(self.n, None, state=state_of(self.n))
        if step < 0:
            return Estimate(self.n, 1.0, 1.0, 1.0, state_of(self.n))
        remaining = int(self.at_risk[step])
        return Estimate(self.n, self.survival[step], self.low[step], self.high[step], state_of(remaining))


def kaplan_meier(durations: ArrayLike, events: ArrayLike, entries: ArrayLike | None = None) -> SurvivalCurve:
    """Estimate how long customers stay, counting rightly those who are still there.

    Parameters
    ----------
    durations : array_like
        Time from the start of the relation to the loss, or to the last day observed.
    events : array_like of bool
        Whether the duration ends in a loss.
    entries : array_like, optional
        Time since the start at which observation began, for customers older than the records
        (left truncation); they count at risk only afterwards.

    Returns
    -------
    SurvivalCurve

    References
    ----------
    Kaplan & Meier 1958; interval after Greenwood on the log(−log) scale (Kalbfleisch & Prentice).
    """
    length, lost = np.asarray(durations, float), np.asarray(events, bool)
    begin = None if entries is None else np.asarray(entries, float)
    times, leaving = np.unique(length[lost], return_counts=True)
    last = float(length.max()) if length.size else 0.0
    return _curve(times, _at_risk(times, length, begin), leaving.astype(float), int(length.size), last)


def kaplan_meier_counts(times: ArrayLike, lost: ArrayLike, censored: ArrayLike,
                        entered: ArrayLike | None = None) -> SurvivalCurve:
    """Estimate the same from a histogram, which a query delivers for any number of customers.

    Parameters
    ----------
    times : array_like
        Distinct durations.
    lost, censored : array_like of int
        Customers whose duration is this time and who left, or were still there.
    entered : array_like of int, optional
        Customers whose observation began at this time; all at the start when omitted. Give the entry
        times as rows of their own where nobody left.

    Returns
    -------
    SurvivalCurve
    """
    order = np.argsort(np.asarray(times, float), kind="stable")
    t, d, c = (np.asarray(values, float)[order] for values in (times, lost, censored))
    begin = np.zeros_like(t) if entered is None else np.asarray(entered, float)[order]
    n = float((d + c).sum())
    start = n - begin.sum()
    risk = start + np.concatenate(([0.0], np.cumsum(begin - d - c)[:-1])) if t.size else t
    happened = d > 0
    last = float(t[d + c > 0].max()) if n else 0.0
    return _curve(t[happened], risk[happened], d[happened], int(n), last)


def log_rank(durations: ArrayLike, events: ArrayLike, groups: ArrayLike,
             entries: ArrayLike | None = None) -> ChiSquaredTest:
    """Test whether groups stay equally long.

    Parameters
    ----------
    durations, events, entries
        As for `kaplan_meier`.
    groups : array_like
        Each customer's group.

    Returns
    -------
    ChiSquaredTest
        Degrees of freedom are the groups less one; p = 1 for a single group.

    References
    ----------
    Mantel 1966; Peto & Peto 1972.
    """
    length, lost = np.asarray(durations, float), np.asarray(events, bool)
    begin = None if entries is None else np.asarray(entries, float)
    names, codes = np.unique(np.asarray(groups), return_inverse=True)
    times = np.unique(length[lost])
    if names.size < 2 or times.size == 0:
        return ChiSquaredTest(0.0, max(int(names.size) - 1, 0), 1.0)
    risk, leaving = np.empty((names.size, times.size)), np.empty((names.size, times.size))
    for code in range(names.size):
        mine = codes == code
        risk[code] = _at_risk(times, length[mine], None if begin is None else begin[mine])
        leaving[code] = np.bincount(np.searchsorted(times, length[mine & lost]), minlength=times.size)
    return _log_rank(risk, leaving)


def log_rank_counts(times: ArrayLike, lost: ArrayLike, censored: ArrayLike, groups: ArrayLike,
                    entered: ArrayLike | None = None) -> ChiSquaredTest:
    """Test the same from histograms.

    Parameters
    ----------
    times, lost, censored, entered
        As for `kaplan_meier_counts`, distinct within each group.
    groups : array_like
        The group each row belongs to.

    Returns
    -------
    ChiSquaredTest
    """
    t, d, c = (np.asarray(values, float) for values in (times, lost, censored))
    begin = np.zeros_like(t) if entered is None else np.asarray(entered, float)
    names, codes = np.unique(np.asarray(groups), return_inverse=True)
    happened = np.unique(t[d > 0])
    if names.size < 2 or happened.size == 0:
        return ChiSquaredTest(0.0, max(int(names.size) - 1, 0), 1.0)
    risk, leaving = np.zeros((names.size, happened.size)), np.zeros((names.size, happened.size))
    for code in range(names.size):
        mine = codes == code
        order = np.argsort(t[mine], kind="stable")
        still = np.cumsum((d + c - begin)[mine][order][::-1])[::-1]
        # Under observation just before a time: everybody whose row is at or after it, entries taken off.
        place = np.searchsorted(t[mine][order], happened, side="left")
        risk[code] = np.append(still, 0.0)[place]
        ending = mine & (d > 0)
        leaving[code, np.searchsorted(happened, t[ending])] = d[ending]
    return _log_rank(risk, leaving)


def _log_rank(risk: Array, leaving: Array) -> ChiSquaredTest:
    n, d = risk.sum(axis=0), leaving.sum(axis=0)
    share = risk / n
    excess = (leaving - share * d).sum(axis=1)
    spread = d * (n - d) / np.maximum(n - 1, 1)
    covariance = np.diag((share * spread).sum(axis=1)) - (share * spread) @ share.T
    statistic = float(excess @ np.linalg.pinv(covariance) @ excess)
    degrees = risk.shape[0] - 1
    return ChiSquaredTest(statistic, degrees, chi_squared_tail(statistic, degrees))


def cumulative_incidence(durations: ArrayLike, causes: ArrayLike, cause: int,
                         entries: ArrayLike | None = None) -> tuple[Array, Array]:
    """Estimate the share lost to one cause by each time, other causes competing (Aalen–Johansen).

    Parameters
    ----------
    durations : array_like
        As for `kaplan_meier`.
    causes : array_like of int
        Zero while still a customer, else the code of the cause of loss.
    cause : int
        The cause asked for.
    entries : array_like, optional
        As for `kaplan_meier`.

    Returns
    -------
    times, incidence : ndarray
        Over all causes the incidences and the survival add up to one.
    """
    length, code = np.asarray(durations, float), np.asarray(causes)
    begin = None if entries is None else np.asarray(entries, float)
    times, leaving = np.unique(length[code != 0], return_counts=True)
    risk = _at_risk(times, length, begin)
    survival = np.cumprod(1 - leaving / risk)
    before = np.concatenate(([1.0], survival[:-1])) if times.size else survival
    mine = np.bincount(np.searchsorted(times, length[code == cause]), minlength=times.size)
    return times, np.cumsum(before * mine / risk)


def _at_risk(times: Array, durations: Array, entries: Array | None) -> Array:
    # Under observation just before t: duration at least t, entry before t.
    still = durations.size - np.searchsorted(np.sort(durations), times, side="left")
    if entries is None:
        return still.astype(float)
    late = entries.size - np.searchsorted(np.sort(entries), times, side="left")
    return (still - late).astype(float)


def _curve(times: Array, at_risk: Array, lost: Array, n: int, last: float) -> SurvivalCurve:
    survival: Array = np.asarray(np.cumprod(1 - lost / at_risk))
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(lost / (at_risk * (at_risk - lost)))
        log_survival = np.log(survival)
        reach = normal_quantile(CONFIDENCE) * np.sqrt(greenwood) / np.abs(log_survival)
        low: Array = np.exp(log_survival * np.exp(reach))
        high: Array = np.exp(log_survival * np.exp(-reach))
    gone = survival <= 0
    # With nobody left Greenwood's variance is undefined: carry the last interval's upper end.
    low[gone] = 0.0
    if gone.any():
        first = int(np.argmax(gone))
        high[gone] = high[first - 1] if first else 1.0
    return SurvivalCurve(tuple(times.tolist()), tuple(survival.tolist()), tuple(low.tolist()),
                         tuple(high.tolist()), tuple(at_risk.tolist()), tuple(lost.tolist()),
                         n, int(lost.sum()), last, _median(times, survival, low, high, n))


def _median(times: Array, survival: Array, low: Array, high: Array, n: int) -> Estimate:
    # Brookmeyer & Crowley 1982: times at which one half is still within the interval of survival.
    def first(values: Array) -> float | None:
        below = np.flatnonzero(values <= 0.5)
        return float(times[below[0]]) if below.size else None

    return Estimate(n, first(survival), first(low), first(high), state_of(n))
