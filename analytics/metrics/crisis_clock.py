"""The crisis clock: hours to the first statement, decision and stop of sale, and what followed.

Definition
    For every event of kind crisis: the time until the first event of kind crisis_stop_sale,
    crisis_statement and crisis_decision after it, within ninety days and before the next crisis. Hours
    where the times of day are recorded (happened_at), else whole days.
What followed
    Losses, complaints and failed jobs (per 100) and satisfaction: mean of up to six whole months from the
    month of the crisis on less that of as many before it, at the branches hit, less the mean of the same
    change at the others.
Edge cases
    The branches hit are the event's branch, else those of its region. A crisis of the whole company has
    nothing to be compared with: then there is only the clock. Filters choose branches.
Source
    The clock is that of the source article (decide fast, admit, act). Donald & Lang 2007 on few groups.
    Association: other things may have happened there at the same time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd

from analytics.filters import Filters
from analytics.filters.periods import add_months
from analytics.metrics.event_effects import FEWEST_MONTHS, MOST_MONTHS, OUTCOMES
from analytics.metrics.running import run_sql
from analytics.statistics.before_after import difference_of_groups
from analytics.statistics.estimate import Estimate
from analytics.store.reader import Reader

STEPS = ("stop_sale", "statement", "decision")

#: What comes later than this is no answer to the crisis.
ANSWER_DAYS = 90


@dataclass(frozen=True, slots=True)
class CrisisStep:
    """One thing done in a crisis.

    Attributes
    ----------
    name : {"stop_sale", "statement", "decision"}
    title : str or None
        None: not recorded.
    hours : float or None
        Since the crisis.
    exact : bool
        Whether times of day are recorded; else the hours are whole days.
    """

    name: str
    title: str | None
    hours: float | None
    exact: bool


@dataclass(frozen=True, slots=True)
class CrisisOutcome:
    """What followed in one outcome.

    Attributes
    ----------
    outcome : {"lost", "complaints", "failed", "satisfaction"}
    months : int
        Whole months on either side.
    hit, others : int
        Branches.
    change, usual : float
        Mean change of the branches hit, and of the others.
    effect : Estimate
        Their difference; ``n`` counts the other branches.
    """

    outcome: str
    months: int
    hit: int
    others: int
    change: float
    usual: float
    effect: Estimate


@dataclass(frozen=True, slots=True)
class Crisis:
    """One crisis.

    Attributes
    ----------
    happened_on : date
    title : str
    place : str or None
        Its branch or region; None: the whole company.
    steps : tuple of CrisisStep
        In the order of ``STEPS``.
    outcomes : tuple of CrisisOutcome
        Empty where there is nothing to compare with.
    """

    happened_on: date
    title: str
    place: str | None
    steps: tuple[CrisisStep, ...]
    outcomes: tuple[CrisisOutcome, ...]


@dataclass(frozen=True, slots=True)
class CrisisClock:
    """Every crisis, newest first."""

    crises: tuple[Crisis, ...]

    def table(self) -> list[dict[str, object]]:
        """Return one row per crisis and step, and per crisis and outcome."""
        rows: list[dict[str, object]] = []
        for one in self.crises:
            named = {"happened_on": one.happened_on, "title": one.title, "place": one.place}
            rows += [{**named, "step": step.name, "hours": step.hours, "exact": step.exact}
                     for step in one.steps]
            rows += [{**named, "outcome": found.outcome, "months": found.months, "change": found.change,
                      "usual_change": found.usual, "estimate": found.effect.estimate, "low": found.effect.low,
                      "high": found.effect.high, "hit": found.hit, "others": found.others}
                     for found in one.outcomes]
        return rows


def crisis_clock(reader: Reader, filters: Filters) -> CrisisClock:
    """Time the answers to every crisis and compare the branches hit with the others.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        They choose branches; the period does not matter.

    Returns
    -------
    CrisisClock
    """
    events = run_sql(reader, "crisis_clock", filters)
    crises = events[events["kind"] == "crisis"]
    if crises.empty:
        return CrisisClock(())
    cells = run_sql(reader, "event_effects", filters)
    starts = [*crises["happened_on"], pd.Timestamp.max]
    found = []
    for row, (start, following) in zip(crises.itertuples(), pairwise(starts), strict=True):
        end = min(start + pd.Timedelta(days=ANSWER_DAYS), following)
        answers = events[(events["happened_on"] >= start) & (events["happened_on"] < end)]
        branch, region = _text(row.branch), _text(row.region)
        branches = {branch} if branch else set(row.region_branches) if region else set()
        found.append(Crisis(start.date(), str(row.title), branch or region, _steps(row, answers),
                            _outcomes(cells, start.date().replace(day=1), branches)))
    return CrisisClock(tuple(reversed(found)))


def _steps(crisis: object, answers: pd.DataFrame) -> tuple[CrisisStep, ...]:
    steps = []
    began_on, began_at = crisis.happened_on, crisis.happened_at  # type: ignore[attr-defined]
    for name in STEPS:
        mine = answers[answers["kind"] == f"crisis_{name}"]
        if mine.empty:
            steps.append(CrisisStep(name, None, None, False))
            continue
        first = mine.iloc[0]
        exact = not (pd.isna(began_at) or pd.isna(first["happened_at"]))
        since = first["happened_at"] - began_at if exact else first["happened_on"] - began_on
        steps.append(CrisisStep(name, str(first["title"]), since.total_seconds() / 3600, exact))
    return tuple(steps)


def _outcomes(cells: pd.DataFrame, month: date, hit: set[str]) -> tuple[CrisisOutcome, ...]:
    found = [_outcome(cells, name, month, hit) for name in OUTCOMES] if hit and len(cells) else []
    return tuple(one for one in found if one is not None)


def _outcome(cells: pd.DataFrame, name: str, month: date, hit: set[str]) -> CrisisOutcome | None:
    top, bottom, scale = OUTCOMES[name]
    days = cells["month"].dt.date
    seen = days[cells[bottom] > 0]
    if seen.empty:
        return None
    months = min(MOST_MONTHS, _months(seen.min(), month), _months(month, seen.max()) + 1)
    if months < FEWEST_MONTHS:
        return None
    edges = [add_months(month, move) for move in (-months, 0, months)]
    sums = [cells[(days >= start) & (days < end)].groupby("branch")[[top, bottom]].sum()
            for start, end in pairwise(edges)]
    branches = sorted(set(sums[0].index) | set(sums[1].index))
    before, after = (scale * frame.reindex(branches)[top].to_numpy(float)
                     / frame.reindex(branches)[bottom].replace(0, np.nan).to_numpy(float) for frame in sums)
    chosen = np.array([branch in hit for branch in branches])
    compared = difference_of_groups(before, after, chosen)
    if compared is None:
        return None
    return CrisisOutcome(name, months, int(chosen.sum()), int((~chosen).sum()), compared.change,
                         compared.usual, compared.effect)


def _months(first: date, last: date) -> int:
    return 12 * (last.year - first.year) + last.month - first.month


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
