"""Customers at the start of the period, won, won back and lost in it, and how many that leaves.

Definition
    Customers at the start + won + won back − lost = customers at the end. A customer is there on a
    day when won before it and not lost before it; a loss known only after the as-of day has not
    happened yet.
Churn rate
    Customers at the start who were lost within the period, over customers at its start. Of a class of
    cause: those lost for it, over everyone at the start.
Money
    Value is the trailing twelve months' revenue a customer had when the value was last set, which
    is at each grading; where no orders are recorded it is the stated annual value.
Grain
    One row per group of the breakdown and per window: the period, the one before and the same one a
    year ago; and one row per calendar month, the running month marked as not complete.
Edge cases
    Customers won and lost within the window count in both. A window that begins before the records
    do is left out. A source without dates has one window: everybody there has been, and those lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters, Period
from analytics.filters.filters import DIMENSIONS
from analytics.metrics.running import period_of, run_sql
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.store.reader import Reader

Breakdown = tuple[str, ...]
Group = tuple[str | None, ...]
Counts = dict[str, int]

#: Losses can be told apart by it; the customers at the start cannot.
CAUSE = "cause_class"

#: What customers can be grouped by here: the grade changes within a window, so it is left out.
MOVEMENT_DIMENSIONS = (*(column for column in DIMENSIONS if column != "grade"), CAUSE)


@dataclass(frozen=True, slots=True)
class Movement:
    """Customers coming and going in one window.

    Attributes
    ----------
    at_start, won, won_back, lost : int
        Customers.
    value_lost : int
        Trailing 12 months' revenue of the lost, in minor units.
    """

    at_start: int = 0
    won: int = 0
    won_back: int = 0
    lost: int = 0
    value_lost: int = 0

    @property
    def at_end(self) -> int:
        """Customers when the window ends."""
        return self.at_start + self.won + self.won_back - self.lost

    @property
    def net(self) -> int:
        """Change of the number of customers."""
        return self.at_end - self.at_start


@dataclass(frozen=True, slots=True)
class GroupMovement:
    """One group's movement.

    Attributes
    ----------
    group : tuple of str or None
        Values of the breakdown's dimensions, in its order; None: not stated.
    period : Movement
    previous, year_ago : Movement or None
        None: there is no such window in the records.
    churn_rate : Estimate
        Of the period.
    value_at_start : int
        In minor units.
    """

    group: Group
    period: Movement
    previous: Movement | None
    year_ago: Movement | None
    churn_rate: Estimate
    value_at_start: int


@dataclass(frozen=True, slots=True)
class MovementMonth:
    """One calendar month.

    Attributes
    ----------
    month : date
        Its first day.
    at_start, won, won_back, lost : int
        Customers.
    value_at_start, value_lost : int
        In minor units.
    complete : bool
        Whether the whole month is known.
    """

    month: date
    at_start: int
    won: int
    won_back: int
    lost: int
    value_at_start: int
    value_lost: int
    complete: bool


@dataclass(frozen=True, slots=True)
class CustomerMovement:
    """Customers coming and going: in total, by every breakdown asked for, and month by month.

    Attributes
    ----------
    period : Period
    total : GroupMovement
    value_at_end : int
        Of everyone, in minor units.
    rows : mapping of tuple of str to tuple of GroupMovement
        By breakdown; most customers lost first.
    months : tuple of MovementMonth
        The whole history; empty where the source has no dates.
    """

    period: Period
    total: GroupMovement
    value_at_end: int
    rows: dict[Breakdown, tuple[GroupMovement, ...]]
    months: tuple[MovementMonth, ...]

    def table(self) -> list[dict[str, object]]:
        """Return every window of the total and of each group, by the names of the dimensions."""
        return [
            {**dict(zip(breakdown, row.group, strict=True)), "window": name, **_figures(window),
             **(_rate(row.churn_rate) if name == "period" else {})}
            for breakdown, rows in (((), (self.total,)), *self.rows.items()) for row in rows
            for name in ("period", "previous", "year_ago") if (window := getattr(row, name)) is not None]

    def extra(self) -> dict[str, object]:
        """Return what the customers are worth, and the months."""
        return {
            "value_at_start": self.total.value_at_start / 100, "value_at_end": self.value_at_end / 100,
            "months": [{
                "month": one.month, "customers_at_start": one.at_start, "won": one.won,
                "won_back": one.won_back, "lost": one.lost, "value_at_start": one.value_at_start / 100,
                "value_lost": one.value_lost / 100, "complete": one.complete} for one in self.months]}


def customer_movement(reader: Reader, filters: Filters, *, by: Sequence[Breakdown] = ()) -> CustomerMovement:
    """Count customers coming and going.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    by : sequence of tuple of str
        Breakdowns, each a tuple of a customer's dimensions, or the class of cause by itself.

    Returns
    -------
    CustomerMovement

    Raises
    ------
    UnknownName
        A dimension that is not one of a customer, or the grade; or the class of cause with others.
    """
    for one in by:
        for column in one:
            if column not in MOVEMENT_DIMENSIONS or (column == CAUSE and len(one) > 1):
                raise UnknownName("dimension", "+".join(one), MOVEMENT_DIMENSIONS)
    period = period_of(reader, filters)
    dated = period.start is not None
    sets: list[Breakdown] = [(), *by]
    stem = "customer_movement" if dated else "customer_movement_snapshot"
    frame = run_sql(reader, stem, filters, sets=sets)
    known = _windows_known(period, reader.meta.first_event)
    value_at_end = int(frame.pop("value_at_end").sum())
    total = _group(_summed(frame, ())[()], (), known)
    rows = {one: _rows(_summed(frame, one), one, known, total) for one in by}
    return CustomerMovement(
        period, total, value_at_end, rows,
        _months(run_sql(reader, "customer_movement_months", filters)) if dated else ())


def _windows_known(period: Period, first_event: date | None) -> frozenset[str]:
    # Before the records begin nobody is seen to leave: such a window compares with nothing.
    starts = {"_previous": period.previous_start, "_year_ago": period.year_ago_start}
    return frozenset(name for name, start in starts.items()
                     if start is not None and first_event is not None and start >= first_event)


def _summed(frame: pd.DataFrame, one: Breakdown) -> dict[Group, Counts]:
    """Sum the rows of all dimensions over those of one breakdown; groups without any count are left out."""
    names = [column for column in frame.columns if column not in (*MOVEMENT_DIMENSIONS, "total")]
    counts = np.nan_to_num(frame[names].to_numpy(float))
    places: dict[Group, int] = {}
    labels = [[None if pd.isna(value) else str(value) for value in frame[column]] for column in one]
    codes = [places.setdefault(group, len(places)) for group in zip(*labels, strict=True)] if one \
        else [places.setdefault((), 0)] * len(frame)
    sums = np.zeros((max(len(places), 1), len(names)))
    np.add.at(sums, codes, counts)
    return {group: dict(zip(names, sums[place].astype(int).tolist(), strict=True))
            for group, place in places.items() if sums[place].any() or not one} or {(): {}}


def _rows(sums: dict[Group, Counts], one: Breakdown, known: frozenset[str],
          total: GroupMovement) -> tuple[GroupMovement, ...]:
    groups = [_group(counts, group, known) for group, counts in sums.items() if group]
    if one == (CAUSE,):
        groups = [_of_everyone(row, total) for row in groups if row.group[0] is not None]
    return tuple(sorted(groups, key=lambda row: (-row.period.lost, str(row.group))))


def _group(counts: Counts, group: Group, known: frozenset[str]) -> GroupMovement:
    window = _window(counts, "")
    previous, year_ago = (_window(counts, name) if name in known else None
                          for name in ("_previous", "_year_ago"))
    return GroupMovement(group, window, previous, year_ago,
                         rate(counts.get("lost_from_start", 0), window.at_start),
                         counts.get("value_at_start", 0))


def _of_everyone(row: GroupMovement, total: GroupMovement) -> GroupMovement:
    """Measure the losses of one cause against all customers at the start."""
    period, previous, year_ago = (
        None if mine is None or whole is None else replace(mine, at_start=whole.at_start)
        for mine, whole in ((row.period, total.period), (row.previous, total.previous),
                            (row.year_ago, total.year_ago)))
    return replace(row, period=period or row.period, previous=previous, year_ago=year_ago,
                   churn_rate=rate(min(row.period.lost, total.period.at_start), total.period.at_start))


def _window(counts: Counts, suffix: str) -> Movement:
    at_start = counts.get("at_start", 0)
    if suffix:
        # Who was there earlier follows from who came and went since.
        at_start += counts.get(f"left_since{suffix}", 0) - counts.get(f"came_since{suffix}", 0)
    return Movement(at_start, *(counts.get(f"{name}{suffix}", 0) for name in _COUNTS))


def _months(frame: pd.DataFrame) -> tuple[MovementMonth, ...]:
    return tuple(
        MovementMonth(month=record["month"].date(), complete=bool(record["complete"]),
                      **{name: int(record[name]) for name in _MONTH_COUNTS})
        for record in frame.to_dict("records"))


def _figures(one: Movement) -> dict[str, object]:
    return {"customers_at_start": one.at_start, "won": one.won, "won_back": one.won_back, "lost": one.lost,
            "customers_at_end": one.at_end, "value_lost": one.value_lost / 100}


def _rate(churn: Estimate) -> dict[str, object]:
    return {"churn_rate": churn.estimate, "low": churn.low, "high": churn.high, "n": churn.n,
            "state": churn.state}


_COUNTS = ("won", "won_back", "lost", "value_lost")
_MONTH_COUNTS = ("at_start", "won", "won_back", "lost", "value_at_start", "value_lost")
