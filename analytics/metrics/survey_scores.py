"""Answers to every question: the whole distribution, shares of the top and bottom boxes, and the mean.

Definition
    Each customer counts once per question, with the latest answer of the period. Scores on other scales
    are brought to five levels, the ends of the scale being 1 and 5 and the steps between them equal, then
    rounded half up. Top box: level 5. Top two: 4 and 5. Bottom two: 1 and 2. Net promoters, of a 0–10
    scale only: nines and tens less sixes and below.
Comparisons
    With the period before and a year ago: the difference of the shares (Newcombe), and the chance that an
    answer of now lies above one of then, ties counting half, over the whole scale.
Grain
    One row per question; by a dimension, one per question and value.
Source
    Methods G1 and G2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.filters.filters import DIMENSIONS
from analytics.metrics.running import period_of, run_rows
from analytics.schema.table import table
from analytics.statistics.estimate import Estimate, State, state_of
from analytics.statistics.intervals import rate, rate_difference
from analytics.statistics.ordinal import mean_of_counts, net_promoter, superiority
from analytics.store.reader import Reader

LEVELS = (1, 2, 3, 4, 5)
#: Stretches an answer may be compared with.
STRETCHES = ("before", "year_ago")

_FIRST = ("overall", "recommend")


@dataclass(frozen=True)
class Answers:
    """The answers to one question by one group, one per customer.

    Attributes
    ----------
    question : str
    group : str or None
        Value of the dimension; None for everybody, and where none is known.
    scores : tuple of (scale_min, scale_max, score, count)
        The original distribution.
    """

    question: str
    group: str | None
    scores: tuple[tuple[float, float, float, int], ...]

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """Answers on each of the five levels."""
        found = [0] * len(LEVELS)
        for low, high, score, count in self.scores:
            found[level_of(score, low, high) - 1] += count
        return tuple(found)

    @property
    def n(self) -> int:
        """Customers who answered."""
        return sum(self.counts)

    @property
    def state(self) -> State:
        """Whether there are enough answers."""
        return state_of(self.n)

    @property
    def scales(self) -> tuple[tuple[float, float], ...]:
        """The scales it was asked on."""
        return tuple(dict.fromkeys((low, high) for low, high, _, _ in self.scores))

    @property
    def top_box(self) -> Estimate:
        """Share of level 5."""
        return rate(self.counts[4], self.n)

    @property
    def top_two(self) -> Estimate:
        """Share of levels 4 and 5."""
        return rate(self.counts[3] + self.counts[4], self.n)

    @property
    def bottom_two(self) -> Estimate:
        """Share of levels 1 and 2."""
        return rate(self.counts[0] + self.counts[1], self.n)

    @property
    def mean(self) -> Estimate:
        """Mean on five levels, not rounded to whole ones."""
        return mean_of_counts([1 + 4 * (score - low) / (high - low) for low, high, score, _ in self.scores],
                              [count for *_, count in self.scores])

    @property
    def net_promoter(self) -> Estimate | None:
        """Promoters less detractors; None on any scale but 0 to 10."""
        if self.scales != ((0.0, 10.0),):
            return None
        return net_promoter([score for _, _, score, _ in self.scores], [count for *_, count in self.scores])


@dataclass(frozen=True, slots=True)
class Change:
    """The answers of now against those of then.

    Attributes
    ----------
    now, then : Answers
    top_box, top_two : Estimate
        Difference of the shares.
    superiority : Estimate
        Chance that an answer of now lies above one of then; one half means no difference.
    """

    now: Answers
    then: Answers
    top_box: Estimate
    top_two: Estimate
    superiority: Estimate


@dataclass(frozen=True)
class SurveyScores:
    """Answers by question, now and then.

    Attributes
    ----------
    dimension : str or None
        What they are broken down by.
    now, before, year_ago : tuple of Answers
        Overall satisfaction first.
    """

    dimension: str | None
    now: tuple[Answers, ...]
    before: tuple[Answers, ...]
    year_ago: tuple[Answers, ...]

    def of(self, question: str, group: str | None = None, stretch: str = "now") -> Answers | None:
        """Return the answers to a question, None where there are none."""
        rows: tuple[Answers, ...] = getattr(self, stretch)
        return next((one for one in rows if one.question == question and one.group == group), None)

    def groups(self, question: str) -> tuple[Answers, ...]:
        """Return the groups' answers to one question."""
        return tuple(one for one in self.now if one.question == question)

    @property
    def questions(self) -> tuple[str, ...]:
        """Questions answered now."""
        return tuple(dict.fromkeys(one.question for one in self.now))

    def change(self, question: str, stretch: str = "before", group: str | None = None) -> Change | None:
        """Compare a question with an earlier stretch; None where either has no answers."""
        now, then = self.of(question, group), self.of(question, group, stretch)
        return compared(now, then) if now is not None and then is not None else None

    def table(self) -> list[dict[str, object]]:
        """Return one row per question and group."""
        rows: list[dict[str, object]] = []
        for one in self.now:
            change = self.change(one.question, group=one.group)
            hidden = one.state == "suppressed"
            shown = None if hidden or change is None or change.top_two.state == "suppressed" else change
            rows.append({
                "question": one.question, **({self.dimension: one.group} if self.dimension else {}),
                "n": one.n, "state": one.state, **({} if hidden else {
                    "top_box": one.top_box.estimate, "top_two": one.top_two.estimate,
                    "low": one.top_two.low, "high": one.top_two.high, "bottom_two": one.bottom_two.estimate,
                    "mean": one.mean.estimate}),
                **({} if shown is None else {
                    "change": shown.top_two.estimate, "change_low": shown.top_two.low,
                    "change_high": shown.top_two.high, "superiority": shown.superiority.estimate})})
        return rows


