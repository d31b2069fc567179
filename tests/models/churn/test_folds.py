"""What is checked was never fitted on, in rows, customers and time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.models.churn.folds import duplicate_groups, rolling_folds, stratified_folds


def test_folds_divide_all_rows_with_equal_shares():
    lost = np.random.default_rng(0).random(1_000) < 0.2
    folds = stratified_folds(lost, np.arange(1_000), 5, seed=3)
    assert sorted(np.concatenate([fold.check for fold in folds])) == list(range(1_000))
    for fold in folds:
        assert not set(fold.fit) & set(fold.check)
        assert lost[fold.check].sum() == pytest.approx(lost.sum() / 5, abs=1)


def test_a_customers_rows_stay_together():
    customer = np.repeat(np.arange(200), 4)
    lost = np.random.default_rng(1).random(800) < 0.1
    for fold in stratified_folds(lost, customer, 5, seed=0):
        assert not set(customer[fold.fit]) & set(customer[fold.check])


def test_copies_are_recognised_with_their_outcome():
    table = pd.DataFrame({"a": [1.0, 1.0, 1.0, 2.0], "b": ["x", "x", "x", None]})
    groups = duplicate_groups(table, np.array([True, True, False, True]))
    assert groups[0] == groups[1]
    assert len(set(groups)) == 3


def test_learning_ends_before_the_test_origin_begins():
    days = np.array(["2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01", "2025-01-01"], "datetime64[D]")
    origin = np.repeat(days, 10)
    folds = rolling_folds(origin, 104, tests=3, most_origins=5)
    learnt = [[str(one) for one in np.unique(origin[fold.fit])] for fold in folds]
    assert [str(origin[fold.check][0]) for fold in folds] == ["2024-07-01", "2024-10-01", "2025-01-01"]
    # An outcome of 104 days is not complete at the next quarter, so the quarter before is skipped.
    assert learnt == [["2024-01-01"], ["2024-01-01", "2024-04-01"], ["2024-01-01", "2024-04-01", "2024-07-01"]]


def test_only_the_latest_origins_are_learnt_from():
    origin = np.arange(np.datetime64("2020-01-01"), np.datetime64("2021-01-01"), np.timedelta64(30, "D"))
    (fold,) = rolling_folds(origin, 30, tests=1, most_origins=4)
    assert len(fold.fit) == 4
    assert (origin[fold.fit] + np.timedelta64(30, "D")).max() <= origin[fold.check][0]


def test_no_origin_is_complete_before_another():
    origin = np.array(["2024-01-01", "2024-02-01"], "datetime64[D]")
    assert rolling_folds(origin, 90, tests=3, most_origins=5) == ()
