"""Intervals for shares, differences of shares, counts and means."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.statistics.estimate import Estimate, state_of

Array = NDArray[np.float64]

#: Every interval shown covers this share unless said otherwise.
CONFIDENCE = 0.95


def normal_quantile(confidence: float = CONFIDENCE) -> float:
    """Return how many standard errors a two-sided normal interval reaches to either side."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(events: ArrayLike, n: ArrayLike, confidence: float = CONFIDENCE) -> tuple[Array, Array]:
    """Interval of a share that behaves at small n and near zero and one.

    The shares that a score test would not reject; never outside [0, 1].

    Parameters
    ----------
    events, n : array_like
        Successes and trials; need not be whole, so that effective sizes may be used.
    confidence : float
        Coverage.

    Returns
    -------
    low, high : ndarray
        Ends of the interval; NaN where n is zero.

    References
    ----------
    Wilson 1927; Newcombe 1998, Statistics in Medicine 17:857.
    """
    k, size = np.broadcast_arrays(np.asarray(events, float), np.asarray(n, float))
    z = normal_quantile(confidence)
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = (k + z * z / 2) / (size + z * z)
        spread = np.maximum(k * (size - k) / size, 0.0) + z * z / 4
        half = z * np.sqrt(spread) / (size + z * z)
    low = np.where(k <= 0, 0.0, np.maximum(centre - half, 0.0))
    high = np.where(k >= size, 1.0, np.minimum(centre + half, 1.0))
    none = ~(size > 0)
    return np.where(none, np.nan, low), np.where(none, np.nan, high)


def rate(events: float, n: int, *, effective_n: float | None = None,
         confidence: float = CONFIDENCE) -> Estimate:
    """State a share with its Wilson interval.

    Parameters
    ----------
    events, n : float, int
        Successes and trials.
    effective_n : float, optional
        Size the interval is computed with where observations are not independent or not equally
        weighted; n when omitted.
    confidence : float
        Coverage.

    Returns
    -------
    Estimate
        Without a figure when n is zero.
    """
    if n <= 0:
        return Estimate(0, None, state=state_of(0))
    share = float(events) / n
    size = float(n) if effective_n is None else effective_n
    low, high = wilson(share * size, size, confidence)
    return Estimate(int(n), share, float(low), float(high), state_of(int(n)))


def rates(events: ArrayLike, n: ArrayLike) -> tuple[Estimate, ...]:
    """State many shares at once, each as `rate` does."""
    size = np.ravel(n).astype(np.int64)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.ravel(events).astype(float) / size
    low, high = wilson(share * size, size)
    return tuple(
        Estimate(*figures, state_of(figures[0])) if figures[0] > 0 else Estimate(0, None, state=state_of(0))
        for figures in zip(size.tolist(), share.tolist(), low.tolist(), high.tolist(), strict=True))


def newcombe_difference(events_1: ArrayLike, n_1: ArrayLike, events_2: ArrayLike, n_2: ArrayLike,
                        confidence: float = CONFIDENCE) -> tuple[Array, Array]:
    """Interval of the difference of two independent shares, the first minus the second.

    Built from the two Wilson intervals ("square and add"), so it stays within [−1, 1].

    Parameters
    ----------
    events_1, n_1, events_2, n_2 : array_like
        Successes and trials of either group.
    confidence : float
        Coverage.

    Returns
    -------
    low, high : ndarray
        Ends of the interval.

    References
    ----------
    Newcombe 1998, Statistics in Medicine 17:873, method 10.
    """
    k1, m1, k2, m2 = (np.asarray(value, float) for value in (events_1, n_1, events_2, n_2))
    low_1, high_1 = wilson(k1, m1, confidence)
    low_2, high_2 = wilson(k2, m2, confidence)
    with np.errstate(invalid="ignore", divide="ignore"):
        p1, p2 = k1 / m1, k2 / m2
    difference = p1 - p2
    low = difference - np.hypot(p1 - low_1, high_2 - p2)
    high = difference + np.hypot(high_1 - p1, p2 - low_2)
    return low, high


def rate_difference(events_1: float, n_1: int, events_2: float, n_2: int) -> Estimate:
    """State the difference of two independent shares, the first minus the second.

    The state is that of the smaller group.
    """
    smaller = int(min(n_1, n_2))
    if smaller <= 0:
        return Estimate(smaller, None, state=state_of(smaller))
    low, high = newcombe_difference(events_1, n_1, events_2, n_2)
    difference = events_1 / n_1 - events_2 / n_2
    return Estimate(int(n_1 + n_2), float(difference), float(low), float(high), state_of(smaller))


