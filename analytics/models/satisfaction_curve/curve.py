"""Loyalty as a function of satisfaction: the fit, its bands and the verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.models.satisfaction_curve.answers import Answers, count_answers
from analytics.models.satisfaction_curve.isotonic import isotonic
from analytics.models.satisfaction_curve.likelihood import RESAMPLE_TOLERANCE, fit_fixed, fit_power
from analytics.models.satisfaction_curve.result import (
    BandPoint,
    Cliff,
    Fit,
    Form,
    Level,
    Reason,
    SatisfactionCurve,
    Step,
    Verdict,
)
from analytics.models.satisfaction_curve.shape import Shapes, fit_shapes, gamma_interval
from analytics.models.satisfaction_curve.verdict import (
    LEAST_EVENTS_AT_ENDS,
    ends_alike,
    judge,
    separation,
    too_clean,
    too_few,
)
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import rate
from analytics.statistics.resampling import RESAMPLES, interval

Array = NDArray[np.float64]
#: Resampled answers and loyal answers, each of shape (resamples, levels).
Draws = tuple[Array, Array]

#: Scores at which the curve is drawn.
DRAWN_SCORES = np.linspace(1.0, 5.0, 33)
#: Share of samples a band holds the curve in.
COVERAGE = 0.95


def satisfaction_curve(scores: ArrayLike, outcomes: ArrayLike, customers: ArrayLike | None = None, *,
                       resamples: int = RESAMPLES, seed: int = 0) -> SatisfactionCurve:
    """Estimate how satisfaction turns into loyalty, and say what the data allow to be said.

    Parameters
    ----------
    scores : array_like of int
        Satisfaction, 1 to 5, one per answer.
    outcomes : array_like of bool
        Whether loyal behaviour followed the answer: stayed, bought again, kept spending.
    customers : array_like, optional
        Who answered. Customers, not answers, are taken as independent; every answer is a customer of
        its own when omitted.
    resamples : int
        Bootstrap draws of customers for bands, steps and the cliff; 0 leaves the bands out and the
        steps without interval.
    seed : int
        The same seed gives the same bands.

    Returns
    -------
    SatisfactionCurve

    Raises
    ------
    ValueError
        Scores that are not 1 to 5, or arrays of different length.

    Notes
    -----
    Association, not cause: satisfied customers may differ in other ways. See
    `analytics.models.satisfaction_curve.adjustment`.

    References
    ----------
    Jones & Sasser 1995, Harvard Business Review 73(6); docs/methods.md.
    """
    return analyse(count_answers(scores, outcomes, customers), resamples, seed).curve


@dataclass(frozen=True, slots=True)
class Analysis:
    """A curve with what it was made from; shapes are None where no curve may be fitted."""

    curve: SatisfactionCurve
    answers: Answers
    shapes: Shapes | None


def analyse(answers: Answers, resamples: int, seed: int) -> Analysis:
    """Judge answers that have been counted, and fit the curve where it may be."""
    if answers.n.sum() == 0:
        return Analysis(_described(answers, "not_enough_data", "too_few_answers"), answers, None)
    clean = too_clean(answers)
    if clean is None:
        answers = answers.with_events_at_lowest(LEAST_EVENTS_AT_ENDS)
    apart = answers.fine.resampled(resamples, seed) if resamples else None
    draws = None if apart is None else (answers.gathered(apart[0]), answers.gathered(apart[1]))
    if clean is not None:
        return Analysis(_described(answers, "too_clean", clean, draws), answers, None)
    few = too_few(answers)
    if few is not None and not (few == "too_few_at_the_ends" and ends_alike(answers)):
        return Analysis(_described(answers, "not_enough_data", few, draws), answers, None)
    shapes = fit_shapes(answers)
    gamma = gamma_interval(answers, shapes)
    verdict, reason, form = judge(answers, shapes, gamma)
    if few is not None and verdict != "flat":
        return Analysis(_described(answers, "not_enough_data", few, draws), answers, None)
    curve = replace(
        _described(answers, verdict, reason, draws), fit=_fit(shapes, form, gamma), tests=shapes.tests,
        shapes=shapes.candidates, bands=_bands(answers, apart, shapes, flat=verdict == "flat"),
        cliff=_cliff(answers, draws) if verdict in ("curved", "straight") else None)
    return Analysis(curve, answers, shapes)


def _described(answers: Answers, verdict: Verdict, reason: Reason, draws: Draws | None = None
               ) -> SatisfactionCurve:
    """Return what can be said without a fitted curve."""
    n = int(answers.n.sum())
    return SatisfactionCurve(
        n=n, customers=answers.customers, overall=answers.overall(), verdict=verdict,
        reason=reason, separation=separation(answers), levels=_levels(answers, rising=verdict != "reversed"),
        fit=Fit("none", Estimate(n, None, state=state_of(n)), None, None, None, None), tests=(), shapes=(),
        bands=(), steps=_steps(answers, draws), cliff=None)


def _levels(answers: Answers, *, rising: bool) -> tuple[Level, ...]:
    monotone = isotonic(answers.rates, answers.n, rising=rising)
    return tuple(
        Level(scores, float(score), int(n), int(events), float(size),
              rate(float(events), int(n), effective_n=float(size)), float(pooled))
        for scores, score, n, events, size, pooled in zip(
            answers.scores, answers.score, answers.n, answers.events, answers.effective_n(), monotone,
            strict=True))


def _fit(shapes: Shapes, form: Form, gamma: Estimate) -> Fit:
    line = (float(shapes.line.a[0]), float(shapes.line.b[0]))
    if form == "flat":
        return Fit(form, Estimate(gamma.n, None, state=gamma.state), *line, *line)
    return Fit(form, gamma, float(shapes.power.a[0]), float(shapes.power.b[0]), *line)


def _bands(answers: Answers, apart: Draws | None, shapes: Shapes, *, flat: bool) -> tuple[BandPoint, ...]:
    if apart is None:
        return ()
    u = (DRAWN_SCORES - 1) / 4
    if flat:
        # Without a relation the bend cannot be told, so the line is drawn and resampled.
        fitted, drawn = shapes.line, fit_fixed(answers.fine.u, *apart, 1.0)
    else:
        fitted = shapes.power
        drawn = fit_power(answers.fine.u, *apart, start=fitted, tolerance=RESAMPLE_TOLERANCE)
    curve, line, values = fitted.at(u)[0], shapes.line.at(u)[0], drawn.at(u)
    tail = (1 - COVERAGE) / 2
    low, high = np.quantile(values, (tail, 1 - tail), axis=0)
    spread = np.maximum(values.std(axis=0), 1e-9)
    # The largest deviation along the curve, in standard errors, sets the width for the whole curve.
    reach = float(np.quantile((np.abs(values - curve) / spread).max(axis=1), COVERAGE)) * spread
    columns = (DRAWN_SCORES, curve, line, low, high,
               np.clip(curve - reach, 0, 1), np.clip(curve + reach, 0, 1))
    return tuple(BandPoint(*point) for point in np.column_stack(columns).tolist())


def _steps(answers: Answers, draws: Draws | None) -> tuple[Step, ...]:
    rates, drawn = answers.rates, _drawn_rates(draws)
    return tuple(
        Step(float(answers.score[index]), float(answers.score[index + 1]), int(answers.n[index]),
             _stated(rates[index + 1] - rates[index], answers,
                     None if drawn is None else drawn[:, index + 1] - drawn[:, index]))
        for index in range(len(rates) - 1))


def _cliff(answers: Answers, draws: Draws | None) -> Cliff | None:
    if answers.scores[-3:] != ((3,), (4,), (5,)):
        return None
    drawn = _drawn_rates(draws)
    three, four, five = answers.rates[-3:]
    excess = _stated(five - 2 * four + three, answers,
                     None if drawn is None else drawn[:, -1] - 2 * drawn[:, -2] + drawn[:, -3])
    ratio = Estimate(excess.n, None, state=excess.state)
    if four > 0:
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = _stated(five / four, answers, None if drawn is None else drawn[:, -1] / drawn[:, -2])
    return Cliff(excess, ratio, excess.low is not None and excess.low > 0)


def _drawn_rates(draws: Draws | None) -> Array | None:
    if draws is None:
        return None
    n, events = draws
    return np.divide(events, n, out=np.full_like(events, np.nan), where=n > 0)


def _stated(figure: float, answers: Answers, drawn: Array | None) -> Estimate:
    n = int(answers.n.sum())
    if drawn is None:
        return Estimate(n, float(figure), state=state_of(n))
    return interval(float(figure), drawn, n)
