"""Simulated truth: parameters are recovered, and intervals cover as often as they say."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.models.lifetime_value import (
    BgBb,
    BgNbd,
    Fit,
    GammaGamma,
    MbgNbd,
    ParetoNbd,
    ShiftedBetaGeometric,
    ValueTerms,
    cohort,
    customer_values,
    distinct_histories,
    draw_models,
    draw_spend_models,
    fit,
    fit_contracts,
    fit_spend,
    tracking,
    value_intervals,
)

TRUTHS = (BgNbd(0.8, 6.0, 0.8, 3.0), MbgNbd(0.8, 6.0, 0.8, 3.0), ParetoNbd(0.8, 6.0, 0.8, 12.0),
          BgBb(1.2, 0.75, 0.66, 2.8))


def population(truth, customers: int, seed: int):
    """Histories of customers of mixed ages, by days (or occasions), as records have them."""
    rng = np.random.default_rng(seed)
    age = rng.integers(4, 13, customers).astype(float) if truth.discrete \
        else rng.integers(70, 700, customers) / 7
    x, last = truth.draw_histories(age, rng)
    return x, last, age, rng


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda truth: type(truth).__name__)
def test_parameters_are_recovered(truth):
    """40,000 customers: log-parameters within three standard errors (by the information matrix)."""
    x, last, age, _ = population(truth, 40_000, 21)
    histories, _ = distinct_histories(x, last, age)
    found = fit(type(truth), histories)
    assert found.converged
    assert found.log_likelihood >= truth.log_likelihood(histories)
    objective, theta = type(truth).objective(histories), np.log(found.model.parameters)
    information = -np.array([(objective(theta + step)[1] - objective(theta - step)[1]) / 2e-3
                             for step in np.eye(theta.size) * 1e-3])
    errors = np.sqrt(np.diag(np.linalg.inv((information + information.T) / 2 * histories.total)))
    assert (np.abs(theta - np.log(truth.parameters)) < 3 * errors).all()


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda truth: type(truth).__name__)
def test_likelihood_ratio_to_the_truth_is_chi_square(truth):
    """Twenty seeds: twice the gain in log-likelihood over the truth has mean 4 and seldom passes 9.49."""
    gains = []
    for seed in range(20):
        x, last, age, _ = population(truth, 1500, seed)
        histories, _ = distinct_histories(x, last, age)
        gains.append(2 * (fit(type(truth), histories, start=truth).log_likelihood - truth.log_likelihood(histories)))
    assert min(gains) > -1e-6
    # Mean of 20 chi-squares of 4 degrees: 4 with a standard error of 0.63.
    assert 4 - 3 * 0.63 < np.mean(gains) < 4 + 3 * 0.63
    assert sum(gain > 9.49 for gain in gains) <= 4


@pytest.mark.slow
def test_intervals_cover():
    """Two hundred companies of 1,500: value of each and of all customers, and purchases tracked for half a year."""
    truth, spend, terms = TRUTHS[1], GammaGamma(6.0, 4.0, 15.0), ValueTerms(horizon_years=2)
    inside, totals, tracked = [], [], []
    for seed in range(200):
        x, last, age, rng = population(truth, 1500, seed)
        paid = np.full(x.size, np.nan)
        paid[x > 0] = spend.draw_means(x[x > 0], rng)
        histories, _ = distinct_histories(x, last, age)
        fitted, spending = fit(MbgNbd, histories, start=truth), fit_spend(x, paid)
        models = draw_models(fitted, histories, draws=40, seed=seed)
        spends = draw_spend_models(spending.fit, x, draws=40, seed=seed)
        found = value_intervals(models, spends, x, last, age, paid, terms, seed=seed)
        brought = value_intervals([truth], [spend], x, last, age, paid, terms, seed=10_000 + seed).low
        inside.append(float(((found.low <= brought) & (brought <= found.high)).mean()))
        totals.append(found.total.low <= brought.sum() <= found.total.high)
        actual = truth.draw_further(x, last, age, [13, 26], rng).sum(axis=0)
        tracked.append(tracking([fitted.model, *models], histories, [13, 26], actual, seed=seed).within)
    covered = [float(np.mean(held)) for held in (inside, totals, tracked)]
    print("customers, totals, tracked:", covered)
    assert all(0.90 <= share <= 0.98 for share in covered)


@pytest.mark.slow
def test_contract_parameters_cover():
    """Two hundred cohorts of 1,000: the likelihood ratio to the truth passes 5.99 in 2–10 %."""
    truth = ShiftedBetaGeometric(0.7, 3.8)
    passed = []
    for seed in range(200):
        lifetimes = truth.draw_lifetimes(1000, np.random.default_rng(seed))
        survivors = (lifetimes[:, None] > np.arange(9)).sum(axis=0)
        lost, kept = cohort(survivors)
        t = np.arange(1, 9)
        at_truth = lost @ np.log(truth.losses(t)) + kept @ np.log(truth.survival(t))
        passed.append(2 * (fit_contracts(lost, kept).fit.log_likelihood - at_truth) > 5.99)
    print("above:", float(np.mean(passed)))
    assert 0.02 <= np.mean(passed) <= 0.10


def test_drawn_models_keep_their_kind():
    """Whatever the model, draws are of it, and of its fixed settings."""
    for truth in TRUTHS:
        x, last, age, _ = population(truth, 800, 3)
        histories, _ = distinct_histories(x, last, age)
        fitted = Fit(truth, 0.0, 800, 800, True, (), 0.0, 1, 1)
        models = draw_models(fitted, histories, draws=3)
        assert [type(model) for model in models] == [type(truth)] * 3
        assert len({model.parameters.tobytes() for model in models}) == 3
        values = customer_values(models[0], np.full(x.size, 10.0), x, last, age, ValueTerms(unit_days=30.4))
        assert np.isfinite(values.value).all()
