"""Concentration by hand, against known distributions, and how often its intervals hold the truth."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest

from analytics.statistics.concentration import concentration, lorenz


def test_four_customers_by_hand():
    curve = lorenz([10, 40, 20, 30])
    assert curve.total.tolist() == pytest.approx([0, 0.4, 0.7, 0.9, 1.0])
    assert curve.at(0.375) == pytest.approx(0.4 + 0.5 * 0.3)
    assert curve.customers_for(0.8) == pytest.approx(0.625)
    # Mean absolute difference of all pairs over twice the mean: (10+20+30+10+20+10)*2/16 / 50.
    found = concentration([10, 40, 20, 30], top=0.25)
    assert found.gini.estimate == pytest.approx(200 / 16 / 50)
    assert (found.top.estimate, found.top.state) == (pytest.approx(0.4), "suppressed")


def test_a_loss_makes_the_curve_pass_one():
    curve = lorenz([60, -20, 50, 10])
    assert curve.total.max() == pytest.approx(1.2)
    assert curve.total[-1] == pytest.approx(1.0)


def test_all_alike_are_not_concentrated():
    found = concentration(np.full(40, 7.0))
    assert found.gini.estimate == pytest.approx(0.0)
    assert found.top.estimate == pytest.approx(0.2)


def test_nobody_has_no_figure():
    assert concentration([]).top.estimate is None
    assert concentration([0.0, 0.0]).gini.estimate is None
    assert lorenz([]).at(0.2) == 0.0


def test_grouping_the_many_small_changes_next_to_nothing():
    values = np.random.default_rng(3).lognormal(0, 1.3, 20_000)
    found = concentration(values)
    few = concentration(values[:900])
    assert found.gini.estimate == pytest.approx(2 * NormalDist().cdf(1.3 / math.sqrt(2)) - 1, abs=0.01)
    width, of_few = found.gini.high - found.gini.low, few.gini.high - few.gini.low
    assert width == pytest.approx(of_few * math.sqrt(900 / 20_000), rel=0.35)


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    scatter, generator = 1.2, np.random.default_rng(11)
    gini = 2 * NormalDist().cdf(scatter / math.sqrt(2)) - 1
    top = NormalDist().cdf(scatter - NormalDist().inv_cdf(0.8))
    held = np.zeros(2)
    for seed in range(200):
        found = concentration(generator.lognormal(0, scatter, 200), seed=seed)
        held += [found.gini.low <= gini <= found.gini.high, found.top.low <= top <= found.top.high]
    assert held.min() >= 0.88 * 200, held
