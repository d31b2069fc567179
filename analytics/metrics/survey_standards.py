"""Every question against its standard: above it, below it, or too uncertain to say.

Definition
    The share of the top two boxes in the period against the standard that holds on its last day, by the
    score test whose inversion is the Wilson interval: above or below where the interval leaves the standard
    out. Standards are the company's own, kept with their history in the store and not in the build.
Grain
    One row per question that has a standard.
Source
    Methods G2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from analytics.filters import Filters
from analytics.metrics.running import period_of
from analytics.metrics.survey_scores import survey_scores
from analytics.statistics.proportions import customers_needed
from analytics.statistics.standards import Judged, against_standard
from analytics.store.reader import Reader
from analytics.store.standards import Standard, standard_on

#: A fall below the standard worth finding.
FALL = 0.05


@dataclass(frozen=True, slots=True)
class Held:
    """A question held against its standard.

    Attributes
    ----------
    standard : Standard
    judged : Judged
    needed : int
        Answers with which a share five points below the standard would be told from one at it, four times
        in five, in two groups of that size.
    """

    standard: Standard
    judged: Judged
    needed: int


@dataclass(frozen=True, slots=True)
class SurveyStandards:
    """Questions with a standard, overall satisfaction first."""

    questions: dict[str, Held]

    def table(self) -> list[dict[str, object]]:
        """Return one row per question."""
        return [{"question": question, "standard": one.standard.value, "valid_from": one.standard.valid_from,
                 "n": one.judged.share.n, "light": one.judged.light, "needed": one.needed,
                 **({} if one.judged.light == "suppressed" else {
                     "top_two": one.judged.share.estimate, "low": one.judged.share.low,
                     "high": one.judged.share.high, "p": one.judged.p})}
                for question, one in self.questions.items()]


def survey_standards(reader: Reader, filters: Filters, *,
                     standards: tuple[Standard, ...] | None = None) -> SurveyStandards:
    """Hold the answers of the period against the standards.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    standards : tuple of Standard, optional
        Those of the store when omitted.

    Returns
    -------
    SurveyStandards
    """
    known = reader.standards() if standards is None else standards
    end = period_of(reader, filters).end
    day = end - timedelta(days=1) if end is not None else None
    found = {}
    for one in survey_scores(reader, filters).now:
        standard = standard_on(known, one.question, day)
        if standard is not None:
            found[one.question] = Held(standard, against_standard(sum(one.counts[3:]), one.n, standard.value),
                                       customers_needed(standard.value, max(standard.value - FALL, 0.0)))
    return SurveyStandards(found)
