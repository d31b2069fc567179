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
    Customers won and lost within the window count in both; who is lost, comes back and is lost again
    is one customer lost twice. A window that begins before every
    usual kind of loss can be seen is left out. A source without dates has one window: everybody there
    has been, and those lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.filters.filters import DIMENSIONS
from analytics.metrics.movement import (
    Breakdown,
    CustomerMovement,
    Group,
    GroupMovement,
    Movement,
    MovementMonth,
)
from analytics.metrics.observed import comparable_windows, observed
from analytics.metrics.running import compose, period_of, run_sql
from analytics.statistics.intervals import rate
from analytics.store.reader import Reader

Counts = dict[str, int]

#: Losses can be told apart by it; the customers at the start cannot.
CAUSE = "cause_class"

#: What customers can be grouped by here: the grade changes within a window, so it is left out.
MOVEMENT_DIMENSIONS = (*(column for column in DIMENSIONS if column != "grade"), CAUSE)


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
    columns = tuple(dict.fromkeys(column for one in by for column in one))
    counted = [(names, _counted(reader, stem, filters, by))
               for stem, names in (_DATED if dated else _SNAPSHOT)]
    observed_on = observed(reader).observed_on
    known = comparable_windows(period, observed_on)
    sums = _summed(counted, columns, ())[()]
    total = _group(sums, (), known)
    rows = {one: _rows(_summed(counted, columns, one), one, known, total) for one in by}
    return CustomerMovement(
        period, total, sums.get("value_at_end", 0), rows,
        _months(run_sql(reader, "customer_movement_months", filters)) if dated else (), observed_on)


def _counted(reader: Reader, stem: str, filters: Filters,
             by: Sequence[Breakdown]) -> list[tuple[object, ...]]:
    # Rows as they are: a frame would cost more than the query.
    sql, named = compose(stem, filters, [(), *by])
    return reader.rows(sql, {**named, **period_of(reader, filters).parameters()})


def _summed(counted: Sequence[tuple[tuple[str, ...], list[tuple[object, ...]]]], columns: Breakdown,
            one: Breakdown) -> dict[Group, Counts]:
    """Sum rows of all dimensions over those of one breakdown."""
    places = [columns.index(column) for column in one]
    sums: dict[Group, Counts] = {} if one else {(): {}}
    for names, rows in counted:
        for row in rows:
            group: Group = tuple(None if row[place] is None else str(row[place]) for place in places)
            mine = sums.setdefault(group, {})
            # Without dimensions a placeholder stands first.
            for name, count in zip(names, row[len(columns) or 1:], strict=True):
                if count:
                    mine[name] = mine.get(name, 0) + int(count)  # type: ignore[call-overload]
    return sums


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
                         counts.get("value_at_start", 0), counts.get("customers_lost", 0))


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
        MovementMonth(
            month=record["month"].date(), complete=bool(record["complete"]),
            value_at_start=None if pd.isna(record["value_at_start"]) else int(record["value_at_start"]),
            **{name: int(record[name]) for name in _MONTH_COUNTS})
        for record in frame.to_dict("records"))


#: Queries whose rows hold the dimensions and then these counts.
_DATED = (
    ("customer_movement_there", ("at_start", "value_at_start", "value_at_end")),
    ("customer_movement_opened", ("won", "won_previous", "won_year_ago", "won_back", "won_back_previous",
                                  "won_back_year_ago", "came_since_previous", "came_since_year_ago")),
    ("customer_movement_lost", ("lost", "lost_previous", "lost_year_ago", "customers_lost", "lost_from_start",
                                "value_lost", "value_lost_previous", "value_lost_year_ago",
                                "left_since_previous", "left_since_year_ago")),
)
_SNAPSHOT = (("customer_movement_snapshot", ("at_start", "lost", "customers_lost", "lost_from_start",
                                             "value_at_start", "value_at_end", "value_lost")),)

_COUNTS = ("won", "won_back", "lost", "value_lost")
_MONTH_COUNTS = ("at_start", "won", "won_back", "lost", "value_lost")
