"""ABC analysis: by hand, at the ends of classes, and the published classes of a public file."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.statistics.abc_analysis import abc_classes, classes_of_sizes, percentile_ranks
from tests.models.lifetime_value.public_files import retail_trade


def test_classes_end_where_the_cumulated_share_does():
    assert abc_classes([10, 50, 25, 15], (0.5, 0.75, 0.95)).tolist() == [3, 0, 1, 2]


def test_the_most_valuable_is_in_the_first_even_alone_above_its_share():
    assert abc_classes([90, 10, 0, -5], (0.5, 0.8)).tolist() == [0, 2, 2, 2]
    assert abc_classes([0, 0], (0.5, 0.8)).tolist() == [2, 2]
    assert abc_classes([], (0.5,)).tolist() == []


def test_a_few_large_ones_belong_where_their_share_begins():
    worth = [28, 26, 24, 22]
    assert abc_classes(worth, (0.5, 0.8, 0.95)).tolist() == [0, 1, 1, 3]
    assert abc_classes(worth, (0.5, 0.8, 0.95), where_begun=True).tolist() == [0, 0, 1, 1]


def test_classes_of_sizes_take_the_highest_first():
    assert classes_of_sizes([0.2, 0.9, 0.5, 0.9], (1, 2, 1)).tolist() == [2, 0, 1, 1]


def test_percentile_ranks_share_a_mean_place():
    assert percentile_ranks([5, 1, 5, 9]).tolist() == [2.5 / 4, 1 / 4, 2.5 / 4, 1.0]
    assert percentile_ranks([]).tolist() == []


def test_published_classes_of_online_retail(datasets):
    """Methods A5 and I: 4,338 customers, 8,911,407.90; 80 and 95 % of revenue end after 1,132 and 2,601 of them."""
    worth = retail_trade(datasets).groupby("customer")["revenue"].sum().to_numpy()
    assert (len(worth), worth.sum()) == (4338, pytest.approx(8_911_407.90, abs=0.01))
    assert np.bincount(abc_classes(worth, (0.80, 0.95))).tolist() == [1132, 1469, 1737]
