"""What customers answer against what happened to them: complaints, returns and promises of their branch.

Definition
    The mean of overall satisfaction of a branch in a month, on complaints per 100 jobs, the return rate and
    the share of promises kept over the three months up to then, each standardised on the branch's own
    history. The regression is over branches and months with at least ten answers and ten jobs, within
    branches and weighted by answers. The residual is the answer less what the facts would lead one to
    expect; beyond two standard deviations survey and facts diverge, as when those who are asked are chosen,
    or when the unhappy no longer answer. The raw score is never changed.
Grain
    One row per branch and month. Filters do not matter, but for the as-of day: facts belong to branches.
Source
    Methods A4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate, state_of
from analytics.store.reader import Reader

FACTS = ("complaints_per_100", "return_rate", "promise_kept")
#: A cell needs so many answers and jobs, and the regression so many cells.
FEWEST, FEWEST_CELLS = 10, 24
#: Beyond so many standard deviations survey and facts diverge.
ALARM = 2.0

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cell:
    """One branch in one month.

    Attributes
    ----------
    branch : str
    month : date
    answers : int
    score : float
        The raw mean of five levels.
    expected : float
        What the facts lead one to expect.
    residual : float
        Score less expected, in standard deviations of such a difference.
    facts : dict of str to float
        As they were, not standardised.
    """

    branch: str
    month: date
    answers: int
    score: float
    expected: float
    residual: float
    facts: dict[str, float]

    @property
    def diverges(self) -> bool:
        """Whether survey and facts tell different stories."""
        return abs(self.residual) > ALARM


@dataclass(frozen=True, slots=True)
class SurveyFacts:
    """Survey and facts by branch and month.

    Attributes
    ----------
    effects : dict of str to Estimate
        By how much the mean score differs with one standard deviation of a fact; ``n`` counts cells, the
        interval is that of a jackknife over branches.
    explained : float or None
        Share of the variance within branches that goes with the facts; None without enough cells.
    cells : tuple of Cell
        By branch, oldest first; empty without enough of them.
    """

    effects: dict[str, Estimate]
    explained: float | None
    cells: tuple[Cell, ...]

    @property
    def latest(self) -> tuple[Cell, ...]:
        """The newest cell of every branch."""
        return tuple({cell.branch: cell for cell in self.cells}.values())

    def table(self) -> list[dict[str, object]]:
        """Return one row per branch and month."""
        return [{"branch": one.branch, "month": one.month, "n": one.answers, "state": state_of(one.answers),
                 "score": one.score, "expected": one.expected, "residual_sd": one.residual,
                 "diverges": one.diverges, **one.facts} for one in self.cells]

    def extra(self) -> dict[str, object]:
        """Return the effects and what they explain."""
        return {"effects": self.effects, "explained": self.explained}


def survey_facts(reader: Reader, filters: Filters, *, question: str = "overall") -> SurveyFacts:
    """Hold the answers of every branch and month against its facts.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Only the as-of day matters.
    question : str

    Returns
    -------
    SurveyFacts
    """
    frame = run_sql(reader, "models/survey_facts", Filters(as_of=filters.as_of), question=question)
    return held_against_facts(frame)


def held_against_facts(frame: pd.DataFrame) -> SurveyFacts:
    """Regress the answers of branches and months on their facts.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per branch and month: answers, mean_score, variance, jobs and the `FACTS`.

    Returns
    -------
    SurveyFacts
    """
    frame = frame.copy()
    for name in FACTS:
        frame[f"{name}_own"] = frame.groupby("branch")[name].transform(_standardised)
    used = [name for name in FACTS if frame[f"{name}_own"].notna().any()]
    cells = frame[(frame["answers"] >= FEWEST) & (frame["jobs"] >= FEWEST)].dropna(
        subset=[f"{name}_own" for name in used])
    if not used or len(cells) < FEWEST_CELLS or cells["branch"].nunique() < 2:
        return SurveyFacts({}, None, ())
    cells = cells.reset_index(drop=True)
    branch, _ = pd.factorize(cells["branch"])
    score = cells["mean_score"].to_numpy(float)
    facts = cells[[f"{name}_own" for name in used]].to_numpy(float)
    weight = cells["answers"].to_numpy(float)
    slopes = _slopes(score, facts, weight, branch)
    centred, moved = _within(score, weight, branch), _within(facts, weight, branch) @ slopes
    residual = centred - moved
    spread = _spread(residual, cells["variance"].to_numpy(float) / weight, branch, len(used))
    explained = 1 - float((weight * residual ** 2).sum() / max((weight * centred ** 2).sum(), 1e-12))
    return SurveyFacts(
        dict(zip(used, _jackknife(score, facts, weight, branch, slopes), strict=True)), explained,
        tuple(Cell(str(row.branch), row.month.date(), int(row.answers), float(row.mean_score),
                   float(row.mean_score) - float(gap), float(gap / sd),
                   {name: float(getattr(row, name)) for name in used})
              for row, gap, sd in zip(cells.itertuples(), residual, spread, strict=True)))


def _standardised(values: pd.Series) -> pd.Series:
    """Return a fact in standard deviations from the branch's own mean; nought where it never moves."""
    spread = values.std()
    return (values - values.mean()) / spread if spread > 0 else values * 0.0


def _within(values: Array, weight: Array, branch: NDArray[np.int64]) -> Array:
    """Take each branch's weighted mean out."""
    columns = values if values.ndim == 2 else values[:, None]
    total = np.bincount(branch, weight)
    means = np.column_stack([np.bincount(branch, weight * column) / total for column in columns.T])
    found = columns - means[branch]
    return found if values.ndim == 2 else found[:, 0]


def _slopes(score: Array, facts: Array, weight: Array, branch: NDArray[np.int64]) -> Array:
    root = np.sqrt(weight)
    y, x = _within(score, weight, branch) * root, _within(facts, weight, branch) * root[:, None]
    return np.asarray(np.linalg.lstsq(x, y, rcond=None)[0])


def _jackknife(score: Array, facts: Array, weight: Array, branch: NDArray[np.int64],
               slopes: Array) -> list[Estimate]:
    from scipy.special import stdtrit

    count = int(branch.max()) + 1
    without = []
    for left_out in range(count):
        kept = branch != left_out
        _, renumbered = np.unique(branch[kept], return_inverse=True)
        without.append(_slopes(score[kept], facts[kept], weight[kept], renumbered))
    spread = np.sqrt((count - 1) / count * ((np.array(without) - slopes) ** 2).sum(axis=0))
    half = float(stdtrit(count - 1, 0.975)) * spread
    return [Estimate(len(score), float(one), float(one - reach), float(one + reach), state_of(len(score)))
            for one, reach in zip(slopes, half, strict=True)]


def _spread(residual: Array, sampling: Array, branch: NDArray[np.int64], facts: int) -> Array:
    """Return the standard deviation of each residual: few answers, and what the facts leave out."""
    count = np.bincount(branch)[branch]
    free = 1 - 1 / np.maximum(count, 2)
    degrees = max(len(residual) - int(branch.max()) - 1 - facts, 1)
    beyond = float((residual ** 2 - free * sampling).sum()) / degrees
    return np.asarray(np.sqrt(np.maximum(free * (sampling + max(beyond, 0.0)), 1e-12)))
