"""Whether two people, or two records, say the same: Cohen's kappa."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import normal_quantile, rate


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two codings of the same cases agree.

    Attributes
    ----------
    n : int
        Cases both have coded.
    same : Estimate
        Share coded the same.
    by_chance : float or None
        Share that would be, were the two unrelated.
    kappa : Estimate
        (same − by chance) / (1 − by chance): one for full agreement, zero for none beyond chance;
        without a figure where both use one and the same code throughout.
    """

    n: int
    same: Estimate
    by_chance: float | None
    kappa: Estimate


def cohen_kappa(counts: ArrayLike) -> Agreement:
    """Measure agreement from a square table of counts.

    Parameters
    ----------
    counts : array_like, shape (codes, codes)
        Cases by the first coding (rows) and the second (columns), in the same order.

    Returns
    -------
    Agreement

    References
    ----------
    Cohen 1960, Educational and Psychological Measurement 20:37; standard error for the interval:
    Fleiss, Cohen & Everitt 1969, Psychological Bulletin 72:323.
    """
    table = np.asarray(counts, float)
    n = int(table.sum())
    if n == 0:
        return Agreement(0, rate(0, 0), None, Estimate(0, None, state=state_of(0)))
    p = table / n
    first, second = p.sum(axis=1), p.sum(axis=0)
    observed, expected = float(np.trace(p)), float(first @ second)
    same = rate(float(np.trace(table)), n)
    if expected >= 1:
        return Agreement(n, same, expected, Estimate(n, None, state=state_of(n)))
    kappa = (observed - expected) / (1 - expected)
    sums = second[:, None] + first[None, :]
    diagonal = (np.diag(p) * (1 - np.diag(sums) * (1 - kappa)) ** 2).sum()
    beside = (p * sums ** 2).sum() - (np.diag(p) * np.diag(sums) ** 2).sum()
    variance = (diagonal + (1 - kappa) ** 2 * beside
                - (kappa - expected * (1 - kappa)) ** 2) / ((1 - expected) ** 2 * n)
    reach = normal_quantile() * math.sqrt(max(float(variance), 0.0))
    return Agreement(n, same, expected, Estimate(n, kappa, max(kappa - reach, -1.0), min(kappa + reach, 1.0),
                                                 state_of(n)))
