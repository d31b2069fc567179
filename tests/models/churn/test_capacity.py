"""The capacity curve: its mean by hand, its interval by brute force."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.models.churn import capacity_curve


def test_mean_and_best_capacity_by_hand():
    risk = np.array([0.5, 0.1, 0.8, 0.0])
    value = np.array([10_000.0, 90_000.0, 1_000.0, 50_000.0])
    curve = capacity_curve(risk, value, contact_cost=1_000)
    # Ranked by risk x value: 9,000; 5,000; 800; 0. Of each, 30 % is kept, and a contact costs 1,000.
    assert curve.capacity.tolist() == [0, 1, 2, 3, 4]
    assert curve.at_risk.tolist() == [0, 9_000, 14_000, 14_800, 14_800]
    assert curve.saved == pytest.approx([0, 1_700, 2_200, 1_440, 440])
    assert curve.best == 2
    assert curve.at(2)[0] == pytest.approx(2_200)
    assert curve.assumed


def test_nobody_is_contacted_where_no_contact_pays():
    assert capacity_curve(np.array([0.1, 0.2]), np.array([100.0, 100.0]), contact_cost=1_000).best == 0


def test_negative_values_are_not_worth_saving():
    curve = capacity_curve(np.array([0.9, 0.5]), np.array([-5_000.0, 1_000.0]), contact_cost=0)
    assert curve.at_risk.tolist() == [0, 500, 500]


def test_interval_equals_brute_force():
    generator = np.random.default_rng(0)
    risk, value = generator.uniform(0.05, 0.6, 50), generator.lognormal(9, 1, 50)
    curve = capacity_curve(risk, value, contact_cost=100)
    order = np.argsort(-risk * value)
    share = generator.beta(6, 14, 20_000)[:, None]
    kept = generator.random((20_000, 50)) < share * risk[order]
    for capacity in (10, 50):
        drawn = (kept[:, :capacity] * value[order][:capacity]).sum(axis=1) - 100 * capacity
        mean, low, high = curve.at(capacity)
        expected = np.quantile(drawn, (0.025, 0.975))
        assert mean == pytest.approx(drawn.mean(), rel=0.03)
        # A normal stands in for the sum; the largest customers make it a little lopsided.
        assert (low, high) == (pytest.approx(expected[0], abs=0.12 * np.ptp(expected)),
                               pytest.approx(expected[1], abs=0.12 * np.ptp(expected)))


def test_a_long_list_has_few_points_that_end_with_everybody():
    curve = capacity_curve(np.full(100_000, 0.1), np.full(100_000, 1_000.0), contact_cost=10)
    assert len(curve.capacity) <= 61
    assert curve.capacity[[0, -1]].tolist() == [0, 100_000]
    assert curve.at(200_000)[0] == pytest.approx(curve.saved[-1])
