"""The intraclass correlation: by hand, against an analysis of variance, and in worlds of a known one."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.statistics.consistency import intraclass_correlation


def test_by_hand():
    # Two groups of four: 3 of 4 and 1 of 4. Between 0.5, within 1.5/6 = 0.25, four a group: .25/1.25.
    found = intraclass_correlation([3, 1], [4, 4])
    assert found.estimate == pytest.approx((0.5 - 0.25) / (0.5 + 3 * 0.25))
    assert (found.n, found.state) == (8, "suppressed")


def test_equals_the_analysis_of_variance_with_unequal_groups():
    from scipy.stats import f_oneway

    events, n = np.array([5, 12, 2, 9]), np.array([20, 31, 17, 40])
    samples = [np.r_[np.ones(k), np.zeros(size - k)] for k, size in zip(events, n, strict=True)]
    ratio = f_oneway(*samples).statistic
    usual = (n.sum() - (n**2).sum() / n.sum()) / 3
    found = intraclass_correlation(events, n)
    assert found.estimate == pytest.approx((ratio - 1) / (ratio + usual - 1))


def test_alike_groups_and_different_ones():
    assert intraclass_correlation([5, 5, 5], [50, 50, 50]).estimate == 0.0
    assert intraclass_correlation([0, 10], [10, 10]).estimate == 1.0
    assert intraclass_correlation([4], [10]).estimate is None
    assert intraclass_correlation([0, 0], [10, 10]).estimate is None, "no scatter at all"


def test_the_interval_covers_what_is_true():
    random, truth, covered = np.random.default_rng(0), 0.05, 0
    for _ in range(300):
        # Beta-binomial groups: the correlation is 1 / (a + b + 1).
        shares = random.beta(0.2 * 19, 0.8 * 19, 24)
        found = intraclass_correlation(random.binomial(60, shares), np.full(24, 60))
        covered += found.low <= truth <= found.high
    assert 0.90 <= covered / 300 <= 0.99
