"""Shares against a standard: the three lights, and many branches at once."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.statistics.standards import against_standard, against_standard_many


@pytest.mark.parametrize(("events", "light"), [(80, "above"), (75, "uncertain"), (60, "below")])
def test_three_lights(events, light):
    # z of 80 against 70 of 100 is 0.10 / √(0.21 / 100) = 2.18.
    assert against_standard(events, 100, 0.7).light == light


def test_the_light_is_where_the_wilson_interval_lies():
    for n in (10, 37, 400):
        for events in range(n + 1):
            found = against_standard(events, n, 0.8)
            outside = not found.share.low <= 0.8 <= found.share.high
            assert (found.light != "uncertain") == outside, (events, n)


def test_under_ten_answers_have_no_light():
    found = against_standard(9, 9, 0.7)
    assert (found.light, found.p) == ("suppressed", None)


def test_p_values_of_branches_are_adjusted_over_those_shown():
    one = against_standard(80, 100, 0.7)
    many = against_standard_many([80, 70, 70, 70, 3], [100, 100, 100, 100, 5], 0.7)
    assert many[0].p == pytest.approx(4 * one.p)
    assert [found.light for found in many] == ["uncertain"] * 4 + ["suppressed"]


def test_branches_at_the_standard_are_seldom_called_anything_else():
    random = np.random.default_rng(3)
    loud = sum(any(found.light != "uncertain" for found in against_standard_many(
        random.binomial(80, 0.8, 12).tolist(), [80] * 12, 0.8)) for _ in range(1_000))
    assert loud <= 70
