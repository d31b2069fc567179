"""Ratios of sums against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.statistics.intervals import mean as mean_of_values
from analytics.statistics.ratios import clustered_rate, mean_of_sums, ratio_of_sums


def test_a_ratio_of_sums_by_hand():
    # Perceived 4, 5, 3 over expected 5, 5, 2: 12 / 12, residuals −1, 0, 1, variance 2 / 144 · 3 / 2.
    found = ratio_of_sums(3, 12, 12, 16 + 25 + 9, 25 + 25 + 4, 20 + 25 + 6)
    assert found.estimate == pytest.approx(1.0)
    assert found.high - 1 == pytest.approx(1.959964 * (3 / 144) ** 0.5)
    assert ratio_of_sums(0, 0, 0, 0, 0, 0).estimate is None


def test_one_trial_each_is_a_plain_wilson_interval_but_for_the_degree_of_freedom():
    found = clustered_rate(100, 80, 100, 80, 100, 80)
    assert (found.n, found.estimate) == (100, 0.8)
    assert (found.low, found.high) == pytest.approx((0.7112, 0.8666), abs=1e-3)


def test_customers_who_always_or_never_answer_count_once():
    # Fifty customers asked twice: forty answer both, ten neither.
    found = clustered_rate(50, 80, 100, 160, 200, 160)
    lone = clustered_rate(50, 40, 50, 40, 50, 40)
    assert (found.estimate, found.n) == (0.8, 100)
    assert found.high - found.low == pytest.approx(lone.high - lone.low)


def test_a_mean_of_sums_is_the_mean_of_the_values():
    values = np.array([1.0, -2.0, 0.5, 3.0])
    found, plain = mean_of_sums(4, values.sum(), (values ** 2).sum()), mean_of_values(values)
    assert (found.estimate, found.low, found.high) == pytest.approx((plain.estimate, plain.low, plain.high))
