"""Climbing: bounds, agreement of starts, and carrying a rough fit over to all data."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from analytics.models.lifetime_value import BgNbd, MbgNbd, Nbd, ParetoNbd, distinct_histories, fit
from analytics.models.lifetime_value.fitting import differences, maximise, refine


def test_nothing_heavy_is_imported_with_the_package():
    code = "import sys, analytics.models.lifetime_value; print('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def hill(centre):
    middle = np.log(centre)

    def objective(theta):
        off = theta - middle
        return -float(off @ off) / 2, -off
    return objective


def test_finds_the_top_from_every_start():
    found = maximise(hill([2.0, 300.0]), [(1.0, 1.0), (10.0, 10.0), (0.01, 1e4)])
    assert found.parameters == pytest.approx([2.0, 300.0], rel=1e-4)
    assert (found.converged, found.starts_agreeing, found.starts, found.at_bound) == (True, 3, 3, ())


def test_a_slope_without_end_ends_at_the_bound_and_says_so():
    found = maximise(lambda theta: (float(theta[0]) / 100, np.array([0.01])), [(1.0,)])
    assert found.at_bound == (0,)
    assert not found.converged


def test_the_higher_of_two_tops_is_kept():
    def objective(theta):
        low, high = np.exp(-((theta[0] - 2) ** 2)), 2 * np.exp(-((theta[0] + 2) ** 2))
        return float(low + high), np.array([-2 * (theta[0] - 2) * low - 2 * (theta[0] + 2) * high])
    found = maximise(objective, [(np.exp(2.5),), (np.exp(-2.5),)])
    assert np.log(found.parameters[0]) == pytest.approx(-2, abs=1e-4)
    assert (found.starts_agreeing, found.starts) == (1, 2)


def test_differences_are_slopes():
    value, gradient = differences(lambda theta: float(np.sin(theta[0]) * theta[1]))(np.array([0.3, 2.0]))
    assert value == pytest.approx(np.sin(0.3) * 2)
    assert gradient == pytest.approx([2 * np.cos(0.3), np.sin(0.3)], abs=1e-9)


def test_a_rough_fit_is_carried_over_in_a_few_steps():
    seen = []

    def whole(theta):
        seen.append(theta)
        off = theta - np.log([2.0, 3.0])
        return -float(np.cosh(off).sum()), -np.sinh(off)
    rough = maximise(hill([1.9, 3.2]), [(1.0, 1.0)])
    found = refine(whole, rough, hill([1.9, 3.2]))
    assert found.parameters == pytest.approx([2.0, 3.0], rel=1e-4)
    assert found.converged
    assert len(seen) < 6


@pytest.mark.parametrize("family", [BgNbd, MbgNbd, ParetoNbd, Nbd])
def test_many_histories_give_the_same_fit_as_a_climb_from_the_start(family, monkeypatch):
    """The short cut for large data against the long way, on 9,000 customers."""
    from analytics.models.lifetime_value import repeat_model

    rng = np.random.default_rng(11)
    age = rng.integers(10, 400, 9000).astype(float)
    x, last = MbgNbd(0.8, 60.0, 0.6, 2.5).draw_histories(age, rng)
    histories, _ = distinct_histories(x, last, age)
    monkeypatch.setattr(repeat_model, "HISTORIES_OF_A_ROUGH_FIT", 1000)
    short = fit(family, histories)
    monkeypatch.setattr(repeat_model, "HISTORIES_OF_A_ROUGH_FIT", 10_000)
    long = fit(family, histories)
    assert short.converged
    assert long.converged
    assert short.log_likelihood == pytest.approx(long.log_likelihood, abs=1e-3)
    assert short.model.parameters == pytest.approx(long.model.parameters, rel=2e-3)
