"""Experiments: whether chance shared out the arms as planned, and means compared with the past taken out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import CONFIDENCE
from analytics.statistics.proportions import ChiSquaredTest, chi_squared_tail


def sample_ratio(treated: int, control: int, planned: float) -> ChiSquaredTest:
    """Test whether the arms have the sizes that were planned.

    A ratio that chance does not explain means that customers went missing from one arm, and nothing that is
    compared between the arms can be trusted.

    Parameters
    ----------
    treated, control : int
        Customers counted in either arm.
    planned : float
        Share of the treated that was planned, between nought and one.

    Returns
    -------
    ChiSquaredTest
        With one degree of freedom; p = 1 where nobody was counted.

    References
    ----------
    Fabijan et al. 2019, Diagnosing sample ratio mismatch in online controlled experiments, KDD.
    """
    total = treated + control
    if total == 0:
        return ChiSquaredTest(0.0, 1, 1.0)
    statistic = (treated - total * planned) ** 2 / (total * planned * (1 - planned))
    return ChiSquaredTest(statistic, 1, chi_squared_tail(statistic, 1))


def chance_of_seeing(rate_1: float, rate_2: float, n_1: int, n_2: int, *, level: float = 0.05) -> float:
    """Return the chance that two groups of these sizes show a difference of their rates: the power.

    Parameters
    ----------
    rate_1, rate_2 : float
        The true rates, fractions of one.
    n_1, n_2 : int
        Customers in either group.
    level : float
        Two-sided chance of seeing a difference that is not there.

    Returns
    -------
    float
        Of `customers_needed` and `detectable_difference` the inverse.
    """
    if min(n_1, n_2) < 1:
        return 0.0
    error = math.sqrt(rate_1 * (1 - rate_1) / n_1 + rate_2 * (1 - rate_2) / n_2)
    if error == 0:
        return 1.0 if rate_1 != rate_2 else 0.0
    normal = NormalDist()
    return normal.cdf(abs(rate_1 - rate_2) / error - normal.inv_cdf(1 - level / 2))


@dataclass(frozen=True, slots=True)
class AdjustedDifference:
    """A difference of means, plain and with what the past explains taken out.

    Attributes
    ----------
    plain, adjusted : Estimate
        First group less second; ``n`` counts both, the state is that of the smaller.
    explained : float
        Share of the variance that taking the past out removed; nought where the past explains nothing.
    """

    plain: Estimate
    adjusted: Estimate
    explained: float


def adjusted_difference(values: ArrayLike, before: ArrayLike, first: ArrayLike) -> AdjustedDifference:
    """Compare two means drawn by lot after taking out what was known before (CUPED).

    Each value is lowered by θ times the excess of what was measured before over its mean, with θ the slope
    within the groups. Chance made the groups alike before, so the difference stays what it was and only its
    scatter falls, by the squared correlation.

    Parameters
    ----------
    values, before : array_like, shape (customers,)
        The outcome, and the same or another quantity measured before the groups were drawn.
    first : array_like of bool, shape (customers,)
        Whether a customer belongs to the first group.

    Returns
    -------
    AdjustedDifference
        Without figures where a group has fewer than two customers.

    References
    ----------
    Deng, Xu, Kohavi & Walker 2013, WSDM; the interval is Welch's.
    """
    y, x, one = np.asarray(values, float), np.asarray(before, float), np.asarray(first, bool)
    plain = welch_difference(y[one], y[~one])
    if plain.low is None:
        return AdjustedDifference(plain, plain, 0.0)
    within_x, within_y = (np.where(one, column - column[one].mean(), column - column[~one].mean())
                          for column in (x, y))
    spread = float(within_x @ within_x)
    slope = float(within_x @ within_y) / spread if spread > 0 else 0.0
    lowered = y - slope * (x - x.mean())
    adjusted = welch_difference(lowered[one], lowered[~one])
    total = float(within_y @ within_y)
    explained = slope ** 2 * spread / total if total > 0 else 0.0
    return AdjustedDifference(plain, adjusted, explained)


def welch_difference(first: NDArray[np.float64], second: NDArray[np.float64],
                     confidence: float = CONFIDENCE) -> Estimate:
    """State the difference of two means with Welch's interval; none where a group has fewer than two."""
    sizes = (len(first), len(second))
    state = state_of(min(sizes))
    if min(sizes) < 1:
        return Estimate(0, None, state=state)
    difference = float(first.mean() - second.mean())
    if min(sizes) < 2:
        return Estimate(sum(sizes), difference, state=state)
    parts = [float(one.var(ddof=1)) / len(one) for one in (first, second)]
    error = math.sqrt(sum(parts))
    if error == 0:
        return Estimate(sum(sizes), difference, difference, difference, state)
    freedom = sum(parts) ** 2 / sum(part ** 2 / (size - 1) for part, size in zip(parts, sizes, strict=True))
    from scipy.special import stdtrit

    half = float(stdtrit(freedom, 0.5 + confidence / 2)) * error
    return Estimate(sum(sizes), difference, difference - half, difference + half, state)
