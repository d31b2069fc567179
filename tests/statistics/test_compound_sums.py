"""The ratio of two seasons' trade: by hand, and its interval against purchases drawn by chance."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analytics.statistics.compound_sums import compound_ratio


def test_by_hand():
    found = compound_ratio(300, 100 ** 2 + 200 ** 2, 2, 1200, 3 * 400 ** 2, 3, spans=2)
    assert (found.n, found.estimate) == (5, pytest.approx(0.5))
    spread = math.sqrt(50_000 / 300 ** 2 * 4 / 2 + 480_000 / 1200 ** 2 * 5 / 3)
    assert found.low == pytest.approx(0.5 / math.exp(1.959964 * spread))
    assert found.high == pytest.approx(0.5 * math.exp(1.959964 * spread))
    assert found.state == "suppressed"


def test_nothing_now_is_told_by_the_number_of_purchases():
    found = compound_ratio(0, 0, 0, 900, 900 ** 2 / 30, 30, spans=3)
    # None of 30 purchases, of which a quarter would be expected now: Wilson's upper end is z²/(n + z²).
    share = 1.959964 ** 2 / (30 + 1.959964 ** 2)
    assert (found.estimate, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(3 * share / (1 - share))


@pytest.mark.parametrize("figures", [(100, 1, 1, 0, 0, 0), (100, 1, 1, -5, 1, 1), (-3, 1, 1, 100, 1, 1)])
def test_without_anything_to_compare_there_is_no_figure(figures):
    assert compound_ratio(*figures).estimate is None


def test_the_interval_holds_the_truth_as_often_as_it_says():
    draw = np.random.default_rng(20261128)
    held = 0
    rounds = 2000
    for _ in range(rounds):
        now, before = (draw.lognormal(0, 0.7, draw.poisson(rate)) for rate in (12 * 0.6, 36))
        found = compound_ratio(now.sum(), (now ** 2).sum(), len(now), before.sum(), (before ** 2).sum(),
                               len(before), spans=3)
        held += (found.low or 0.0) <= 0.6 <= (found.high or 0.0)
    assert 0.92 < held / rounds < 0.98
