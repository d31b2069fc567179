"""Complaints in the period: how many, about what, how severe, and where they are concentrated.

Definition
    Complaints received in the period, per 100 customers who were customers on any day of it, and per
    100 service jobs done for these customers in it.
Grain
    One row per combination of category and severity, and per value of a customer's dimension.
Edge cases
    Whoever complained after leaving counts among the customers. Without service jobs there is no rate
    per 100 jobs. Where records changed (an event of kind system_change within the two periods, or up to
    three months after them) the comparison carries a warning: fewer complaints may only mean fewer on record.
Source
    Interval: exact Poisson (Garwood 1936). Groups that stand out: exact conditional binomial test of
    each against the rest, Benjamini and Hochberg 1995.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from analytics.filters import Filters, Period
from analytics.filters.periods import add_months
from analytics.metrics.events import known_events
from analytics.metrics.running import period_of, run_rows
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import poisson_exact
from analytics.statistics.multiple import benjamini_hochberg
from analytics.store.reader import Reader

#: Dimensions of a customer in which complaints may be concentrated, as ``complaint_exposure`` knows them.
DIMENSIONS = ("size", "segment", "region", "branch", "market")

#: So many months on either side of a change of the records cannot be trusted to have improved: what came in
#: before it may never have been keyed in.
DOUBTFUL_MONTHS = 3

#: A group stands out where the adjusted p value of its difference from the rest is below this.
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class ComplaintCount:
    """Complaints of one period.

    Attributes
    ----------
    complaints, complainers : int
        Complaints, and the customers who made them.
    customers, jobs : int
        Customers of the period and service jobs done for them.
    per_customers, per_jobs : Estimate
        Complaints per 100 of them; ``n`` counts customers and jobs. Without a figure where there are none.
    """

    complaints: int
    complainers: int
    customers: int
    jobs: int
    per_customers: Estimate
    per_jobs: Estimate


@dataclass(frozen=True, slots=True)
class ComplaintCell:
    """Complaints of one category and severity; None: not stated."""

    category: str | None
    severity: str | None
    complaints: int
    per_customers: Estimate


@dataclass(frozen=True, slots=True)
class ComplaintGroup:
    """Complaints of one group of customers.

    Attributes
    ----------
    value : str or None
        Value of the dimension; None: not stated.
    count : ComplaintCount
    p : float or None
        Adjusted p value of the test against the rest; None for a group too small to show.
    stands_out : {"above", "below"} or None
    """

    value: str | None
    count: ComplaintCount
    p: float | None
    stands_out: str | None


@dataclass(frozen=True, slots=True)
class Complaints:
    """Complaints of the period.

    Attributes
    ----------
    period : Period
    now : ComplaintCount
    previous, year_ago : ComplaintCount or None
        None where the records do not reach back.
    cells : tuple of ComplaintCell
        Most complaints first.
    groups : mapping of str to tuple of ComplaintGroup
        By dimension, highest rate first; dimensions without values are left out.
    breaks : tuple of (date, str)
        Changes of the records from the beginning of the earlier period until three months after this one.
    """

    period: Period
    now: ComplaintCount
    previous: ComplaintCount | None
    year_ago: ComplaintCount | None
    cells: tuple[ComplaintCell, ...]
    groups: dict[str, tuple[ComplaintGroup, ...]]
    breaks: tuple[tuple[date, str], ...]

    def most_named(self) -> tuple[tuple[str, ...], int]:
        """Return the categories named most often, all that tie, and the complaints about each of them."""
        totals: dict[str, int] = {}
        for one in self.cells:
            if one.category is not None:
                totals[one.category] = totals.get(one.category, 0) + one.complaints
        most = max(totals.values(), default=0)
        return tuple(sorted(name for name, number in totals.items() if number == most)), most

    def table(self) -> list[dict[str, object]]:
        """Return the total, each category and severity, and each group."""
        rows: list[dict[str, object]] = [{"group": "all", **_figures(self.now)}]
        rows += [{"group": "category", "category": one.category, "severity": one.severity,
                  "complaints": one.complaints, "per_100_customers": one.per_customers.estimate,
                  "low": one.per_customers.low, "high": one.per_customers.high} for one in self.cells]
        return rows + [{"group": dimension, dimension: one.value, **_figures(one.count), "p": one.p}
                       for dimension, groups in self.groups.items() for one in groups]

    def extra(self) -> dict[str, object]:
        """Return the periods compared with, and changes of the records in between."""
        return {"previous": self.previous, "year_ago": self.year_ago,
                "breaks": [{"happened_on": day, "title": title} for day, title in self.breaks]}


def complaints(reader: Reader, filters: Filters) -> Complaints:
    """Count the complaints of the period by category, severity and group of customers.

    Parameters
    ----------
    reader : Reader
    filters : Filters

    Returns
    -------
    Complaints
    """
    period = period_of(reader, filters)
    exposure = run_rows(reader, "complaint_exposure", filters)
    times = _counts(exposure, 0)
    now, previous, year_ago = (
        times.get(time, count_of(0, 0, 0, 0))
        # Of twelve months the period before is the year ago: the query counts it once.
        for time in ("now", "previous", "previous" if period.year_before else "year_ago"))
    mine = [row for row in exposure if row[0] == "now"]
    return Complaints(
        period, now, _recorded(previous), _recorded(year_ago), _cells(reader, filters, now.customers),
        {dimension: groups for place, dimension in enumerate(DIMENSIONS, start=1)
         if (groups := _groups(mine, place))},
        record_breaks(reader, filters, period.previous_start or period.start, doubtful_until(period.end)))


def doubtful_until(end: date | None) -> date | None:
    """Return until when a change of the records makes what came before a day doubtful."""
    return None if end is None else add_months(end, DOUBTFUL_MONTHS)


def record_breaks(reader: Reader, filters: Filters, start: date | None, end: date | None
                  ) -> tuple[tuple[date, str], ...]:
    """Return the changes of the records (system_change) within a time, for the branches in scope."""
    return tuple(
        (one.happened_on, one.title) for one in known_events(reader, filters)
        if one.kind == "system_change" and (start is None or one.happened_on >= start)
        and (end is None or one.happened_on < end))


def count_of(number: int, complainers: int, customers: int, jobs: int) -> ComplaintCount:
    """Return a count with its rates per 100 customers and per 100 jobs."""
    return ComplaintCount(number, complainers, customers, jobs, per_100(number, customers),
                          per_100(number, jobs))


def per_100(events: int, units: int) -> Estimate:
    """State events per 100 units with their exact Poisson interval."""
    if units <= 0:
        return Estimate(0, None, state=state_of(0))
    low, high = poisson_exact(events, units / 100)
    return Estimate(units, 100 * events / units, float(low), float(high), state_of(units))


def _recorded(one: ComplaintCount) -> ComplaintCount | None:
    """Return an earlier period's count, or None where nobody was a customer then."""
    return one if one.customers else None


