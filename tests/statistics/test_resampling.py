"""The bootstrap of customers against formulas it must agree with."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.statistics import resampling


def test_the_same_seed_gives_the_same_draws():
    sums = np.arange(30.0).reshape(10, 3)
    np.testing.assert_array_equal(resampling.resample_sums(sums, 50, seed=4),
                                  resampling.resample_sums(sums, 50, seed=4))


def test_each_draw_holds_as_many_clusters_as_there_are():
    draws = resampling.resample_sums(np.ones((137, 1)), 200)
    assert (draws == 137).all()


@pytest.mark.parametrize("clusters", [300, 5_003])
def test_spread_of_totals_is_that_of_the_clusters(clusters):
    sums = np.random.default_rng(2).gamma(0.5, size=(clusters, 1))
    draws = resampling.resample_sums(sums, 4_000)
    assert draws.mean() == pytest.approx(sums.sum(), rel=0.01)
    assert draws.std() == pytest.approx(sums.std() * np.sqrt(clusters), rel=0.08)


def test_customers_who_answer_often_widen_the_interval():
    generator = np.random.default_rng(3)
    likes = generator.random(400) < 0.5
    sums = np.column_stack((likes * 5.0, np.full(400, 5.0)))
    share = resampling.bootstrap(sums, lambda totals: totals[:, 0] / totals[:, 1])
    assert share.high - share.low == pytest.approx(2 * 1.96 * 0.5 / np.sqrt(400), rel=0.12)
    assert share.n == 400


def test_ratio_and_mean():
    assert resampling.ratio([2, 4, 6], [1, 2, 3]).low == pytest.approx(2.0)
    values = np.random.default_rng(5).lognormal(0, 1.5, 2_000)
    stated = resampling.mean(values)
    assert stated.estimate == pytest.approx(values.mean())
    assert stated.high - stated.estimate > stated.estimate - stated.low


def test_nothing_to_draw_from():
    assert resampling.mean([]).estimate is None
