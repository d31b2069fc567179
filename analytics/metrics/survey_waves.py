"""Answers to one question wave by wave: the distribution, the top two boxes, and each wave against the last.

Definition
    Each customer counts once per wave, with the latest answer of it; a wave is what the survey calls one,
    else the quarter of the answer. The whole history is shown, whatever the period.
Grain
    One row per wave.
Source
    Methods G1 and G2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analytics.filters import Filters
from analytics.metrics.running import run_rows
from analytics.metrics.survey_scores import Answers, Change, compared
from analytics.statistics.estimate import Estimate
from analytics.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave.

    Attributes
    ----------
    wave : str
    from_on, to_on : date
        First and last answer.
    answers : Answers
    """

    wave: str
    from_on: date
    to_on: date
    answers: Answers

    @property
    def top_two(self) -> Estimate:
        """Share of levels 4 and 5."""
        return self.answers.top_two


@dataclass(frozen=True, slots=True)
class SurveyWaves:
    """A question over its waves, oldest first."""

    question: str
    waves: tuple[Wave, ...]

    @property
    def change(self) -> Change | None:
        """The last wave against the one before; None where there are not two."""
        if len(self.waves) < 2:
            return None
        return compared(self.waves[-1].answers, self.waves[-2].answers)

    def table(self) -> list[dict[str, object]]:
        """Return one row per wave."""
        return [{"wave": one.wave, "from_on": one.from_on, "to_on": one.to_on, "n": one.answers.n,
                 "state": one.top_two.state, **({} if one.top_two.state == "suppressed" else {
                     "top_box": one.answers.top_box.estimate, "top_two": one.top_two.estimate,
                     "low": one.top_two.low, "high": one.top_two.high,
                     "bottom_two": one.answers.bottom_two.estimate, "mean": one.answers.mean.estimate})}
                for one in self.waves]


def survey_waves(reader: Reader, filters: Filters, *, question: str = "overall") -> SurveyWaves:
    """Count the answers to a question in every wave; the period does not matter.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    question : str

    Returns
    -------
    SurveyWaves
    """
    found: dict[tuple[date, date, str], list[tuple[float, float, float, int]]] = {}
    for wave, low, high, score, answers, from_on, to_on in run_rows(
            reader, "survey_waves", filters, condition="true", question=question):
        found.setdefault((from_on, to_on, wave), []).append((float(low), float(high), float(score), answers))
    return SurveyWaves(question, tuple(
        Wave(wave, from_on, to_on, Answers(question, None, tuple(scores)))
        for (from_on, to_on, wave), scores in found.items()))
