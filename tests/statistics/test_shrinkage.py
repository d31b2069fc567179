"""Shrunken shares: chance alone, true differences, and how near the truth they come."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.statistics.shrinkage import shrink_shares


def test_what_chance_explains_is_drawn_by_more_than_half_to_one_share():
    found = shrink_shares((80, 79, 81), (100, 100, 100))
    assert [one.estimate for one in found.shares] == pytest.approx([0.8] * 3, abs=0.005)
    assert found.spread < 0.06


def test_few_answers_are_drawn_further_than_many():
    found = shrink_shares((900, 9, 300, 320, 150), (1000, 10, 600, 500, 400))
    many, few = found.shares[0], found.shares[1]
    assert 0.89 < many.estimate < 0.9
    assert found.mean < few.estimate < 0.87
    assert few.high - few.low > 4 * (many.high - many.low)
    assert found.spread > 0.1


def test_a_branch_without_answers_has_the_common_share():
    found = shrink_shares((90, 40, 0), (100, 100, 0))
    assert found.shares[2].estimate == pytest.approx(found.mean)
    assert found.shares[2].state == "suppressed"


def test_shrunken_shares_lie_nearer_the_truth_and_their_intervals_cover():
    random = np.random.default_rng(7)
    raw_error = shrunk_error = covered = 0.0
    for _ in range(200):
        truth, n = random.beta(40, 10, 30), random.integers(10, 120, 30)
        events = random.binomial(n, truth)
        shares = shrink_shares(events, n).shares
        shrunk = np.array([one.estimate for one in shares])
        raw_error += float(((events / n - truth) ** 2).mean())
        shrunk_error += float(((shrunk - truth) ** 2).mean())
        covered += float(np.mean([one.low <= true <= one.high for one, true in zip(shares, truth, strict=True)]))
    assert shrunk_error < 0.75 * raw_error
    assert 0.90 <= covered / 200 <= 0.98


def test_no_answers_at_all():
    found = shrink_shares((0, 0), (0, 0))
    assert [one.estimate for one in found.shares] == [None, None]
