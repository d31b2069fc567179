"""Survival curves against lifelines and published figures."""

from __future__ import annotations

import numpy as np
import pytest
from lifelines import AalenJohansenFitter, KaplanMeierFitter
from lifelines.datasets import load_waltons
from lifelines.statistics import multivariate_logrank_test

from analytics.statistics.survival import (
    cumulative_incidence,
    kaplan_meier,
    kaplan_meier_counts,
    log_rank,
    log_rank_counts,
)


@pytest.fixture(scope="module")
def staggered():
    """Lives of which only those still alive at a late entry are seen, censored at 60."""
    generator = np.random.default_rng(0)
    lives, entries = generator.exponential(30, 2_000), generator.uniform(0, 40, 2_000)
    seen = lives > entries
    lives, entries = np.round(lives[seen], 1) + 0.1, np.round(entries[seen], 1)
    return np.minimum(lives, 60.0), lives <= 60, entries


def test_waltons():
    frame = load_waltons()
    curve = kaplan_meier(frame["T"], frame["E"])
    assert curve.median.estimate == 56
    test = log_rank(frame["T"], frame["E"], frame["group"])
    assert test.statistic == pytest.approx(122.249, abs=5e-4)
    assert test.degrees == 1


def test_curve_and_interval_equal_lifelines():
    frame = load_waltons()
    curve = kaplan_meier(frame["T"], frame["E"])
    fitted = KaplanMeierFitter().fit(frame["T"], frame["E"])
    np.testing.assert_allclose(fitted.survival_function_.loc[list(curve.times)].to_numpy()[:, 0], curve.survival)
    limits = fitted.confidence_interval_.loc[list(curve.times)].to_numpy()
    inner = np.array(curve.survival) > 0
    np.testing.assert_allclose(limits[inner], np.column_stack((curve.low, curve.high))[inner], atol=1e-9)


def test_telco(datasets):
    import pandas as pd

    frame = pd.read_csv(datasets / "telco_v1" / "Telco-Customer-Churn.csv")
    curve = kaplan_meier(frame["tenure"], frame["Churn"] == "Yes")
    assert [curve.at(month).estimate for month in (12, 24, 48, 72)] == pytest.approx(
        [0.8432, 0.7887, 0.7088, 0.5928], abs=5e-5)
    assert curve.median.estimate is None
    assert curve.at(73).estimate is None


def test_left_truncation_equals_lifelines(staggered):
    durations, events, entries = staggered
    curve = kaplan_meier(durations, events, entries)
    fitted = KaplanMeierFitter().fit(durations, events, entry=entries)
    np.testing.assert_allclose(fitted.survival_function_.loc[list(curve.times)].to_numpy()[:, 0], curve.survival,
                               atol=1e-9)


def test_ignoring_late_entry_would_flatter(staggered):
    durations, events, entries = staggered
    naive, right = kaplan_meier(durations, events), kaplan_meier(durations, events, entries)
    truth = np.exp(-20 / 30)
    assert naive.at(20).estimate > truth + 0.1
    assert right.at(20).estimate == pytest.approx(truth, abs=0.06)


def test_counts_give_the_same_curve(staggered):
    durations, events, entries = staggered
    times = np.unique(np.concatenate((durations, entries)))
    histogram = [np.array([(values == time).sum() for time in times])
                 for values in (durations[events], durations[~events], entries)]
    counted = kaplan_meier_counts(times, *histogram)
    curve = kaplan_meier(durations, events, entries)
    assert counted.times == curve.times
    np.testing.assert_allclose(counted.survival, curve.survival)
    np.testing.assert_allclose(counted.high, curve.high)
    assert (counted.n, counted.events, counted.last) == (curve.n, curve.events, curve.last)


@pytest.mark.filterwarnings("ignore:Starting with pandas version 4.0")
def test_log_rank_of_several_groups_equals_lifelines():
    generator = np.random.default_rng(3)
    group = generator.integers(0, 3, 600)
    lives = np.ceil(generator.exponential(20 + 5 * group))
    events = lives < 40
    expected = multivariate_logrank_test(np.minimum(lives, 40), group, events)
    test = log_rank(np.minimum(lives, 40), events, group)
    assert (test.statistic, test.p) == pytest.approx((expected.test_statistic, expected.p_value), rel=1e-6)
    assert log_rank(lives, events, np.zeros(600)).p == 1.0


def test_competing_causes_equal_lifelines_and_add_up():
    generator = np.random.default_rng(5)
    lives = generator.exponential(20, 500)
    causes = np.where(lives > 40, 0, generator.integers(1, 3, 500))
    lives = np.minimum(lives, 40) + generator.random(500) * 1e-6
    times, first = cumulative_incidence(lives, causes, 1)
    _, second = cumulative_incidence(lives, causes, 2)
    survival = kaplan_meier(lives, causes > 0).survival
    np.testing.assert_allclose(first + second + survival, 1.0)
    fitted = AalenJohansenFitter(calculate_variance=False).fit(lives, causes, event_of_interest=1)
    np.testing.assert_allclose(fitted.cumulative_density_.loc[list(times)].to_numpy()[:, 0], first, atol=1e-9)


def test_interval_covers_the_truth():
    generator = np.random.default_rng(12)
    covered = 0
    for _ in range(300):
        lives, until = generator.exponential(10, 80), generator.uniform(2, 20, 80)
        curve = kaplan_meier(np.minimum(lives, until), lives <= until)
        stated = curve.at(5)
        covered += stated.low <= np.exp(-0.5) <= stated.high
    assert 0.91 <= covered / 300 <= 0.985


def test_edges():
    nobody = kaplan_meier([], [])
    assert nobody.at(1).estimate is None
    all_stay = kaplan_meier([3.0, 4.0], [False, False])
    assert (all_stay.times, all_stay.at(2).estimate) == ((), 1.0)
    all_leave = kaplan_meier([2.0, 2.0], [True, True])
    assert (all_leave.survival, all_leave.low) == ((0.0,), (0.0,))
    assert kaplan_meier_counts([], [], []).n == 0


def test_log_rank_of_histograms_equals_that_of_customers(staggered):
    durations, events, entries = staggered
    groups = np.arange(durations.size) % 3
    rows = {}
    for duration, event, entry, group in zip(durations, events, entries, groups, strict=True):
        rows.setdefault((group, duration), [0, 0, 0])[0 if event else 1] += 1
        rows.setdefault((group, entry), [0, 0, 0])[2] += 1
    keys = list(rows)
    lost, censored, entered = np.array([rows[key] for key in keys]).T
    counted = log_rank_counts([time for _, time in keys], lost, censored, [group for group, _ in keys], entered)
    expected = log_rank(durations, events, groups, entries)
    assert counted.statistic == pytest.approx(expected.statistic)
    assert counted.degrees == expected.degrees == 2


def test_log_rank_of_one_histogram_says_nothing():
    assert log_rank_counts([1, 2], [1, 1], [0, 0], ["a", "a"]).p == 1.0
