"""What a campaign can show and bring: by hand, and on the demo company."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.filters import Filters, Group, SavedSegment, Test
from analytics.models.campaigns.candidates import campaign_candidates, carried, times_to_lose
from analytics.models.campaigns.outlook import campaign_outlook, reckon
from analytics.models.churn import load_card, serving_model, serving_scores
from analytics.statistics.proportions import customers_needed

SMALL = Group((Test("size", "one_of", ("small",)),))


def outlook(rate: float, n: int, **given):
    options = {"share": 0.5, "reduction": 0.2, "cost_each": 100.0, "basis": "history", **given}
    return reckon(np.full(n, rate), np.full(n, 20_000.0), n, **options)


@pytest.mark.parametrize(("rate", "reduction", "each"), [(0.20, 0.15, 2_626), (0.10, 0.2, 3_211), (0.05, 0.1, 28_406)])
def test_customers_needed_as_the_methods_reckon_them(rate, reduction, each):
    found = outlook(rate, 2 * each, reduction=reduction)
    assert found.needed == pytest.approx(2 * each, abs=1)
    assert found.needed == pytest.approx(2 * customers_needed(rate, rate * (1 - reduction)), abs=1)
    assert found.seen == pytest.approx(0.8, abs=1e-3)
    assert found.smallest == pytest.approx(rate * reduction, rel=1e-3)
    assert found.waves == 1


def test_gain_cost_and_where_it_pays_by_hand():
    found = outlook(0.25, 400)
    assert (found.treated, found.control, found.loss_rate) == (200, 200, 0.25)
    assert found.kept == pytest.approx(200 * 0.25 * 0.2)
    assert found.gain == pytest.approx(10 * 20_000)
    assert found.cost == 200 * 100
    # A fiftieth of the losses prevented pays the campaign: 200 x 0.25 x 0.02 x 20,000 = 20,000.
    assert found.pays_from == pytest.approx(0.02)
    assert found.waves == -(-found.needed // 400)


def test_the_curve_rises_and_nothing_known_promises_nothing():
    chances = [seen for _, seen in outlook(0.15, 1_000).curve]
    assert chances == sorted(chances)
    none = reckon(np.full(50, np.nan), np.full(50, 1.0), 50, share=0.5, reduction=0.2, cost_each=1.0, basis="none")
    assert (none.needed, none.seen, none.gain, none.pays_from) == (None, 0, 0, None)
    nobody = reckon(np.array([]), np.array([]), 0, share=0.5, reduction=0.2, cost_each=1.0, basis="history")
    assert (nobody.treated, nobody.needed, nobody.cost) == (0, None, 0)


def test_a_risk_is_carried_until_all_lose_what_the_past_lost():
    risk = np.array([0.01, 0.05, 0.4])
    times = times_to_lose(risk, 0.3)
    assert np.mean(1 - (1 - risk) ** times) == pytest.approx(0.3, abs=1e-6)
    assert carried(pd.Series([0.1, None]), 2.0).tolist() == pytest.approx([0.19, 0.19])


@pytest.fixture(scope="module")
def small(demo_store):
    return SavedSegment("small", "Small", SMALL, str(serving_scores(demo_store)))


def test_the_candidates_of_the_demo_company(demo_reader, demo_store, small):
    horizon = load_card(demo_store, serving_model(demo_store)).horizon_days
    found = campaign_candidates(demo_reader, Filters(), segment=small, days=365, horizon=horizon)
    (living,), = demo_reader.rows("select count(*) from customers_now where status = 'active' and size = 'small'")
    assert len(found) == living
    assert found["expected_loss"].is_monotonic_decreasing
    assert (found["expected_loss"] == (found["risk"] * found["worth"]).round()).mean() > 0.99
    everybody = SavedSegment("all", "All", Group(()), small.scores)
    risk = campaign_candidates(demo_reader, Filters(), segment=everybody, days=365, horizon=horizon)["risk"]
    (lost, there), = demo_reader.rows("""
        with there as (select distinct customer_key from customer_spells
            where from_on <= date '2025-07-01' and to_on > date '2025-07-01'),
        gone as (select distinct customer_key from losses where lost_on >= date '2025-07-01')
        select count(gone.customer_key), count(*) from there left join gone using (customer_key)""")
    assert risk.mean() == pytest.approx(lost / there, abs=1e-4)


def test_without_a_model_like_customers_tell(demo_reader, small):
    found = campaign_candidates(demo_reader, Filters(), segment=small, days=365)
    (lost, there), = demo_reader.rows("""
        with there as (select distinct customer_key, grade from customer_spells
            where from_on <= date '2025-07-01' and to_on > date '2025-07-01' and size = 'small' and grade = 'C'),
        gone as (select distinct customer_key from losses where lost_on >= date '2025-07-01')
        select count(gone.customer_key), count(*) from there left join gone using (customer_key)""")
    assert there >= 30
    assert found.loc[found["grade"] == "C", "risk"].unique() == pytest.approx([lost / there])


def test_at_most_so_many_are_the_first_by_expected_loss(demo_reader, small):
    everybody = campaign_candidates(demo_reader, Filters(), segment=small)
    found = campaign_outlook(demo_reader, Filters(), segment=small, most=100, share=0.6, cost_each=500.0)
    assert (found.living, found.treated, found.control) == (len(everybody), 60, 40)
    assert found.gain == pytest.approx(0.6 * 0.2 * everybody.head(100)["expected_loss"].sum(), rel=1e-4)


def test_records_that_begin_too_late_tell_no_rate(demo_reader, small):
    found = campaign_outlook(demo_reader, Filters(), segment=small, days=3_000)
    assert (found.basis, found.needed, found.kept) == ("none", None, 0)
