"""Tests of shares, and how many customers a comparison needs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True)
class ChiSquaredTest:
    """A test whose statistic follows a chi-squared distribution when nothing is going on.

    Attributes
    ----------
    statistic : float
        The larger, the less the data look like chance.
    degrees : int
        Degrees of freedom.
    p : float
        Chance of a statistic this large when nothing is going on.
    """

    statistic: float
    degrees: int
    p: float


def chi_squared_tail(statistic: float, degrees: int) -> float:
    """Return the chance that a chi-squared variable exceeds the statistic.

    Closed form for whole degrees of freedom, so that no page needs scipy for a p value.

    Parameters
    ----------
    statistic : float
        Where the tail begins.
    degrees : int
        Degrees of freedom, at least one.

    Returns
    -------
    float
    """
    if degrees < 1:
        raise ValueError(f"degrees of freedom must be at least 1, not {degrees}")
    half = max(statistic, 0.0) / 2
    if half == 0:
        return 1.0
    tail = math.erfc(math.sqrt(half)) if degrees % 2 else math.exp(-half)
    shape = 0.5 if degrees % 2 else 1.0
    while shape < degrees / 2:
        tail += math.exp(shape * math.log(half) - half - math.lgamma(shape + 1))
        shape += 1
    return min(tail, 1.0)


def independence(counts: ArrayLike) -> ChiSquaredTest:
    """Test whether rows and columns of a table of counts are unrelated (Pearson).

    Parameters
    ----------
    counts : array_like, shape (rows, columns)
        Counts; rows and columns without any are left out.

    Returns
    -------
    ChiSquaredTest
        With p = 1 when fewer than two rows or columns remain.
    """
    table = np.asarray(counts, float)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    degrees = (table.shape[0] - 1) * (table.shape[1] - 1) if table.size else 0
    if degrees < 1:
        return ChiSquaredTest(0.0, 0, 1.0)
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / table.sum()
    statistic = float(((table - expected) ** 2 / expected).sum())
    return ChiSquaredTest(statistic, degrees, chi_squared_tail(statistic, degrees))


def mcnemar(gained: int, given_up: int) -> float:
    """Exact p value for a change among the same people asked twice.

    Parameters
    ----------
    gained : int
        No before, yes now.
    given_up : int
        Yes before, no now.

    Returns
    -------
    float
        Two-sided; 1 when nobody changed.

    References
    ----------
    McNemar 1947, Psychometrika 12:153.
    """
    changed = gained + given_up
    if changed == 0:
        return 1.0
    log_halves = changed * math.log(2)
    tail = sum(math.exp(math.lgamma(changed + 1) - math.lgamma(k + 1) - math.lgamma(changed - k + 1)
                        - log_halves) for k in range(min(gained, given_up) + 1))
    return min(2 * tail, 1.0)


def customers_needed(rate_1: float, rate_2: float, *, power: float = 0.8, level: float = 0.05) -> int:
    """Return how many customers each group needs for a difference of two rates to be seen.

    Parameters
    ----------
    rate_1, rate_2 : float
        The two rates, fractions of one.
    power : float
        Chance of seeing the difference.
    level : float
        Two-sided chance of seeing one that is not there.

    Returns
    -------
    int
        Customers in each group.
    """
    if rate_1 == rate_2:
        raise ValueError("two equal rates can never be told apart")
    reach = NormalDist().inv_cdf(1 - level / 2) + NormalDist().inv_cdf(power)
    spread = rate_1 * (1 - rate_1) + rate_2 * (1 - rate_2)
    return math.ceil(reach ** 2 * spread / (rate_1 - rate_2) ** 2)


def detectable_difference(rate: float, n_1: int, n_2: int, *, power: float = 0.8,
                          level: float = 0.05) -> float:
    """Return the fall of a rate that two groups of these sizes would show.

    Parameters
    ----------
    rate : float
        The rate of the first group, a fraction of one.
    n_1, n_2 : int
        Customers in either group.
    power, level : float
        As in `customers_needed`.

    Returns
    -------
    float
        The smallest difference seen with that power, a fraction of one; one where no fall would be.
    """
    reach = NormalDist().inv_cdf(1 - level / 2) + NormalDist().inv_cdf(power)
    difference = 0.0
    for _ in range(60):
        lower = max(rate - difference, 0.0)
        spread = rate * (1 - rate) / n_1 + lower * (1 - lower) / n_2
        difference = reach * math.sqrt(spread)
    return min(difference, 1.0)
