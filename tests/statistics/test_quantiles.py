"""Quantiles: their interval is made of order statistics, and covers what it should."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.statistics.quantiles import quantile


def test_the_interval_is_made_of_order_statistics():
    # Of Binomial(10, 1/2) up to one is 0.011 and up to eight 0.989: the second and the ninth of ten.
    found = quantile(np.arange(1, 11), 0.5)
    assert (found.n, found.estimate, found.low, found.high) == (10, 5.5, 2.0, 9.0)


def test_it_covers_skewed_quantiles():
    generator, true = np.random.default_rng(3), np.exp(0.8416212)
    inside = [one.low <= true <= one.high for one in (
        quantile(generator.lognormal(size=60), 0.8) for _ in range(1000))]
    assert np.mean(inside) > 0.945


def test_a_small_sample_has_no_upper_end():
    found = quantile([1, 2, 3, 4, 5], 0.8)
    assert found.high is None
    assert found.estimate == pytest.approx(4.2)
    assert quantile([], 0.8).estimate is None
