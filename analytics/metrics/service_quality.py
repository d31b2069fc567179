"""Service: timely, accurate, consistent, reliable; by branch and over time.

Definition
    Timely: jobs done by the day promised, of those with a promised day. Accurate: jobs done right and
    not brought back. Reliable: jobs of which what was promised was done, and jobs between two that
    failed. A job failed when any of it (time, work, completeness, promise) was not as it should be.
    Consistent: how much of the scatter of failures lies between branches (intraclass correlation), and
    how much single customers' jobs scatter around each one's own mean.
Grain
    One row per branch; one per month.
Intervals
    Wilson at the effective number of jobs, a customer's jobs being alike; see `service_scatter`.
Edge cases
    What was not written down of a job is not held against it, and the job stays out of that share. The
    branch is the one that did the job. Exceedances are counted: there is no rate of error that is
    allowed.
Source
    Methods A9; Wilson 1927; Garwood 1936; Donner 1986 on the intraclass correlation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.metrics.service_scatter import service_scatter
from analytics.statistics.consistency import intraclass_correlation
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import poisson_exact, rate
from analytics.store.reader import Reader

#: What may be wrong with a job, and how the mart says so.
FAULTS = {
    "failed": "facts.failed", "late": "not facts.on_time", "wrong": "not facts.right_first_time",
    "returned": "facts.returned", "incomplete": "not facts.complete", "broken": "not facts.promise_kept",
    "any": "true",
}

#: What each of these is a share of: the jobs of which it was written down.
JUDGED = {
    "failed": "facts.failed", "late": "facts.on_time", "wrong": "facts.right_first_time",
    "returned": "facts.returned", "incomplete": "facts.complete", "broken": "facts.promise_kept",
    "any": "facts.job_id",
}

#: The kinds of exceedance that are counted, as columns of `ServiceCounts`.
EXCEEDANCES = ("late", "wrong", "returned", "incomplete", "broken")


@dataclass(frozen=True, slots=True)
class ServiceCounts:
    """Jobs of one branch or of all, in one stretch of time.

    Attributes
    ----------
    jobs : int
    judged, failed : int
        Jobs of which anything was written down, and those of which anything went wrong.
    timed, on_time, checked, right_first_time, promised, promise_kept : int
        Jobs each property is known of, and those that had it.
    late, wrong, returned, incomplete, broken : int
        Exceedances.
    wrong_or_incomplete : int
        Jobs that were one or the other.
    promised_not_provided : int
        Promises broken though the job was on time, right and complete.
    effects : mapping of str to float
        Design effect of shares of jobs, by the count of those that had it; one where none is given.
    """

    jobs: int = 0
    judged: int = 0
    failed: int = 0
    timed: int = 0
    on_time: int = 0
    checked: int = 0
    right_first_time: int = 0
    promised: int = 0
    promise_kept: int = 0
    late: int = 0
    wrong: int = 0
    returned: int = 0
    incomplete: int = 0
    broken: int = 0
    wrong_or_incomplete: int = 0
    promised_not_provided: int = 0
    effects: Mapping[str, float] = field(default_factory=dict)

    def share(self, count: str, jobs: str) -> Estimate:
        """State one count over another, a customer's jobs being alike."""
        n = getattr(self, jobs)
        return rate(getattr(self, count), n, effective_n=n / self.effects.get(count, 1.0))

    @property
    def timely(self) -> Estimate:
        """Share done by the day promised."""
        return self.share("on_time", "timed")

    @property
    def accurate(self) -> Estimate:
        """Share right the first time."""
        return self.share("right_first_time", "checked")

    @property
    def reliable(self) -> Estimate:
        """Share of which the promise was kept."""
        return self.share("promise_kept", "promised")

    @property
    def failure_rate(self) -> Estimate:
        """Share of which anything went wrong."""
        return self.share("failed", "judged")

    @property
    def jobs_between_failures(self) -> Estimate:
        """Jobs a failure, with the Poisson interval of the effective failures; None without a failure."""
        if not self.judged or not self.failed:
            return Estimate(self.judged, None, state=state_of(self.judged))
        between, worth = self.judged / self.failed, self.failed / self.effects.get("failed", 1.0)
        ends = [between * worth / float(end) for end in reversed(poisson_exact(worth))]
        return Estimate(self.judged, between, ends[0], ends[1], state_of(self.judged))


_COUNTED = tuple(one.name for one in fields(ServiceCounts) if one.name != "effects")


@dataclass(frozen=True, slots=True)
class ServiceMonth:
    """One month of jobs."""

    month: date
    complete: bool
    counts: ServiceCounts


@dataclass(frozen=True, slots=True)
class Streak:
    """Jobs of a branch since the last that failed; None where none ever did."""

    failed_on: date | None
    jobs_since: int


