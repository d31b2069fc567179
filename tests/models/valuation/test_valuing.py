"""Choosing a model on simulated customers, valuing the demo company, and keeping what was found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics.errors import ModelUntrusted
from analytics.filters import Filters
from analytics.models import ALL_METRICS
from analytics.models.lifetime_value import (
    MbgNbd,
    ParetoNbd,
    buying_summary,
    distinct_histories,
    draw_models,
    fit,
    histories_of,
)
from analytics.models.lifetime_value.uncertainty import draw_models_nearby
from analytics.models.valuation import ValuationCard, serving_valuation
from analytics.models.valuation.persistence import save_valuation, sum_of_futures
from analytics.models.valuation.repeat_buying import choose
from analytics.models.valuation.valuing import _margin_shares
from analytics.store import Store
from tests.models.lifetime_value.public_files import cdnow_trade, retail_trade
from tests.models.valuation.cards import made_card


def histories(truth, customers: int, seed: int):
    rng = np.random.default_rng(seed)
    age = rng.integers(70, 700, customers) / 7
    return distinct_histories(*truth.draw_histories(age, rng), age)[0]


@pytest.mark.parametrize(("truth", "family"), [
    (MbgNbd(0.8, 6.0, 0.8, 3.0), "mbg_nbd"), (ParetoNbd(3.0, 12.0, 2.0, 60.0), "pareto_nbd")])
def test_the_likeliest_model_is_that_of_the_truth(truth, family):
    chosen = choose(histories(truth, 6_000, 3), silence=26.0)
    assert chosen.family == family
    assert set(chosen.tried) == {"mbg_nbd", "bg_nbd", "pareto_nbd"}


def test_where_nobody_stops_the_rule_of_silence_takes_over(datasets):
    """Online Retail cut before Christmas: every model's chance of stopping runs to nought."""
    chosen = choose(histories_of(_summary(retail_trade(datasets), "2011-09-10"), unit=7), silence=26.0)
    assert (chosen.family, chosen.fit.fallback) == ("nbd", True)
    assert all("nobody_stops" in one.reasons for one in chosen.tried.values())


def test_cdnow_is_explained_as_well_by_the_more_robust_model(datasets):
    """MBG/NBD −9582.13 and BG/NBD −9582.43 are equal; Pareto/NBD is behind both."""
    chosen = choose(histories_of(_summary(cdnow_trade(datasets), "1997-09-30"), unit=7), silence=26.0)
    assert chosen.family == "mbg_nbd"
    assert chosen.tried["pareto_nbd"].fit.log_likelihood == pytest.approx(-9594.97, abs=0.02)


def _summary(trade, until):
    return buying_summary(trade["customer"], trade["day"], until)


def test_both_ways_to_draw_parameters_scatter_alike():
    truth = MbgNbd(0.8, 6.0, 0.8, 3.0)
    known = histories(truth, 8_000, 5)
    fitted = fit(MbgNbd, known)
    near, refitted = (np.log([one.parameters for one in way(fitted, known, draws=150, seed=1)])
                      for way in (draw_models_nearby, draw_models))
    assert near.std(axis=0) == pytest.approx(refitted.std(axis=0), rel=0.25)
    assert near.mean(axis=0) == pytest.approx(np.log(fitted.model.parameters), abs=0.02)


def test_margins_are_drawn_towards_everybodys():
    table = pd.DataFrame({"revenue": [100.0, 100.0, 1_000.0, 0.0], "margin": [50.0, 10.0, 300.0, 0.0]})
    share = _margin_shares(table, 0.2)
    assert list(share) == pytest.approx([(50 + 30) / 200, (10 + 30) / 200, 0.3, 0.3])


@pytest.fixture(scope="module")
def demo_card(demo_store) -> ValuationCard:
    return serving_valuation(demo_store.path).card


def test_the_demo_company_is_foretold_better_than_by_the_simple_rules(demo_card):
    buying = demo_card.buying
    used = next(one for one in buying.candidates if one.family == buying.family)
    assert used.accuracy.customers == buying.held_out.tracking.points[-1].predicted.n
    for rule in buying.held_out.rules.values():
        assert used.accuracy.ranking > rule.ranking
        assert used.accuracy.root_mean_square_error < rule.root_mean_square_error
        assert abs(used.accuracy.total_error) < abs(rule.total_error)
    assert abs(used.accuracy.total_error) < 0.15


