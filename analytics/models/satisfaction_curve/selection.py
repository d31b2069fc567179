"""Who answers: responders against the others, and how far silence could bend the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.models.satisfaction_curve.answers import SCORES
from analytics.models.satisfaction_curve.result import SatisfactionCurve
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate, rate_difference

Array = NDArray[np.float64]

#: By how many points the silent may be less satisfied, in the bounds shown.
POINTS_LOWER = (0.0, 0.5, 1.0, 1.5, 2.0)


@dataclass(frozen=True, slots=True)
class ResponderComparison:
    """Loyalty of those who answered and of those who did not.

    Attributes
    ----------
    responders, non_responders : Estimate
        Share loyal in either group.
    difference : Estimate
        Responders less the others.
    """

    responders: Estimate
    non_responders: Estimate
    difference: Estimate


@dataclass(frozen=True, slots=True)
class NonresponseBound:
    """Everybody's figures, were the silent less satisfied by so many points.

    Attributes
    ----------
    points_lower : float
        How much less satisfied the silent are taken to be.
    mean_score : float
        Mean satisfaction of everybody.
    top_two_box : float
        Share of everybody at 4 and 5.
    silent_loyalty : float
        Share of the silent who would be loyal, by the curve of the responders.
    loyalty : float
        The same of everybody.
    """

    points_lower: float
    mean_score: float
    top_two_box: float
    silent_loyalty: float
    loyalty: float


@dataclass(frozen=True, slots=True)
class NonresponseBounds:
    """How much may hide behind those who did not answer.

    Attributes
    ----------
    response_rate : Estimate
        Answered over asked.
    bounds : tuple of NonresponseBound
        From equally satisfied to much less.
    implied_points_lower : float or None
        How much less satisfied the silent would have to be to explain the loyalty they did show;
        None when that is not known or no shift explains it.
    """

    response_rate: Estimate
    bounds: tuple[NonresponseBound, ...]
    implied_points_lower: float | None


def compare_responders(responders_loyal: int, responders: int, others_loyal: int, others: int
                       ) -> ResponderComparison:
    """Compare the loyalty of customers who answered with that of customers who did not."""
    return ResponderComparison(rate(responders_loyal, responders), rate(others_loyal, others),
                               rate_difference(responders_loyal, responders, others_loyal, others))


def nonresponse_bounds(curve: SatisfactionCurve, non_responders: int, non_responders_loyal: int | None = None,
                       points_lower: Sequence[float] = POINTS_LOWER) -> NonresponseBounds:
    """Ask what everybody's figures were if the silent are less satisfied than those who answered.

    No weighting can cure answers that are missing because of what they would have been; this states
    how much is at stake instead.

    Parameters
    ----------
    curve : SatisfactionCurve
        From the answers there are; its levels must hold at least one answer.
    non_responders : int
        Customers asked who did not answer.
    non_responders_loyal : int, optional
        How many of them were loyal, which is usually known.
    points_lower : sequence of float
        Shifts to try; a half point moves half of the answers by one.

    Returns
    -------
    NonresponseBounds
    """
    answered = sum((_on_scores(level.score) * level.n for level in curve.levels), np.zeros(len(SCORES)))
    share = answered / answered.sum()
    loyal = np.interp(SCORES, [level.score for level in curve.levels],
                      [level.isotonic for level in curve.levels])
    asked = curve.n + non_responders
    weight = non_responders / asked

    def bound(points: float) -> NonresponseBound:
        silent = sum((_on_scores(max(score - points, 1.0)) * part for score, part in
                      zip(SCORES, share, strict=True)), np.zeros(len(SCORES)))
        everybody = (1 - weight) * share + weight * silent
        return NonresponseBound(float(points), float(everybody @ SCORES), float(everybody[3:].sum()),
                                float(silent @ loyal), float(everybody @ loyal))

    implied = None
    if non_responders_loyal is not None and non_responders > 0:
        implied = _implied([bound(points) for points in np.linspace(0, 4, 81)],
                           non_responders_loyal / non_responders)
    return NonresponseBounds(rate(curve.n, asked), tuple(bound(points) for points in points_lower), implied)


def _on_scores(score: float) -> Array:
    """Spread one answer at a score between whole ones over its two neighbours."""
    return np.asarray(np.maximum(1 - np.abs(np.array(SCORES) - score), 0.0))


def _implied(bounds: list[NonresponseBound], observed: float) -> float | None:
    loyalty = np.array([bound.silent_loyalty for bound in bounds])
    if not loyalty[-1] < observed <= loyalty[0]:
        return None
    falling = np.maximum.accumulate(-loyalty)
    return float(np.interp(-observed, falling, [bound.points_lower for bound in bounds]))
