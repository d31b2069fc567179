"""Markets compared, silence bounded, differences adjusted for, steps valued."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.models.satisfaction_curve import (
    adjusted_curve,
    compare_groups,
    compare_responders,
    nonresponse_bounds,
    satisfaction_curve,
    worth_of_steps,
)
from tests.models.satisfaction_answers import (
    FLAT,
    LINE,
    MILD,
    expected,
    power_truth,
    simulate,
    simulate_panel,
)


def stacked(truths, n, seed=0):
    parts = [simulate(truth, n, seed + index) for index, truth in enumerate(truths)]
    scores, outcomes = (np.concatenate(column) for column in zip(*parts, strict=True))
    return scores, outcomes, np.repeat([f"g{index}" for index in range(len(truths))], n)


def test_markets_of_different_bend_are_told_apart():
    truths = [power_truth(0.2, 0.85, gamma) for gamma in (3.5, 1.8, 0.5)]
    result = compare_groups(*stacked(truths, 6_000))
    assert result.compared == ("g0", "g1", "g2")
    assert result.different
    assert result.test.degrees == 2
    assert [(pair.one, pair.other) for pair in result.pairs] == [("g0", "g1"), ("g0", "g2"), ("g1", "g2")]
    assert all(pair.different for pair in result.pairs)
    first = result.pairs[0].ratio
    assert first.low < 3.5 / 1.8 < first.high
    assert [group.curve.verdict for group in result.groups] == ["curved"] * 3
    assert result.groups[0].pooled_gamma is None


def test_equal_markets_are_rarely_called_different():
    truth = power_truth(0.3, 0.8, 1.8)
    results = [compare_groups(*stacked([truth] * 3, 1_200, seed=10 * seed)) for seed in range(40)]
    assert sum(result.different for result in results) <= 6
    assert np.median([result.common_gamma for result in results]) == pytest.approx(1.8, abs=0.25)


def test_groups_without_relation_are_left_out_of_the_comparison():
    result = compare_groups(*stacked([MILD, FLAT], 4_000))
    assert result.compared == ("g0",)
    assert (result.test, result.common_gamma, result.pairs, result.different) == (None, None, (), False)
    assert result.groups[1].curve.verdict == "flat"


def test_many_groups_are_drawn_together():
    truth = power_truth(0.25, 0.8, 2.0)
    result = compare_groups(*stacked([truth] * 8, 1_500, seed=3))
    own = [group.curve.fit.gamma.estimate for group in result.groups if group.pooled_gamma]
    pooled = [group.pooled_gamma.estimate for group in result.groups if group.pooled_gamma]
    assert len(pooled) > 5
    assert np.ptp(np.log(pooled)) < 0.5 * np.ptp(np.log(own))
    assert np.mean(np.abs(np.log(pooled) - np.log(2))) < np.mean(np.abs(np.log(own) - np.log(2)))
    covered = [group.pooled_gamma.low < 2.0 < group.pooled_gamma.high for group in result.groups
               if group.pooled_gamma]
    assert np.mean(covered) >= 0.8


def test_repeated_answers_do_not_fake_a_difference():
    truth = power_truth(0.3, 0.8, 1.8)
    told = {"rows": 0, "customers": 0}
    for seed in range(30):
        parts = [simulate_panel(truth, 250, 6, seed=100 * seed + index) for index in range(2)]
        scores, outcomes, who = (np.concatenate(column) for column in zip(*parts, strict=True))
        market = np.repeat(["a", "b"], 1_500)
        who = who + 250 * (market == "b")
        told["rows"] += compare_groups(scores, outcomes, market).different
        told["customers"] += compare_groups(scores, outcomes, market, who).different
    assert told["customers"] <= 4
    assert told["customers"] < told["rows"]


def test_responders_and_others():
    compared = compare_responders(958, 1_000, 1_894, 2_000)
    assert compared.responders.estimate == 0.958
    assert compared.non_responders.estimate == 0.947
    assert compared.difference.estimate == pytest.approx(0.011)
    assert compared.difference.low < 0 < compared.difference.high


def test_bounds_for_the_silent():
    scores, outcomes = expected(LINE, (200, 300, 800, 1_600, 1_100))
    curve = satisfaction_curve(scores, outcomes, resamples=0)
    bounds = nonresponse_bounds(curve, 6_000)
    same, worse = bounds.bounds[0], bounds.bounds[2]
    assert bounds.response_rate.estimate == 0.4
    assert same.mean_score == pytest.approx(scores.mean())
    assert same.loyalty == pytest.approx(curve.overall.estimate)
    assert worse.points_lower == 1.0
    # One point lower, except for those at 1 already, moves loyalty by a step of the line.
    assert worse.silent_loyalty == pytest.approx(same.silent_loyalty - 0.15 * 0.95)
    assert worse.top_two_box == pytest.approx(0.4 * 0.675 + 0.6 * 0.275)
    assert bounds.implied_points_lower is None


def test_loyalty_of_the_silent_tells_how_satisfied_they_must_be():
    curve = satisfaction_curve(*expected(LINE, (200, 300, 800, 1_600, 1_100)), resamples=0)
    loyalty = curve.overall.estimate - 0.15 * 0.95
    found = nonresponse_bounds(curve, 6_000, round(6_000 * loyalty)).implied_points_lower
    assert found == pytest.approx(1.0, abs=0.02)
    assert nonresponse_bounds(curve, 100, 100).implied_points_lower is None


def test_a_confounder_makes_a_curve_and_adjusting_takes_it_away():
    generator = np.random.default_rng(1)
    large = generator.random(20_000) < 0.5
    level = np.where(large, generator.choice(5, 20_000, p=[0.05, 0.05, 0.2, 0.3, 0.4]),
                     generator.choice(5, 20_000, p=[0.3, 0.25, 0.25, 0.15, 0.05]))
    loyal = generator.random(20_000) < np.where(large, 0.85, 0.5)
    raw = satisfaction_curve(level + 1, loyal, resamples=0)
    adjusted = adjusted_curve(level + 1, loyal, large)
    assert raw.verdict == "curved"
    assert adjusted.verdict == "flat"
    assert adjusted.gamma.estimate is None
    assert adjusted.strata == 2
    assert adjusted.levels[0].raw.estimate < 0.57
    for one in adjusted.levels:
        assert one.adjusted.low - 0.01 < 0.675 < one.adjusted.high + 0.01
        assert one.covered == pytest.approx(1.0)


def test_adjusting_for_nothing_changes_nothing():
    scores, outcomes = simulate(MILD, 4_000)
    raw = satisfaction_curve(scores, outcomes, resamples=0)
    adjusted = adjusted_curve(scores, outcomes, np.zeros(4_000))
    assert adjusted.verdict == raw.verdict
    assert adjusted.gamma.estimate == pytest.approx(raw.fit.gamma.estimate, rel=0.02)
    for one in adjusted.levels:
        assert one.adjusted.estimate == pytest.approx(one.raw.estimate)


def test_what_a_stratum_lacks_on_a_level_is_said():
    scores, outcomes = expected(LINE, (200, 200, 200, 200, 200))
    strata = np.where((scores == 5) | (np.arange(scores.size) % 2 == 0), "a", "b")
    top = adjusted_curve(scores, outcomes, strata).levels[-1]
    assert top.covered == pytest.approx((strata == "a").mean())


def test_steps_in_money():
    curve = satisfaction_curve(*expected(LINE, (200, 300, 800, 1_600, 1_100)), resamples=200)
    worth = worth_of_steps(curve, 1_000_000)
    assert [step.per_customer.estimate for step in worth] == pytest.approx([150_000] * 4)
    assert worth[0].per_customer.low < 150_000 < worth[0].per_customer.high
    assert worth_of_steps(curve, [0, 0, 0, 100])[-1].per_customer.estimate == pytest.approx(15)
    with pytest.raises(ValueError, match="4 steps need as many values"):
        worth_of_steps(curve, [1.0])


def test_a_flat_curve_is_worth_nothing():
    curve = satisfaction_curve(*expected(FLAT, (200, 300, 800, 1_600, 1_100)), resamples=50)
    assert worth_of_steps(curve, 1_000) == ()
