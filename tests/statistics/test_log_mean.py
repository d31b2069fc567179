"""A change of a ratio by numerator and denominator, by hand and without remainder."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analytics.statistics.log_mean import log_mean_effects


def test_parts_by_hand():
    found = log_mean_effects(80, 100, 99, 110)
    mean = 0.1 / math.log(0.9 / 0.8)
    assert found.change == pytest.approx(0.1)
    assert found.numerator == pytest.approx(mean * math.log(99 / 80))
    assert found.denominator == pytest.approx(-mean * math.log(1.1))


def test_parts_always_add_up():
    for before, base, after, top in np.random.default_rng(1).lognormal(0, 1, (100, 4)):
        found = log_mean_effects(before, base, after, top)
        assert found.numerator + found.denominator == pytest.approx(found.change, abs=1e-12)


def test_an_unchanged_ratio_of_grown_parts_has_parts_that_cancel():
    found = log_mean_effects(80, 100, 160, 200)
    assert found.change == 0.0
    assert found.numerator == pytest.approx(0.8 * math.log(2)) == -found.denominator


def test_nothing_to_divide_has_no_parts():
    assert log_mean_effects(0, 100, 10, 100) is None
    assert log_mean_effects(10, 100, -5, 100) is None
