"""Recalibration does nothing where nothing is wrong, and mends what is."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.models.churn.calibration import (
    NO_RECALIBRATION,
    calibration_line,
    chance_of,
    fit_recalibration,
    log_odds,
)


def drawn(n: int, seed: int = 0):
    generator = np.random.default_rng(seed)
    odds = generator.normal(-1.0, 1.5, n)
    return odds, generator.random(n) < chance_of(odds)


def test_right_chances_are_left_alone():
    touched = sum(fit_recalibration(lost, chance_of(odds)).form != "none"
                  for odds, lost in (drawn(3_000, seed) for seed in range(40)))
    assert touched <= 2


def test_a_sigmoid_takes_back_what_was_distorted():
    odds, lost = drawn(4_000)
    fitted = fit_recalibration(lost, chance_of(0.8 + 2.0 * odds))
    assert fitted.form == "sigmoid"
    assert fitted.slope == pytest.approx(0.5, abs=0.04)
    fresh, outcome = drawn(20_000, 1)
    line = calibration_line(outcome, fitted.apply(chance_of(0.8 + 2.0 * fresh)))
    assert line.slope == pytest.approx(1, abs=0.08)
    assert line.shift == pytest.approx(0, abs=0.08)


def test_a_bend_needs_an_isotonic_correction_and_many_losses():
    def bent(odds):
        return chance_of(np.where(odds > -1, odds, -1 + 0.3 * (odds + 1)))

    odds, lost = drawn(12_000)
    assert fit_recalibration(lost, bent(odds)).form == "isotonic"
    few, some = drawn(400)
    assert fit_recalibration(some, bent(few)).form != "isotonic"
    fresh, _ = drawn(20_000, 1)
    mended = fit_recalibration(lost, bent(odds)).apply(bent(fresh))
    assert np.abs(mended - chance_of(fresh)).mean() < 0.5 * np.abs(bent(fresh) - chance_of(fresh)).mean()


def test_equal_predictions_are_left_alone():
    assert fit_recalibration(np.array([True, False] * 50), np.full(100, 0.2)) is NO_RECALIBRATION


def test_log_odds_stay_finite():
    assert np.isfinite(log_odds(np.array([0.0, 1.0]))).all()
    assert chance_of(np.array([-1e4, 0.0, 1e4])).tolist() == [0.0, 0.5, 1.0]
