"""One unit hit beside others that were not: by hand, and in worlds where nothing or something happened."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.statistics.before_after import difference_of_changes, mean_change


def test_by_hand():
    # Changes 3 (hit) and 1, 1, 2, 0: usual 1, their standard deviation 0.8165.
    found = difference_of_changes([1, 1, 1, 1, 1], [4, 2, 2, 3, 1], 0)
    assert (found.change, found.usual, found.effect.estimate, found.effect.n) == (3, 1, 2, 4)
    half = 3.182446 * 0.816497 * np.sqrt(1.25)
    assert [found.effect.low, found.effect.high] == pytest.approx([2 - half, 2 + half], rel=1e-5)
    assert found.rank_p == 0.2, "one of five departs as far"


def test_too_few_others_or_no_figures():
    assert difference_of_changes([1, 1, 1, 1], [2, 2, 2, 2], 0) is None
    assert difference_of_changes([np.nan, 1, 1, 1, 1], [1, 1, 1, 1, 2], 0) is None
    assert difference_of_changes([1, np.nan, 1, 1, 1, 1], [1, 1, 1, 2, 1, 1], 0).effect.n == 4


def test_coverage_and_silence():
    random = np.random.default_rng(1)
    inside = ranked = 0
    for _ in range(400):
        before, after = random.normal(0, 1, (2, 12))
        after[3] += 2.0
        found = difference_of_changes(before, after, 3)
        inside += found.effect.low <= 2.0 <= found.effect.high
        after[3] -= 2.0
        ranked += difference_of_changes(before, after, 3).rank_p <= 1 / 12
    assert 0.92 <= inside / 400 <= 0.98
    assert ranked / 400 <= 0.12, "one in twelve by chance"


def test_the_mean_change_of_all():
    found = mean_change([1, 2, 3, np.nan], [2, 2, 5, 9])
    assert (found.n, found.estimate) == (3, 1.0)
    assert found.high - found.estimate == pytest.approx(4.302653 * 1.0 / np.sqrt(3), rel=1e-5)
    assert mean_change([1], [2]).low is None
