"""The sBG against the published segments."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.errors import NotEnoughData
from analytics.models.lifetime_value import ShiftedBetaGeometric, cohort, fit_contracts

#: Fader & Hardie 2007: survivors of 1,000 customers after each renewal.
HIGH_END = (1000, 869, 743, 653, 593, 551, 517, 491)
REGULAR = (1000, 631, 468, 382, 326, 289, 262, 241)


def test_high_end():
    found = fit_contracts(*cohort(HIGH_END))
    model = found.fit.model
    assert (model.alpha, model.beta) == pytest.approx((0.668, 3.806), abs=5e-4)
    assert found.fit.log_likelihood == pytest.approx(-1611.16, abs=0.005)
    assert model.survival(np.arange(8, 13)) == pytest.approx([0.460, 0.436, 0.414, 0.395, 0.378], abs=5e-4)
    assert model.expected_residual(8, 0.1) == pytest.approx(7.530, abs=5e-4)
    assert (found.fit.converged, found.alike, found.fit.customers) == (True, False, 1000)


def test_regular():
    found = fit_contracts(*cohort(REGULAR))
    assert (found.fit.model.alpha, found.fit.model.beta) == pytest.approx((0.704, 1.182), abs=5e-4)
    assert found.fit.log_likelihood == pytest.approx(-1680.27, abs=0.005)


def test_losses_survival_and_renewal_rates_belong_together():
    model = ShiftedBetaGeometric(0.668, 3.806)
    t = np.arange(1, 200)
    assert model.survival(t) == pytest.approx(np.cumprod(model.renewal_rate(t)), rel=1e-12)
    assert model.losses(t) == pytest.approx(-np.diff(model.survival(np.arange(200))), rel=1e-9)
    assert model.losses(t).sum() + model.survival(199) == pytest.approx(1, abs=1e-12)
    assert (np.diff(model.renewal_rate(t)) > 0).all()
    # The recursion of the paper: P(t) = P(t − 1)(β + t − 2)/(α + β + t − 1).
    assert model.losses(t)[1:] == pytest.approx(model.losses(t)[:-1] * (3.806 + t[1:] - 2) / (4.474 + t[1:] - 1))


def test_expected_residual_is_the_sum():
    model = ShiftedBetaGeometric(0.668, 3.806)
    t = np.arange(8, 3000)
    summed = (model.survival(t) / model.survival(7) / 1.1 ** (t - 8)).sum()
    assert model.expected_residual(8, 0.1) == pytest.approx(summed, rel=1e-9)


def test_cohorts_of_several_ages_are_fitted_together():
    rng = np.random.default_rng(10)
    truth = ShiftedBetaGeometric(0.7, 3.0)
    lost, kept = np.zeros(10), np.zeros(10)
    for seen in range(1, 11):
        lifetimes = truth.draw_lifetimes(4000, rng)
        lost += np.bincount(lifetimes[lifetimes <= seen].astype(int), minlength=11)[1:]
        kept[seen - 1] += (lifetimes > seen).sum()
    model = fit_contracts(lost, kept).fit.model
    assert (model.alpha, model.beta) == pytest.approx((0.7, 3.0), rel=0.06)


def test_customers_all_alike_are_called_so():
    found = fit_contracts(*cohort(1e6 * 0.9 ** np.arange(9)))
    assert found.alike
    assert found.churn_rate == pytest.approx(0.1, rel=1e-6)
    assert found.fit.model.renewal_rate([1, 8]) == pytest.approx([0.9, 0.9], abs=1e-3)


def test_a_few_losses_are_too_few():
    with pytest.raises(NotEnoughData):
        fit_contracts(*cohort([100, 90, 75]))
