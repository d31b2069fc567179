"""Before and after an event, at the branch it hit against the branches it did not.

Definition
    Of each outcome, the mean of up to six whole months after the event less that of as many before it,
    at the branch hit, less the mean of the same change at the other branches.
Outcomes
    Losses per 100 customers and month, complaints per 100 customers and month, share of service jobs
    that failed, mean answer to the overall question.
Grain
    One row per event and outcome.
Edge cases
    The month of the event counts as after it. An event of the whole company has nothing to be compared
    with: the mean change of all branches is given and said to be without a control group. At least
    three whole months are needed on either side. Filters choose branches; a branch counts with all its
    customers.
Source
    Conley and Taber 2011 on one treated group. Association: branches may have been hit because of how
    they were doing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd

from analytics.filters import Filters
from analytics.filters.periods import add_months
from analytics.metrics.running import run_sql
from analytics.statistics.before_after import difference_of_changes, mean_change
from analytics.statistics.estimate import Estimate
from analytics.store.reader import Reader

#: Months looked at on either side, at most and at least.
MOST_MONTHS, FEWEST_MONTHS = 6, 3

#: Outcome: numerator, denominator, and what a denominator of one is worth.
OUTCOMES = {
    "lost": ("lost", "customers_start", 100.0),
    "complaints": ("complaints", "customers_start", 100.0),
    "failed": ("failed", "judged", 100.0),
    "satisfaction": ("score_sum", "answers", 1.0),
}


@dataclass(frozen=True, slots=True)
class EventEffect:
    """What followed one event in one outcome.

    Attributes
    ----------
    happened_on : date
    title, kind : str
    branch : str or None
        None: the whole company, without a control group.
    outcome : str
        A key of ``OUTCOMES``.
    months : int
        Whole months on either side.
    before, after : float
        At the branch hit, or over all.
    usual : float or None
        Mean change of the other branches.
    effect : Estimate
        Per 100, or points; ``n`` is the number of other branches (of all, without a control group).
    rank_p : float or None
        Share of branches that changed as oddly.
    """

    happened_on: date
    title: str
    kind: str
    branch: str | None
    outcome: str
    months: int
    before: float
    after: float
    usual: float | None
    effect: Estimate
    rank_p: float | None


@dataclass(frozen=True, slots=True)
class EventEffects:
    """Every event and outcome that can be told, newest event first."""

    effects: tuple[EventEffect, ...]

    def table(self) -> list[dict[str, object]]:
        """Return one row per event and outcome."""
        return [{"happened_on": one.happened_on, "title": one.title, "kind": one.kind, "branch": one.branch,
                 "outcome": one.outcome, "months": one.months, "before": one.before, "after": one.after,
                 "usual_change": one.usual, "estimate": one.effect.estimate, "low": one.effect.low,
                 "high": one.effect.high, "n": one.effect.n, "state": one.effect.state, "rank_p": one.rank_p}
                for one in self.effects]


def event_effects(reader: Reader, filters: Filters) -> EventEffects:
    """Compare before and after of every event.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        They choose branches; the period does not matter.

    Returns
    -------
    EventEffects
    """
    cells = run_sql(reader, "event_effects", filters)
    if cells.empty:
        return EventEffects(())
    events = reader.query(
        "select happened_on, title, kind, branch from events order by happened_on desc, title")
    found = []
    for event in events.to_dict("records"):
        branch = event["branch"] if isinstance(event["branch"], str) and event["branch"] else None
        day = event["happened_on"].date()
        for outcome in OUTCOMES:
            effect = _effect(cells, outcome, day, str(event["title"]), str(event["kind"]), branch)
            if effect is not None:
                found.append(effect)
    return EventEffects(tuple(found))


def _effect(cells: pd.DataFrame, outcome: str, day: date, title: str, kind: str,
            branch: str | None) -> EventEffect | None:
    top, bottom, scale = OUTCOMES[outcome]
    hit_month = day.replace(day=1)
    months = cells["month"].dt.date
    asked = months[cells[bottom] > 0]
    if asked.empty:
        return None
    span = min(MOST_MONTHS, _months_between(asked.min(), hit_month),
               _months_between(hit_month, asked.max()) + 1)
    if span < FEWEST_MONTHS:
        return None
    edges = [add_months(hit_month, move) for move in (-span, 0, span)]
    before, after = (cells[(months >= starts) & (months < ends)].groupby("branch")[[top, bottom]].sum()
                     for starts, ends in pairwise(edges))
    branches = sorted(set(before.index) | set(after.index))
    earlier, later = (scale * frame[top].to_numpy(float) / frame[bottom].replace(0, np.nan).to_numpy(float)
                      for frame in (before.reindex(branches), after.reindex(branches)))
    if branch is None:
        was, became = (scale * float(frame[top].sum()) / float(frame[bottom].sum() or np.nan)
                       for frame in (before, after))
        change = mean_change(earlier, later)
        if change.low is None or not np.isfinite([was, became]).all():
            return None
        return EventEffect(day, title, kind, None, outcome, span, was, became, None, change, None)
    if branch not in branches:
        return None
    place = branches.index(branch)
    compared = difference_of_changes(earlier, later, place)
    if compared is None:
        return None
    return EventEffect(day, title, kind, branch, outcome, span, float(earlier[place]),
                       float(later[place]), compared.usual, compared.effect, compared.rank_p)


def _months_between(first: date, last: date) -> int:
    return 12 * (last.year - first.year) + last.month - first.month
