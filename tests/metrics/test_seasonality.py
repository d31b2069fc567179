"""The season: the demo company's own, by hand, silent without one, and too short on CDNOW."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest

from analytics.demo import simulate, write_demo
from analytics.filters import Filters
from analytics.metrics.seasonality import season_list, seasonality
from analytics.store import Store
from analytics.warehouse import build
from tests.store.batches import add_batch, order


def test_the_demo_companys_season_is_recovered(demo_store, demo_reader):
    truth = json.loads((demo_store.path / "truth.json").read_text("utf-8"))["season"]
    found = seasonality(demo_reader, Filters())
    assert (len(found.months), found.shown) == (48, True)
    inside = [one.low <= true <= one.high for one, true in zip(found.index, truth, strict=True)]
    assert sum(inside) >= 11, "twelve intervals of 95 %"
    assert np.abs([one.estimate - true for one, true in zip(found.index, truth, strict=True)]).max() < 0.06
    assert (found.strongest, found.weakest, found.following) == (4, 2, date(2026, 7, 1))
    assert found.strength.low > 0.6


def test_revenue_has_the_same_strongest_and_weakest_months(demo_reader):
    found = seasonality(demo_reader, Filters(), measure="revenue")
    assert (found.shown, found.strongest, found.weakest) == (True, 4, 2)


def test_filters_choose_customers_and_the_list_is_the_months(demo_reader):
    small = Filters.of("12m", size="small")
    found = seasonality(demo_reader, small)
    month = found.latest(4)
    people = season_list(demo_reader, small, month=month.month.isoformat())
    assert len(people) == month.customers
    assert people["orders"].sum() == month.orders
    assert set(people["size"]) == {"small"}
    assert sum(one.orders for one in found.months) < sum(one.orders for one in seasonality(
        demo_reader, Filters()).months)


def test_months_are_whole_in_a_row_and_counted_by_hand(tmp_path):
    store = Store.create(tmp_path / "store", name="Monthly")
    add_batch(store, customers=[{"customer_id": "A"}, {"customer_id": "B"}],
              orders=[order("1", "A", "2024-01-05", 10), order("2", "B", "2024-01-20", 5),
                      order("3", "A", "2024-03-01", 7), order("4", "A", "2024-04-10", 1)])
    build(store, today=date(2024, 5, 1))
    found = seasonality(store.reader(), Filters())
    assert [(one.month.month, one.orders, one.customers, one.revenue) for one in found.months] == [
        (1, 2, 2, 1500), (2, 0, 0, 0), (3, 1, 1, 700)], "April is not over"
    assert (found.index, found.p, found.shown, found.strength.state) == ((), None, False, "suppressed")


@pytest.mark.parametrize("seed", range(3))
def test_a_company_without_seasons_has_none(tmp_path, seed):
    from dataclasses import replace

    from analytics.demo import Scenario

    time = simulate(100, 4, seed=seed, scenario=replace(Scenario(), seasonal=False)).time
    assert np.ptp(time.season()) < 0.05, "the calendar itself is flat"
    store = write_demo(tmp_path / "store", customers=400, seed=seed, scenario=replace(Scenario(), seasonal=False))
    build(store)
    assert not seasonality(store.reader(), Filters()).shown
