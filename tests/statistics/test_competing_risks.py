"""Cumulative incidence from histograms equals lifelines' and the simple estimator, intervals included."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from analytics.statistics.competing_risks import incidence_by_cause
from analytics.statistics.survival import cumulative_incidence, kaplan_meier


@pytest.fixture(scope="module")
def lives():
    generator = np.random.default_rng(5)
    length = np.round(generator.exponential(20, 600), 6)
    cause = np.where(length > 30, 0, generator.integers(1, 4, 600))
    return np.minimum(length, 30) + np.arange(600) * 1e-7, cause


def test_equals_lifelines_with_its_variance(lives):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifelines import AalenJohansenFitter

        length, cause = lives
        found = incidence_by_cause(length, cause > 0, cause == 0, cause.tolist())
        for code in (1, 2, 3):
            fitted = AalenJohansenFitter(calculate_variance=True).fit(length, cause, event_of_interest=code)
            mine = found[code]
            theirs = fitted.cumulative_density_.loc[list(mine.times)].to_numpy()[:, 0]
            np.testing.assert_allclose(mine.incidence, theirs, atol=1e-9)
            for time in (2.0, 10.0, 25.0):
                at = mine.at(time)
                row = fitted.confidence_interval_.loc[:time].iloc[-1]
                assert (at.low, at.high) == pytest.approx((float(row.iloc[0]), float(row.iloc[1])), abs=2e-3)


def test_causes_and_survival_add_up(lives):
    length, cause = lives
    found = incidence_by_cause(length, cause > 0, cause == 0, cause.tolist())
    survival = kaplan_meier(length, cause > 0).survival
    np.testing.assert_allclose(sum(np.array(one.incidence) for one in found.values()) + survival, 1.0)


def test_late_entries_count_at_risk_from_their_entry_on():
    generator = np.random.default_rng(6)
    entry = generator.integers(0, 5, 300).astype(float)
    length, cause = entry + generator.integers(1, 20, 300), generator.integers(0, 3, 300)
    times = np.concatenate((length, entry[entry > 0]))
    extra = int((entry > 0).sum())
    none = np.zeros(extra)
    found = incidence_by_cause(
        times, np.concatenate((cause > 0, none)), np.concatenate((cause == 0, none)), [*cause.tolist(), *([0] * extra)],
        np.concatenate((np.zeros(300), np.ones(extra))))
    _, expected = cumulative_incidence(length, cause, 2, entry)
    np.testing.assert_allclose(found[2].incidence, expected)


def test_interval_covers_the_truth():
    generator = np.random.default_rng(12)
    covered = 0
    for _ in range(300):
        length, until = generator.exponential(10, 150), generator.uniform(2, 20, 150)
        cause = np.where(length <= until, np.where(generator.random(150) < 0.3, 1, 2), 0)
        seen = np.minimum(length, until)
        at = incidence_by_cause(seen, cause > 0, cause == 0, cause.tolist())[1].at(8)
        covered += at.low <= 0.3 * (1 - np.exp(-0.8)) <= at.high
    assert 0.91 <= covered / 300 <= 0.985


def test_nobody_and_nobody_lost():
    assert incidence_by_cause([], [], [], []) == {}
    assert incidence_by_cause([3.0], [0], [1], ["pricing"]) == {}


def test_nothing_is_told_of_times_nobody_was_seen_for():
    found = incidence_by_cause([3, 6, 9], [1, 0, 0], [0, 20, 20], ["price", "price", "price"])["price"]
    assert found.last == 9
    assert found.at(9).estimate == pytest.approx(1 / 41)
    assert (found.at(10).estimate, found.at(10).state) == (None, "suppressed")