def _counts(exposure: list[tuple[Any, ...]], place: int) -> dict[str | None, ComplaintCount]:
    """Add up the counts, which stand last, by the value at a place."""
    sums: dict[str | None, list[int]] = {}
    for row in exposure:
        so_far = sums.setdefault(row[place], [0, 0, 0, 0])
        for number, count in enumerate(row[-4:]):
            so_far[number] += count
    return {value: count_of(*counts) for value, counts in sums.items()}


def _cells(reader: Reader, filters: Filters, customers: int) -> tuple[ComplaintCell, ...]:
    cells = [ComplaintCell(category, severity, number, per_100(number, customers))
             for category, severity, number in run_rows(reader, "complaints", filters)]
    return tuple(sorted(cells, key=lambda one: (-one.complaints, str(one.category), str(one.severity))))


def _groups(exposure: list[tuple[Any, ...]], place: int) -> tuple[ComplaintGroup, ...]:
    found = {value: count for value, count in _counts(exposure, place).items() if count.customers}
    if set(found) <= {None}:
        return ()
    shown = [value for value, one in found.items() if one.per_customers.state != "suppressed"]
    tested = dict(zip(shown, against_the_rest([found[value] for value in shown]), strict=True))
    everybody = max(sum(one.customers for one in found.values()), 1)
    total = sum(one.complaints for one in found.values()) / everybody
    groups = [ComplaintGroup(
        value, one, tested.get(value),
        ("above" if one.complaints > total * one.customers else "below")
        if tested.get(value, 1.0) < LEVEL else None) for value, one in found.items()]
    return tuple(sorted(groups, key=lambda one: (-(one.count.per_customers.estimate or 0), str(one.value))))


def against_the_rest(counts: list[ComplaintCount]) -> list[float]:
    """Return adjusted p values: given all complaints, a group's are binomial by its share of customers."""
    from scipy.special import bdtr, bdtrc

    everybody, number = sum(one.customers for one in counts), sum(one.complaints for one in counts)
    if len(counts) < 2 or not number or not everybody:
        return [1.0] * len(counts)
    p = []
    for one in counts:
        share = one.customers / everybody
        at_least = 1.0 if one.complaints == 0 else float(bdtrc(one.complaints - 1, number, share))
        p.append(min(2 * min(float(bdtr(one.complaints, number, share)), at_least), 1.0))
    return [float(one) for one in benjamini_hochberg(np.array(p))]


def _figures(one: ComplaintCount) -> dict[str, object]:
    return {"complaints": one.complaints, "complainers": one.complainers, "customers": one.customers,
            "jobs": one.jobs, "per_100_customers": one.per_customers.estimate, "low": one.per_customers.low,
            "high": one.per_customers.high, "per_100_jobs": one.per_jobs.estimate,
            "jobs_low": one.per_jobs.low, "jobs_high": one.per_jobs.high, "state": one.per_customers.state}
