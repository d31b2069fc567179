"""The regression against statsmodels, and what it does where a group has no events."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from analytics.statistics.logistic import fit_logistic, share_interval, standardised


@pytest.fixture(scope="module")
def rows():
    random = np.random.default_rng(3)
    treated, size = random.integers(0, 2, 900), random.normal(0, 1, 900)
    log_odds = 0.4 + 0.8 * treated - 0.5 * size
    outcome = random.random(900) < 1 / (1 + np.exp(-log_odds))
    return np.column_stack((np.ones(900), treated, size)), outcome, random.integers(0, 300, 900)


def test_the_fit_is_that_of_statsmodels(rows):
    design, outcome, clusters = rows
    ours = fit_logistic(design, outcome, ridge=0.0)
    theirs = sm.Logit(outcome, design).fit(disp=0)
    assert ours.coefficients == pytest.approx(theirs.params, abs=1e-7)
    assert ours.covariance == pytest.approx(theirs.cov_params(), abs=1e-7)
    robust = fit_logistic(design, outcome, clusters=clusters, ridge=0.0)
    known = sm.Logit(outcome, design).fit(disp=0, cov_type="cluster",
                                          cov_kwds={"groups": clusters, "use_correction": False})
    groups = np.unique(clusters).size
    assert robust.covariance == pytest.approx(known.cov_params() * groups / (groups - 1), rel=1e-4)


def test_the_standardised_difference_is_the_average_marginal_effect(rows):
    design, outcome, _ = rows
    fit = fit_logistic(design, outcome, ridge=0.0)
    one, other = design.copy(), design.copy()
    one[:, 1], other[:, 1] = 1, 0
    means, covariance = standardised(fit, (one, other))
    effect = sm.Logit(outcome, design).fit(disp=0).get_margeff(at="overall", dummy=True)
    error = np.sqrt(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
    assert means[0] - means[1] == pytest.approx(effect.margeff[0], abs=1e-6)
    assert error == pytest.approx(effect.margeff_se[0], rel=1e-4)


def test_a_group_without_events_stays_finite():
    design = np.column_stack((np.ones(60), np.repeat([0, 1], 30)))
    fit = fit_logistic(design, np.concatenate((np.arange(30) % 2 == 0, np.zeros(30, bool))))
    assert np.isfinite(fit.coefficients).all()
    assert -12 < fit.coefficients[1] < -4


def test_the_interval_of_a_share_stays_within_its_bounds():
    low, high = share_interval(0.98, 0.02 ** 2)
    assert 0.85 < low < 0.98 < high < 1.0
    assert share_interval(0.5, 0.01 ** 2) == pytest.approx((0.4804, 0.5196), abs=1e-4)


def test_a_row_may_stand_for_several_equal_ones():
    random = np.random.default_rng(8)
    level = random.integers(1, 6, 500).astype(float)
    outcome = random.random(500) < 1 / (1 + np.exp(2 - 0.7 * level))
    single = fit_logistic(np.column_stack([np.ones(500), level]), outcome)
    levels, counts = np.unique(level, return_counts=True)
    shares = [outcome[level == one].mean() for one in levels]
    joined = fit_logistic(np.column_stack([np.ones(5), levels]), shares, weights=counts)
    assert joined.coefficients == pytest.approx(single.coefficients)
    assert joined.covariance == pytest.approx(single.covariance)
    assert joined.n == single.n == 500
