"""Features as they were known: nothing after the cut-off reaches them, and they say what they claim."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from analytics.errors import NotEnoughData
from analytics.models.churn.data import Window
from analytics.models.churn.features import FEATURES
from analytics.models.churn.panel import PanelSource, cut_offs, feature_hash, panel_data, panel_source
from analytics.settings import Settings

ORIGIN = date(2025, 6, 30)


@pytest.fixture(scope="module")
def source(demo_reader) -> PanelSource:
    return panel_source(demo_reader, Settings())


@pytest.fixture(scope="module")
def rows(source) -> pd.DataFrame:
    return source.at(ORIGIN)


def test_every_subject_of_the_demo_company_is_used(source, rows):
    assert set(source.subjects) == {"trade", "surveys", "complaints", "contacts", "service_jobs", "contracts"}
    features = set(rows.columns) - {"customer_key", "lost", "lost_in_gap"}
    declared = {feature.name for feature in FEATURES}
    assert {name for name in features if not name.startswith("trait_")} <= declared
    assert {feature.name for feature in FEATURES if feature.subject != "customer"} <= features


@pytest.mark.parametrize("origin", [date(2024, 3, 31), ORIGIN])
def test_truncated_records_give_the_same_features(source, origin):
    whole, short = source.at(origin), source.at(origin, truncated=True)
    asked = [name for name in whole if name not in ("lost", "lost_in_gap")]
    pd.testing.assert_frame_equal(whole[asked], short[asked])
    assert feature_hash(whole[asked]) == feature_hash(short[asked])


def test_the_population_is_whoever_lives_at_the_cut_off(demo_reader, rows):
    living = demo_reader.query("""
        select distinct customer_key from customer_spells
        where from_on <= cast($origin as date) and to_on > cast($origin as date)""", {"origin": ORIGIN})
    assert sorted(rows["customer_key"]) == sorted(living["customer_key"])
    assert rows["customer_key"].is_unique


def test_outcomes_are_losses_dated_in_the_window(demo_reader, source, rows):
    start = ORIGIN + timedelta(days=source.window.gap_days)
    end = start + timedelta(days=source.window.horizon_days)
    losses = demo_reader.query("select customer_key, lost_on from losses where lost_on > cast($origin as date)",
                               {"origin": ORIGIN})
    first = losses.groupby("customer_key")["lost_on"].min()
    day = pd.to_datetime(rows["customer_key"].map(first))
    assert rows["lost"].tolist() == ((day > pd.Timestamp(start)) & (day <= pd.Timestamp(end))).tolist()
    assert rows["lost_in_gap"].tolist() == (day <= pd.Timestamp(start)).tolist()
    assert rows["lost"].sum() > 50


def test_trade_features_by_another_route(demo_reader, rows):
    days = demo_reader.query("select customer_key, day, revenue, orders from warehouse.customer_days "
                             "where day <= cast($origin as date)", {"origin": ORIGIN})
    days["ago"] = (pd.Timestamp(ORIGIN) - pd.to_datetime(days["day"])).dt.days
    table = rows.set_index("customer_key")
    some = table.index[table["orders_total"] > 0][::25]
    for key in some:
        mine = days[days["customer_key"] == key]
        traded = mine[mine["orders"] > 0]
        assert table.at[key, "days_since_trade"] == traded["ago"].min()
        assert table.at[key, "orders_90"] == mine.loc[mine["ago"] < 90, "orders"].sum()
        assert table.at[key, "revenue_365"] == mine.loc[mine["ago"] < 365, "revenue"].sum()
        assert table.at[key, "orders_total"] == mine["orders"].sum()


def test_survey_and_complaint_features_by_another_route(demo_reader, rows):
    origin = pd.Timestamp(ORIGIN)
    answers = demo_reader.query("select customer_key, answered_on, score_five from survey_answers "
                                "where question = 'overall'")
    complaints = demo_reader.query("select customer_key, opened_on, closed_on from complaint_facts")
    table = rows.set_index("customer_key")
    for key in table.index[::40]:
        mine = answers[(answers["customer_key"] == key) & (pd.to_datetime(answers["answered_on"]) <= origin)]
        if len(mine):
            newest = mine[mine["answered_on"] == mine["answered_on"].max()]
            assert table.at[key, "score_last"] in newest["score_five"].to_numpy()
        else:
            assert np.isnan(table.at[key, "score_last"])
        theirs = complaints[complaints["customer_key"] == key]
        opened = pd.to_datetime(theirs["opened_on"]) <= origin
        closed = pd.to_datetime(theirs["closed_on"]) <= origin
        assert table.at[key, "complaints_open"] == (opened & ~closed).sum()


def test_a_peek_into_the_future_is_caught(source):
    class Peeking(PanelSource):
        def at(self, origin, *, truncated=False):
            known = PanelSource(self.reader, self.window, self.subjects, self.ends_known).at(
                origin, truncated=truncated)
            if not truncated:
                known["orders_90"] = known["orders_90"] + known["lost"]
            return known

    peeking = Peeking(source.reader, source.window, ("trade",), False)
    check = panel_data(peeking, origins=(ORIGIN,)).checks[0]
    assert (check.guard, check.passed, check.column) == ("recomputed", False, "orders_90")


def test_customers_lost_in_the_gap_are_neither_kept_nor_lost(source, rows):
    data = panel_data(source, origins=(ORIGIN,))
    gone = set(rows.loc[rows["lost_in_gap"], "customer_key"])
    assert gone
    assert not gone & set(data.customer)
    assert len(data.lost) == len(rows) - len(gone)


def test_what_is_of_today_is_not_used(source):
    data = panel_data(source, origins=(ORIGIN,))
    assert "annual_value" not in data.table
    assert all(data.table[name].dtype == "float64" or isinstance(data.table[name].dtype, pd.CategoricalDtype)
               for name in data.table)


def test_cut_offs_are_quarters_with_complete_outcomes():
    window = Window(14, 90)
    days = cut_offs(date(2022, 7, 1), date(2026, 6, 30), window)
    assert days[-1] == date(2026, 6, 30) - timedelta(days=104)
    assert {(later - earlier).days for earlier, later in pairwise(days)} == {91}
    assert len(days) == 10
    assert days[0] - date(2022, 7, 1) >= timedelta(days=365)


def test_a_short_history_gets_closer_cut_offs_and_a_shorter_one_none():
    days = cut_offs(date(2024, 1, 1), date(2024, 12, 31), Window(14, 90))
    assert len(days) == 4
    assert days[0] >= date(2024, 1, 1) + timedelta(days=80)
    assert cut_offs(date(2024, 1, 1), date(2024, 3, 1), Window(14, 90)) == ()


def test_a_history_without_a_window_is_refused(source):
    with pytest.raises(NotEnoughData):
        panel_data(source, origins=())


def test_of_many_customers_a_sample_is_learnt_from_the_same_at_every_cut_off(source, monkeypatch):
    days = (date(2024, 12, 31), ORIGIN)
    whole = panel_data(source, days)
    assert whole.customers_known == len(np.unique(whole.customer))
    monkeypatch.setattr("analytics.models.churn.panel.MOST_CUSTOMERS", 300)
    sample = panel_data(source, days)
    assert sample.customers_known == whole.customers_known
    learnt = len(np.unique(sample.customer))
    assert 240 < learnt < 400
    first, last = (set(sample.customer[sample.origin == np.datetime64(day)]) for day in days)
    there = set(whole.customer[whole.origin == np.datetime64(days[0])])
    assert len(last & there - first) < 0.1 * len(last), "customers are in at every cut-off or at none"
