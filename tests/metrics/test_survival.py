"""How long customers stay: by hand, against lifelines, and Telco's published figures."""

from __future__ import annotations

import numpy as np
import pytest
from lifelines import KaplanMeierFitter

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.importing import import_files, load_mapping
from analytics.metrics.survival import last_month, survival, survival_list
from analytics.store import Store
from analytics.warehouse import build
from tests.conftest import ROOT


def test_relations_by_hand(tiny):
    curve = survival(tiny, Filters()).everyone
    # Losses are seen from 14 April on; C4 was lost before. C3 is lost that very day, after 100 days, when those
    # of 1 January (C5, C6, C8, C9) are older already. Nobody knows when C7 began.
    assert (curve.n, curve.events) == (7, 4)
    days = [round(time * 30.4375) for time in curve.times]
    assert days == [100, 120, 126, 169], "C3, C5, C2, C8"
    assert curve.at_risk == (3.0, 6.0, 5.0, 4.0)
    assert curve.survival == pytest.approx(np.cumprod([2 / 3, 5 / 6, 4 / 5, 3 / 4]))


def test_curves_are_those_of_lifelines(demo_reader):
    people = demo_reader.query(
        """
        with firsts as (select customer_key, min(lost_on) as lost_on from losses group by customer_key),
        seen as (
            select greatest(
                (select min(lost_on) from losses where basis = 'recorded'),
                (select min(lost_on) from losses where basis = 'contract_ended'),
                (select min(first_order_on) from customers_now)
                    + (select min(silent_days) from silence_curve where chosen)) as day)
        select
            size, coalesce(firsts.lost_on, as_of) - acquired_on as days, firsts.lost_on is not null as lost,
            greatest(seen.day - acquired_on - 1, 0) as unseen
        from customers_now cross join meta cross join seen left join firsts using (customer_key)
        where acquired_on <= as_of""")
    people = people[(people["days"] > people["unseen"]) | (people["unseen"] == 0)]
    result = survival(demo_reader, Filters())
    for size, curve in [(None, result.everyone), *result.groups.items()]:
        mine = people if size is None else people[people["size"] == size]
        assert curve.n == len(mine)
        fitted = KaplanMeierFitter().fit(mine["days"], mine["lost"], entry=mine["unseen"])
        months = np.array([6, 12, 24, 48])
        expected = fitted.survival_function_at_times(months * 30.4375).to_numpy()
        assert [curve.at(month).estimate for month in months] == pytest.approx(expected, abs=1e-9)


def test_groups_and_their_test(demo_reader):
    result = survival(demo_reader, Filters(), by="market")
    assert set(result.groups) == {"open", "mixed", "captive"}
    # In the captive market nobody else is to be had: the truth has its churn at half of the others'.
    assert result.groups["captive"].at(24).low > result.groups["open"].at(24).high
    assert result.test.degrees == 2
    assert result.test.p < 1e-6
    assert sum(curve.n for curve in result.groups.values()) == result.everyone.n


def test_the_list_holds_who_was_lost_by_then(demo_reader):
    listed = survival_list(demo_reader, Filters(), by="market", group="captive", month=12)
    assert len(listed) > 10
    assert listed["months"].max() <= 12
    assert survival_list(demo_reader, Filters(), by="market", month=6)["months"].max() <= 6


def test_the_table_ends_where_too_few_are_observed(tiny, demo_reader):
    assert last_month(survival(tiny, Filters()).everyone) == 0, "six customers are too few for any figure"
    result = survival(demo_reader, Filters())
    rows = [row for row in result.table() if row["size"] is None]
    assert rows[0]["kept"] == 1.0
    assert [row["months"] for row in rows[:3]] == [0, 3, 6]
    assert rows[-1]["months"] <= last_month(result.everyone)
    with pytest.raises(UnknownName):
        survival(tiny, Filters(), by="grade")


def test_telco(datasets, tmp_path):
    store = Store.create(tmp_path / "telco", name="Telco")
    import_files(store, [datasets / "telco_v1" / "Telco-Customer-Churn.csv"],
                 mapping=load_mapping(ROOT / "data" / "mappings" / "telco_v1.toml"))
    build(store)
    curve = survival(store.reader(), Filters()).everyone
    assert (curve.n, curve.events) == (7043, 1869)
    assert [curve.at(month).estimate for month in (12, 24, 48, 72)] == pytest.approx(
        [0.8432, 0.7887, 0.7088, 0.5928], abs=5e-5)
    assert len(survival_list(store.reader(), Filters(), month=1)) == 380
