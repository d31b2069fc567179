"""Answers on an ordered scale, from the count at each level: means, superiority, net promoters."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import CONFIDENCE, normal_quantile
from analytics.statistics.proportions import mcnemar

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MatchedChange:
    """The same people asked twice.

    Attributes
    ----------
    difference : Estimate
        Share above the mark now less the share then; ``n`` counts people.
    gained, given_up : int
        Below the mark then and above it now, and the reverse.
    p_share : float
        Exact McNemar test of the share.
    higher, lower : int
        Who answered higher than before, and lower.
    p_score : float
        Exact sign test of the score.
    """

    difference: Estimate
    gained: int
    given_up: int
    p_share: float
    higher: int
    lower: int
    p_score: float


def mean_of_counts(values: ArrayLike, counts: ArrayLike, confidence: float = CONFIDENCE) -> Estimate:
    """State a mean with its Student t interval, from the count of each value.

    Parameters
    ----------
    values, counts : array_like
        Levels of the scale and how many gave each.
    confidence : float
        Coverage.

    Returns
    -------
    Estimate
    """
    level, count = np.asarray(values, float), np.asarray(counts, float)
    n = int(count.sum())
    if n == 0:
        return Estimate(0, None, state=state_of(0))
    centre = float((level * count).sum() / n)
    if n == 1:
        return Estimate(1, centre, state=state_of(1))
    from scipy.special import stdtrit

    spread = math.sqrt(float((count * (level - centre) ** 2).sum()) / (n - 1))
    half = float(stdtrit(n - 1, 0.5 + confidence / 2)) * spread / math.sqrt(n)
    return Estimate(n, centre, centre - half, centre + half, state_of(n))


def net_promoter(scores: ArrayLike, counts: ArrayLike) -> Estimate:
    """State the net promoter score of answers from 0 to 10, as a fraction of one.

    Promoters gave nine or ten, detractors six and less; the interval is that of the mean of
    plus one, nought and minus one.

    Parameters
    ----------
    scores, counts : array_like
        Scores from 0 to 10 and how many gave each.

    Returns
    -------
    Estimate

    References
    ----------
    Reichheld 2003, Harvard Business Review 81(12):46.
    """
    score = np.asarray(scores, float)
    found = mean_of_counts(np.where(score >= 9, 1.0, np.where(score <= 6, -1.0, 0.0)), counts)
    if found.low is None or found.high is None:
        return found
    return Estimate(found.n, found.estimate, max(found.low, -1.0), min(found.high, 1.0), found.state)


def superiority(counts_1: ArrayLike, counts_2: ArrayLike) -> Estimate:
    """State the chance that an answer of the first group lies above one of the second.

    A tie counts half, so that one half means no difference over the whole scale (the Mann–Whitney
    statistic over the product of the sizes). The variance is that of the placements, which needs no
    equal spread; the interval is symmetric in the log odds and leaves out one half where the
    ordinal test at 5 % finds a difference.

    Parameters
    ----------
    counts_1, counts_2 : array_like, shape (levels,)
        Answers at each level, lowest first.

    Returns
    -------
    Estimate
        ``n`` is the size of the smaller group; without a figure where one is empty.

    References
    ----------
    Mann & Whitney 1947; DeLong, DeLong & Clarke-Pearson 1988, Biometrics 44:837; Brunner & Munzel
    2000, Biometrical Journal 42:17.
    """
    first, second = np.asarray(counts_1, float), np.asarray(counts_2, float)
    n_1, n_2 = float(first.sum()), float(second.sum())
    smaller = int(min(n_1, n_2))
    if smaller == 0:
        return Estimate(0, None, state=state_of(0))
    placed_1 = (np.cumsum(second) - second / 2) / n_2
    placed_2 = 1 - (np.cumsum(first) - first / 2) / n_1
    chance = float((placed_1 * first).sum() / n_1)
    if smaller == 1:
        return Estimate(1, chance, state=state_of(1))
    variance = (float((first * (placed_1 - chance) ** 2).sum()) / (n_1 - 1) / n_1
                + float((second * (placed_2 - chance) ** 2).sum()) / (n_2 - 1) / n_2)
    inner = min(max(chance, 0.5 / (n_1 * n_2)), 1 - 0.5 / (n_1 * n_2))
    centre = math.log(inner / (1 - inner))
    reach = normal_quantile() * math.sqrt(variance) / (inner * (1 - inner))
    low, high = (1 / (1 + math.exp(-min(max(end, -35), 35))) for end in (centre - reach, centre + reach))
    return Estimate(smaller, chance, low, high, state_of(smaller))


def matched_change(pairs: ArrayLike, mark: int) -> MatchedChange:
    """Compare the answers of the same people at two times.

    Parameters
    ----------
    pairs : array_like, shape (levels, levels)
        People by the level then (rows) and now (columns), lowest first.
    mark : int
        Levels from this place on count as above the mark.

    Returns
    -------
    MatchedChange

    References
    ----------
    Newcombe 1998, Statistics in Medicine 17:2635, method 10, for the interval.
    """
    table = np.asarray(pairs, float)
    n = int(table.sum())
    gained, given_up = float(table[:mark, mark:].sum()), float(table[mark:, :mark].sum())
    higher, lower = int(np.triu(table, 1).sum()), int(np.tril(table, -1).sum())
    tests = (mcnemar(int(gained), int(given_up)), mcnemar(higher, lower))
    both, neither = float(table[mark:, mark:].sum()), float(table[:mark, :mark].sum())
    return MatchedChange(_paired(both, gained, given_up, neither, n), int(gained), int(given_up), tests[0],
                         higher, lower, tests[1])


def _paired(both: float, gained: float, given_up: float, neither: float, n: int) -> Estimate:
    from analytics.statistics.intervals import wilson

    if n == 0:
        return Estimate(0, None, state=state_of(0))
    now, then = (both + gained) / n, (both + given_up) / n
    low, high = wilson([now * n, then * n], n)
    product = (both + gained) * (both + given_up) * (neither + gained) * (neither + given_up)
    cross = both * neither - gained * given_up
    shrunk = max(cross - n / 2, 0.0) if cross > 0 else cross
    link = shrunk / math.sqrt(product) if product > 0 else 0.0
    below_now, above_now = now - float(low[0]), float(high[0]) - now
    below_then, above_then = then - float(low[1]), float(high[1]) - then
    down = math.sqrt(max(below_now ** 2 - 2 * link * below_now * above_then + above_then ** 2, 0.0))
    up = math.sqrt(max(above_now ** 2 - 2 * link * above_now * below_then + below_then ** 2, 0.0))
    return Estimate(n, now - then, now - then - down, now - then + up, state_of(n))


def two_sided(z: float) -> float:
    """Return the chance that a standard normal variable is at least so far from nought."""
    return 2 * NormalDist().cdf(-abs(z))
