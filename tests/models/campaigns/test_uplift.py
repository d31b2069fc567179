"""Whom an offer moves: the score, the curve and its area by hand, and simulated campaigns with and without a pattern."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from analytics.filters import Filters
from analytics.models.campaigns import campaign_uplift as module
from analytics.models.campaigns.campaign_uplift import campaign_uplift, uplift_features, uplift_list
from analytics.models.campaigns.readouts import campaign_readouts
from analytics.models.campaigns.uplift import (
    Uplift,
    curve,
    doubly_robust,
    learn_uplift,
    out_of_fold,
    predict_uplift,
    qini,
)
from analytics.statistics.estimate import Estimate

CONTACT = 12.0


def simulated(n: int, seed: int, moved: float = 1.0):
    """Customers whom an offer moves most at middle risk, not at all at high risk, and the wrong way at low risk."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(n, 3))
    leaves = 1 / (1 + np.exp(1.6 - 1.1 * x[:, 0]))
    middle = leaves * np.exp(-((leaves - 0.35) / 0.25) ** 2)
    uplift = moved * np.minimum(np.where(x[:, 1] > -0.5, 0.85 * middle, -0.03), leaves)
    treated = random.random(n) < 0.5
    kept = random.random(n) < 1 - np.clip(leaves - treated * uplift, 0.001, 0.999)
    value = 100 * random.lognormal(0, 1.2, n)
    return x, treated, kept, leaves, uplift, value


def profit(order: np.ndarray, uplift: np.ndarray, value: np.ndarray) -> float:
    """Return what treating the first tenth brings, a customer of the base."""
    first = np.argsort(-order, kind="stable")[:len(order) // 10]
    return float((uplift[first] * value[first] - CONTACT).sum() / len(order))


def test_whom_to_treat_by_what_it_brings():
    """Methods C6: uplift x value before risk x value, both before uplift alone, and that before risk and chance."""
    x, treated, kept, leaves, uplift, value = simulated(12_000, 1)
    predicted = out_of_fold(x, treated, kept, seed=0)[1]
    brought = {name: profit(order, uplift, value) for name, order in {
        "oracle": uplift * value, "uplift_value": predicted * value, "risk_value": leaves * value,
        "uplift": predicted, "risk": leaves, "random": np.random.default_rng(2).random(len(value))}.items()}
    order = sorted(brought, key=brought.get, reverse=True)
    assert order[:3] == ["oracle", "uplift_value", "risk_value"]
    assert brought["uplift"] > max(brought["risk"], brought["random"])
    assert brought["uplift_value"] > 0.8 * brought["oracle"]


@pytest.mark.parametrize(("moved", "useful"), [(1.0, True), (0.0, False)])
def test_a_pattern_is_found_and_none_is_not(moved, useful):
    x, treated, kept, _, uplift, _ = simulated(4_000, 5, moved)
    found = learn_uplift(x, treated, kept)
    assert found.useful is useful
    assert (found.customers, found.treated) == (4_000, treated.sum())
    if useful:
        assert np.corrcoef(found.predicted, uplift)[0, 1] > 0.6
        assert found.qini.low < found.qini.estimate < found.qini.high


@pytest.mark.parametrize("learner", ["t", "dr"])
def test_other_customers_are_predicted(learner):
    x, treated, kept, *_ = simulated(4_000, 5)
    others, *_, uplift, _ = simulated(2_000, 6)
    predicted = predict_uplift(learner, x, treated, kept, others)
    assert np.corrcoef(predicted, uplift)[0, 1] > 0.6
    assert predicted.mean() == pytest.approx(uplift.mean(), abs=0.03)


def test_null_campaigns_seldom_look_useful():
    useful = 0
    for seed in range(4):
        x, treated, kept, *_ = simulated(1_100, 100 + seed, moved=0.0)
        useful += learn_uplift(x, treated, kept).useful
    # With one in forty expected, two of four happen four times in a thousand.
    assert useful <= 1


def test_too_few_are_not_learnt_from():
    x, treated, kept, *_ = simulated(900, 3)
    found = learn_uplift(x, treated, kept)
    assert (found.qini, found.curve, found.useful) == (None, (), False)


def test_the_curve_and_its_area_by_hand():
    treated = np.array([True, False, True, False])
    kept = np.array([True, False, False, False])
    predicted = np.array([4.0, 3.0, 2.0, 1.0])
    # After two: 1/1 - 0/1, on half the customers; after four: 1/2 - 0/2 on all.
    points = curve(predicted, treated, kept)
    assert points[10] == pytest.approx((0.5, 50.0, 25.0))
    assert points[-1] == pytest.approx((1.0, 50.0, 50.0))
    # Kept, of all: 0, 0, 1/2, 3/8, 1/2; at random: 0, 1/8, 1/4, 3/8, 1/2.
    assert qini(predicted, treated, kept) == pytest.approx(100 * (0 - 1 / 8 + 1 / 4 + 0 + 0) / 5)


def test_the_mean_of_the_score_is_the_difference_of_the_arms_where_nothing_is_predicted():
    treated = np.array([True, True, False, False])
    kept = np.array([True, False, False, False])
    assert doubly_robust(np.zeros(4), np.zeros(4), treated, kept).mean() == pytest.approx(0.5)


def test_the_demo_companys_campaigns_do_not_tell_whom_they_moved(demo_reader):
    found = campaign_uplift(demo_reader, Filters())
    decided = [one for one in campaign_readouts(demo_reader, Filters()).readouts if one.decided]
    assert found.customers == sum(one.treated + one.control for one in decided)
    assert found.treated == sum(one.treated for one in decided)
    # All treated: the last point is the plain difference of the shares kept.
    kept = [sum(arm.estimate * arm.n for arm in arms) / sum(arm.n for arm in arms)
            for arms in zip(*((one.kept_treated, one.kept_control) for one in decided), strict=True)]
    assert found.curve[-1][1] == pytest.approx(100 * (kept[0] - kept[1]))
    assert not found.useful


def test_what_was_known_on_a_day_is_what_was_known_then(demo_reader):
    rows = demo_reader.rows("""
        select customer_id, sum(days.orders), max(days.day) from warehouse.customer_days as days
        join customers_now using (customer_key)
        where day >= date '2024-04-01' and day < date '2025-04-01' group by all order by 1 limit 5""")
    found = uplift_features(demo_reader, [row[0] for row in rows], [date(2025, 4, 1)] * 5)
    assert found[:, 6].tolist() == [row[1] for row in rows]
    assert found[:, 5].tolist() == [(date(2025, 4, 1) - row[2]).days for row in rows]


@pytest.mark.parametrize("low", [0.1, -0.1])
def test_living_customers_are_listed_by_uplift_and_value_where_the_order_is_any_good(demo_reader, monkeypatch, low):
    found = Uplift("t", 3_000, 1_500, Estimate(3_000, 0.5, low, 1.0), (), np.zeros(0))
    monkeypatch.setattr(module, "learn_uplift", lambda *learnt: found)
    rows = uplift_list(demo_reader, Filters())
    if low < 0:
        assert rows.empty
        return
    assert rows["uplift_worth"].is_monotonic_decreasing
    assert rows["uplift"].min() > 0
    (living,), = demo_reader.rows("select count(*) from customers_now where status = 'active'")
    assert 0 < len(rows) <= living
    assert (rows["uplift"] * rows["worth"] - rows["uplift_worth"]).abs().max() <= 0.5