@dataclass(frozen=True, slots=True)
class ServiceQuality:
    """Service in the period, against the one before and a year ago.

    Attributes
    ----------
    now, previous, year_ago : ServiceCounts
    branches : mapping of str to ServiceCounts
        In the period, by name.
    branches_before : mapping of str to ServiceCounts
        In the period before.
    consistency : Estimate
        Intraclass correlation of failures between branches: 0, all branches alike.
    within_customer_deviation : float or None
        Standard deviation of failure (0 or 1) around each customer's own mean.
    months : tuple of ServiceMonth
        The whole history.
    streaks : mapping of str to Streak
        As of now.
    """

    now: ServiceCounts
    previous: ServiceCounts
    year_ago: ServiceCounts
    branches: dict[str, ServiceCounts]
    branches_before: dict[str, ServiceCounts]
    consistency: Estimate
    within_customer_deviation: float | None
    months: tuple[ServiceMonth, ...]
    streaks: dict[str, Streak]

    def table(self) -> list[dict[str, object]]:
        """Return one row per branch; all branches together have no name."""
        rows = []
        for branch, one in ((None, self.now), *self.branches.items()):
            row: dict[str, object] = {"branch": branch, "jobs": one.jobs}
            for name in ("timely", "accurate", "reliable", "failure_rate"):
                found: Estimate = getattr(one, name)
                row |= {name: found.estimate, f"{name}_low": found.low, f"{name}_high": found.high,
                        f"{name}_n": found.n}
            rows.append({**row, "state": state_of(one.judged),
                         **{name: getattr(one, name) for name in EXCEEDANCES}})
        return rows

    def extra(self) -> dict[str, object]:
        """Return what belongs to no branch."""
        return {"consistency": {"n": self.consistency.n, "estimate": self.consistency.estimate,
                                "low": self.consistency.low, "high": self.consistency.high,
                                "state": self.consistency.state},
                "within_customer_deviation": self.within_customer_deviation}


def service_quality(reader: Reader, filters: Filters) -> ServiceQuality:
    """Measure the four properties of service.

    Parameters
    ----------
    reader : Reader
    filters : Filters

    Returns
    -------
    ServiceQuality
        With counts of zero where there are no jobs.
    """
    frame = run_sql(reader, "service_quality", filters)
    scatter = service_scatter(reader, filters)
    now, previous, year_ago = (frame[frame[time]] for time in ("now", "previous", "year_ago"))
    branches, before = (
        {branch: replace(counts, effects=scatter.branches.get(branch, scatter.everyone))
         for branch, counts in _counts(rows, "branch").items() if isinstance(branch, str)}
        for rows in (now, previous))
    consistency = intraclass_correlation([one.failed for one in branches.values()],
                                         [one.judged for one in branches.values()])
    counts = [replace(_counts(rows).get(True, ServiceCounts()), effects=scatter.everyone)
              for rows in (now, previous, year_ago)]
    return ServiceQuality(
        counts[0], counts[1], counts[2], branches, before, consistency, scatter.within_customer_deviation,
        _months(frame, scatter.of_months(now["month"].nunique())), _streaks(reader, filters, frame))


def service_list(reader: Reader, filters: Filters, *, fault: str = "failed",
                 branch: str | None = None, judged: bool = False) -> pd.DataFrame:
    """List the jobs of the period that had a fault, with their customers.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    fault : str
        A key of ``FAULTS``; "any" lists every job.
    branch : str, optional
        The branch that did the job.
    judged : bool
        All jobs of which it is known whether they had the fault: what its rate is a share of.

    Returns
    -------
    pandas.DataFrame
        One row per job, newest first; money in minor units.

    Raises
    ------
    UnknownName
        A fault there is none of.
    """
    if fault not in FAULTS:
        raise UnknownName("fault", fault, FAULTS)
    condition = f"{JUDGED[fault]} is not null" if judged else FAULTS[fault]
    return run_sql(reader, "service_list", filters, condition=condition, branch=branch)


def _counts(frame: pd.DataFrame, column: str | None = None) -> dict[Any, ServiceCounts]:
    """Add up the counts of each value of a column; without one, of all rows, under True."""
    values = frame[column].to_numpy() if column else np.full(len(frame), True)
    codes, found = pd.factorize(values, use_na_sentinel=False)
    sums = np.zeros((len(found), len(_COUNTED)), dtype=np.int64)
    np.add.at(sums, codes, np.nan_to_num(frame[[*_COUNTED]].to_numpy(float)).astype(np.int64))
    rows: list[list[Any]] = sums.tolist()
    return {value: ServiceCounts(*row) for value, row in zip(found, rows, strict=True)}


def _months(frame: pd.DataFrame, effects: Mapping[str, float]) -> tuple[ServiceMonth, ...]:
    complete = dict(zip(frame["month"], frame["complete"], strict=True))
    counts = sorted((pd.Timestamp(month), one) for month, one in _counts(frame, "month").items())
    return tuple(ServiceMonth(month.date(), bool(complete[month]), replace(one, effects=effects))
                 for month, one in counts)


def _streaks(reader: Reader, filters: Filters, frame: pd.DataFrame) -> dict[str, Streak]:
    days: dict[str, date | None] = {}
    judged: dict[str, int] = {}
    for branch, failed_on, jobs in zip(frame["branch"], frame["failed_on"], frame["judged"], strict=True):
        if isinstance(branch, str) and jobs > 0:
            # By month, oldest first: a later failure takes the place of an earlier one.
            days[branch] = _day(failed_on) or days.get(branch)
            judged[branch] = judged.get(branch, 0) + int(jobs)
    failed = {branch: day for branch, day in days.items() if day is not None}
    since = {} if not failed else {
        str(row.branch): int(row.jobs_since) for row in run_sql(
            reader, "service_streaks", filters, branches=list(failed), failed_on=list(failed.values())
        ).itertuples()}
    return {branch: Streak(day, judged[branch] if day is None else since.get(branch, 0))
            for branch, day in days.items()}


def _day(value: Any) -> date | None:
    # A missing day is NaT, which does not equal itself.
    return None if value is None or value != value else value.date()
