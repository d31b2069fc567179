"""Ordered answers against values worked out by hand, and how often the tests cry wolf."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.statistics.intervals import mean as mean_of_values
from analytics.statistics.ordinal import matched_change, mean_of_counts, net_promoter, superiority


def test_the_mean_of_counts_is_the_mean_of_the_values():
    found, plain = mean_of_counts((1, 2, 3, 4, 5), (1, 0, 2, 4, 3)), mean_of_values([1, 3, 3, 4, 4, 4, 4, 5, 5, 5])
    assert (found.n, found.state) == (10, "thin")
    assert (found.estimate, found.low, found.high) == pytest.approx((plain.estimate, plain.low, plain.high))
    assert found.estimate == pytest.approx(3.8)
    assert mean_of_counts((1, 2), (0, 0)).estimate is None


def test_net_promoters_are_nines_and_tens_less_sixes_and_below():
    # Fifty promoters, thirty passives, twenty detractors: 0.5 − 0.2, variance (0.7 − 0.09) · 100/99.
    found = net_promoter(range(11), (0, 0, 5, 0, 5, 0, 10, 10, 20, 25, 25))
    assert found.estimate == pytest.approx(0.3)
    assert found.high - found.estimate == pytest.approx(1.98422 * (0.61 / 99) ** 0.5, abs=1e-5)


def test_superiority_counts_pairs_and_half_of_the_ties():
    # Answers 2 and 3 against 1 and 2: three pairs won and one tie of four.
    assert superiority((0, 1, 1), (1, 1, 0)).estimate == pytest.approx(3.5 / 4)
    same = superiority((5, 10, 20, 40, 25), (5, 10, 20, 40, 25))
    assert same.estimate == pytest.approx(0.5)
    assert same.low < 0.5 < same.high
    assert superiority((3, 4), (0, 0)).estimate is None


def test_superiority_with_its_interval_as_brunner_and_munzel_would_judge():
    from scipy.stats import brunnermunzel

    first, second = (10, 15, 20, 30, 25), (15, 20, 25, 25, 15)
    values = [np.repeat(np.arange(5), counts) for counts in (first, second)]
    found = superiority(first, second)
    assert found.low > 0.5
    assert brunnermunzel(*values).pvalue < 0.05
    nearly = superiority((10, 15, 20, 30, 25), (11, 17, 22, 29, 21))
    assert nearly.low < 0.5 < nearly.high


def test_two_like_groups_are_told_apart_no_more_often_than_said():
    random = np.random.default_rng(5)
    mix, false = (0.04, 0.08, 0.20, 0.40, 0.28), 0
    for _ in range(1_000):
        found = superiority(random.multinomial(60, mix), random.multinomial(90, mix))
        false += not found.low <= 0.5 <= found.high
    assert false <= 70


def test_matched_answers_by_hand():
    # Rows then, columns now, levels one to three, the mark at three: six rise above it, two fall below.
    pairs = ((5, 2, 1), (1, 10, 5), (0, 2, 14))
    found = matched_change(pairs, 2)
    assert (found.gained, found.given_up, found.higher, found.lower) == (6, 2, 8, 3)
    assert found.difference.estimate == pytest.approx(4 / 40)
    assert found.p_share == pytest.approx(2 * (1 + 8 + 28) / 256)
    assert found.p_score == pytest.approx(2 * (1 + 11 + 55 + 165) / 2048)
    assert found.difference.low < 0 < found.difference.high


def test_the_paired_interval_covers_and_is_narrower_than_that_of_two_samples():
    random = np.random.default_rng(8)
    covered = 0
    for _ in range(1_000):
        counts = random.multinomial(120, (0.55, 0.15, 0.10, 0.20))
        pairs = ((counts[3], counts[1]), (counts[2], counts[0]))
        found = matched_change(pairs, 1).difference
        covered += found.low <= 0.05 <= found.high
    assert 930 <= covered <= 985


def test_nobody_asked_twice():
    found = matched_change(np.zeros((5, 5)), 3)
    assert (found.difference.estimate, found.p_share, found.p_score) == (None, 1.0, 1.0)
