"""Counts: a rate by hand, scatter and coefficients recovered, tails against scipy's own distributions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from analytics.statistics.counts import CountFit, fit_counts


def test_two_groups_have_their_own_rates():
    fitted = fit_counts([[1, 0], [1, 0], [1, 1], [1, 1]], [2, 4, 10, 14], [1, 2, 1, 2])
    assert math.exp(fitted.coefficients[0]) == pytest.approx(2.0, rel=1e-4)
    assert math.exp(fitted.coefficients.sum()) == pytest.approx(8.0, rel=1e-4)
    assert fitted.expected.tolist() == pytest.approx([2, 4, 8, 16], rel=1e-4)
    assert fitted.spread == 0.0, "less scatter than chance is none beyond it"


def test_slope_and_scatter_are_recovered():
    generator = np.random.default_rng(2)
    x = np.column_stack([np.ones(20_000), generator.normal(0, 1, 20_000)])
    mean = np.exp(1.0 + 0.4 * x[:, 1])
    counts = generator.poisson(mean * generator.gamma(4, 0.25, 20_000))
    fitted = fit_counts(x, counts, np.ones(20_000))
    assert fitted.coefficients[1] == pytest.approx(0.4, abs=4 * fitted.errors[1])
    assert fitted.errors[1] < 0.02
    assert fitted.spread == pytest.approx(0.25, abs=0.03)


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    x = np.column_stack([np.ones(300), np.arange(300) % 8])
    held = 0
    for seed in range(200):
        generator = np.random.default_rng(seed)
        counts = generator.poisson(8 * 1.1 ** x[:, 1] * generator.gamma(8, 1 / 8, 300))
        fitted = fit_counts(x, counts, np.ones(300))
        held += abs(fitted.coefficients[1] - math.log(1.1)) < 1.96 * fitted.errors[1]
    assert 0.91 * 200 <= held <= 0.99 * 200, held


def test_tails_are_those_of_the_distributions():
    scattered = CountFit(np.zeros(1), np.zeros(1), np.array([3.0, 3.0, 7.5]), 0.5)
    counts = np.array([0, 6, 20])
    likely = stats.nbinom(2.0, 2.0 / (2.0 + scattered.expected))
    many, few = scattered.tails(counts)
    assert many == pytest.approx(likely.sf(counts - 1))
    assert few == pytest.approx(likely.cdf(counts))
    plain = CountFit(np.zeros(1), np.zeros(1), np.array([3.0, 3.0, 7.5]), 0.0)
    many, few = plain.tails(counts)
    assert many == pytest.approx(stats.poisson(plain.expected).sf(counts - 1))
    assert few == pytest.approx(stats.poisson(plain.expected).cdf(counts))
