"""ABC analysis: classes by cumulated share of what customers, regions or goods are worth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def abc_classes(values: ArrayLike, shares: Sequence[float], *,
                where_begun: bool = False) -> NDArray[np.int64]:
    """Put everything in a class by falling value: in the first while the cumulated share is within its end.

    Parameters
    ----------
    values : array_like
        What each is worth; of equal ones the earlier comes first.
    shares : sequence of float
        Where each class but the last ends, ascending: (0.8, 0.95) makes three classes.
    where_begun : bool
        Whether whatever stands astride the end of a class belongs to it: right for a few large ones, of
        which the last would otherwise always stand in the last class.

    Returns
    -------
    numpy.ndarray of int
        0 for the first class. The most valuable is in it even where it alone exceeds the share; whatever
        is worth nothing, or less, is in the last.
    """
    worth = np.asarray(values, float)
    positive = np.maximum(worth, 0.0)
    order = np.argsort(-worth, kind="stable")
    cumulated, total = np.cumsum(positive[order]), positive.sum()
    # Sums and not shares of them, so that no division moves whoever stands at the end of a class.
    ends = np.asarray(shares, float) * total
    place = np.searchsorted(ends, cumulated - positive[order], side="right") if where_begun else \
        np.searchsorted(ends, cumulated, side="left")
    place[worth[order] <= 0] = len(shares)
    if len(place) and worth[order[0]] > 0:
        place[0] = 0
    classes = np.empty(len(worth), np.int64)
    classes[order] = place
    return classes


def classes_of_sizes(scores: ArrayLike, sizes: Sequence[int]) -> NDArray[np.int64]:
    """Put the highest scores into classes of given sizes.

    Parameters
    ----------
    scores : array_like
        Of equal ones the earlier comes first.
    sizes : sequence of int
        How many belong to each class; their sum is the number of scores.

    Returns
    -------
    numpy.ndarray of int
        0 for the class of the highest scores.
    """
    order = np.argsort(-np.asarray(scores, float), kind="stable")
    classes = np.empty(len(order), np.int64)
    classes[order] = np.repeat(np.arange(len(sizes)), sizes)
    return classes


def percentile_ranks(values: ArrayLike) -> Array:
    """Return where each value stands among all, up to one; equal ones share their mean place."""
    worth = np.asarray(values, float)
    if not len(worth):
        return np.zeros(0)
    _, group, count = np.unique(worth, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return np.asarray(((last - (count - 1) / 2.0) / len(worth))[group])
