"""How well a score ranks: the area under the curve, and the difference of two scores on the same cases."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import normal_quantile

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Two scores on the same cases.

    Attributes
    ----------
    score, other : Estimate
        Chance that a case with the outcome is ranked above one without; ``n`` is the number of cases,
        ``state`` goes by the rarer of the two.
    better : Estimate
        The first area less the second.
    """

    score: Estimate
    other: Estimate
    better: Estimate


def compare_rankings(outcome: ArrayLike, score: ArrayLike, other: ArrayLike) -> Ranking:
    """Compare the areas under the curves of two scores.

    Parameters
    ----------
    outcome : array_like of bool, shape (cases,)
    score, other : array_like, shape (cases,)
        The higher, the likelier the outcome.

    Returns
    -------
    Ranking
        Without figures where all cases have the same outcome.

    References
    ----------
    DeLong, DeLong & Clarke-Pearson 1988, Biometrics 44:837; Sun & Xu 2014 for the fast form.
    """
    happened = np.asarray(outcome, bool)
    n, rarer = len(happened), int(min(happened.sum(), (~happened).sum()))
    state = state_of(rarer)
    if rarer < 2:
        nothing = Estimate(n, None, state="suppressed")
        return Ranking(nothing, nothing, nothing)
    placed = [_placements(happened, np.asarray(one, float)) for one in (score, other)]
    areas = [float(among.mean()) for among, _ in placed]
    covariance = (np.cov([among for among, _ in placed]) / happened.sum()
                  + np.cov([beside for _, beside in placed]) / (~happened).sum())

    def stated(at: float, variance: float, low: float, high: float) -> Estimate:
        reach = normal_quantile() * float(np.sqrt(max(variance, 0.0)))
        return Estimate(n, at, max(at - reach, low), min(at + reach, high), state)

    return Ranking(
        stated(areas[0], covariance[0, 0], 0.0, 1.0), stated(areas[1], covariance[1, 1], 0.0, 1.0),
        stated(areas[0] - areas[1], covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1], -1.0, 1.0))


def _placements(happened: NDArray[np.bool_], score: Floats) -> tuple[Floats, Floats]:
    """Return of each case with the outcome the share of others it beats, and of each other by how many."""
    with_it, without = score[happened], score[~happened]
    beaten = _share_below(without, with_it)
    return beaten, 1.0 - _share_below(with_it, without)


def _share_below(of: Floats, at: Floats) -> Floats:
    ordered = np.sort(of)
    below, up_to = np.searchsorted(ordered, at, side="left"), np.searchsorted(ordered, at, side="right")
    return np.asarray((below + up_to) / 2 / len(ordered))