def level_of(score: float, low: float, high: float) -> int:
    """Return the level of a score: its place on five equal steps, rounded half up."""
    return int(np.floor(1 + 4 * (score - low) / (high - low) + 0.5))


def compared(now: Answers, then: Answers) -> Change:
    """Compare the answers of two independent groups."""
    return Change(now, then, rate_difference(now.counts[4], now.n, then.counts[4], then.n),
                  rate_difference(sum(now.counts[3:]), now.n, sum(then.counts[3:]), then.n),
                  superiority(now.counts, then.counts))


def survey_scores(reader: Reader, filters: Filters, *, by: str = "", question: str = "") -> SurveyScores:
    """Count the answers to every question, now, in the period before and a year ago.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    by : str
        A dimension of the customers to break them down by; empty: everybody together.
    question : str
        Only this question; empty: all.

    Returns
    -------
    SurveyScores

    Raises
    ------
    UnknownName
        A dimension there is none of.
    """
    if by and by not in DIMENSIONS:
        raise UnknownName("dimension", by, DIMENSIONS)
    stretches = _answers(run_rows(
        reader, "survey_scores", filters, dimension=f"cast({by} as varchar)" if by else "null",
        condition="question = $question" if question else "true", question=question))
    if period_of(reader, filters).previous_start is None:
        stretches |= dict.fromkeys(STRETCHES, ())
    return SurveyScores(by or None, *(stretches.get(name, ()) for name in ("now", "before", "year_ago")))


def in_order(questions: list[str]) -> list[str]:
    """Sort questions: overall first, then whether they would recommend, then as the schema has them."""
    known = [*_FIRST, *table("surveys").column("question").values]
    return sorted(questions, key=lambda one: (known.index(one) if one in known else len(known), one))


def _answers(rows: list[tuple[Any, ...]]) -> dict[str, tuple[Answers, ...]]:
    """Return every stretch's answers, in the order of the questions."""
    found: dict[tuple[str, str, str | None], list[tuple[float, float, float, int]]] = {}
    for stretch, question, group, low, high, score, count in rows:
        found.setdefault((stretch, question, group), []).append(
            (float(low), float(high), float(score), count))
    order = in_order(list({question for _, question, _ in found}))
    answers: dict[str, tuple[Answers, ...]] = {}
    for (stretch, question, group), scores in sorted(found.items(), key=lambda one: order.index(one[0][1])):
        answers[stretch] = (*answers.get(stretch, ()), Answers(question, group, tuple(scores)))
    return answers
