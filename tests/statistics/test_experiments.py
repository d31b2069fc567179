"""Sample ratios, power and means with the past taken out, beside statsmodels, scipy and figures by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import power_proportions_2indep

from analytics.statistics.experiments import adjusted_difference, chance_of_seeing, sample_ratio
from analytics.statistics.proportions import customers_needed, detectable_difference


@pytest.mark.parametrize(("rate_1", "rate_2", "n"), [(0.20, 0.17, 2_626), (0.10, 0.08, 3_211), (0.05, 0.045, 28_406)])
def test_customers_needed_as_the_methods_reckon_them(rate_1, rate_2, n):
    assert customers_needed(rate_1, rate_2) == n
    assert chance_of_seeing(rate_1, rate_2, n, n) == pytest.approx(0.80, abs=2e-4)
    assert detectable_difference(rate_1, n, n) == pytest.approx(rate_1 - rate_2, abs=2e-5)


def test_power_as_statsmodels_has_it():
    theirs = power_proportions_2indep(0.15 - 0.20, 0.20, 900, return_results=False)
    # Theirs takes the pooled spread where nothing is going on.
    assert chance_of_seeing(0.15, 0.20, 900, 900) == pytest.approx(theirs, abs=0.002)


def test_power_of_unequal_arms_is_how_often_they_are_told_apart():
    random = np.random.default_rng(3)
    shares = random.binomial(900, 0.15, 40_000) / 900, random.binomial(450, 0.20, 40_000) / 450
    errors = np.sqrt(sum(share * (1 - share) / n for share, n in zip(shares, (900, 450), strict=True)))
    seen = np.mean(np.abs(shares[0] - shares[1]) / errors > 1.96)
    assert chance_of_seeing(0.15, 0.20, 900, 450) == pytest.approx(seen, abs=0.01)


def test_a_sample_ratio_is_a_chi_squared_test():
    found = sample_ratio(821, 905, 0.5)
    theirs = stats.chisquare([821, 905])
    assert (found.statistic, found.p) == pytest.approx((theirs.statistic, theirs.pvalue))
    assert sample_ratio(650, 350, 0.65).statistic == 0
    assert sample_ratio(700, 300, 0.65).p < 0.001
    assert sample_ratio(0, 0, 0.5).p == 1


def test_the_past_taken_out_by_hand():
    # Slope within the groups: (1 + 1) / (0.5 + 0.5) = 2, so that nothing but the groups' levels is left.
    found = adjusted_difference([2, 4, 5, 7], [0, 1, 2, 3], [True, True, False, False])
    assert found.plain.estimate == -3
    assert found.adjusted.estimate == pytest.approx(-3 + 2 * 2)
    assert found.explained == pytest.approx(1)
    welch = stats.ttest_ind([2, 4], [5, 7], equal_var=False).confidence_interval()
    assert (found.plain.low, found.plain.high) == pytest.approx((welch.low, welch.high))


def test_taking_the_past_out_narrows_by_the_squared_correlation():
    random = np.random.default_rng(7)
    before = random.normal(0, 1, 20_000)
    after = 0.8 * before + 0.6 * random.normal(0, 1, 20_000)
    treated = random.random(20_000) < 0.5
    found = adjusted_difference(after + 0.1 * treated, before, treated)
    assert found.explained == pytest.approx(0.64, abs=0.01)
    width = {name: one.high - one.low for name, one in (("plain", found.plain), ("adjusted", found.adjusted))}
    assert width["adjusted"] / width["plain"] == pytest.approx(0.6, abs=0.01)
    assert found.adjusted.low < 0.1 < found.adjusted.high


def test_a_past_that_tells_nothing_and_a_group_of_one():
    found = adjusted_difference([1, 2, 3, 4], [5, 5, 5, 5], [True, True, False, False])
    assert (found.explained, found.adjusted) == (0, found.plain)
    assert adjusted_difference([1, 2, 3], [0, 1, 2], [True, False, False]).plain.low is None
