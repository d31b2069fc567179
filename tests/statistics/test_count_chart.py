"""u and u′ charts against a textbook and by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analytics.statistics.count_chart import count_chart

#: Montgomery, Introduction to Statistical Quality Control: nonconformities of 20 samples of five computers.
COMPUTERS = (10, 12, 8, 14, 10, 16, 11, 7, 10, 15, 9, 5, 7, 11, 12, 6, 8, 10, 7, 5)


def test_montgomerys_computers():
    chart = count_chart(COMPUTERS, [5] * 20, method="p")
    point = chart.points[0]
    assert (chart.centre, point.low, point.high) == pytest.approx((1.93, 0.07, 3.79), abs=0.005)
    assert not any(one.signal for one in chart.points)


def test_u_prime_by_hand():
    # Rates .2, .4, .2, .4 of 100: centre .3, error √(.3/100) = .054772; z = ∓1.825742; moving ranges 3.651484.
    chart = count_chart([20, 40, 20, 40], [100] * 4)
    assert chart.method == "laney"
    assert chart.overdispersion == pytest.approx(3.651484 / 1.128, rel=1e-6)
    assert chart.points[0].high == pytest.approx(0.3 + 3 * math.sqrt(0.003) * 3.651484 / 1.128, rel=1e-6)
    assert chart.points[0].low == 0.0


def test_few_events_have_exact_limits():
    chart = count_chart([2, 1, 3, 2, 9], [100] * 5, baseline=4)
    assert chart.method == "exact"
    # Poisson with mean 2: P(X ≤ 7) = .9989 is the first to reach 1 − .00135 (at 6 it is .9955).
    assert [one.signal for one in chart.points] == [None, None, None, None, "above"]
    assert chart.points[0].high == pytest.approx(0.07)


def test_periods_without_anybody_have_no_value_and_a_frozen_baseline_keeps_its_limits():
    chart = count_chart([10, 0, 12, 11, 60], [100, 0, 100, 100, 100], method="p", baseline=4)
    assert chart.points[1].value is None
    assert chart.centre == pytest.approx(33 / 300)
    assert chart.points[4].signal == "above"
    assert chart.baseline == 3


def test_real_scatter_is_not_an_alarm():
    """Levels that wander by a fifth: the plain chart cries wolf, u′ does not."""
    random = np.random.default_rng(5)
    plain, wide = 0, 0
    for _ in range(200):
        level = 0.02 * random.lognormal(0, 0.2, 40)
        events = random.poisson(20_000 * level)
        plain += sum(one.signal is not None for one in count_chart(events, [20_000] * 40, method="p").points)
        wide += sum(one.signal is not None for one in count_chart(events, [20_000] * 40).points)
    assert plain / 8_000 > 0.2
    assert wide / 8_000 < 0.015
