"""Splits of a change: exact sums, known cases, and Telco."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.statistics import decomposition


def test_telco_seniors_by_contract(datasets):
    import pandas as pd

    frame = pd.read_csv(datasets / "telco_v1" / "Telco-Customer-Churn.csv")
    cells = frame.assign(lost=frame["Churn"] == "Yes").groupby(["SeniorCitizen", "Contract"])["lost"]
    lost, customers = cells.sum().unstack(), cells.size().unstack()
    split = decomposition.kitagawa(lost.loc[0], customers.loc[0], lost.loc[1], customers.loc[1])
    assert split.change.estimate == pytest.approx(0.1807, abs=1e-4)
    assert split.rate_effect.estimate == pytest.approx(0.1040, abs=5e-5)
    assert split.mix_effect.estimate == pytest.approx(0.0767, abs=5e-5)
    residual = split.change.estimate - split.rate_effect.estimate - split.mix_effect.estimate
    assert abs(residual) < 1e-12
    assert split.rate_effect.low < 0.1040 < split.rate_effect.high


def test_segments_add_up_and_growth_of_a_good_segment_lowers_the_rate():
    split = decomposition.kitagawa([30, 10], [100, 100], [30, 30], [100, 300], resamples=0)
    assert sum(split.rate_effects) == pytest.approx(0.0)
    assert split.change.estimate == pytest.approx(-0.05)
    assert sum(split.mix_effects) == pytest.approx(split.mix_effect.estimate) == pytest.approx(-0.05)
    assert all(effect < 0 for effect in split.mix_effects)


def test_a_segment_new_in_the_second_period_is_all_mix():
    split = decomposition.kitagawa([10, 0], [100, 0], [10, 40], [100, 100], resamples=0)
    assert split.rate_effects == pytest.approx((0.0, 0.0))
    assert split.mix_effect.estimate == pytest.approx(0.15)


def test_interval_covers_the_truth():
    generator = np.random.default_rng(8)
    rates_before, rates_after, customers = np.array([0.1, 0.3]), np.array([0.15, 0.3]), np.array([600, 400])
    covered = 0
    for seed in range(150):
        before, after = generator.binomial(customers, rates_before), generator.binomial(customers, rates_after)
        effect = decomposition.kitagawa(before, customers, after, customers, resamples=200, seed=seed).rate_effect
        covered += effect.low <= 0.03 <= effect.high
    assert 0.88 <= covered / 150 <= 0.99


def test_no_customers_is_refused():
    with pytest.raises(ValueError, match="customers at their start"):
        decomposition.kitagawa([0], [0], [1], [2])


def test_shapley_adds_up_and_matches_kitagawa_for_two_factors():
    before, after = {"customers": 100.0, "rate": 0.2}, {"customers": 150.0, "rate": 0.1}
    parts = decomposition.shapley(before, after, lambda factors: factors["customers"] * factors["rate"])
    assert parts == pytest.approx({"customers": 50 * 0.15, "rate": -0.1 * 125})


def test_shapley_of_three_factors_is_das_guptas():
    before, after = {"a": 2.0, "b": 3.0, "c": 5.0}, {"a": 4.0, "b": 2.0, "c": 7.0}
    parts = decomposition.shapley(before, after, lambda f: f["a"] * f["b"] * f["c"])
    assert sum(parts.values()) == pytest.approx(4 * 2 * 7 - 2 * 3 * 5)
    a_effect = (4 - 2) * ((3 * 5 + 2 * 7) / 3 + (3 * 7 + 2 * 5) / 6)
    assert parts["a"] == pytest.approx(a_effect)


def test_shapley_needs_the_same_names():
    with pytest.raises(ValueError, match="same factors"):
        decomposition.shapley({"a": 1.0}, {"b": 1.0}, lambda f: 0.0)
