"""The clock of complaint handling: how long each stage takes, and where cases stall.

Definition
    Hours from the end of one recorded step to the next: identify, assess, negotiate, act, close, and from
    closing to the follow-up, of the complaints received in the period. Cases still in a stage count as
    long as they have been in it (Kaplan and Meier), so that slow cases are not left out.
Grain
    One row per stage; time to closing also per branch and per highest rank involved.
Edge cases
    Only the day of receipt is recorded: the clock starts at noon of it, which can be half a day off. A
    step that a case passed over is no stage of it; one that the company never records has no row.
    Handovers from owner to owner are counted by ``complaint_handling``.
Source
    The steps (identify, assess, negotiate, act) are those of the source article; compare ISO 10002.
    Kaplan & Meier 1958, interval after Greenwood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics.filters import Filters
from analytics.metrics.running import run_rows, run_sql
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.survival import SurvivalCurve, kaplan_meier
from analytics.store.reader import Reader

STAGES = ("identify", "assess", "negotiate", "act", "close", "follow_up")

#: Hours each stage may take, unless the settings say otherwise.
TARGETS: Mapping[str, int] = MappingProxyType({"identify": 24, "assess": 48, "negotiate": 72, "act": 120,
                                               "close": 48, "follow_up": 168})
#: From receipt to closing, all steps together.
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class StageTime:
    """How long one stage takes.

    Attributes
    ----------
    stage : str
        One of ``STAGES``, or ``"total"``: from receipt to closing.
    cases, running : int
        Cases that entered it, and those still in it.
    median, slow : Estimate
        Hours by which half, and nine in ten, have left it; without a figure where fewer have.
    target : float
        Hours it may take.
    within : Estimate
        Share that left it within the target.
    curve : SurvivalCurve
        Share still in it, by hours.
    """

    stage: str
    cases: int
    running: int
    median: Estimate
    slow: Estimate
    target: float
    within: Estimate
    curve: SurvivalCurve


@dataclass(frozen=True, slots=True)
class ComplaintClock:
    """Time by stage, and time to closing by branch and rank.

    Attributes
    ----------
    stages : tuple of StageTime
        In their order; only recorded ones.
    total : StageTime or None
        From receipt to closing; None without complaints.
    groups : mapping of str to mapping of str to StageTime
        Time to closing by ``"branch"`` and by ``"owner_level"``, slowest first.
    """

    stages: tuple[StageTime, ...]
    total: StageTime | None
    groups: dict[str, dict[str, StageTime]]

    @property
    def stalls_at(self) -> StageTime | None:
        """The stage in which the smallest share is within its target."""
        shown = [one for one in self.stages if one.within.estimate is not None and one.cases >= 10]
        return min(shown, key=lambda one: one.within.estimate or 0.0, default=None)

    def table(self) -> list[dict[str, object]]:
        """Return one row per stage, the total, and each group."""
        rows = [*((("all", None), one) for one in self.stages),
                *((("all", None), one) for one in (self.total,) if one),
                *(((name, value), one) for name, found in self.groups.items()
                  for value, one in found.items())]
        return [{"group": name, "value": value, "stage": one.stage, "cases": one.cases,
                 "running": one.running,
                 "median_hours": one.median.estimate, "median_low": one.median.low,
                 "median_high": one.median.high, "p90_hours": one.slow.estimate, "target_hours": one.target,
                 "within_target": one.within.estimate, "low": one.within.low, "high": one.within.high}
                for (name, value), one in rows]


class _Case(NamedTuple):
    """One complaint: hours in all its stages but the follow-up, and whether it still stands in one."""

    branch: str | None
    owner_level: str | None
    hours: float
    running: bool


def complaint_clock(reader: Reader, filters: Filters, *, identify: int = TARGETS["identify"],
                    assess: int = TARGETS["assess"], negotiate: int = TARGETS["negotiate"],
                    act: int = TARGETS["act"], close: int = TARGETS["close"],
                    follow_up: int = TARGETS["follow_up"]) -> ComplaintClock:
    """Time the stages of the complaints received in the period.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    identify, assess, negotiate, act, close, follow_up : int
        Hours each stage may take.

    Returns
    -------
    ComplaintClock
    """
    targets = dict(zip(STAGES, (identify, assess, negotiate, act, close, follow_up), strict=True))
    times: dict[str, list[tuple[float, bool]]] = {}
    cases: dict[str, _Case] = {}
    for complaint, stage, branch, owner_level, hours, running in run_rows(reader, "complaint_clock", filters):
        times.setdefault(stage, []).append((hours, running))
        if stage != "follow_up":
            before = cases.get(complaint, _Case(branch, owner_level, 0.0, False))
            cases[complaint] = _Case(branch, owner_level, before.hours + hours, before.running or running)
    stages = tuple(_timed(stage, times[stage], targets[stage]) for stage in STAGES if stage in times)
    # What a recorded step may take counts towards the whole.
    allowed = sum(targets[one.stage] for one in stages if one.stage != "follow_up")
    if not cases:
        return ComplaintClock(stages, None, {})
    return ComplaintClock(
        stages, _timed(TOTAL, [(one.hours, one.running) for one in cases.values()], allowed), {
            name: groups for name in ("branch", "owner_level")
            if (groups := _groups(list(cases.values()), name, allowed))})


def stage_time(stage: str, hours: np.ndarray, ended: np.ndarray, target: float) -> StageTime:
    """Describe how long a stage takes, from hours spent in it and whether it ended.

    Parameters
    ----------
    stage : str
    hours : ndarray of float
    ended : ndarray of bool
        False where the case is still in it.
    target : float
        Hours it may take.

    Returns
    -------
    StageTime
    """
    curve = kaplan_meier(hours, ended)
    still = curve.at(target)
    # Everybody who ever left had left by the last time seen, and nothing is known beyond it.
    if still.estimate is None and curve.n and curve.survival and curve.survival[-1] <= 0:
        still = Estimate(curve.n, 0.0, 0.0, curve.high[-1], state_of(curve.n))
    within = Estimate(curve.n, None, state=state_of(curve.n)) if still.estimate is None else Estimate(
        curve.n, 1 - still.estimate, _rest(still.high), _rest(still.low), state_of(curve.n))
    return StageTime(stage, curve.n, int((~ended).sum()), curve.median, _quantile(curve, 0.9), float(target),
                     within, curve)


def _rest(share: float | None) -> float | None:
    return None if share is None else 1 - share


def _quantile(curve: SurvivalCurve, share: float) -> Estimate:
    def first(values: tuple[float, ...]) -> float | None:
        below = np.flatnonzero(np.asarray(values) <= 1 - share + 1e-12)
        return float(curve.times[int(below[0])]) if below.size else None

    return Estimate(curve.n, first(curve.survival), first(curve.low), first(curve.high), state_of(curve.n))


def _timed(stage: str, spent: list[tuple[float, bool]], target: float) -> StageTime:
    hours, running = zip(*spent, strict=True)
    return stage_time(stage, np.array(hours, float), ~np.array(running, bool), target)


def _groups(cases: list[_Case], name: str, allowed: float) -> dict[str, StageTime]:
    spent: dict[str, list[tuple[float, bool]]] = {}
    for case in cases:
        if (value := getattr(case, name)) is not None:
            spent.setdefault(value, []).append((case.hours, case.running))
    found = {value: _timed(TOTAL, times, allowed) for value, times in spent.items()}
    return dict(sorted(found.items(), key=lambda one: (one[1].within.estimate or 0.0, one[0])))


def complaint_open(reader: Reader, filters: Filters, *, identify: int = TARGETS["identify"],
                   assess: int = TARGETS["assess"], negotiate: int = TARGETS["negotiate"],
                   act: int = TARGETS["act"], close: int = TARGETS["close"]) -> pd.DataFrame:
    """List the complaints open on the as-of day with their stage and owner, those past the target first.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The period does not matter.
    identify, assess, negotiate, act, close : int
        Hours each stage may take.

    Returns
    -------
    pandas.DataFrame
        One row per open complaint; money in minor units.
    """
    return run_sql(reader, "complaint_open", filters, targets=[identify, assess, negotiate, act, close])