def difference_of_rates(now: Estimate, before: Estimate) -> Estimate | None:
    """State the difference of two rates of different observations; None where one of them is not shown."""
    if now.estimate is None or before.estimate is None or "suppressed" in (now.state, before.state):
        return None
    return rate_difference(now.estimate * now.n, now.n, before.estimate * before.n, before.n)


def poisson_exact(count: ArrayLike, exposure: ArrayLike = 1.0,
                  confidence: float = CONFIDENCE) -> tuple[Array, Array]:
    """Exact interval of a rate of events per unit of exposure.

    Parameters
    ----------
    count : array_like
        Events seen.
    exposure : array_like
        Jobs, customer-months or whatever the rate is per.
    confidence : float
        Coverage, at least.

    Returns
    -------
    low, high : ndarray
        Ends of the interval, in events per unit of exposure.

    References
    ----------
    Garwood 1936, Biometrika 28:437.
    """
    from scipy.special import gammaincinv

    k, units = np.broadcast_arrays(np.asarray(count, float), np.asarray(exposure, float))
    tail = (1 - confidence) / 2
    low = np.where(k > 0, gammaincinv(np.maximum(k, 1.0), tail), 0.0)
    return low / units, gammaincinv(k + 1, 1 - tail) / units


def mean(values: ArrayLike, confidence: float = CONFIDENCE) -> Estimate:
    """State a mean with its Student t interval.

    For heavily skewed values, such as money, prefer `analytics.statistics.resampling.mean`.
    """
    sample = np.asarray(values, float)
    n = int(sample.size)
    if n == 0:
        return Estimate(0, None, state=state_of(0))
    centre = float(sample.mean())
    if n == 1:
        return Estimate(1, centre, state=state_of(1))
    from scipy.special import stdtrit

    half = float(stdtrit(n - 1, 0.5 + confidence / 2)) * float(sample.std(ddof=1)) / math.sqrt(n)
    return Estimate(n, centre, centre - half, centre + half, state_of(n))


def mean_from_sums(n: float, total: float, squares: float, confidence: float = CONFIDENCE) -> Estimate:
    """State a mean with its Student t interval from three sums, which a query can deliver.

    Parameters
    ----------
    n : float
        Observations.
    total, squares : float
        Sum of the values and of their squares.
    confidence : float
        Coverage.

    Returns
    -------
    Estimate
        Without a figure when there are no observations, without an interval when there is one.
    """
    size = int(n)
    if size <= 0:
        return Estimate(0, None, state=state_of(0))
    centre = total / size
    if size == 1:
        return Estimate(1, centre, state=state_of(1))
    from scipy.special import stdtrit

    deviation = math.sqrt(max(squares - size * centre * centre, 0.0) / (size - 1))
    half = float(stdtrit(size - 1, 0.5 + confidence / 2)) * deviation / math.sqrt(size)
    return Estimate(size, centre, centre - half, centre + half, state_of(size))


def weighted_rate(weights: ArrayLike, hit: ArrayLike) -> Estimate:
    """State the share of weight that was hit, such as revenue lost over revenue at the start.

    Parameters
    ----------
    weights : array_like
        What each customer weighs; not negative.
    hit : array_like of bool
        Whether the customer was lost.

    Returns
    -------
    Estimate
        ``n`` counts customers, not weight.
    """
    w, h = np.asarray(weights, float), np.asarray(hit, bool)
    return weighted_rate_from_sums(int(w.size), float(w.sum()), float(w[h].sum()),
                                   float(w @ w), float(w[h] @ w[h]))


def weighted_rate_from_sums(n: int, total: float, hit: float, total_squares: float,
                            hit_squares: float, confidence: float = CONFIDENCE) -> Estimate:
    """State a weighted share from five sums, which a query can deliver for any number of rows.

    The variance is that of a ratio of two sums (Taylor linearisation); it is turned into an effective
    sample size for a Wilson interval, which keeps the interval within [0, 1] and sensible at few hits.

    Parameters
    ----------
    n : int
        Customers.
    total, hit : float
        Sum of weights, of everybody and of those hit.
    total_squares, hit_squares : float
        Sums of squared weights, likewise.
    confidence : float
        Coverage.

    Returns
    -------
    Estimate
        Without a figure when there is no weight.

    References
    ----------
    Kish 1965, Survey Sampling; Korn & Graubard 1998, Survey Methodology 24:193.
    """
    if n <= 0 or total <= 0:
        return Estimate(max(n, 0), None, state=state_of(max(n, 0)))
    share = hit / total
    kish = total * total / total_squares
    squares = hit_squares * (1 - 2 * share) + share * share * total_squares
    variance = squares / (total * total) * (n / (n - 1) if n > 1 else 1.0)
    size = share * (1 - share) / variance if variance > 0 else kish
    low, high = wilson(share * min(size, n), min(size, n), confidence)
    return Estimate(n, share, float(low), float(high), state_of(n))
