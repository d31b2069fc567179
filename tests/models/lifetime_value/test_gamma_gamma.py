"""Gamma–Gamma against the published fit to CDNOW, and when it may not be used."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.errors import ModelError, NotEnoughData
from analytics.models.lifetime_value import GammaGamma, draw_spend_models, fit_spend
from tests.models.lifetime_value.public_files import cdnow_summary


def test_cdnow(datasets):
    summary = cdnow_summary(datasets)
    found = fit_spend(summary["x"], summary["zbar"])
    model = found.fit.model
    assert (model.p, model.q) == pytest.approx((6.25, 3.74), abs=0.01)
    assert 15.435 <= model.v <= 15.455
    assert found.fit.log_likelihood == pytest.approx(-4055.92, abs=0.01)
    assert model.mean == pytest.approx(35.17, abs=0.005)
    assert (found.fit.customers, found.left_out, found.usable) == (946, 0, True)
    assert found.correlation.estimate == pytest.approx(0.114, abs=5e-4)
    assert found.correlation.low == pytest.approx(0.0505, abs=5e-4)
    spend = found.expected_spend(summary["x"], summary["zbar"])[:10]
    assert spend == pytest.approx([24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17], abs=0.1)


def test_fit_does_not_depend_on_the_unit_of_money(datasets):
    summary = cdnow_summary(datasets)
    money, cents = (fit_spend(summary["x"], summary["zbar"] * unit).fit.model for unit in (1, 100))
    assert (cents.p, cents.q, cents.v / 100) == pytest.approx((money.p, money.q, money.v), rel=1e-4)


def test_more_known_purchases_lead_nearer_to_the_own_mean():
    model = GammaGamma(6.25, 3.74, 15.44)
    towards = model.expected_spend([0, 1, 3, 10, 1000], [np.nan, 100, 100, 100, 100])
    assert towards[0] == pytest.approx(model.mean)
    assert (np.diff(towards) > 0).all()
    assert towards[-1] == pytest.approx(100, rel=1e-3)


def test_gradient_is_that_of_the_likelihood():
    from analytics.models.lifetime_value.gamma_gamma import _objective

    rng = np.random.default_rng(6)
    x = rng.integers(1, 9, 200).astype(float)
    model = GammaGamma(3.0, 4.0, 2.0)
    m = model.draw_means(x, rng)
    objective, theta = _objective(x, m), np.log([3.0, 4.0, 2.0])
    value, gradient = objective(theta)
    assert value == pytest.approx(model.log_likelihoods(x, m).mean(), rel=1e-12)
    for place in range(3):
        step = np.zeros(3)
        step[place] = 1e-5
        assert gradient[place] == pytest.approx(
            (objective(theta + step)[0] - objective(theta - step)[0]) / 2e-5, abs=1e-7)


def test_recovers_what_spending_was_drawn_from():
    rng = np.random.default_rng(7)
    x = rng.integers(1, 12, 20_000).astype(float)
    truth = GammaGamma(6.25, 3.74, 15.44)
    found = fit_spend(x, truth.draw_means(x, rng)).fit.model
    assert (found.p, found.q, found.v) == pytest.approx((6.25, 3.74, 15.44), rel=0.06)
    assert found.mean == pytest.approx(truth.mean, rel=0.01)


def test_drawn_spending_has_the_expected_mean():
    rng = np.random.default_rng(8)
    model = GammaGamma(6.25, 3.74, 15.44)
    drawn = model.draw_spend(np.full(200_000, 3), np.full(200_000, 80.0), np.full(200_000, 4), rng)
    assert drawn.mean() / 4 == pytest.approx(model.expected_spend(3, 80.0), rel=0.005)
    assert model.draw_spend([2.0], [50.0], [0], rng) == [0.0]


def test_spending_that_goes_with_frequency_is_not_usable():
    rng = np.random.default_rng(9)
    x = rng.integers(1, 12, 500).astype(float)
    m = x * 10 * rng.gamma(20, 1 / 20, 500)
    found = fit_spend(x, m)
    assert found.correlation.estimate > 0.8
    assert (found.independent, found.usable) == (False, False)
    spend = found.expected_spend([5.0, 0.0], [70.0, np.nan])
    assert spend[0] == 70.0, "the customer's own mean"
    assert spend[1] == pytest.approx((x @ m) / x.sum()), "everybody's mean per purchase"


def test_means_not_above_zero_are_left_out_and_counted(datasets):
    summary = cdnow_summary(datasets)
    spend = summary["zbar"].to_numpy().copy()
    bought = np.flatnonzero(summary["x"] > 0)
    spend[bought[:3]] = [0.0, -5.0, np.nan]
    found = fit_spend(summary["x"], spend)
    assert (found.fit.customers, found.left_out) == (943, 3)


def test_a_few_are_too_few():
    with pytest.raises(NotEnoughData):
        fit_spend([1] * 29 + [0] * 50, [10.0] * 29 + [np.nan] * 50)


def test_no_mean_no_expectation():
    wild = GammaGamma(6.0, 0.9, 15.0)
    assert wild.mean is None
    with pytest.raises(ModelError, match="q ≤ 1"):
        wild.expected_spend([1], [10.0])


def test_equal_spending_of_everybody_is_no_crash():
    found = fit_spend([1.0, 2.0] * 50, [10.0] * 100)
    assert found.correlation.estimate is None
    assert not found.fit.converged
    assert found.expected_spend([1.0], [10.0]) == [10.0]


def test_drawn_models_scatter_as_the_fit_does(datasets):
    """The spread of p over 60 bootstrap fits, against 20 fits to halves of the data drawn at random."""
    summary = cdnow_summary(datasets)
    found = fit_spend(summary["x"], summary["zbar"]).fit
    drawn = np.array([model.mean for model in draw_spend_models(found, summary["x"], draws=60)])
    assert drawn.size == 60
    assert drawn.mean() == pytest.approx(found.model.mean, rel=0.02)
    assert 0.3 < drawn.std() < 1.2
