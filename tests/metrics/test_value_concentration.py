"""Who brings the money: profit-and-loss accounts by hand, the published shares on Online Retail, the demo company."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.activity_costs import ActivityCosts, with_profit
from analytics.metrics.value_concentration import profit_list, value_concentration
from analytics.settings import Settings
from analytics.statistics.concentration import concentration, lorenz
from analytics.store import Reader
from tests.metrics.served_company import served_reader

#: A visit costs 20, a call 2, another contact 1, a complaint 10, a job 4, in whole units.
COSTS = ActivityCosts(visit=2000, call=200, message=100, complaint=1000, job=400)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return served_reader(tmp_path_factory.mktemp("served"))


def test_every_account_is_the_one_worked_out_by_hand(reader):
    rows = profit_list(reader, Filters("12m"), costs=COSTS).set_index("customer_id")
    served = rows.loc["C03"]
    assert (served["visits"], served["complaints"], served["compensation"]) == (2, 1, 1500)
    assert (served["margin"], served["cost_to_serve"], served["profit"]) == (5000, 6500, -1500)
    called = rows.loc["C05"]
    assert (called["calls"], called["messages"], called["profit"]) == (3, 2, 3000 - 600 - 200)
    assert rows.loc["C11", "profit"] == 500 - 800, "an offer costs what was recorded"
    assert rows.loc["C01", "campaign_cost"] == 0, "whoever was held back as control got none"
    assert (rows.loc["C12", "revenue"], rows.loc["C12", "profit"]) == (0, -400), "served without buying"
    assert rows.loc["C01", "revenue"] == 100_000, "the order of 2022 is not of the period"


def test_the_whole_adds_up(reader):
    found = value_concentration(reader, Filters("12m"), costs=COSTS)
    assert (found.customers, found.served, found.revenue) == (11, 12, 200_000)
    assert found.top_share.estimate == pytest.approx((1000 + 400 + 0.2 * 200) / 2000)
    assert found.costs == {"visits": 4000, "calls": 600, "messages": 200, "complaints": 1000, "jobs": 400,
                           "compensation": 1500, "campaign_cost": 800}
    assert found.profit == found.margin - found.cost_to_serve == 62_500 - 8_500
    assert (found.unprofitable, found.losses) == (4, 1500 + 1000 + 300 + 400)
    assert found.peak.estimate == pytest.approx((54_000 + 3_200) / 54_000)
    assert found.peak_at == pytest.approx(8 / 12)
    assert max(one.total for one in found.whale) <= found.peak.estimate
    assert (found.whale[0].total, found.whale[-1].total) == (0.0, pytest.approx(1.0))
    assert found.table()[100] == {"customers_share": 1.0, "revenue_share": 1.0, "profit_share": pytest.approx(1.0)}


def test_lists_hold_what_the_figures_count(reader):
    found = value_concentration(reader, Filters("12m"), costs=COSTS)
    unprofitable = profit_list(reader, Filters("12m"), who="unprofitable", costs=COSTS)
    assert list(unprofitable["customer_id"]) == ["C03", "C06", "C12", "C11"], "the largest loss first"
    assert -unprofitable["profit"].sum() == found.losses
    assert list(profit_list(reader, Filters("12m"), who="top")["customer_id"]) == ["C01", "C02"]
    assert len(profit_list(reader, Filters("12m"))) == found.served
    with pytest.raises(UnknownName):
        profit_list(reader, Filters("12m"), who="few")


def test_the_error_of_a_profit_is_that_of_its_occasions(reader):
    from analytics.metrics.running import run_sql

    frame = with_profit(run_sql(reader, "profit_list", Filters("12m")), COSTS).set_index("customer_id")
    # A margin of 50, two visits of 20, a complaint of 10 and 15 paid for it.
    assert frame.loc["C03", "error"] == pytest.approx(100 * np.sqrt(50**2 + 2 * 20**2 + 10**2 + 15**2))


def test_filters_and_periods_choose(reader):
    before = value_concentration(reader, Filters("2022-01-01..2022-12-31"), costs=COSTS)
    assert (before.customers, before.revenue) == (1, 50_000)
    nobody = value_concentration(reader, Filters("2023-01-01..2023-03-31"))
    assert (nobody.customers, nobody.whale, nobody.lorenz, nobody.peak.estimate) == (0, (), (), None)
    assert value_concentration(reader, Filters.of(size="large")).served == 0


def test_unit_costs_are_settings():
    costs = ActivityCosts.of(Settings({"cost_of_visit": 12.5, "cost_of_job": 3}))
    assert (costs.visit, costs.job, costs.call) == (1250, 300, 2000)
    assert ActivityCosts.of(Settings()) == ActivityCosts(), "the defaults of both are the same"


def test_customers_who_are_alike_are_not_told_to_be_80_20():
    alike = np.random.default_rng(4).gamma(50.0, 20.0, 600)
    found = concentration(alike)
    assert found.top.high < 0.3
    assert found.gini.high < 0.1


def test_online_retail_has_the_published_shares(datasets):
    rows = pd.read_parquet(datasets / "online_retail/online_retail.parquet",
                           columns=["InvoiceNo", "Quantity", "UnitPrice", "CustomerID"])
    kept = rows[rows["CustomerID"].notna() & ~rows["InvoiceNo"].astype(str).str.startswith("C")
                & (rows["Quantity"] > 0) & (rows["UnitPrice"] > 0)]
    revenue = (kept["Quantity"] * kept["UnitPrice"]).groupby(kept["CustomerID"]).sum().to_numpy()
    found = concentration(revenue)
    assert (len(kept), len(revenue), round(revenue.sum(), 2)) == (397_884, 4_338, 8_911_407.90)
    assert round(found.top.estimate, 3) == 0.746
    assert round(found.gini.estimate, 3) == 0.715
    assert found.top.low < found.top.estimate < found.top.high < 0.80, "not 80/20, and not by chance"
    assert lorenz(revenue).customers_for(0.8) == pytest.approx(0.261, abs=0.001)


def test_the_demo_company_pays_what_its_records_say(demo_reader):
    found = value_concentration(demo_reader, Filters("12m"))
    records = demo_reader.query("""
        select sum(revenue) as revenue, sum(revenue - cost) as margin from warehouse.customer_days
        where day > (select as_of - interval 12 month from meta)""").iloc[0]
    assert (found.revenue, found.margin) == (records["revenue"], records["margin"])
    assert sum(profit_list(demo_reader, Filters("12m"))["profit"]) == found.profit
    assert 1.0 < found.peak.low < found.peak.estimate
