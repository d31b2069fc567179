"""The same customers asked twice: how their answers changed.

Definition
    Customers who answered a question in the period and in the one before it (or a year ago), each with the
    latest answer of either. The share in the top two boxes is compared by McNemar's exact test, the score
    by the exact sign test; the interval of the difference is Newcombe's for paired shares.
Attrition
    Who answers again is not everybody: the unhappy leave. Where the members were happier then than those
    who did not answer again, part of a fall is to be expected.
Grain
    One row per question.
Source
    Methods G2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.running import run_rows
from analytics.metrics.survey_scores import LEVELS, STRETCHES, in_order
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate, rate_difference
from analytics.statistics.ordinal import MatchedChange, matched_change
from analytics.store.reader import Reader

#: From this level on an answer is among the top two.
TOP_TWO = 4


@dataclass(frozen=True, slots=True)
class Matched:
    """One question among those who answered it in both periods.

    Attributes
    ----------
    change : MatchedChange
    then, dropped_then : Estimate
        Share in the top two boxes then, of the members and of those who did not answer again.
    """

    change: MatchedChange
    then: Estimate
    dropped_then: Estimate

    @property
    def selected(self) -> bool:
        """Whether the members were happier then than those who did not answer again, beyond chance."""
        stayed, dropped = self.then, self.dropped_then
        apart = rate_difference((stayed.estimate or 0.0) * stayed.n, stayed.n,
                                (dropped.estimate or 0.0) * dropped.n, dropped.n)
        return apart.low is not None and apart.low > 0


@dataclass(frozen=True, slots=True)
class SurveyPanel:
    """Matched changes by question, overall satisfaction first.

    Attributes
    ----------
    against : {"before", "year_ago"}
    questions : dict of str to Matched
    """

    against: str
    questions: dict[str, Matched]

    def table(self) -> list[dict[str, object]]:
        """Return one row per question."""
        rows: list[dict[str, object]] = []
        for question, matched in self.questions.items():
            one = matched.change
            rows.append({
                "question": question, "n": one.difference.n, "state": one.difference.state,
                **({} if one.difference.state == "suppressed" else {
                    "change": one.difference.estimate, "low": one.difference.low, "high": one.difference.high,
                    "gained": one.gained, "given_up": one.given_up, "p_share": one.p_share,
                    "higher": one.higher, "lower": one.lower, "p_score": one.p_score,
                    "then": matched.then.estimate}),
                "dropped_then": None if matched.dropped_then.state == "suppressed"
                else matched.dropped_then.estimate})
        return rows


def survey_panel(reader: Reader, filters: Filters, *, against: str = "before") -> SurveyPanel:
    """Compare the answers of those who answered in both periods.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    against : {"before", "year_ago"}

    Returns
    -------
    SurveyPanel

    Raises
    ------
    UnknownName
        Another period.
    """
    if against not in STRETCHES:
        raise UnknownName("against", against, STRETCHES)
    tables: dict[str, NDArray[np.float64]] = {}
    for question, then, now, customers in run_rows(reader, "survey_panel", filters, against=against):
        # The first column holds those who did not answer again.
        tables.setdefault(question, np.zeros((len(LEVELS), len(LEVELS) + 1)))[then - 1, now] = customers
    return SurveyPanel(against, {question: _matched(tables[question]) for question in in_order(list(tables))})


def _matched(table: NDArray[np.float64]) -> Matched:
    dropped, pairs = table[:, 0], table[:, 1:]
    return Matched(matched_change(pairs, TOP_TWO - 1),
                   rate(float(pairs[TOP_TWO - 1:].sum()), int(pairs.sum())),
                   rate(float(dropped[TOP_TWO - 1:].sum()), int(dropped.sum())))
