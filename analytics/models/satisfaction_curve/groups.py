"""The curve in several markets or segments: is the bend the same everywhere."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.models.satisfaction_curve.answers import Answers, count_answers
from analytics.models.satisfaction_curve.curve import Analysis, analyse
from analytics.models.satisfaction_curve.likelihood import HIGHEST_GAMMA, LOWEST_GAMMA, Curves
from analytics.models.satisfaction_curve.result import SatisfactionCurve
from analytics.models.satisfaction_curve.shape import gamma_design_effect
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import normal_quantile
from analytics.statistics.multiple import holm
from analytics.statistics.proportions import ChiSquaredTest, chi_squared_tail

Array = NDArray[np.float64]

#: With more groups than this, bends are drawn towards their common mean.
POOL_ABOVE = 5
#: Level of the comparison, and of the pairs after Holm's correction.
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class GroupCurve:
    """The curve of one group.

    Attributes
    ----------
    group : str
        Code of the group.
    curve : SatisfactionCurve
        Its own curve, verdict included.
    pooled_gamma : Estimate or None
        The bend drawn towards the groups' common mean, with more than five groups; else None.
    """

    group: str
    curve: SatisfactionCurve
    pooled_gamma: Estimate | None


@dataclass(frozen=True, slots=True)
class GroupPair:
    """Two groups' bends compared.

    Attributes
    ----------
    one, other : str
        The groups.
    ratio : Estimate
        γ of the one over γ of the other.
    p : float
        After Holm's correction for all pairs.
    different : bool
        Whether the bends differ.
    """

    one: str
    other: str
    ratio: Estimate
    p: float
    different: bool


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """Curves of several groups side by side.

    Attributes
    ----------
    groups : tuple of GroupCurve
        In the order of their codes.
    compared : tuple of str
        Groups whose loyalty rises with satisfaction, so that there is a bend to compare.
    common_gamma : float or None
        The one bend that suits the compared groups best.
    test : ChiSquaredTest or None
        A common bend against separate ones; None with fewer than two groups to compare.
    different : bool
        Whether the bends differ.
    pairs : tuple of GroupPair
        Every two compared groups.
    """

    groups: tuple[GroupCurve, ...]
    compared: tuple[str, ...]
    common_gamma: float | None
    test: ChiSquaredTest | None
    different: bool
    pairs: tuple[GroupPair, ...]


def compare_groups(scores: ArrayLike, outcomes: ArrayLike, groups: ArrayLike,
                   customers: ArrayLike | None = None, *, resamples: int = 0, seed: int = 0
                   ) -> GroupComparison:
    """Fit the curve in each group and test whether the bends differ.

    Parameters
    ----------
    scores, outcomes, customers
        As for `satisfaction_curve`.
    groups : array_like
        Each answer's group, such as the market its customer belongs to.
    resamples, seed : int
        Bootstrap draws for each group's bands; none by default.

    Returns
    -------
    GroupComparison

    Notes
    -----
    γ reads as competitiveness: above one where customers can leave easily, below one where they are
    held. A joint model with one γ and separate ends is compared with separate γ by likelihood ratio,
    each group's likelihood being divided by its design effect.
    """
    given, loyal, group = np.asarray(scores), np.asarray(outcomes, bool), np.asarray(groups)
    who = None if customers is None else np.asarray(customers)
    names, code = np.unique(group, return_inverse=True)
    found: list[Analysis] = []
    for index in range(names.size):
        mine = code == index
        answers = count_answers(given[mine], loyal[mine], None if who is None else who[mine])
        found.append(analyse(answers, resamples, seed))
    rising = [index for index, one in enumerate(found) if one.curve.verdict in ("curved", "straight")]
    labels = [str(name) for name in names]
    gammas = [found[index].curve.fit.gamma for index in rising]
    shown = dict(zip(rising, _pooled(gammas), strict=True)) if len(rising) > POOL_ABOVE else {}
    members = tuple(GroupCurve(labels[index], one.curve, shown.get(index)) for index, one in enumerate(found))
    common, test = _common([found[index] for index in rising])
    compared = tuple(labels[index] for index in rising)
    different = test is not None and test.p < LEVEL
    return GroupComparison(members, compared, common, test, different,
                           _pairs(list(zip(compared, gammas, strict=True))))


def _common(rising: list[Analysis]) -> tuple[float | None, ChiSquaredTest | None]:
    if len(rising) < 2:
        return None, None
    bends = np.log(np.geomspace(LOWEST_GAMMA, HIGHEST_GAMMA, 4_001))
    likeliest, tested = np.zeros(len(bends)), np.zeros(len(bends))
    for one in rising:
        assert one.shapes is not None
        likeliest += _deviance(one.answers.fine, one.shapes.power, one.shapes.profile, bends)
        tested += _deviance(one.answers, *one.shapes.coarse, bends)
    degrees, statistic = len(rising) - 1, max(float(tested.min()), 0.0)
    test = ChiSquaredTest(statistic, degrees, chi_squared_tail(statistic, degrees))
    return float(np.exp(bends[int(np.argmin(likeliest))])), test


def _deviance(answers: Answers, power: Curves, profile: Curves, log_gammas: Array) -> Array:
    """Return what each bend costs a group against its own best one, over its design effect."""
    centre = float(np.log(power.gamma[0]))
    offset = np.log(profile.gamma) - centre
    # The signed root of the deviance is nearly linear in log γ, so it can be read off between points.
    gain = np.maximum(2 * (power.log_likelihood[0] - profile.log_likelihood), 0.0)
    root = np.sign(offset) * np.sqrt(gain)
    at = int(np.searchsorted(offset, 0.0))
    root, offset = np.insert(root, at, 0.0), np.insert(offset, at, 0.0)
    return np.asarray(np.interp(log_gammas - centre, offset, root) ** 2 / gamma_design_effect(answers, power))


def _logs(gamma: Estimate) -> tuple[float, float, float]:
    low = -math.inf if gamma.low is None else math.log(gamma.low)
    high = math.inf if gamma.high is None else math.log(gamma.high)
    return math.log(gamma.estimate or math.nan), low, high


def _pairs(gammas: list[tuple[str, Estimate]]) -> tuple[GroupPair, ...]:
    found: list[tuple[str, str, Estimate]] = []
    p_values: list[float] = []
    for (one, first), (other, second) in combinations(gammas, 2):
        (g1, low1, high1), (g2, low2, high2) = _logs(first), _logs(second)
        difference = g1 - g2
        # Each interval lends its own arm ("square and add"), so that skewed ones are respected.
        below, above = math.hypot(g1 - low1, high2 - g2), math.hypot(high1 - g1, g2 - low2)
        arm = below if difference > 0 else above
        z = normal_quantile() * abs(difference) / arm if 0 < arm < math.inf else 0.0
        p_values.append(2 * (1 - NormalDist().cdf(z)))
        ratio = Estimate(first.n + second.n, math.exp(difference),
                         math.exp(difference - below) if below < math.inf else None,
                         math.exp(difference + above) if above < math.inf else None)
        found.append((one, other, ratio))
    adjusted = holm(p_values).tolist() if p_values else []
    return tuple(GroupPair(*pair, p, p < LEVEL) for pair, p in zip(found, adjusted, strict=True))


def _pooled(gammas: list[Estimate]) -> list[Estimate]:
    """Draw each log γ towards the mean of all, the more the less it is known (DerSimonian & Laird 1986)."""
    if not gammas:
        return []
    z = normal_quantile()
    logs = np.array([_logs(gamma) for gamma in gammas])
    value, arms = logs[:, 0], np.column_stack((logs[:, 0] - logs[:, 1], logs[:, 2] - logs[:, 0]))
    error = np.where(np.isfinite(arms).all(axis=1), arms.mean(axis=1), arms.min(axis=1)) / z
    weight = 1 / np.maximum(error, 1e-9) ** 2
    if weight.sum() <= 0:
        return list(gammas)
    mean = float((weight * value).sum() / weight.sum())
    excess = float((weight * (value - mean) ** 2).sum()) - (len(gammas) - 1)
    scale = float(weight.sum() - (weight ** 2).sum() / weight.sum())
    between = max(excess / scale, 0.0) if scale > 0 else 0.0
    spread = 1 / (1 / np.maximum(weight, 1e-12) + between)
    centre = float((spread * value).sum() / spread.sum())
    keep = between * weight / (1 + between * weight)
    pooled = keep * value + (1 - keep) * centre
    half = z * np.sqrt(keep / np.maximum(weight, 1e-12) + (1 - keep) ** 2 / spread.sum())
    return [Estimate(gamma.n, float(np.exp(middle)), float(np.exp(middle - arm)), float(np.exp(middle + arm)),
                     gamma.state) for gamma, middle, arm in zip(gammas, pooled, half, strict=True)]
