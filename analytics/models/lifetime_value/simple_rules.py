"""The rules a careful clerk would use: what every model of repeat buying has to beat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How close predictions of later purchases came.

    Attributes
    ----------
    customers : int
        Customers predicted.
    predicted, actual : float
        Purchases in all.
    total_error : float
        predicted/actual − 1.
    mean_absolute_error, root_mean_square_error : float
        In purchases per customer, or in money where money was foretold.
    ranking : float
        Chance that a customer who came back was rated above one who did not (ties half): AUC.
    """

    customers: int
    predicted: float
    actual: float
    total_error: float
    mean_absolute_error: float
    root_mean_square_error: float
    ranking: float


def same_rate(frequency: ArrayLike, age: ArrayLike, time: float) -> Floats:
    """Predict that everybody goes on at the pace so far: x/T a unit of time."""
    x, known = np.asarray(frequency, float), np.asarray(age, float)
    return np.asarray(np.where(known > 0, x / np.maximum(known, 1e-12), 0.0) * time)


def same_rate_unless_silent(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, time: float,
                            silence: float) -> Floats:
    """Predict the same pace, and nothing from whoever has been silent for longer than the threshold."""
    quiet = np.asarray(age, float) - np.asarray(recency, float) > silence
    return np.asarray(np.where(quiet, 0.0, same_rate(frequency, age, time)))


def revenue_between(customer: ArrayLike, day: ArrayLike, revenue: ArrayLike, known: ArrayLike,
                    cut_off: np.datetime64 | str, first: int, last: int) -> Floats:
    """Add up what known customers paid in a time near a cut-off: the money to foretell, or a naive forecast.

    Parameters
    ----------
    customer, day, revenue : array_like, shape (rows,)
        Trade.
    known : array_like, shape (customers,)
        Keys of the customers to count, rising.
    cut_off : date
        The last day known.
    first, last : int
        Days after the cut-off, negative before it: those later than the first up to the last count.

    Returns
    -------
    ndarray, shape (customers,)
        In the unit of ``revenue``, returns taken off.
    """
    keys, who, paid = np.asarray(known), np.asarray(customer), np.asarray(revenue, float)
    after = (np.asarray(day, "datetime64[D]") - np.asarray(cut_off, "datetime64[D]")).astype(int)
    place = np.clip(np.searchsorted(keys, who), 0, keys.size - 1)
    counts = (after > first) & (after <= last) & (keys[place] == who)
    return np.bincount(place[counts], paid[counts], minlength=keys.size).astype(float)


def accuracy(predicted: ArrayLike, actual: ArrayLike) -> Accuracy:
    """Compare predictions with what happened.

    Parameters
    ----------
    predicted, actual : array_like, shape (customers,)
        Purchases after the cut-off, or money.

    Returns
    -------
    Accuracy
        In the unit given. Errors are NaN where nobody, ranking is NaN where everybody or nobody came back.
    """
    foretold, made = np.asarray(predicted, float), np.asarray(actual, float)
    came = made > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = float(np.float64(foretold.sum()) / made.sum() - 1)
    return Accuracy(
        made.size, float(foretold.sum()), float(made.sum()), ratio,
        float(np.abs(foretold - made).mean()), float(np.sqrt(((foretold - made) ** 2).mean())),
        _ranking(foretold, came))


def _ranking(score: Floats, came: NDArray[np.bool_]) -> float:
    positive, negative = int(came.sum()), int((~came).sum())
    if positive == 0 or negative == 0:
        return float("nan")
    _, place, count = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    return float((rank[came].sum() - positive * (positive + 1) / 2) / (positive * negative))
