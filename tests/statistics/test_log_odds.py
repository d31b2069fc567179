"""Log odds with an informative prior: by hand, and what the prior does to a rare word."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.statistics.log_odds import ends, log_odds


def test_two_words_by_hand():
    # A prior of half of all counts adds two to each; 5 of 8 against 3 of 8, and the reverse.
    difference, error = log_odds([3, 1], [1, 3], prior_share=0.5)
    assert difference == pytest.approx([2 * np.log(5 / 3), -2 * np.log(5 / 3)])
    assert error == pytest.approx([np.sqrt(2 / 5 + 2 / 3)] * 2)
    low, high = ends(difference, error)
    assert high - difference == pytest.approx(1.959964 * error)
    assert low + high == pytest.approx(2 * difference)


def test_equal_use_is_no_difference():
    difference, error = log_odds([10, 30, 60], [20, 60, 120])
    assert difference == pytest.approx([0.0] * 3)
    assert sum(ends(difference, error)) == pytest.approx([0.0] * 3)


def test_a_rare_word_needs_more_than_a_frequent_one():
    # Both words are used by one side only: two times, and forty times.
    difference, error = log_odds([2, 40, 500], [0, 0, 500])
    low, _ = ends(difference, error)
    assert low[0] < 0 < low[1]
