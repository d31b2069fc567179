"""Dividing rows so that what is checked was never fitted on."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.models.churn.classifier import Fold

Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]
Dates = npt.NDArray[np.datetime64]


def duplicate_groups(table: pd.DataFrame, lost: Bools) -> Codes:
    """Give rows numbers, the same to exact copies, outcome included.

    Copies on both sides of a division let a model recite what it should predict.
    """
    hashed = pd.util.hash_pandas_object(table.assign(**{"\x00lost": lost}), index=False).to_numpy()
    _, code = np.unique(hashed, return_inverse=True)
    return np.asarray(code, dtype=np.int64)


def stratified_folds(lost: Bools, group: Codes, count: int, seed: int) -> tuple[Fold, ...]:
    """Divide rows into folds with equal shares of the lost, keeping groups whole.

    Parameters
    ----------
    lost : array of bool, shape (n,)
        Outcomes; a group counts as lost when any of its rows is.
    group : array of int, shape (n,)
        Rows that must stay together: copies, or a customer's rows.
    count : int
        Number of folds.
    seed : int
        Of the shuffle.

    Returns
    -------
    tuple of Fold
        Check rows of the folds are disjoint and together all rows.
    """
    _, code = np.unique(group, return_inverse=True)
    any_lost = np.bincount(code, lost) > 0
    shuffled = np.random.default_rng(seed).permutation(len(any_lost))
    dealt = np.concatenate([shuffled[any_lost[shuffled]], shuffled[~any_lost[shuffled]]])
    fold_of = np.empty(len(any_lost), dtype=np.int64)
    fold_of[dealt] = np.arange(len(dealt)) % count
    row_fold = fold_of[code]
    return tuple(Fold(np.flatnonzero(row_fold != one), np.flatnonzero(row_fold == one))
                 for one in range(count))


def rolling_folds(origin: Dates, label_days: int, tests: int, most_origins: int) -> tuple[Fold, ...]:
    """Divide panel rows by time: fit on outcomes complete at the test origin, check at the origin.

    Parameters
    ----------
    origin : array of datetime64[D], shape (n,)
        Cut-off of each row.
    label_days : int
        Days from a cut-off to the end of its outcome window.
    tests : int
        Most test origins; the latest are taken.
    most_origins : int
        Most origins fitted on for one test; the latest are taken.

    Returns
    -------
    tuple of Fold
        Oldest test first; empty where no origin has a complete outcome before another.
    """
    folds = []
    for test in np.unique(origin)[-tests:]:
        complete = np.unique(origin[origin + np.timedelta64(label_days, "D") <= test])[-most_origins:]
        if len(complete):
            folds.append(Fold(np.flatnonzero(np.isin(origin, complete)), np.flatnonzero(origin == test)))
    return tuple(folds)
