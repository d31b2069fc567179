"""Promises of the curve checked by simulation: false alarms, power, coverage."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.models.satisfaction_curve import satisfaction_curve
from analytics.models.satisfaction_curve.answers import count_answers
from analytics.models.satisfaction_curve.likelihood import fit_fixed, fit_power, log_likelihood
from analytics.models.satisfaction_curve.shape import fit_shapes, gamma_interval
from tests.models.satisfaction_answers import (
    CAPTIVE,
    CLIFF,
    FLAT,
    LINE,
    MILD,
    MIX,
    THRESHOLD,
    power_truth,
    simulate,
    simulate_panel,
)

#: Critical values of chi-squared: one and three degrees of freedom, at .05 and at .025.
ONE, THREE, ONE_HALVED, THREE_HALVED = 3.841, 7.815, 5.024, 9.348


def statistics(truth, n, samples, seed=0):
    """Likelihood-ratio statistics against the line: power curve, and saturated."""
    generator = np.random.default_rng(seed)
    u = np.arange(5) / 4
    size = generator.multinomial(n, MIX, size=samples).astype(float)
    events = generator.binomial(size.astype(int), truth).astype(float)
    line = fit_fixed(u, size, events, 1.0).log_likelihood
    shares = np.divide(events, size, out=np.zeros_like(events), where=size > 0)
    power = fit_power(u, size, events).log_likelihood
    return 2 * (power - line), 2 * (log_likelihood(size, events, shares) - line)


def rejected_lines(n, samples, seed):
    power, levels = statistics(LINE, n, samples, seed)
    return ((power > ONE_HALVED) | (levels > THREE_HALVED)).mean()


@pytest.mark.parametrize("n", [200, 1_000])
def test_a_true_line_is_seldom_called_curved(n):
    assert rejected_lines(n, 400, seed=1) <= 0.08


@pytest.mark.parametrize(("truth", "n"), [(CLIFF, 138), (THRESHOLD, 440)])
def test_power_of_the_saturated_test(truth, n):
    _, levels = statistics(truth, n, 400, seed=2)
    assert (levels > THREE).mean() == pytest.approx(0.80, abs=0.06)


def test_repeated_answers_do_not_make_a_line_curved():
    verdicts = {"rows": 0, "customers": 0}
    for seed in range(60):
        scores, outcomes, who = simulate_panel(LINE, 500, 4, seed=seed)
        verdicts["rows"] += satisfaction_curve(scores, outcomes, resamples=0).verdict == "curved"
        verdicts["customers"] += satisfaction_curve(scores, outcomes, who, resamples=0).verdict == "curved"
    assert verdicts["customers"] <= 6
    assert verdicts["rows"] > 6


def gamma_coverage(gamma, n, samples):
    inside = 0
    for seed in range(samples):
        answers = count_answers(*simulate(power_truth(0.3, 0.8, gamma), n, seed=1_000 + seed))
        stated = gamma_interval(answers, fit_shapes(answers))
        inside += (stated.low or 0.0) <= gamma <= (stated.high or np.inf)
    return inside / samples


def test_gamma_interval_covers_the_truth():
    assert 0.90 <= gamma_coverage(2.0, 1_500, 200) <= 0.98


@pytest.mark.slow
@pytest.mark.parametrize("n", [200, 500, 1_000, 3_000])
def test_null_rejection_stays_below_seven_per_cent(n):
    assert rejected_lines(n, 4_000, seed=3) <= 0.07


@pytest.mark.slow
@pytest.mark.parametrize(("truth", "saturated", "power"), [
    (CLIFF, 138, 101), (MILD, 2_269, 1_710), (CAPTIVE, 2_720, 2_028), (THRESHOLD, 440, 52_690)])
def test_sizes_for_eighty_per_cent_power(truth, saturated, power):
    assert (statistics(truth, power, 2_000, seed=4)[0] > ONE).mean() == pytest.approx(0.80, abs=0.05)
    assert (statistics(truth, saturated, 2_000, seed=5)[1] > THREE).mean() == pytest.approx(0.80, abs=0.05)


@pytest.mark.slow
@pytest.mark.parametrize("gamma", [0.5, 1.0, 2.0, 3.5])
@pytest.mark.parametrize("n", [800, 3_000])
def test_gamma_interval_covers_between_ninety_and_ninety_eight_per_cent(gamma, n):
    assert 0.90 <= gamma_coverage(gamma, n, 400) <= 0.98


@pytest.mark.slow
def test_flat_truth_is_called_related_at_the_nominal_rate():
    verdicts = [satisfaction_curve(*simulate(FLAT, 800, seed=seed), resamples=0).verdict for seed in range(600)]
    assert sum(verdict != "flat" for verdict in verdicts) / 600 <= 0.07


@pytest.mark.slow
def test_bands_of_clustered_answers_hold_the_truth():
    truth, inside = power_truth(0.3, 0.8, 2.0), {"point": 0, "whole": 0}
    for seed in range(150):
        scores, outcomes, who = simulate_panel(truth, 500, 4, seed=500 + seed)
        curve = satisfaction_curve(scores, outcomes, who, resamples=300, seed=seed)
        if not curve.bands:
            continue
        at = {point.score: point for point in curve.bands}
        inside["point"] += at[3.0].low <= truth[2] <= at[3.0].high
        inside["whole"] += all(at[float(score)].low_everywhere <= truth[score - 1] <= at[float(score)].high_everywhere
                               for score in range(1, 6))
    assert 0.90 <= inside["point"] / 150 <= 0.985
    assert inside["whole"] / 150 >= 0.88
