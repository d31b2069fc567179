"""Old against new customers: shares worked out by hand, lots that must show nothing, the demo company."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics.errors import HuitouError, UnknownName
from analytics.filters import Filters
from analytics.metrics.activity_costs import ActivityCosts
from analytics.metrics.old_and_new_customers import (
    MEASURES,
    old_and_new_customers,
    old_and_new_list,
    shared_measures,
)
from analytics.store import Reader, Store
from analytics.warehouse import build
from tests.store.batches import add_batch, order

COSTS = ActivityCosts(visit=2000, call=100, message=0, complaint=0, job=0)
YEAR = Filters("2024-01-01..2024-12-31")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Thirty old customers that buy for 100 at a margin of 40, and ten new that buy for 200 at 50, one visit each.

    Of the old, five are written down as acquired in 2024 though they bought in 2022. One customer only came after
    the period. Six of the new came through a dealer, four online.
    """
    store = Store.create(tmp_path_factory.mktemp("old_and_new") / "store", name="Old and new", currency="CNY")
    old, new = [f"A{number:02d}" for number in range(30)], [f"B{number:02d}" for number in range(10)]
    add_batch(
        store,
        customers=[{"customer_id": name, "acquired_on": "2024-03-01" if place < 5 else "2022-01-10",
                    "acquisition_channel": "dealer"} for place, name in enumerate(old)]
        + [{"customer_id": name, "acquired_on": "2024-03-01",
            "acquisition_channel": "dealer" if place < 6 else "online"} for place, name in enumerate(new)]
        + [{"customer_id": "Z", "acquired_on": "2025-01-20", "acquisition_channel": "dealer"}],
        orders=[order(f"O{name}", name, "2024-05-10", 100, cost=60) for name in old]
        + [order(f"P{name}", name, "2022-01-10", 80, cost=50) for name in old]
        + [order(f"Q{name}", name, "2023-06-10", 80, cost=50) for name in old]
        + [order(f"O{name}", name, "2024-05-10", 200, cost=150) for name in new]
        + [order("OZ", "Z", "2025-01-20", 500, cost=100)],
        contacts=[{"customer_id": name, "contacted_on": "2024-06-03", "kind": "visit"} for name in new]
        + [{"customer_id": name, "contacted_on": "2024-06-03", "kind": "call"} for name in old[:20]])
    build(store, today=date(2025, 1, 31))
    return store.reader()


def test_every_share_is_the_one_worked_out_by_hand(reader):
    found = old_and_new_customers(reader, YEAR, costs=COSTS)
    totals = {one.name: (one.old, one.new) for one in found.measures}
    assert totals == {"customers": (30, 10), "revenue": (300_000, 200_000), "margin": (120_000, 50_000),
                      "cost_to_serve": (2_000, 20_000), "profit": (118_000, 30_000)}
    shares = {one.name: one.new_share.estimate for one in found.measures}
    assert shares == pytest.approx({"customers": 0.25, "revenue": 0.4, "margin": 50 / 170,
                                    "cost_to_serve": 200 / 220, "profit": 30 / 148})
    assert all(one.old_share.estimate + one.new_share.estimate == pytest.approx(1) for one in found.measures)
    assert found.of("revenue").gap.estimate == pytest.approx(0.15)
    assert found.of("revenue").new_share.state == "thin", "ten of them are new"
    assert found.unknown == 0
    assert {"measure": "profit", "group": "new", "total": 300,
            "share": found.of("profit").new_share} in found.table()


def test_the_interval_of_a_share_is_that_of_its_linearisation(reader):
    share = old_and_new_customers(reader, YEAR, costs=COSTS).of("revenue").new_share
    # Each old customer pulls by -0.4 * 100, each new one by 0.6 * 200, of 5000 in all.
    error = np.sqrt((30 * 40**2 + 10 * 120**2) * 40 / 39) / 5000
    assert (share.high - share.low) / 2 == pytest.approx(1.959964 * error)


def test_winning_is_not_known_where_no_cost_is_set(reader):
    unset, partly, every = (old_and_new_customers(reader, YEAR, costs=COSTS, acquisition_costs=text)
                            for text in ("", "dealer=12", "dealer=12,all=5"))
    assert (unset.acquisition_cost, unset.acquisition_known, unset.profit_after_acquisition) == (None, 0, None)
    assert (partly.acquisition_cost, partly.acquisition_known, partly.profit_after_acquisition) == (7_200, 6, None)
    assert (every.acquisition_cost, every.profit_after_acquisition) == (9_200, 30_000 - 9_200)
    assert unset.extra()["acquisition_cost"] is None
    assert every.extra()["profit_after_acquisition"] == 208.0
    with pytest.raises(HuitouError):
        old_and_new_customers(reader, YEAR, acquisition_costs="dealer=much")


