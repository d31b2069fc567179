"""Lost customers by size, cause and time, with what they were worth.

Definition
    A customer is lost when the company recorded it, when the contract ended and was not renewed,
    or when trade has been silent longer than the threshold; the earliest of these counts.
Churn rate
    Customers at the start of the period who were lost within it, over customers at its start.
Grain
    One row per combination of the dimensions asked for.
Edge cases
    Customers won and lost within the same period count as lost but not in the rate. Who is lost, comes
    back and is lost again within the period is one customer and two losses. A source
    without dates has one period, everything; its rate is the lost over all customers.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analytics.filters import Filters, Period
from analytics.filters.filters import DIMENSIONS
from analytics.metrics.observed import comparable_windows, observed
from analytics.metrics.running import grouping_mask, period_of, plain_value, run_sql
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate, weighted_rate_from_sums
from analytics.store.reader import Reader

Breakdown = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LostRow:
    """Losses of one group of customers.

    Attributes
    ----------
    group : tuple
        Values of the breakdown's dimensions, in its order; None: not stated.
    customers_at_start : int
        Customers of the group at the start; of everyone where the breakdown is one of losses only.
    value_at_start : int
        Their trailing 12 months' revenue, in minor units.
    lost, lost_previous, lost_year_ago : int
        Losses in the period, in the one before, and in the same one a year ago; who came back and was
        lost again is two.
    customers_lost : int
        Customers whose first loss in the period is one of these.
    lost_from_start : int
        Those customers who were there at its start: the numerator of the rate. The others came since.
    churn_rate : Estimate
        Of the customers at the start.
    value_lost, value_lost_previous, value_lost_year_ago : int
        Trailing 12 months' revenue of the lost, in minor units.
    value_lost_from_start : int
        Value at the start of those of the lost who were there: the numerator of the revenue's rate.
    revenue_churn_rate : Estimate
        Value at the start of the customers lost, over value at the start.
    expected_future_value : int
        What the lost were still expected to bring, in minor units.
    cause_stated, avoidable : int
        Losses with a stated cause, and of these the ones the company could influence. That a contract
        expired or was cancelled says how it ended, not why.
    regretted, not_regretted, returned : int
        Losses with and without expected value; won back since.
    """

    group: tuple[str | date | bool | None, ...]
    customers_at_start: int
    value_at_start: int
    lost: int
    lost_previous: int
    lost_year_ago: int
    customers_lost: int
    lost_from_start: int
    churn_rate: Estimate
    value_lost: int
    value_lost_previous: int
    value_lost_year_ago: int
    value_lost_from_start: int
    revenue_churn_rate: Estimate
    expected_future_value: int
    cause_stated: int
    avoidable: int
    regretted: int
    not_regretted: int
    returned: int


@dataclass(frozen=True, slots=True)
class LostCustomers:
    """Losses in total and by every breakdown asked for.

    Attributes
    ----------
    period : Period
    total : LostRow
    rows : mapping of tuple of str to tuple of LostRow
        By breakdown; most customers lost first, months in order.
    comparable : frozenset of str
        Earlier windows in which losses could be seen: ``"_previous"``, ``"_year_ago"``.
    """

    period: Period
    total: LostRow
    rows: dict[Breakdown, tuple[LostRow, ...]]
    comparable: frozenset[str]

    def table(self) -> list[dict[str, object]]:
        """Return every breakdown's rows by the names of their dimensions; the total has none."""
        return [{**dict(zip(breakdown, row.group, strict=True)), **_figures(row)}
                for breakdown, rows in (((), (self.total,)), *self.rows.items()) for row in rows]


def lost_customers(reader: Reader, filters: Filters, *,
                   by: Sequence[Breakdown] = (("size",), ("cause_class",))) -> LostCustomers:
    """Count lost customers and their value by any breakdown.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    by : sequence of tuple of str
        Breakdowns, each a tuple of dimensions.

    Returns
    -------
    LostCustomers
    """
    period = period_of(reader, filters)
    everyone = period.start is None or period.code == "all"
    sets: list[Breakdown] = [(), *by]
    losses = run_sql(reader, "lost_customers", filters, sets=sets, everyone=everyone)
    # Customers at the start have no cause: those breakdowns are measured against everyone or the
    # part of the breakdown that is a property of the customer.
    start_sets = list(dict.fromkeys(_of_customers(one) for one in sets))
    starts = run_sql(reader, "customers_at_start", filters, sets=start_sets, everyone=everyone)
    at_start = {one: _by_group(starts, one, start_sets) for one in start_sets}
    rows = {one: _rows(losses, one, sets, at_start[_of_customers(one)]) for one in sets}
    return LostCustomers(period, rows.pop(())[0], rows,
                         comparable_windows(period, observed(reader).observed_on))


