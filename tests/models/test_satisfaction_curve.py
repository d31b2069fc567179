"""The curve's verdicts, figures and edges."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import pytest
from sklearn.isotonic import IsotonicRegression

from analytics.models.satisfaction_curve import satisfaction_curve
from analytics.models.satisfaction_curve.answers import count_answers
from analytics.models.satisfaction_curve.isotonic import isotonic
from analytics.models.satisfaction_curve.likelihood import fit_fixed, fit_power, log_likelihood
from analytics.models.satisfaction_curve.shape import fit_shapes, gamma_interval
from analytics.statistics.intervals import wilson
from tests.models.satisfaction_answers import (
    CAPTIVE,
    CLIFF,
    FLAT,
    LINE,
    MILD,
    THRESHOLD,
    expected,
    power_truth,
    simulate,
    simulate_panel,
)

COUNTS = (200, 300, 800, 1_600, 1_100)


@pytest.mark.parametrize(("truth", "verdict", "reason", "form"), [
    (CLIFF, "curved", "convex", "convex"),
    (MILD, "curved", "convex", "convex"),
    (CAPTIVE, "curved", "concave", "concave"),
    (THRESHOLD, "curved", "stepped", "stepped"),
    (LINE, "straight", "line_fits", "straight"),
    (FLAT, "flat", "no_relation", "flat"),
    ((0.4, 0.6, 0.5, 0.6, 0.5), "flat", "uneven", "flat"),
    ((0.8, 0.7, 0.6, 0.5, 0.4), "reversed", "falls", "straight"),
    ((0.0, 0.0, 0.16, 1.0, 1.0), "too_clean", "ends_certain", "none"),
    ((1.0, 1.0, 0.84, 0.0, 0.0), "too_clean", "ends_certain", "none"),
    ((0.01, 0.01, 0.5, 0.99, 0.99), "too_clean", "separates_too_well", "none"),
])
def test_verdicts(truth, verdict, reason, form):
    curve = satisfaction_curve(*expected(truth, COUNTS), resamples=100)
    assert (curve.verdict, curve.reason, curve.fit.form) == (verdict, reason, form)


def test_a_steep_but_believable_curve_is_not_too_clean():
    curve = satisfaction_curve(*expected((0.05, 0.08, 0.5, 0.9, 0.97), COUNTS), resamples=0)
    assert curve.separation > 0.85
    assert curve.verdict == "curved"


def test_certain_ends_need_a_hundred_answers_each():
    truth = (0.0, 0.3, 0.5, 0.8, 1.0)
    assert satisfaction_curve(*expected(truth, (100, 300, 800, 900, 100)), resamples=0).verdict == "too_clean"
    assert satisfaction_curve(*expected(truth, (99, 300, 800, 900, 100)), resamples=0).verdict == "curved"


@pytest.mark.parametrize(("truth", "counts", "reason"), [
    (MILD, (10, 15, 34, 80, 60), "too_few_answers"),
    (CLIFF, (40, 60, 200, 400, 280), "too_few_at_the_ends"),
    ((0.98, 0.99, 0.995, 1.0, 1.0), (50, 80, 200, 400, 270), "one_outcome"),
    (LINE, (0, 0, 0, 500, 500), "too_few_levels"),
])
def test_not_enough_data(truth, counts, reason):
    curve = satisfaction_curve(*expected(truth, counts), resamples=100)
    assert (curve.verdict, curve.reason) == ("not_enough_data", reason)
    assert (curve.tests, curve.bands, curve.fit.form, curve.cliff) == ((), (), "none", None)
    assert sum(level.n for level in curve.levels) == sum(counts)


def test_no_answers_at_all():
    curve = satisfaction_curve([], [], [])
    assert (curve.verdict, curve.n, curve.levels, curve.steps) == ("not_enough_data", 0, (), ())


def test_rare_outcome_with_equal_ends_is_flat_all_the_same():
    curve = satisfaction_curve(*expected((0.006, 0.008, 0.007, 0.008, 0.008), (800, 300, 800, 1_700, 5_000)),
                               resamples=0)
    assert min(level.events for level in curve.levels) < 10
    assert curve.verdict == "flat"


def test_levels_are_counts_with_wilson_intervals():
    scores, outcomes = expected(MILD, COUNTS)
    curve = satisfaction_curve(scores, outcomes, resamples=0)
    assert [level.n for level in curve.levels] == list(COUNTS)
    assert [level.events for level in curve.levels] == [40, 81, 288, 784, 748]
    for level in curve.levels:
        low, high = wilson(level.events, level.n)
        assert (level.rate.low, level.rate.high) == pytest.approx((float(low), float(high)))
    assert curve.overall.estimate == outcomes.mean()
    low, high = wilson(outcomes.sum(), len(outcomes))
    assert (curve.overall.low, curve.overall.high) == pytest.approx((float(low), float(high)))


def test_the_share_of_all_answers_allows_for_customers_who_answered_twice():
    scores, outcomes = expected(MILD, COUNTS)
    once = satisfaction_curve(scores, outcomes, np.arange(len(scores)), resamples=0).overall
    twice = satisfaction_curve(np.tile(scores, 2), np.tile(outcomes, 2), np.tile(np.arange(len(scores)), 2),
                               resamples=0).overall
    assert twice.n == 2 * once.n
    assert twice.estimate == pytest.approx(once.estimate)
    # The same answers over again tell nothing new.
    assert twice.high - twice.low == pytest.approx(once.high - once.low, rel=0.01)


def test_a_thin_lowest_level_is_merged():
    curve = satisfaction_curve(*expected((0.2, 0.5, 0.5, 0.6, 0.8), (29, 71, 300, 500, 300)), resamples=0)
    assert curve.levels[0].scores == (1, 2)
    assert curve.levels[0].n == 100
    assert curve.levels[0].score == pytest.approx(1.71)
    assert satisfaction_curve(*expected((0.4, 0.5, 0.5, 0.6, 0.8), (30, 71, 300, 500, 300)),
                              resamples=0).levels[0].scores == (1,)


def test_few_loyal_answers_on_the_lowest_level_merge_it_too():
    curve = satisfaction_curve(*expected((0.05, 0.10, 0.2, 0.3, 0.7), (100, 200, 300, 500, 300)), resamples=0)
    assert curve.levels[0].scores == (1, 2)
    assert curve.verdict == "curved"


def test_a_merged_level_is_shown_but_the_bend_is_sought_with_the_levels_apart():
    truth, counts = power_truth(0.3, 0.85, 0.5), (16, 40, 400, 900, 600)
    curve = satisfaction_curve(*expected(truth, counts), resamples=200)
    assert [level.scores for level in curve.levels] == [(1, 2), (3,), (4,), (5,)]
    assert curve.fit.gamma.estimate == pytest.approx(0.5, abs=0.02)
    assert curve.fit.at_lowest == pytest.approx(0.3, abs=0.02)
    # Merged, the two lowest levels do not tell how low the curve begins: off the truth, and less is known.
    merged = replace(count_answers(*expected(truth, counts)), apart=None)
    rough, fine = gamma_interval(merged, fit_shapes(merged)), curve.fit.gamma
    assert rough.estimate < 0.4
    assert rough.high / rough.low > 1.5 * fine.high / fine.low
    assert curve.bands[0].low < 0.3 < curve.bands[0].high
    assert len(curve.steps) == 3


@pytest.mark.parametrize("gamma", [0.4, 1.0, 1.8, 3.5])
def test_gamma_is_recovered_from_exact_shares(gamma):
    u, n = np.arange(5) / 4, np.full(5, 10_000.0)
    fitted = fit_power(u, n, n * power_truth(0.2, 0.8, gamma))
    assert (fitted.a[0], fitted.b[0], fitted.gamma[0]) == pytest.approx((0.2, 0.8, gamma), abs=1e-4)


def test_fit_is_the_maximum_that_scipy_finds():
    from scipy.optimize import minimize

    generator = np.random.default_rng(4)
    u = np.arange(5) / 4
    n = generator.integers(60, 500, (12, 5)).astype(float)
    events = generator.binomial(n.astype(int), generator.uniform(0.1, 0.9, (12, 1)) * np.sort(
        generator.uniform(0.3, 1, (12, 5)), axis=1)).astype(float)
    fitted = fit_power(u, n, events)
    for index in range(12):
        def loss(theta, index=index):
            a, b = 1 / (1 + np.exp(-theta[:2]))
            return -float(log_likelihood(n[index], events[index], a + (b - a) * u ** np.exp(theta[2])))

        found = min((minimize(loss, (-1.0, 1.0, start), method="L-BFGS-B", bounds=((-10, 10), (-10, 10), (-3, 3)))
                     for start in (-1.5, 0.0, 1.5)), key=lambda result: result.fun)
        assert -fitted.log_likelihood[index] <= found.fun + 1e-4


def test_the_line_lies_between_zero_and_one():
    line = fit_fixed(np.arange(5) / 4, [50, 50, 50, 50, 50], [0, 0, 0, 1, 40], 1.0)
    assert 0 < line.a[0] < line.b[0] < 1


@pytest.mark.parametrize("seed", range(5))
def test_isotonic_equals_scikit_learn(seed):
    generator = np.random.default_rng(seed)
    values, weights = generator.random(12), generator.random(12) + 0.1
    for rising in (True, False):
        reference = IsotonicRegression(increasing=rising).fit(
            np.arange(12), values, sample_weight=weights).predict(np.arange(12))
        np.testing.assert_allclose(isotonic(values, weights, rising=rising), reference, atol=1e-12)


def test_bands_hold_the_curve_and_the_wide_band_holds_the_narrow():
    curve = satisfaction_curve(*simulate(MILD, 3_000), resamples=500)
    assert [curve.bands[0].score, curve.bands[-1].score] == [1.0, 5.0]
    for point in curve.bands:
        assert 0 <= point.low <= point.curve <= point.high <= 1
        assert point.low_everywhere <= point.low + 0.01
        assert point.high_everywhere >= point.high - 0.01
    assert curve.bands[0].curve == pytest.approx(curve.fit.at_lowest)
    assert curve.bands[-1].line == pytest.approx(curve.fit.line_at_highest)


def test_the_same_seed_gives_the_same_bands():
    scores, outcomes = simulate(MILD, 2_000)
    assert satisfaction_curve(scores, outcomes, resamples=50, seed=3) == satisfaction_curve(
        scores, outcomes, resamples=50, seed=3)


def test_cliff_at_the_top():
    cliff = satisfaction_curve(*expected(CLIFF, (300, 400, 800, 1_600, 1_100)), resamples=500).cliff
    assert cliff.excess.estimate == pytest.approx(0.28, abs=0.002)
    assert cliff.ratio.estimate == pytest.approx(0.68 / 0.27, abs=0.01)
    assert cliff.present
    assert cliff.excess.low > 0.2
    assert not satisfaction_curve(*expected(CAPTIVE, COUNTS), resamples=500).cliff.present
    assert satisfaction_curve(*expected(FLAT, COUNTS), resamples=500).cliff is None


def test_steps_are_differences_with_intervals():
    curve = satisfaction_curve(*expected(LINE, COUNTS), resamples=500)
    assert [step.difference.estimate for step in curve.steps] == pytest.approx([0.15] * 4)
    assert all(step.difference.low < 0.15 < step.difference.high for step in curve.steps)
    assert [(step.from_score, step.n) for step in curve.steps] == [(1, 200), (2, 300), (3, 800), (4, 1_600)]


def test_repeated_answers_widen_everything():
    scores, outcomes, who = simulate_panel(MILD, 600, 5, seed=2)
    alone, together = (satisfaction_curve(scores, outcomes, given, resamples=400) for given in (None, who))
    assert (alone.customers, together.customers) == (3_000, 600)
    assert together.levels[3].effective_n < 0.8 * alone.levels[3].effective_n
    assert together.levels[3].rate.estimate == alone.levels[3].rate.estimate
    middle = len(alone.bands) // 2
    assert (together.bands[middle].high - together.bands[middle].low
            > 1.2 * (alone.bands[middle].high - alone.bands[middle].low))
    assert together.fit.gamma.high > alone.fit.gamma.high
    assert together.tests[0].design_effect > 1.3
    assert {test.design_effect for test in alone.tests} == {1.0}


def test_customers_may_be_named_or_numbered():
    scores, outcomes, who = simulate_panel(MILD, 300, 3)
    named = np.array([f"C{number:05d}" for number in who])
    sparse = who * 1_000_003
    curves = [satisfaction_curve(scores, outcomes, given, resamples=0) for given in (who, named, sparse)]
    assert curves[0] == curves[1] == curves[2]


def test_covariance_of_levels_is_that_of_independent_customers_when_each_answers_once():
    scores, outcomes = simulate(MILD, 1_500)
    answers = count_answers(scores, outcomes, np.arange(1_500))
    assert answers.clusters is None
    twice = count_answers(np.repeat(scores, 2), np.repeat(outcomes, 2), np.repeat(np.arange(1_500), 2))
    np.testing.assert_allclose(twice.effective_n() / twice.n, 0.5, rtol=0.01)


def test_separation_is_the_area_under_the_curve():
    from sklearn.metrics import roc_auc_score

    scores, outcomes = simulate(MILD, 2_000)
    curve = satisfaction_curve(scores, outcomes, resamples=0)
    assert curve.separation == pytest.approx(roc_auc_score(outcomes, scores))


def test_result_is_json():
    for truth in (MILD, FLAT, (0.0, 0.0, 0.16, 1.0, 1.0)):
        curve = satisfaction_curve(*expected(truth, COUNTS), resamples=50)
        restored = json.loads(json.dumps(asdict(curve), allow_nan=False))
        assert restored["verdict"] == curve.verdict
        assert set(restored["fit"]) >= {"form", "gamma"}


def test_wrong_input_is_refused():
    with pytest.raises(ValueError, match="same length"):
        satisfaction_curve([1, 2], [True])
    for scores in ([0, 3], [1, 6], [2.5, 3], [np.nan, 3]):
        with pytest.raises(ValueError, match="1 to 5"):
            satisfaction_curve(scores, [True, False])


def test_telco_is_too_clean(datasets):
    import pandas as pd

    frame = pd.read_csv(datasets / "telco_v2" / "telco_v2_merged.csv")
    curve = satisfaction_curve(frame["Satisfaction Score"], frame["Churn Label"] == "No", resamples=100)
    assert (curve.verdict, curve.reason) == ("too_clean", "ends_certain")
    assert [level.n for level in curve.levels] == [922, 518, 2_665, 1_789, 1_149]
    assert [level.rate.estimate for level in curve.levels] == pytest.approx([0, 0, 0.839, 1, 1], abs=5e-4)
    assert curve.separation == pytest.approx(0.950, abs=5e-4)
    assert curve.fit.gamma.estimate is None
    assert curve.bands == ()


def test_olist_shows_no_relation(datasets):
    import pandas as pd

    folder = datasets / "olist_sample15k"
    orders = pd.read_csv(folder / "olist_orders_dataset.csv", parse_dates=["order_purchase_timestamp"])
    people = pd.read_csv(folder / "olist_customers_dataset.csv")
    reviews = pd.read_csv(folder / "olist_order_reviews_dataset.csv")
    orders = orders.merge(people, on="customer_id").sort_values("order_purchase_timestamp")
    again = orders.groupby("customer_unique_id").size() > 1
    first = orders.drop_duplicates("customer_unique_id").merge(reviews, on="order_id")
    first = first[first["order_purchase_timestamp"] < "2018-03-01"]
    curve = satisfaction_curve(first["review_score"], first["customer_unique_id"].map(again),
                               first["customer_unique_id"])
    assert (curve.verdict, curve.reason) == ("flat", "no_relation")
    assert [level.n for level in curve.levels] == [1_050, 298, 791, 1_744, 4_982]
    assert [level.events for level in curve.levels] == [12, 2, 6, 7, 47]
    assert min(test.p for test in curve.tests) > 0.05
    assert curve.cliff is None


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_code_has_its_words(language):
    from typing import get_args

    from analytics.i18n import catalogue
    from analytics.models.satisfaction_curve import result

    words = catalogue(language)
    codes = {f"verdicts.label.{code}" for code in get_args(result.Verdict)}
    codes |= {f"verdicts.answer.{code}" for code in get_args(result.Reason)}
    assert codes == {key for key in words if key.startswith("verdicts.")}
