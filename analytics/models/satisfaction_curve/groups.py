"""The curve in several markets or segments: is the bend the same everywhere."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.models.satisfaction_curve.answers import Answers, count_answers
from analytics.models.satisfaction_curve.curve import satisfaction_curve
from analytics.models.satisfaction_curve.likelihood import Curves, fit_fixed, fit_power, gamma_grid
from analytics.models.satisfaction_curve.result import SatisfactionCurve
from analytics.models.satisfaction_curve.shape import gamma_design_effect
from analytics.models.satisfaction_curve.verdict import LEAST_EVENTS_AT_ENDS
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
    curves: list[SatisfactionCurve] = []
    answers: list[Answers] = []
    for index in range(names.size):
        mine = code == index
        inside = (given[mine], loyal[mine], None if who is None else who[mine])
        curves.append(satisfaction_curve(*inside, resamples=resamples, seed=seed))
        answers.append(count_answers(*inside).with_events_at_lowest(LEAST_EVENTS_AT_ENDS))
    rising = [index for index, curve in enumerate(curves) if curve.verdict in ("curved", "straight")]
    labels = [str(name) for name in names]
    pooled = _pooled([curves[index].fit.gamma for index in rising])
    shown = dict(zip(rising, pooled, strict=True)) if len(rising) > POOL_ABOVE else {}
    members = tuple(GroupCurve(labels[index], curve, shown.get(index)) for index, curve in enumerate(curves))
    common, test = _common([answers[index] for index in rising])
    pairs = _pairs([(labels[index], curves[index].fit.gamma) for index in rising])
    different = test is not None and test.p < LEVEL
    return GroupComparison(members, tuple(labels[index] for index in rising), common, test, different, pairs)


def _common(answers: list[Answers]) -> tuple[float | None, ChiSquaredTest | None]:
    if len(answers) < 2:
        return None, None
    separate = [fit_power(one.u, one.n, one.events) for one in answers]
    effects = [gamma_design_effect(one, curve) for one, curve in zip(answers, separate, strict=True)]
    grid = gamma_grid()
    best = int(np.argmax(_joint(answers, effects, grid)))
    # A second grid between the neighbours of the best, or the likelihood of large groups is missed.
    fine = np.geomspace(grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)], 81)
    joint = _joint(answers, effects, fine)
    reached = sum(_scaled(curve, effect) for curve, effect in zip(separate, effects, strict=True))
    statistic, degrees = max(2 * (reached - float(joint.max())), 0.0), len(answers) - 1
    test = ChiSquaredTest(statistic, degrees, chi_squared_tail(statistic, degrees))
    return float(fine[np.argmax(joint)]), test


def _joint(answers: list[Answers], effects: list[float], gammas: Array) -> Array:
    total: Array = np.zeros(len(gammas))
    for one, effect in zip(answers, effects, strict=True):
        total = total + fit_fixed(one.u, one.n, one.events, gammas).log_likelihood / effect
    return total


def _scaled(curve: Curves, effect: float) -> float:
    return float(curve.log_likelihood[0]) / effect


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
