"""How alike groups are: the share of all scatter that lies between them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import CONFIDENCE


def intraclass_correlation(events: ArrayLike, n: ArrayLike, confidence: float = CONFIDENCE) -> Estimate:
    """State how much of the scatter of a yes-or-no outcome lies between groups.

    Zero says that all groups are alike, one that they differ in everything and nothing differs within
    them. One-way analysis of variance with unequal group sizes.

    Parameters
    ----------
    events, n : array_like
        Events and trials by group; groups without trials are left out.
    confidence : float
        Coverage of the interval.

    Returns
    -------
    Estimate
        ``n`` counts trials; without a figure for fewer than two groups or without scatter. The estimate
        is not below zero; the lower end may be.

    References
    ----------
    Donner 1986, International Statistical Review 54:67; Searle 1971 for the interval.
    """
    k, size = np.asarray(events, float), np.asarray(n, float)
    k, size = k[size > 0], size[size > 0]
    groups, trials = len(size), float(size.sum())
    if groups < 2 or trials <= groups:
        return Estimate(int(trials), None, state=state_of(int(trials)))
    share = k.sum() / trials
    between = float((size * (k / size - share) ** 2).sum()) / (groups - 1)
    within = float((k * (size - k) / size).sum()) / (trials - groups)
    usual = (trials - float((size**2).sum()) / trials) / (groups - 1)
    if within <= 0 and between <= 0:
        return Estimate(int(trials), None, state=state_of(int(trials)))
    estimate = (between - within) / (between + (usual - 1) * within)
    if within <= 0:
        return Estimate(int(trials), float(estimate), state=state_of(int(trials)))
    from scipy.stats import f

    ratio, tail = between / within, (1 - confidence) / 2
    quantiles = (f.ppf(share, groups - 1, trials - groups) for share in (1 - tail, tail))
    ends = [(ratio / quantile - 1) / (ratio / quantile + usual - 1) for quantile in quantiles]
    return Estimate(int(trials), max(float(estimate), 0.0), float(ends[0]), float(ends[1]),
                    state_of(int(trials)))
