"""Value of customers: the multiple, the sum of its parts, and intervals."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.models.lifetime_value import (
    BgBb,
    GammaGamma,
    MbgNbd,
    Nbd,
    ValueTerms,
    customer_values,
    distinct_histories,
    draw_models,
    draw_spend_models,
    fit,
    fit_spend,
    margin_multiple,
    total_of,
    value_intervals,
)
from tests.models.lifetime_value.public_files import cdnow_summary

MODEL = MbgNbd(0.525, 6.183, 0.891, 1.614)
SPEND = GammaGamma(6.25, 3.74, 15.44)


@pytest.mark.parametrize(("retention", "rate", "multiple"), [(0.8, 0.12, 2.50), (0.9, 0.12, 4.09)])
def test_published_multiple(retention, rate, multiple):
    assert margin_multiple(retention, rate) == pytest.approx(multiple, abs=0.005)
    assert margin_multiple(retention, rate, periods=400) == pytest.approx(margin_multiple(retention, rate))


def test_multiple_with_growth_and_a_first_margin_at_once():
    assert margin_multiple(0.8, 0.1, growth=0.05) == pytest.approx(0.8 / (1.1 - 0.84))
    assert margin_multiple(0.8, 0.1, at_once=True) == pytest.approx(1.1 / 0.3)
    assert margin_multiple(0.8, 0.1, at_once=True, periods=2) == pytest.approx(1 + 0.8 / 1.1)


def test_a_sum_without_end_is_refused():
    with pytest.raises(ValueError, match="no end"):
        margin_multiple(0.99, 0.05, growth=0.07)
    with pytest.raises(ValueError, match="chance"):
        margin_multiple(1.2, 0.1)


def test_value_is_made_of_its_parts():
    terms = ValueTerms(margin=0.4, discount_rate=0.1, horizon_years=3, cost_to_serve=2.0)
    x, last, age = np.array([2.0, 0.0]), np.array([30.43, 0.0]), np.array([38.86, 38.86])
    spend = SPEND.expected_spend(x, [22.35, np.nan])
    found = customer_values(MODEL, spend, x, last, age, terms)
    assert found.value == pytest.approx(found.discounted_purchases * (spend * 0.4 - 2.0))
    assert found.purchases == pytest.approx(MODEL.expected_further(x, last, age, terms.horizon))
    assert (found.discounted_purchases < found.purchases).all()
    undiscounted = customer_values(MODEL, spend, x, last, age, ValueTerms(discount_rate=0.0))
    assert undiscounted.discounted_purchases == pytest.approx(undiscounted.purchases, rel=1e-9)


def test_discounting_agrees_with_small_steps():
    """Σ ΔE[X(t)]/(1 + d)^t over thousands of steps."""
    terms = ValueTerms()
    ends = np.linspace(0, terms.horizon, 4001)
    bought = np.diff(MODEL.further_if_alive(2.0, 38.86, ends))
    summed = bought @ (1 + terms.rate) ** -((ends[1:] + ends[:-1]) / 2)
    found = MODEL.discounted_if_alive(2.0, 38.86, rate=terms.rate, horizon=terms.horizon)
    assert found[0] == pytest.approx(summed, rel=1e-6)
    assert (1 + terms.rate) ** (365.25 / 7) == pytest.approx(1.1)


@pytest.fixture(scope="module")
def cdnow(datasets):
    summary = cdnow_summary(datasets)
    histories, _ = distinct_histories(summary["x"], summary["t_x"], summary["T"])
    return summary, histories, fit(MbgNbd, histories), fit_spend(summary["x"], summary["zbar"])


def test_intervals_hold_what_customers_bring(cdnow):
    """Futures drawn from the fitted model lie in 95 % intervals for 93–98.5 % of customers, and so does their sum."""
    summary, histories, fitted, spending = cdnow
    models = draw_models(fitted, histories, draws=60, seed=1)
    spends = draw_spend_models(spending.fit, summary["x"], draws=60, seed=1)
    assert len(models) == len(spends) == 60
    columns = [summary[name].to_numpy() for name in ("x", "t_x", "T", "zbar")]
    terms = ValueTerms()
    found = value_intervals(models, spends, *columns, terms, seed=2)
    x, last, age, paid = columns
    values = customer_values(fitted.model, spending.expected_spend(x, paid), x, last, age, terms).value
    assert found.total.estimate == pytest.approx(values.sum(), rel=0.05)
    assert found.total.low < values.sum() < found.total.high
    assert found.total.n == 2357
    truth = value_intervals([fitted.model], [spending.fit.model], *columns, terms, seed=3)
    brought = truth.low  # one draw: its quantiles are the draw itself
    inside = (found.low <= brought) & (brought <= found.high)
    assert 0.93 <= inside.mean() <= 0.985
    assert (found.low <= values + 1e-9).mean() > 0.99


def scatter(customers: int, times: int):
    """Log-parameters of 40 draws and of the fit, for customers drawn from the model, each taken so many times."""
    rng = np.random.default_rng(15)
    age = rng.integers(190, 272, customers) / 7
    x, last = MODEL.draw_histories(age, rng)
    histories, _ = distinct_histories(x, last, age, np.full(customers, times))
    fitted = fit(MbgNbd, histories, start=MODEL)
    models = draw_models(fitted, histories, draws=40, seed=4)
    return np.log([model.parameters for model in models]), np.log(fitted.model.parameters), histories


def test_parameters_drawn_scatter_somewhat_more_than_the_information_matrix_says():
    """With 10,000 customers by a fifth (120 draws, two seeds), as the likelihood is not yet a parabola; ±11 % here."""
    logs, theta, histories = scatter(10_000, 1)
    objective, steps = MbgNbd.objective(histories), np.eye(4) * 1e-4
    information = -np.array([(objective(theta + step)[1] - objective(theta - step)[1]) / 2e-4 for step in steps])
    errors = np.sqrt(np.diag(np.linalg.inv(information * histories.total)))
    assert ((logs.std(axis=0) / errors > 0.85) & (logs.std(axis=0) / errors < 1.55)).all()
    assert (np.abs(logs.mean(axis=0) - theta) < 0.6 * errors).all()


def test_parameters_of_four_times_the_customers_scatter_half_as_much(monkeypatch):
    """Above a number, only so many customers are simulated, and deviations shrink with the root."""
    from analytics.models.lifetime_value import uncertainty

    monkeypatch.setattr(uncertainty, "CUSTOMERS_OF_A_DRAW", 2000)
    once, theta, _ = scatter(2000, 1)
    four, same, _ = scatter(2000, 4)
    assert same == pytest.approx(theta, abs=1e-4)
    assert four - same == pytest.approx((once - theta) / 2, abs=1e-3)


def test_everybody_s_total_has_the_sample_s_relative_interval():
    rng = np.random.default_rng(14)
    age = np.full(300, 50.0)
    x, last = MODEL.draw_histories(age, rng)
    sampled = value_intervals([MODEL] * 40, [SPEND] * 40, x, last, age, np.where(x > 0, 30.0, np.nan), ValueTerms())
    total = total_of(1_000_000.0, 100_000, sampled)
    assert total.n == 100_000
    assert total.low / 1_000_000 == pytest.approx(sampled.total.low / sampled.total.estimate)


def test_without_a_model_of_spending_spend_is_taken_as_certain():
    found = value_intervals([Nbd(1.0, 10.0)] * 30, [], [3.0], [20.0], [25.0], [50.0],
                            ValueTerms(margin=1.0, discount_rate=0.0, horizon_years=1))
    assert found.low[0] % 50 == pytest.approx(0, abs=26), "between whole purchases"
    assert found.total.estimate == pytest.approx(50 * 4 / 35 * 365.25 / 7)


def test_occasions_are_discounted_one_by_one():
    yearly = ValueTerms(margin=1.0, discount_rate=0.1, horizon_years=4, unit_days=365.25)
    model = BgBb(1.204, 0.750, 0.657, 2.783)
    found = value_intervals([model] * 4000, [], [3.0], [5.0], [6.0], [100.0], yearly)
    assert found.total.estimate == pytest.approx(100 * model.discounted_further(3, 5, 6, rate=0.1, horizon=4)[0])
    assert 0 <= found.low[0] < found.high[0] <= 100 * sum(1.1 ** -n for n in range(1, 5)) + 1e-9
