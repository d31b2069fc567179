"""Satisfaction and loyalty: how answers to the survey turn into staying, buying again, keeping spend.

Definition
    Loyalty at a level of satisfaction is the share of answers at that level after which the customer
    was loyal within the window: still a customer, bought again, or kept more than half of the spend.
    The window begins after the blank days, so that exits already under way do not count.
Numerator
    Answers followed by loyal behaviour.
Denominator
    Answers to the question about satisfaction as a whole whose window is complete on the as-of day
    and whose customer had not left before it began. All of history counts, whatever the period.
Grain
    One row per level; customers, not answers, are taken as independent.
Verdict
    curved, straight, flat, reversed, too_clean (the score was probably derived after the outcome) or
    not_enough_data, by likelihood-ratio tests; gamma is the bend with its profile interval.
Edge cases
    Answers without a date are held against the customer's present state. Answers with an open window,
    after the loss, of customers gone or silent before the window, or without the outcome are counted
    as left out. Who had merely fallen silent can still buy again, though not stay. Levels 1 and 2 are
    shown and tested as one where either has few answers; the curve is fitted to them apart.
Source
    Methods B; Jones and Sasser 1995; Mittal and Kamakura 2001.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.metrics.survey_list import OUTCOMES, check_outcome
from analytics.models.satisfaction_curve import (
    AdjustedCurve,
    SatisfactionCurve,
    StepWorth,
    adjusted_curve,
    satisfaction_curve,
    worth_of_steps,
)
from analytics.models.satisfaction_curve.verdict import LEAST_ANSWERS
from analytics.statistics.resampling import RESAMPLES
from analytics.store.reader import Reader

#: Why an answer is left out.
LEFT_OUT = ("window_open", "after_loss", "left_before", "silent", "not_known")
#: Answers a stratum holds on average, or the strata are made coarser.
ANSWERS_PER_STRATUM = 50


class _Answers(TypedDict):
    scores: NDArray[np.int8]
    outcomes: NDArray[np.bool_]
    customers: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class SatisfactionLoyalty:
    """The curve of the answers under the filters, and what was left out of it.

    Attributes
    ----------
    outcome : str
        What counts as loyal.
    outcomes : tuple of str
        What could count as loyal with the records there are.
    curve : SatisfactionCurve
    answers : int
        All answers known on the as-of day, left out or not.
    left_out : tuple of (str, int)
        Why, and how many answers; reasons that occur.
    blank_days, horizon_days : int or None
        Days before the window, and its length; None where answers have no dates.
    values : tuple of float or None
        For every step of the curve, what a customer on its lower level brought on average in as long
        a time before the answer, in minor units; None where nothing is known of it.
    worth : tuple of StepWorth
        Difference in loyalty times that value, in minor units; empty where that may not be read so.
    living : tuple of int
        For every step, the living customers whose latest answer is on its lower level.
    """

    outcome: str
    outcomes: tuple[str, ...]
    curve: SatisfactionCurve
    answers: int
    left_out: tuple[tuple[str, int], ...]
    blank_days: int | None
    horizon_days: int | None
    values: tuple[float | None, ...]
    worth: tuple[StepWorth, ...]
    living: tuple[int, ...]

    def table(self) -> list[dict[str, object]]:
        """Return one row per level of satisfaction."""
        return [{"score": level.score, "scores": list(level.scores), "n": level.n, "events": level.events,
                 "estimate": level.rate.estimate, "low": level.rate.low, "high": level.rate.high,
                 "state": level.rate.state, "isotonic": level.isotonic} for level in self.curve.levels]

    def extra(self) -> dict[str, object]:
        """Return what the rows do not hold: verdict, fit, tests, steps and what was left out."""
        curve = self.curve
        return {
            "outcome": self.outcome, "verdict": curve.verdict, "reason": curve.reason, "n": curve.n,
            "customers": curve.customers, "estimate": curve.overall.estimate, "low": curve.overall.low,
            "high": curve.overall.high, "state": curve.overall.state, "levels": self.table(),
            "fit": curve.fit, "tests": curve.tests, "shapes": curve.shapes, "cliff": curve.cliff,
            "steps": curve.steps, "worth": _whole(self.worth), "separation": curve.separation,
            "answers": self.answers, "left_out": dict(self.left_out), "blank_days": self.blank_days,
            "horizon_days": self.horizon_days}


@dataclass(frozen=True)
class _Counts:
    row: dict[str, int | None]

    def of(self, name: str) -> int:
        return self.row[name] or 0

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        return tuple(outcome for outcome in OUTCOMES if self.of(outcome))


def satisfaction_loyalty(reader: Reader, filters: Filters, *, outcome: str | None = None,
                         resamples: int = RESAMPLES) -> SatisfactionLoyalty:
    """Estimate the satisfaction–loyalty curve of the customers under the filters.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    outcome : {"stayed", "bought_again", "spend_kept"}, optional
        What counts as loyal. When omitted, the first that enough answers can be judged by: where most
        customers fall silent after one purchase there is no staying to observe, but buying again.
    resamples : int
        Draws of customers for the bands; 0 leaves them out.

    Returns
    -------
    SatisfactionLoyalty

    Raises
    ------
    UnknownName
        There is no such outcome.
    """
    outcome, frame = _answers(reader, filters, OUTCOMES if outcome is None else (check_outcome(outcome),))
    counts = _counts(reader, filters, outcome)
    curve = satisfaction_curve(**arrays(frame), resamples=resamples)
    values = _mean_values(frame, curve)
    known = [value for value in values if value is not None]
    worth = worth_of_steps(curve, known) if known and len(known) == len(values) else ()
    lower = [level.scores for level in curve.levels[:len(curve.steps)]]
    return SatisfactionLoyalty(
        outcome=outcome, outcomes=counts.outcomes, curve=curve, answers=counts.of("answers"),
        left_out=tuple((reason, counts.of(reason)) for reason in LEFT_OUT if counts.of(reason)),
        blank_days=counts.row["blank_days"], horizon_days=counts.row["horizon_days"], values=values,
        worth=worth,
        living=tuple(sum(counts.of(f"living_{score}") for score in scores) for scores in lower))


def satisfaction_adjusted(reader: Reader, filters: Filters, *, outcome: str = "stayed") -> AdjustedCurve:
    """Standardise the curve over size, length of the relation and, with enough answers, branch.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    outcome : {"stayed", "bought_again", "spend_kept"}

    Returns
    -------
    AdjustedCurve
    """
    frame = run_sql(reader, "models/satisfaction_strata", filters, outcome=check_outcome(outcome))
    fine = frame["fine_stratum"]
    enough = fine.nunique() * ANSWERS_PER_STRATUM <= len(frame)
    return adjusted_curve(**arrays(frame), strata=(fine if enough else frame["coarse_stratum"]).to_numpy())


def arrays(frame: pd.DataFrame) -> _Answers:
    """Return answers as the estimators take them."""
    return {"scores": frame["score"].to_numpy(), "outcomes": frame["loyal"].to_numpy(dtype=bool),
            "customers": frame["customer_key"].to_numpy()}


def _answers(reader: Reader, filters: Filters, outcomes: Sequence[str]) -> tuple[str, pd.DataFrame]:
    """Return the first outcome that enough answers can be judged by, else the one with most, and these."""
    found: list[tuple[str, pd.DataFrame]] = []
    for outcome in outcomes:
        frame = run_sql(reader, "models/satisfaction_answers", filters, outcome=outcome)
        if len(frame) >= LEAST_ANSWERS:
            return outcome, frame
        found.append((outcome, frame))
    return max(found, key=lambda one: len(one[1]))


def _counts(reader: Reader, filters: Filters, outcome: str) -> _Counts:
    frame = run_sql(reader, "models/satisfaction_counts", filters, outcome=outcome)
    row = frame.iloc[0]
    return _Counts({str(name): None if pd.isna(row[name]) else int(row[name]) for name in frame.columns})


def _mean_values(frame: pd.DataFrame, curve: SatisfactionCurve) -> tuple[float | None, ...]:
    score, value = frame["score"].to_numpy(), frame["value"].to_numpy(dtype=float)
    known = np.isfinite(value)
    sums = np.bincount(score[known], weights=value[known], minlength=6)
    answers = np.bincount(score[known], minlength=6)
    found: list[float | None] = []
    for level in curve.levels[:len(curve.steps)]:
        n = sum(int(answers[one]) for one in level.scores)
        found.append(sum(float(sums[one]) for one in level.scores) / n if n else None)
    return tuple(found)


def _whole(worth: tuple[StepWorth, ...]) -> list[dict[str, object]]:
    """Return what steps are worth in whole units of the currency."""
    return [{"from_score": one.from_score, "to_score": one.to_score, "n": one.n,
             **{name: None if figure is None else figure / 100 for name, figure in (
                 ("estimate", one.per_customer.estimate), ("low", one.per_customer.low),
                 ("high", one.per_customer.high))}} for one in worth]