def test_misses_are_counted_of_those_active_and_those_silent_at_the_cut_off(demo_card, demo_reader):
    """Against the marts: purchases and revenue of those never under contract whom no loss had taken by then."""
    held = demo_card.buying.held_out
    found = demo_reader.query("""
        with known as (
            select customer_key, min(day) as first_on from warehouse.customer_days where orders > 0 group by all),
        lost as (
            select customer_key, max_by(basis::varchar, lost_on) as basis from losses
            where lost_on <= $day and known_on <= $day and coalesce(returned_on, '9999-12-31') > $day group by all),
        later as (
            select customer_key, count(*) filter (orders > 0) as made, sum(revenue) as paid
            from warehouse.customer_days where day > $day group by all)
        select coalesce(basis, 'active') as standing, count(*) as n, sum(made)::double as made, sum(paid)::double as paid
        from known join customers_now using (customer_key) left join lost using (customer_key)
        left join later using (customer_key)
        where first_on <= $day and customer_id not in (select customer_id from warehouse.contracts)
        group by all""", {"day": date.fromisoformat(held.cut_off)}).set_index("standing")
    for standing in ("active", "silent"):
        purchases, money = (held.miss(standing, measure) for measure in ("purchases", "money"))
        assert (purchases.ratio.n, purchases.made) == tuple(found.loc[standing, ["n", "made"]])
        assert money.made == pytest.approx(found.loc[standing, "paid"])
        assert purchases.foretold == pytest.approx(purchases.made / purchases.ratio.estimate)


def test_the_demo_companys_contracts_are_renewed_as_its_truth_has_it(demo_card, demo_reader):
    """One rate for contracts of any age: as many were kept as the records count."""
    (lost, decided), = demo_reader.rows("""
        select count(*) filter (ended_because in ('expired', 'cancelled')), count(*)
        from warehouse.contracts where ends_on <= date '2026-05-31'""")
    first = demo_card.renewal.years[0].fitted
    assert first == pytest.approx(1 - lost / decided, abs=0.02)


def test_every_active_customer_is_valued_or_named_as_left_out(demo_card, demo_reader):
    found = ALL_METRICS["lifetime_value"].function(demo_reader, Filters())
    (active,), = demo_reader.rows("select count(*) from customers_now where status = 'active'")
    assert found.valued + found.unvalued == active
    assert found.valued + found.silent == demo_card.customers
    assert found.total.low < found.total.estimate < found.total.high
    listed = ALL_METRICS["lifetime_value_list"].function(demo_reader, Filters())
    assert listed["lifetime_value"].sum() == pytest.approx(found.total.estimate)
    assert (listed["lifetime_low"] <= listed["lifetime_high"]).all()


def test_years_add_up_to_the_value_of_all(demo_card, demo_reader):
    """Discounting each year from its middle comes within two per cent of doing so purchase by purchase."""
    found = ALL_METRICS["lifetime_value"].function(demo_reader, Filters())
    rate = 1 + demo_card.terms.discount_rate
    years = sum(one.margin * rate ** -(one.year - 0.5) for model in (demo_card.buying, demo_card.renewal)
                for one in model.flows)
    assert years == pytest.approx(found.total.estimate, rel=0.02)


def test_a_card_is_read_as_it_was_written(demo_card):
    assert ValuationCard.from_json(demo_card.to_json()) == demo_card


def test_the_newest_valuation_serves_and_old_ones_go(tmp_path):
    store = Store.create(tmp_path / "store", name="Test")
    assert serving_valuation(store.path) is None
    frame = pd.DataFrame({"customer_id": ["C1"], "value": [1.0]})
    names = [f"20260101-00000{place}-aaaaaa" for place in range(4)]
    with store.writing():
        for name in names:
            save_valuation(store, made_card(name), frame, np.ones((1, 79), np.float32))
    assert serving_valuation(store.path).card.valuation == names[-1]
    assert sorted(one.name for one in (store.path / "valuations").iterdir() if one.is_dir()) == names[-2:]


def test_futures_are_added_up_over_the_customers_asked_for(tmp_path):
    """Whole numbers, so that single floats are exact, over more customers than are added at once."""
    store = Store.create(tmp_path / "store", name="Test")
    drawn = np.random.default_rng(1).integers(0, 1_000, (5_000, 79)).astype(np.float32)
    with store.writing():
        folder = save_valuation(store, made_card(), pd.DataFrame({"value": np.arange(5_000.0)}), drawn)
    values = str(folder / "values.parquet")
    chosen = np.array([0, 7, 2_048, 4_999])
    assert (sum_of_futures(values, chosen) == drawn[chosen].sum(axis=0)).all()
    assert (sum_of_futures(values, np.arange(5_000)) == drawn.sum(axis=0, dtype=float)).all()
    assert (sum_of_futures(values, np.empty(0, int)) == 0).all()


def test_futures_that_cannot_be_read_are_told_of(tmp_path):
    store = Store.create(tmp_path / "store", name="Test")
    with store.writing():
        folder = save_valuation(store, made_card(), pd.DataFrame({"value": [1.0]}), np.ones((1, 79), np.float32))
    (folder / "futures.npy").write_bytes(b"nothing")
    with pytest.raises(ModelUntrusted):
        sum_of_futures(str(folder / "values.parquet"), np.array([0]))
    (folder / "futures.npy").unlink()
    assert serving_valuation(store.path) is None


def test_a_card_of_another_make_is_not_read(tmp_path):
    store = Store.create(tmp_path / "store", name="Test")
    with store.writing():
        folder = save_valuation(store, replace(made_card(), seconds=2.0), pd.DataFrame({"value": [1.0]}),
                                np.ones((1, 79), np.float32))
    (folder / "card.json").write_text('{"format": 99}', "utf-8")
    with pytest.raises(ModelUntrusted):
        serving_valuation(store.path)
