"""Pareto/NBD against published figures, the archived reference library, integrals and its own draws."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import hyperu

from analytics.models.lifetime_value import ParetoNbd, distinct_histories, fit
from analytics.models.lifetime_value.fitting import differences
from tests.models.lifetime_value.public_files import cdnow_histories
from tests.models.lifetime_value.test_beta_geometric import AGE, FREQUENCY, RECENCY

PUBLISHED = ParetoNbd(0.553, 10.578, 0.606, 11.669)
#: α above β, β above α, one shape above one; a population that stops fast.
OTHERS = (ParetoNbd(0.8, 30.0, 0.4, 5.0), ParetoNbd(0.3, 2.0, 1.5, 60.0), ParetoNbd(2.0, 8.0, 3.0, 8.0))


def test_cdnow(datasets):
    found = fit(ParetoNbd, cdnow_histories(datasets))
    assert found.model.parameters == pytest.approx([0.553, 10.578, 0.606, 11.669], abs=0.002)
    assert found.log_likelihood == pytest.approx(-9594.98, abs=0.01)
    assert found.converged


def test_published_customer():
    assert PUBLISHED.expected_further(26, 30.86, 31, 52) == pytest.approx([25.46], abs=0.005)
    assert PUBLISHED.chance_alive(26, 30.86, 31) == pytest.approx([0.9979], abs=5e-5)


def test_reference_library_agrees():
    """Of lifetimes 0.11.3 at the same parameters."""
    assert PUBLISHED.expected_further(FREQUENCY, RECENCY, AGE, 39) == pytest.approx(
        [0.10708147, 0.17109298, 1.45512319, 4.74833024, 20.11702608], abs=1e-7)
    assert PUBLISHED.chance_alive(FREQUENCY, RECENCY, AGE) == pytest.approx(
        [0.2952866, 0.16800233, 0.86916756, 0.76114126, 0.99791873], abs=1e-7)
    assert PUBLISHED.expected_purchases([1, 39, 78]) == pytest.approx(
        [0.05097984, 1.21300284, 1.90939813], abs=1e-7)


@pytest.mark.parametrize("model", [PUBLISHED, *OTHERS])
@pytest.mark.parametrize(("x", "last", "age"), [(0, 0, 20), (1, 3, 20), (12, 19, 20), (60, 5, 90)])
def test_likelihood_is_the_integral_over_the_time_of_stopping(model, x, last, age):
    """α^r β^s Γ(r + x)/Γ(r) times: still there, plus stopped at some τ between last purchase and cut-off."""
    from scipy.special import gammaln

    def way(tau):
        return np.exp(-(model.r + x) * np.log((model.alpha + tau) / (model.alpha + age))
                      - (model.s + 1) * np.log((model.beta + tau) / (model.beta + age)))
    integral = model.s / (model.beta + age) * quad(way, last, age, epsabs=0, epsrel=1e-11, limit=500)[0]
    expected = (gammaln(model.r + x) - gammaln(model.r) + model.r * np.log(model.alpha)
                + model.s * np.log(model.beta) - (model.r + x) * np.log(model.alpha + age)
                - model.s * np.log(model.beta + age) + np.log1p(integral))
    assert model.log_likelihoods(x, last, age)[0] == pytest.approx(expected, abs=1e-9)
    assert model.chance_alive(x, last, age)[0] == pytest.approx(1 / (1 + integral), abs=1e-9)


def test_figures_are_right_where_the_library_function_gives_up():
    """A hypergeometric function with parameters far apart: scipy returns nan there. By 30 digits (mpmath)."""
    hard = ParetoNbd(5.0, 0.1, 10.0, 200.0)
    alive = hard.chance_alive([150, 150, 1000], [10.0, 10.0, 10.0], [10.0, 10.5, 50.0])
    assert alive[0] == 1.0
    assert alive[1] == pytest.approx(0.149287684999056, rel=1e-10)
    assert np.isfinite(alive).all()


@pytest.mark.parametrize("model", [PUBLISHED, *OTHERS, ParetoNbd(1e-5, 1e-4, 3.0, 500.0)])
def test_slopes_are_those_of_the_likelihood(model):
    rng = np.random.default_rng(5)
    age = rng.uniform(5, 40, 300).round(1)
    x, last = PUBLISHED.draw_histories(age, rng)
    histories, _ = distinct_histories(x, last, age)
    objective, theta = ParetoNbd.objective(histories), np.log(model.parameters)
    by_differences = differences(lambda point: objective(point)[0])(theta)[1]
    assert objective(theta)[1] == pytest.approx(by_differences, abs=2e-7)


def test_many_customers_agree_with_the_reference_library(datasets):
    """The log-likelihood of lifetimes 0.11.3 on CDNOW, at the published parameters and at others."""
    histories = cdnow_histories(datasets)
    for model, expected in ((PUBLISHED, -9594.974010040976), (OTHERS[0], -9818.74088828632),
                            (OTHERS[1], -9876.639169652954)):
        assert model.log_likelihood(histories) == pytest.approx(expected, abs=1e-6)


def test_long_histories_do_not_overflow():
    alive = PUBLISHED.chance_alive([300, 300], [50.0, 1.0], [50.1, 500.0])
    assert alive[0] > 0.99
    assert alive[1] < 1e-300
    assert np.isfinite(PUBLISHED.log_likelihoods(300, 1.0, 500.0)).all()


@pytest.mark.parametrize("model", [PUBLISHED, *OTHERS])
def test_chances_of_all_counts_make_one_and_give_the_mean(model):
    counts = np.arange(4000)
    chances = model.probability(counts, 39)
    assert chances.sum() == pytest.approx(1, abs=1e-9)
    assert counts @ chances == pytest.approx(float(model.expected_purchases(39.0)), rel=1e-6)


@pytest.mark.parametrize("model", [PUBLISHED, *OTHERS])
def test_chance_alive_is_a_chance_and_falls_with_silence(model):
    silence = np.linspace(0, 300, 200)
    for x in (0, 1, 4, 40):
        alive = model.chance_alive(x, 0.0 if x == 0 else 30.0, 30.0 + silence)
        assert ((alive >= 0) & (alive <= 1)).all()
        assert (np.diff(alive) <= 0).all()


@pytest.mark.parametrize("model", [PUBLISHED, OTHERS[0]])
def test_discounted_future_meets_the_closed_form(model):
    """Without end: P(alive)·(r + x)/(α + T)·(β + T)^s δ^(s−1) Ψ(s, s; δ(β + T)) (Fader, Hardie & Lee 2005)."""
    force = 0.01
    closed = (model.chance_alive(7, 20.0, 27.0)[0] * (model.r + 7) / (model.alpha + 27)
              * (model.beta + 27) ** model.s * force ** (model.s - 1)
              * hyperu(model.s, model.s, force * (model.beta + 27)))
    # After 1,200 weeks the rest is worth e^−12.
    found = model.discounted_further(7, 20.0, 27.0, rate=np.expm1(force), horizon=1200.0)[0]
    assert found == pytest.approx(closed, rel=2e-5)


def test_time_there_is_smooth_at_shape_one():
    at = [float(ParetoNbd(0.5, 10.0, s, 12.0).expected_purchases(39.0)) for s in (0.999, 1.0, 1.001)]
    assert at[1] == pytest.approx((at[0] + at[2]) / 2, rel=1e-6)


def test_objective_is_the_likelihood():
    rng = np.random.default_rng(3)
    age = rng.uniform(5, 40, 400).round(1)
    x, last = PUBLISHED.draw_histories(age, rng)
    histories, _ = distinct_histories(x, last, age)
    for model in (PUBLISHED, *OTHERS):
        value, gradient = ParetoNbd.objective(histories)(np.log(model.parameters))
        assert value == pytest.approx(model.log_likelihood(histories) / 400, rel=1e-11)
        assert np.isfinite(gradient).all()


def test_draws_follow_the_model():
    rng = np.random.default_rng(4)
    age = np.full(200_000, 39.0)
    x, last = PUBLISHED.draw_histories(age, rng)
    for count in (0, 1, 3, 8):
        chance = float(PUBLISHED.probability([count], 39)[0])
        assert (x == count).mean() == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / age.size))
    further = PUBLISHED.draw_further(x, last, age, [13, 39], rng)
    for column, time in enumerate((13, 39)):
        expected = PUBLISHED.expected_further(x, last, age, time)
        error = (further[:, column] - expected).std() / np.sqrt(age.size)
        assert further[:, column].mean() == pytest.approx(expected.mean(), abs=4 * error)
