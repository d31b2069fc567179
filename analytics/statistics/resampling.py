"""The bootstrap of customers, made fast: sums per customer are resampled, not rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import CONFIDENCE

Array = NDArray[np.float64]

#: Resamples drawn unless said otherwise.
RESAMPLES = 1_000
#: Above this many clusters they are first put into so many random groups.
GROUPS = 1_000


def resample_sums(sums: ArrayLike, resamples: int = RESAMPLES, *, seed: int = 0,
                  groups: int = GROUPS) -> Array:
    """Draw clusters with replacement and add up what they carry.

    Whatever is a function of column totals (a share, a ratio, a fitted curve) can be bootstrapped by
    applying it to each row of the result. With more than ``groups`` clusters, random groups of
    clusters are drawn instead of single ones: the variance is the same on average and known to
    about √(1 / 2 groups) of the standard error, at a cost that no longer grows with the clusters.

    Parameters
    ----------
    sums : array_like, shape (clusters, columns)
        What each cluster, usually a customer, contributes to each total.
    resamples : int
        Rows of the result.
    seed : int
        The same seed gives the same draws.
    groups : int
        Most units that are drawn from.

    Returns
    -------
    ndarray, shape (resamples, columns)
        Resampled totals.

    References
    ----------
    Efron & Tibshirani 1993, An Introduction to the Bootstrap; Cameron, Gelbach & Miller 2008.
    """
    matrix = np.asarray(sums, float)
    if len(matrix) > groups:
        matrix = _random_groups(matrix, groups, np.random.default_rng(seed))
    units = len(matrix)
    if units == 0:
        return np.zeros((resamples, matrix.shape[1]))
    return np.asarray(_times_drawn(resamples, units, seed) @ matrix)


@lru_cache(maxsize=4)
def _times_drawn(resamples: int, units: int, seed: int) -> Array:
    """Return how often each unit is in each resample: the same for all figures, so drawn once."""
    generator = np.random.default_rng((seed, units))
    drawn = generator.integers(units, size=(resamples, units), dtype=np.int32)
    drawn += (np.arange(resamples, dtype=np.int32) * units)[:, None]
    times = np.bincount(drawn.ravel(), minlength=resamples * units).reshape(resamples, units)
    return times.astype(float)


def interval(estimate: float, draws: ArrayLike, n: int, confidence: float = CONFIDENCE) -> Estimate:
    """State a figure with the percentile interval of its bootstrap draws."""
    finite = np.asarray(draws, float)
    finite = finite[np.isfinite(finite)]
    if not np.isfinite(estimate) or finite.size == 0:
        return Estimate(n, None, state=state_of(n))
    tail = (1 - confidence) / 2
    low, high = np.quantile(finite, (tail, 1 - tail))
    return Estimate(n, float(estimate), float(low), float(high), state_of(n))


def bootstrap(sums: ArrayLike, statistic: Callable[[Array], Array], *, resamples: int = RESAMPLES,
              seed: int = 0) -> Estimate:
    """State any function of column totals with its cluster-bootstrap interval.

    Parameters
    ----------
    sums : array_like, shape (clusters, columns)
        What each cluster contributes.
    statistic : callable
        From totals of shape (rows, columns) to a figure per row.
    resamples, seed : int
        Draws and their seed.

    Returns
    -------
    Estimate
        ``n`` counts clusters.
    """
    matrix = np.asarray(sums, float)
    with np.errstate(invalid="ignore", divide="ignore"):
        figure = float(statistic(matrix.sum(axis=0, keepdims=True))[0])
        draws = statistic(resample_sums(matrix, resamples, seed=seed))
    return interval(figure, draws, len(matrix))


def ratio(numerators: ArrayLike, denominators: ArrayLike, *, seed: int = 0) -> Estimate:
    """State a ratio of two sums over customers, such as spend per visit, with a bootstrap interval."""
    sums = np.column_stack((np.asarray(numerators, float), np.asarray(denominators, float)))
    return bootstrap(sums, lambda totals: totals[:, 0] / totals[:, 1], seed=seed)


def mean(values: ArrayLike, *, seed: int = 0) -> Estimate:
    """State a mean with a bootstrap interval, which follows skew where Student's t does not."""
    sample = np.asarray(values, float)
    return ratio(sample, np.ones(sample.size), seed=seed)


def _random_groups(matrix: Array, groups: int, generator: np.random.Generator) -> Array:
    # Groups of equal size, so that drawing groups keeps the number of clusters nearly fixed.
    size = -(-len(matrix) // groups)
    padded = np.zeros((size * groups, matrix.shape[1]))
    padded[generator.permutation(size * groups)[:len(matrix)]] = matrix
    return np.asarray(padded.reshape(groups, size, matrix.shape[1]).sum(axis=1))
