"""Lost customers against the demo company's own rows, counted another way, and on an empty store."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.lost_customers import lost_customers
from analytics.metrics.lost_list import lost_list
from analytics.statistics.intervals import wilson
from analytics.store import Store
from analytics.warehouse import build

YEAR = Filters("2025-07-01..2026-06-30")


def test_total_is_what_the_losses_say(demo_reader):
    total = lost_customers(demo_reader, YEAR, by=()).total
    lost, value = demo_reader.rows(
        "select count(*), sum(value_lost) from losses where lost_on between date '2025-07-01' and date '2026-06-30'")[0]
    assert (total.lost, total.value_lost) == (lost, value)
    assert lost > 300


def test_rate_counts_customers_of_the_start_once(demo_reader):
    total = lost_customers(demo_reader, YEAR, by=()).total
    start = {key for (key,) in demo_reader.rows(
        "select customer_key from customer_spells where from_on < date '2025-07-01' and to_on >= date '2025-07-01'")}
    gone = {key for (key,) in demo_reader.rows(
        "select customer_key from losses where lost_on between date '2025-07-01' and date '2026-06-30'")}
    assert total.customers_at_start == len(start)
    assert total.churn_rate.n == len(start)
    assert total.churn_rate.estimate == pytest.approx(len(start & gone) / len(start))
    low, high = wilson(len(start & gone), len(start))
    assert (total.churn_rate.low, total.churn_rate.high) == pytest.approx((float(low), float(high)))


@pytest.mark.parametrize("breakdown", [("size",), ("cause_class",), ("branch",), ("size", "cause_class"), ("month",)])
def test_every_breakdown_adds_up(demo_reader, breakdown):
    result = lost_customers(demo_reader, YEAR, by=(breakdown,))
    rows = result.rows[breakdown]
    for name in ("lost", "customers_lost", "value_lost", "avoidable", "regretted", "not_regretted", "returned",
                 "cause_stated"):
        assert sum(getattr(row, name) for row in rows) == getattr(result.total, name), name


def test_months_are_in_order_and_within_the_period(demo_reader):
    months = [row.group[0] for row in lost_customers(demo_reader, YEAR, by=(("month",),)).rows["month",] if row.lost]
    assert months == sorted(months)
    assert months[0] == date(2025, 7, 1)
    assert months[-1] == date(2026, 6, 1)


def test_filters_restrict_both_sides_of_the_rate(demo_reader):
    everyone = lost_customers(demo_reader, YEAR, by=(("size",),))
    large = lost_customers(demo_reader, Filters.of(YEAR.period, size="large"), by=()).total
    row = next(row for row in everyone.rows["size",] if row.group == ("large",))
    assert (large.lost, large.customers_at_start, large.value_lost) == (row.lost, row.customers_at_start, row.value_lost)


def test_an_earlier_day_knows_nothing_later(demo_reader):
    then = lost_customers(demo_reader, Filters("12m", date(2025, 6, 30)), by=()).total
    later = lost_customers(demo_reader, YEAR, by=()).total
    assert then.lost == later.lost_previous


def test_the_list_behind_a_cell_has_as_many_rows_as_the_cell_says(demo_reader):
    result = lost_customers(demo_reader, YEAR, by=(("cause_class", "size"),))
    for row in result.rows["cause_class", "size"][:6]:
        where = tuple(zip(("cause_class", "size"), row.group, strict=True))
        listed = lost_list(demo_reader, YEAR, where=where)
        assert len(listed) == row.lost
        assert int(listed["value_lost"].sum()) == row.value_lost


def test_an_unknown_dimension_is_named_with_a_suggestion(demo_reader):
    with pytest.raises(UnknownName, match="Did you mean 'size'"):
        lost_customers(demo_reader, YEAR, by=(("sise",),))


def test_an_empty_store_has_lost_nobody(tmp_path):
    store = Store.create(tmp_path / "store", name="Nobody")
    build(store)
    total = lost_customers(store.reader(), Filters("all"), by=(("size",),)).total
    assert (total.lost, total.customers_at_start, total.churn_rate.state) == (0, 0, "suppressed")
    assert total.churn_rate.estimate is None
