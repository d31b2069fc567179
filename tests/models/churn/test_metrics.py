"""Figures of ranking and calibration against scikit-learn, by hand, and their intervals."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

from analytics.models.churn.calibration import calibration_line
from analytics.models.churn.metrics import METRIC_NAMES, RankedRisk, difference, evaluate
from tests.models.churn.invented import known_customers


def figures(lost, risk, weights=None):
    return dict(zip(METRIC_NAMES, RankedRisk(np.asarray(lost, bool), np.asarray(risk, float)).figures(weights),
                    strict=True))


@pytest.mark.parametrize("digits", [1, 16])
@pytest.mark.parametrize("weighted", [False, True])
def test_figures_equal_scikit_learn(digits, weighted):
    generator = np.random.default_rng(7)
    lost = generator.random(800) < 0.3
    risk = np.round(np.clip(0.3 * lost + 0.69 * generator.random(800), 0.01, 0.99), digits)
    risk = np.clip(risk, 0.05, 0.95)
    weights = generator.integers(0, 4, 800).astype(float) if weighted else np.ones(800)
    ours = figures(lost, risk, weights)
    assert ours["roc_auc"] == pytest.approx(roc_auc_score(lost, risk, sample_weight=weights), abs=1e-12)
    assert ours["average_precision"] == pytest.approx(
        average_precision_score(lost, risk, sample_weight=weights), abs=1e-12)
    assert ours["brier"] == pytest.approx(brier_score_loss(lost, risk, sample_weight=weights), abs=1e-12)
    assert ours["log_loss"] == pytest.approx(log_loss(lost, risk, sample_weight=weights), abs=1e-12)


def test_weights_count_rows():
    generator = np.random.default_rng(1)
    lost, risk = generator.random(300) < 0.4, np.round(generator.random(300), 2)
    times = generator.integers(0, 3, 300)
    weighted, repeated = figures(lost, risk, times.astype(float)), figures(np.repeat(lost, times),
                                                                           np.repeat(risk, times))
    exact = [name for name in METRIC_NAMES if not name.startswith("calibration_s")]
    assert {name: weighted[name] for name in exact} == pytest.approx({name: repeated[name] for name in exact})
    # Slope and shift move by one Newton step, which is a refit to the third digit.
    assert weighted["calibration_slope"] == pytest.approx(repeated["calibration_slope"], abs=0.02)
    assert weighted["calibration_shift"] == pytest.approx(repeated["calibration_shift"], abs=0.02)


def test_lift_and_recall_by_hand():
    # 40 customers; the four riskiest hold three of the eight lost, the two riskiest hold two.
    lost = np.array([1, 1, 1, 0] + [1] * 5 + [0] * 31, bool)
    risk = np.linspace(0.9, 0.1, 40)
    found = figures(lost, risk)
    assert found["lift_at_10"] == pytest.approx((3 / 8) / 0.10)
    assert found["recall_at_capacity"] == pytest.approx(2 / 8)


def test_ties_share_what_they_hold():
    lost = np.array([True] * 5 + [False] * 15)
    found = figures(lost, np.full(20, 0.25))
    assert found["roc_auc"] == 0.5
    assert found["lift_at_10"] == pytest.approx(1.0)
    assert found["calibration_error"] == pytest.approx(0.0)


def test_calibration_error_by_hand():
    # Ten bins of ten; in each the mean prediction is 0.05 too high.
    chance = np.repeat(np.arange(0.1, 1.1, 0.1), 10)
    lost = np.concatenate([np.arange(10) < round(10 * one) for one in np.arange(0.1, 1.1, 0.1)])
    assert figures(lost, np.clip(chance - 0.05, 0, 1))["calibration_error"] == pytest.approx(0.05)


def test_calibration_line_equals_a_logistic_regression():
    statsmodels = pytest.importorskip("statsmodels.api")
    generator = np.random.default_rng(3)
    odds = generator.normal(-1, 1.2, 2_000)
    lost = generator.random(2_000) < 1 / (1 + np.exp(-(0.4 + 0.7 * odds)))
    fitted = statsmodels.GLM(lost.astype(float), statsmodels.add_constant(odds),
                             family=statsmodels.families.Binomial()).fit()
    line = calibration_line(lost, 1 / (1 + np.exp(-odds)))
    assert (line.intercept, line.slope) == pytest.approx(tuple(fitted.params), abs=1e-5)
    assert line.slope_error == pytest.approx(fitted.bse[1], rel=1e-4)


def test_one_outcome_gives_no_figures():
    assert np.isnan(RankedRisk(np.zeros(20, bool), np.linspace(0, 1, 20)).figures()).all()


def test_interval_covers_the_population_figure():
    # 95 % nominal; 40 samples cannot tell 88 from 100 %, but they catch a broken bootstrap.
    _, lost, chance = known_customers(200_000, 99)
    truth = RankedRisk(lost, chance).figures()[METRIC_NAMES.index("roc_auc")]
    covered = 0
    for seed in range(40):
        _, lost, chance = known_customers(400, seed)
        found = evaluate(lost, chance, np.arange(400), draws=60, seed=seed).estimates["roc_auc"]
        covered += found.low <= truth <= found.high
    assert 33 <= covered <= 40


def test_rows_of_a_customer_are_drawn_together():
    _, lost, chance = known_customers(300, 5)
    alone = evaluate(lost, chance, np.arange(300)).estimates["brier"]
    fourfold = evaluate(np.tile(lost, 4), np.tile(chance, 4), np.tile(np.arange(300), 4)).estimates["brier"]
    assert fourfold.estimate == pytest.approx(alone.estimate)
    # Copies teach nothing: the interval stays as wide as for single rows.
    assert (fourfold.high - fourfold.low) == pytest.approx(alone.high - alone.low, rel=0.2)


def test_difference_is_paired_and_tighter_than_its_parts():
    _, lost, chance = known_customers(1_000, 8)
    generator = np.random.default_rng(0)
    blurred = np.clip(chance + generator.normal(0, 0.05, 1_000), 0.001, 0.999)
    sharp, blunt = (evaluate(lost, one, np.arange(1_000)) for one in (chance, blurred))
    gap = difference(sharp, blunt, "roc_auc")
    assert gap.estimate == pytest.approx(sharp.estimates["roc_auc"].estimate - blunt.estimates["roc_auc"].estimate)
    assert gap.high - gap.low < 0.5 * (sharp.estimates["roc_auc"].high - sharp.estimates["roc_auc"].low)


def test_intervals_contain_the_estimate_and_stay_in_range():
    _, lost, chance = known_customers(500, 2)
    for name, one in evaluate(lost, chance, np.arange(500)).estimates.items():
        assert one.low <= one.estimate <= one.high, name
        if name in ("calibration_error", "brier", "recall_at_capacity"):
            assert one.low >= 0, name


def test_few_losses_are_marked():
    lost = np.zeros(500, bool)
    lost[:12] = True
    assert evaluate(lost, np.linspace(0.1, 0.01, 500), np.arange(500)).estimates["roc_auc"].state == "thin"
