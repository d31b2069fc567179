"""Intervals against published values, other implementations and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.rates import confint_poisson

from analytics.statistics import intervals


@pytest.mark.parametrize(("events", "n", "low", "high"), [
    (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)])
def test_wilson_reproduces_newcombe(events, n, low, high):
    assert intervals.wilson(events, n) == pytest.approx((low, high), abs=5e-5)


def test_wilson_equals_statsmodels_over_a_grid():
    n = np.repeat([1, 2, 9, 50, 10_000], 4)
    events = np.floor(n * np.tile([0, 0.2, 0.77, 1], 5))
    low, high = intervals.wilson(events, n, 0.9)
    other_low, other_high = proportion_confint(events, n, alpha=0.1, method="wilson")
    np.testing.assert_allclose(low, other_low, atol=1e-12)
    np.testing.assert_allclose(high, other_high, atol=1e-12)


def test_wilson_of_nobody_is_undefined():
    assert np.isnan(intervals.wilson(0, 0)).all()


def test_rate_carries_its_state():
    assert intervals.rate(0, 0) == intervals.Estimate(0, None, state="suppressed")
    assert [intervals.rate(1, n).state for n in (9, 10, 29, 30)] == ["suppressed", "thin", "thin", "enough"]


def test_effective_size_widens_the_interval_and_leaves_the_rate():
    plain, wide = intervals.rate(40, 100), intervals.rate(40, 100, effective_n=25)
    assert wide.estimate == plain.estimate == 0.4
    assert (wide.low, wide.high) == pytest.approx(tuple(map(float, intervals.wilson(10, 25))))
    assert wide.n == 100


def test_newcombe_difference_as_published():
    assert intervals.newcombe_difference(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)


@pytest.mark.parametrize("counts", [(56, 70, 48, 80), (0, 10, 0, 20), (10, 10, 0, 20), (9, 10, 3, 10)])
def test_newcombe_difference_equals_statsmodels(counts):
    expected = confint_proportions_2indep(*counts, method="newcomb", compare="diff")
    assert intervals.newcombe_difference(*counts) == pytest.approx(expected, abs=1e-9)


def test_rate_difference_is_judged_by_its_smaller_group():
    difference = intervals.rate_difference(5, 12, 300, 900)
    assert difference.estimate == pytest.approx(5 / 12 - 1 / 3)
    assert difference.state == "thin"
    assert intervals.rate_difference(0, 0, 1, 2).estimate is None


@pytest.mark.parametrize(("count", "exposure"), [(0, 10.0), (1, 1.0), (7, 3.5), (250, 1000.0)])
def test_poisson_exact_equals_statsmodels(count, exposure):
    expected = confint_poisson(count, exposure, method="exact-c")
    assert intervals.poisson_exact(count, exposure) == pytest.approx(expected, abs=1e-9)


def test_mean_interval_is_students():
    values = [3.0, 5.0, 7.0, 9.0]
    mean = intervals.mean(values)
    assert mean.estimate == 6.0
    assert mean.high - mean.estimate == pytest.approx(3.182446 * np.std(values, ddof=1) / 2, rel=1e-6)
    assert intervals.mean([]).estimate is None


def test_weighted_rate_with_equal_weights_is_the_plain_rate():
    hit = np.arange(200) < 30
    weighted, plain = intervals.weighted_rate(np.full(200, 7.0), hit), intervals.rate(30, 200)
    assert weighted.estimate == pytest.approx(plain.estimate)
    assert (weighted.low, weighted.high) == pytest.approx((plain.low, plain.high), abs=5e-4)


def test_weighted_rate_equals_its_sums_and_survives_the_edges():
    weights, hit = np.array([1.0, 5.0, 2.0, 10.0]), np.array([True, False, True, False])
    assert intervals.weighted_rate(weights, hit) == intervals.weighted_rate_from_sums(4, 18, 3, 130, 5)
    nobody = intervals.weighted_rate(weights, np.zeros(4))
    assert nobody.estimate == 0.0
    assert 0.0 < nobody.high < 1.0
    assert intervals.weighted_rate([], []).estimate is None


def test_weighted_rate_covers_the_truth_with_skewed_money():
    generator = np.random.default_rng(11)
    covered = 0
    for _ in range(400):
        size = generator.random(600) < 0.1
        weights = generator.lognormal(np.where(size, 2.0, 0.0), 0.7)
        hit = generator.random(600) < np.where(size, 0.1, 0.3)
        population = 0.1 * np.exp(2.0) * 0.1 + 0.9 * 0.3
        truth = population / (0.1 * np.exp(2.0) + 0.9)
        stated = intervals.weighted_rate(weights, hit)
        covered += stated.low <= truth <= stated.high
    assert 0.90 <= covered / 400 <= 0.98


def test_logo_and_revenue_churn_of_telco(datasets):
    import pandas as pd

    frame = pd.read_csv(datasets / "telco_v1" / "Telco-Customer-Churn.csv")
    lost = (frame["Churn"] == "Yes").to_numpy()
    logo = intervals.rate(int(lost.sum()), len(lost))
    revenue = intervals.weighted_rate(frame["MonthlyCharges"], lost)
    assert logo.estimate == pytest.approx(0.2654, abs=5e-5)
    assert revenue.estimate == pytest.approx(0.3050, abs=5e-5)
    assert revenue.low < 0.3050 < revenue.high


def test_a_mean_from_sums_is_the_mean_of_the_values():
    values = [1.0, 2.0, 2.0, 5.0, 4.0, 4.0, 3.0, 5.0, 5.0, 1.0]
    from_sums = intervals.mean_from_sums(len(values), sum(values), sum(one * one for one in values))
    plain = intervals.mean(values)
    assert (from_sums.n, from_sums.state) == (10, "thin")
    assert [from_sums.estimate, from_sums.low, from_sums.high] == pytest.approx([plain.estimate, plain.low, plain.high])
    assert intervals.mean_from_sums(0, 0, 0).estimate is None
    assert intervals.mean_from_sums(1, 4, 16).low is None


def test_many_shares_are_stated_as_each_alone():
    events, n = [3, 0, 20, 7, 0], [10, 40, 20, 31, 0]
    assert intervals.rates(events, n) == tuple(intervals.rate(k, size) for k, size in zip(events, n, strict=True))


def test_a_difference_of_rates_is_told_where_both_are():
    now, before, hidden = intervals.rate(30, 100), intervals.rate(20, 100), intervals.rate(1, 5)
    found = intervals.difference_of_rates(now, before)
    low, high = intervals.newcombe_difference(30, 100, 20, 100)
    assert (found.n, found.estimate, found.low, found.high) == pytest.approx((200, 0.1, float(low), float(high)))
    assert intervals.difference_of_rates(now, hidden) is None