@dataclass(frozen=True, slots=True)
class _AtStart:
    customers: int
    value: int
    squares: float


def _figures(row: LostRow) -> dict[str, object]:
    churn, revenue = row.churn_rate, row.revenue_churn_rate
    return {
        "customers": row.lost, "value": row.value_lost / 100, "customers_at_start": row.customers_at_start,
        "value_at_start": row.value_at_start / 100, "churn_rate": churn.estimate, "low": churn.low,
        "high": churn.high, "n": churn.n, "state": churn.state, "revenue_churn_rate": revenue.estimate,
        "revenue_low": revenue.low, "revenue_high": revenue.high, "previous": row.lost_previous,
        "year_ago": row.lost_year_ago, "cause_stated": row.cause_stated, "avoidable": row.avoidable,
        "regretted": row.regretted,
        "not_regretted": row.not_regretted, "returned": row.returned}


def _of_customers(one: Breakdown) -> Breakdown:
    return tuple(column for column in one if column in DIMENSIONS)


def _by_group(frame: pd.DataFrame, one: Breakdown,
              sets: Sequence[Breakdown]) -> dict[tuple[Any, ...], _AtStart]:
    rows = frame[frame["grouping_set"] == grouping_mask(one, sets)]
    return {_group(row, one): _AtStart(int(row["customers_at_start"]), int(row["value_at_start"]),
                                        float(row["value_at_start_squares"]))
            for row in rows.to_dict("records")}


def _rows(frame: pd.DataFrame, one: Breakdown, sets: Sequence[Breakdown],
          at_start: dict[tuple[Any, ...], _AtStart]) -> tuple[LostRow, ...]:
    records = frame[frame["grouping_set"] == grouping_mask(one, sets)].to_dict("records")
    found: dict[tuple[Any, ...], dict[Hashable, Any]]
    found = {_group(record, one): record for record in records}
    if one == _of_customers(one):
        # A group that lost nobody is an answer too.
        for group in at_start:
            found.setdefault(group, {})
    if not one:
        found.setdefault((), {})
    places = [place for place, column in enumerate(one) if column in DIMENSIONS]
    rows = []
    for group, record in found.items():
        start = at_start.get(tuple(group[place] for place in places), _AtStart(0, 0, 0.0))
        # Sums over no rows are null.
        number = {name: int(record.get(name) or 0) for name in _COUNTS}
        rows.append(LostRow(
            group=group, customers_at_start=start.customers, value_at_start=start.value,
            lost=number["lost"], lost_previous=number["lost_previous"],
            lost_year_ago=number["lost_year_ago"], customers_lost=number["customers_lost"],
            lost_from_start=number["lost_from_start"],
            churn_rate=rate(number["lost_from_start"], start.customers),
            value_lost=number["value_lost"], value_lost_previous=number["value_lost_previous"],
            value_lost_year_ago=number["value_lost_year_ago"],
            value_lost_from_start=number["start_value_lost"],
            revenue_churn_rate=weighted_rate_from_sums(
                start.customers, start.value, record.get("start_value_lost") or 0.0,
                start.squares, record.get("start_value_lost_squares") or 0.0),
            expected_future_value=number["expected_future_value"],
            cause_stated=number["cause_stated"], avoidable=number["avoidable"],
            regretted=number["regretted"], not_regretted=number["not_regretted"],
            returned=number["returned"]))
    if "month" in one:
        place = one.index("month")
        return tuple(sorted(rows, key=lambda row: str(row.group[place])))
    return tuple(sorted(rows, key=lambda row: (-row.lost, str(row.group))))


def _group(record: Mapping[Hashable, Any], one: Breakdown) -> tuple[Any, ...]:
    return tuple(plain_value(record[column]) for column in one)



_COUNTS = ("lost", "customers_lost", "lost_from_start", "lost_previous", "lost_year_ago", "value_lost",
           "value_lost_previous", "value_lost_year_ago", "start_value_lost",
           "expected_future_value", "cause_stated", "avoidable", "regretted", "not_regretted", "returned")
