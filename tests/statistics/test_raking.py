"""Raking weights by hand, trimmed weights, levels nobody answered from."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.statistics.raking import rake

LEVELS = ((0, 0), (0, 1), (1, 0), (1, 1))


def test_margins_are_met_and_the_effective_size_is_kish():
    found = rake(LEVELS, (10, 10, 10, 10), (400, 350, 100, 150))
    # The first margin is 750 to 250 and the second even.
    assert found.weights == pytest.approx([1.5, 1.5, 0.5, 0.5])
    assert found.effective_n == pytest.approx(40 ** 2 / (20 * 2.25 + 20 * 0.25))
    assert (found.trimmed, found.uncovered) == (0, 0.0)


def test_unequal_cells_meet_both_margins():
    answered, people = np.array((30, 10, 20, 40)), np.array((100, 300, 250, 350))
    weighted = rake(LEVELS, answered, people).weights * answered
    assert weighted.sum() == pytest.approx(100)
    assert weighted[:2].sum() == pytest.approx(40)
    assert weighted[[0, 2]].sum() == pytest.approx(35)


def test_the_right_mix_leaves_every_weight_at_one():
    found = rake(LEVELS, (8, 6, 10, 16), (80, 60, 100, 160))
    assert found.weights == pytest.approx(np.ones(4))
    assert found.effective_n == pytest.approx(40)


def test_a_weight_is_cut_at_five_times_the_median():
    found = rake(((0,), (1,)), (95, 5), (100, 900))
    assert found.largest == pytest.approx((900 / 5) / (100 / 95))
    assert found.trimmed == 5
    assert found.weights[1] / found.weights[0] == pytest.approx(5.0)
    assert (found.weights * (95, 5)).sum() == pytest.approx(100)


def test_whom_nobody_answered_for_is_said():
    found = rake(((0,), (1,), (2,)), (50, 50, 0), (400, 400, 200))
    assert found.uncovered == pytest.approx(0.2)
    assert found.weights[:2] == pytest.approx([1.0, 1.0])
    assert rake(((0,), (1,)), (0, 0), (5, 5)).effective_n == 0.0
