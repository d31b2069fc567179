"""The difference of two groups within strata: by hand, free of the mix, and with an interval that covers."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.statistics.stratified import stratified_difference


def test_two_strata_by_hand():
    # Stratum a: 4 against 2 and 3 (difference 1.5, weight 2/3); b: 5 and 3 against 1 (3, weight 2/3); c has one group.
    values, first = [4, 2, 3, 5, 3, 1, 9], [1, 0, 0, 1, 1, 0, 1]
    found = stratified_difference(values, first, [*"aaabbbc"], range(7))
    assert found.estimate == pytest.approx(2.25)
    # Membership and what is left of each value, both less the stratum's mean: a then b.
    member = np.array([2, -1, -1, 1, 1, -2]) / 3
    left = np.array([1, -1, 0, 2, 0, -2]) - 2.25 * member
    # A row's own part in the fit: a third for the stratum's mean, and its share of the spread of 4/3.
    left = left / np.sqrt(1 - 1 / 3 - member**2 / (4 / 3))
    squares = ((member * left) ** 2).sum() * 6 / 5
    # Squares 4, 1, 1, 1, 1, 4 of a ninth carry it: 12² / 36 = 4 equal customers, three degrees of freedom.
    assert found.high - 2.25 == pytest.approx(3.182446 * np.sqrt(squares) / (4 / 3))
    assert found.n == 3


def test_a_mix_that_differs_does_not_matter():
    random = np.random.default_rng(1)
    stratum = random.integers(0, 5, 4_000)
    first = random.random(4_000) < np.array([0.1, 0.3, 0.5, 0.7, 0.9])[stratum]
    values = stratum + random.normal(size=4_000)
    assert abs(values[first].mean() - values[~first].mean()) > 1
    found = stratified_difference(values, first, stratum, np.arange(4_000))
    assert found.low < 0 < found.high


def test_the_interval_covers_when_customers_repeat():
    covered = 0
    for seed in range(200):
        random = np.random.default_rng(seed)
        customer = np.repeat(np.arange(150), 4)
        first = np.repeat(random.random(150) < 0.4, 4)
        values = np.repeat(random.normal(size=150), 4) + random.normal(0, 0.5, 600) + 0.3 * first
        found = stratified_difference(values, first, np.tile(np.arange(4), 150), customer)
        covered += found.low <= 0.3 <= found.high
    assert 0.90 <= covered / 200 <= 0.99


def test_the_interval_of_pairs_covers():
    covered = 0
    for seed in range(600):
        random = np.random.default_rng(seed)
        values = random.normal(size=(60, 2)) + random.normal(size=(60, 1)) * 3
        found = stratified_difference(values.ravel(), np.tile([True, False], 60), np.repeat(np.arange(60), 2),
                                      np.arange(120))
        covered += found.low <= 0 <= found.high
    assert 0.92 <= covered / 600 <= 0.98


def test_the_interval_covers_where_each_member_has_a_few_like_who_come_again():
    covered = 0
    for seed in range(600):
        random = np.random.default_rng(seed)
        like = random.integers(1, 5, 100)
        stratum = np.repeat(np.arange(100), like + 1)
        first = np.concatenate([[True] + [False] * many for many in like])
        customer = np.where(first, 1_000 + stratum, random.integers(0, 150, len(stratum)))
        lost = random.random(2_000) < 0.2
        found = stratified_difference(~lost[customer], first, stratum, customer)
        covered += found.low <= 0 <= found.high
    assert 0.92 <= covered / 600 <= 0.98


def test_one_group_alone_says_nothing():
    assert stratified_difference([1, 2], [True, True], [0, 0], [0, 1]).estimate is None
    assert stratified_difference([], [], [], []).state == "suppressed"