def test_the_period_before_is_told_where_the_records_reach(reader):
    before = {one.name: (one.old, one.new) for one in old_and_new_customers(reader, YEAR, costs=COSTS).previous}
    assert (before["customers"], before["revenue"]) == ((30, 0), (240_000, 0))
    assert old_and_new_customers(reader, Filters("2022-06-01..2023-12-31"), costs=COSTS).previous == ()


def test_lists_hold_what_the_figures_count(reader):
    found = old_and_new_customers(reader, YEAR, costs=COSTS)
    new, old = (old_and_new_list(reader, YEAR, who=who, costs=COSTS) for who in ("new", "old"))
    assert (len(new), new["profit"].sum()) == (10, found.of("profit").new)
    assert (len(old), old["cost_to_serve"].sum()) == (30, found.of("cost_to_serve").old)
    assert set(old["customer_id"].str[0]) == {"A"}, "who bought in 2022 is old, whatever was written down"
    assert len(old_and_new_list(reader, YEAR)) == 40
    assert old_and_new_list(reader, YEAR, who="unknown").empty
    with pytest.raises(UnknownName):
        old_and_new_list(reader, YEAR, who="few")


def test_nobody_is_no_share(reader):
    found = old_and_new_customers(reader, Filters("2023-01-01..2023-03-31"))
    assert all(one.new_share.estimate is None and not one.differs for one in found.measures)
    assert found.of("customers").new_share.state == "suppressed"


def accounts(generator: np.random.Generator, factor: float = 1.0) -> pd.DataFrame:
    """Make customers' accounts, one in four new by lot, who bring ``factor`` times as much."""
    new = generator.random(800) < 0.25
    revenue = generator.gamma(1.5, 100.0, 800) * np.where(new, factor, 1.0)
    cost = generator.poisson(3, 800) * 5.0
    return pd.DataFrame({"relation": np.where(new, "new", "old"), "revenue": revenue, "margin": 0.3 * revenue,
                         "cost_to_serve": cost, "profit": 0.3 * revenue - cost})


def test_lots_show_no_difference():
    generator = np.random.default_rng(17)
    drawn = [shared_measures(accounts(generator)) for _ in range(400)]
    found = np.mean([[one.differs for one in measures[1:]] for measures in drawn], axis=0)
    assert found.max() < 0.03, "each at 1.25 %, all together at 5 %"
    covered = np.mean([[one.gap.low <= 0 <= one.gap.high for one in measures[1:]] for measures in drawn], axis=0)
    assert covered.min() > 0.92


def test_a_difference_that_is_there_is_found():
    measures = dict(zip(MEASURES, shared_measures(accounts(np.random.default_rng(3), factor=2.0)), strict=True))
    assert measures["revenue"].differs
    assert measures["revenue"].gap.low < 2 / (2 + 3) - 0.25 < measures["revenue"].gap.high
    assert not measures["cost_to_serve"].differs


def test_who_loses_money_may_have_a_share_below_nothing():
    frame = pd.DataFrame({"relation": ["old"] * 30 + ["new"] * 30 + [None], "revenue": 10.0, "margin": 5.0,
                          "cost_to_serve": 1.0, "profit": [4.0] * 30 + [-1.0] * 30 + [9.0]})
    measures = dict(zip(MEASURES, shared_measures(frame), strict=True))
    assert measures["profit"].new_share.estimate == pytest.approx(-30 / 90)
    assert measures["customers"].new_share.n == 60, "whose beginning is not known is neither"


def test_the_demo_company_adds_up(demo_reader):
    found = old_and_new_customers(demo_reader, Filters("12m"))
    revenue = demo_reader.query("""
        select sum(revenue) as revenue from warehouse.customer_days
        where day > (select as_of - interval 12 month from meta)""").iloc[0]["revenue"]
    listed = old_and_new_list(demo_reader, Filters("12m"), who="unknown")["revenue"].sum()
    assert found.of("revenue").old + found.of("revenue").new + listed == revenue
    assert found.of("customers").new == len(old_and_new_list(demo_reader, Filters("12m"), who="new"))
