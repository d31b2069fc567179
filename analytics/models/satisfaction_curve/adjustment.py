"""The curve with other differences between customers taken out, as far as they are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.models.satisfaction_curve.answers import Answers, count_answers
from analytics.models.satisfaction_curve.result import Verdict
from analytics.models.satisfaction_curve.shape import fit_shapes, gamma_interval
from analytics.models.satisfaction_curve.verdict import LEAST_EVENTS_AT_ENDS, judge, too_few
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import rate

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AdjustedLevel:
    """One level before and after standardisation.

    Attributes
    ----------
    scores : tuple of int
        The scores of the level.
    score : float
        Their mean.
    raw, adjusted : Estimate
        Share loyal as observed, and if the level had the mix of strata of all answers.
    covered : float
        Share of all answers whose stratum occurs on this level; the rest cannot be adjusted for.
    """

    scores: tuple[int, ...]
    score: float
    raw: Estimate
    adjusted: Estimate
    covered: float


@dataclass(frozen=True, slots=True)
class AdjustedCurve:
    """The curve standardised over strata such as size and length of the relation.

    Attributes
    ----------
    strata : int
        How many strata there are.
    levels : tuple of AdjustedLevel
        Raw beside adjusted.
    verdict : str
        What the adjusted levels alone would say.
    gamma : Estimate
        Bend of the adjusted curve; without a figure where there is none to state.
    """

    strata: int
    levels: tuple[AdjustedLevel, ...]
    verdict: Verdict
    gamma: Estimate


def adjusted_curve(scores: ArrayLike, outcomes: ArrayLike, strata: ArrayLike,
                   customers: ArrayLike | None = None) -> AdjustedCurve:
    """Standardise each level to the mix of strata of all answers (direct standardisation).

    Parameters
    ----------
    scores, outcomes, customers
        As for `satisfaction_curve`.
    strata : array_like
        Each answer's stratum: one code per combination of size, tenure, branch or whatever else
        may drive both satisfaction and loyalty. Few and large ones.

    Returns
    -------
    AdjustedCurve

    Notes
    -----
    Only what the strata know is taken out; the curve stays an association.

    References
    ----------
    Kitagawa 1964; Fay & Feuer 1997 for intervals of standardised rates.
    """
    given, loyal = np.asarray(scores, float), np.asarray(outcomes, bool)
    answers = count_answers(given, loyal, customers).with_events_at_lowest(LEAST_EVENTS_AT_ENDS)
    names, stratum = np.unique(np.asarray(strata), return_inverse=True)
    level_of = np.zeros(6, dtype=np.int64)
    for index, merged in enumerate(answers.scores):
        level_of[list(merged)] = index
    levels = len(answers.n)
    cell = stratum * levels + level_of[given.astype(np.int64)]
    n, events = (np.bincount(chosen, minlength=names.size * levels).reshape(names.size, levels).astype(float)
                 for chosen in (cell, cell[loyal]))
    present = n > 0
    share = n.sum(axis=1, keepdims=True) / max(n.sum(), 1.0) * present
    covered = share.sum(axis=0)
    weight = share / np.maximum(covered, 1e-12)
    adjusted = (weight * np.divide(events, n, out=np.zeros_like(n), where=present)).sum(axis=0)
    size = _effective_size(answers, n, events, weight, adjusted)
    shown = tuple(
        AdjustedLevel(merged, float(score), rate(float(hits), int(count), effective_n=float(worth)),
                      _estimate(float(share_loyal), int(count), float(effective)), float(cover))
        for merged, score, hits, count, worth, share_loyal, effective, cover in zip(
            answers.scores, answers.score, answers.events, answers.n, answers.effective_n(), adjusted, size,
            covered, strict=True))
    total = int(answers.n.sum())
    verdict, gamma = _judged(answers, adjusted, size, Estimate(total, None, state=state_of(total)))
    return AdjustedCurve(int(names.size), shown, verdict, gamma)


def _effective_size(answers: Answers, n: Array, events: Array, weight: Array, adjusted: Array) -> Array:
    """Return how many independent answers each adjusted share is worth."""
    smoothed = (events + 0.5) / (n + 1)
    variance = (weight ** 2 * smoothed * (1 - smoothed) / np.maximum(n, 1)).sum(axis=0)
    variance = variance * answers.n / answers.effective_n()
    inner = np.clip(adjusted, 0.5 / (answers.n + 1), 1 - 0.5 / (answers.n + 1))
    return np.asarray(np.minimum(inner * (1 - inner) / np.maximum(variance, 1e-12), answers.n))


def _estimate(share: float, n: int, effective: float) -> Estimate:
    return rate(share * n, n, effective_n=effective)


def _judged(answers: Answers, adjusted: Array, size: Array, unknown: Estimate) -> tuple[Verdict, Estimate]:
    if too_few(answers) is not None:
        return "not_enough_data", unknown
    # Counts that would give the adjusted shares with the precision they have.
    as_if = Answers(answers.scores, answers.score, size, adjusted * size, answers.customers, None)
    shapes = fit_shapes(as_if)
    gamma = gamma_interval(as_if, shapes)
    verdict, _, _ = judge(as_if, shapes, gamma)
    stated = Estimate(unknown.n, gamma.estimate, gamma.low, gamma.high, unknown.state)
    return verdict, unknown if verdict == "flat" else stated
