"""What a model expected against what was bought: the plot that no value is shown without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.models.lifetime_value.buying_summary import Histories
from analytics.models.lifetime_value.repeat_model import RepeatModel
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import CONFIDENCE

Floats = NDArray[np.float64]

#: Histories whose futures are simulated for the interval; more only take longer.
HISTORIES_SIMULATED = 5_000
#: Futures simulated where only the fitted model is given.
FUTURES_OF_ONE_MODEL = 200


@dataclass(frozen=True, slots=True)
class TrackingPoint:
    """Repeat purchases from the cut-off to one time after it.

    Attributes
    ----------
    time : float
        After the cut-off, in the model's unit.
    predicted : Estimate
        Expected of the customers known at the cut-off; the interval holds what is bought, if the
        model is right, with a chance of 95 %.
    actual : float
        What they bought.
    """

    time: float
    predicted: Estimate
    actual: float


@dataclass(frozen=True, slots=True)
class Tracking:
    """Predicted against actual purchases on time the model has not seen.

    Attributes
    ----------
    points : tuple of TrackingPoint
        By rising time.
    total_error : float or None
        predicted/actual − 1 at the end; None where nothing was bought.
    within : bool
        Whether the actual figure at the end lies in the interval.
    """

    points: tuple[TrackingPoint, ...]
    total_error: float | None
    within: bool


def tracking(models: Sequence[RepeatModel], histories: Histories, times: ArrayLike, actual: ArrayLike, *,
             season: ArrayLike | None = None, seed: int = 0) -> Tracking:
    """Compare predicted with actual purchases of the customers known at a cut-off.

    Parameters
    ----------
    models : sequence of RepeatModel
        The fitted model first, then models drawn by `draw_models`, for the interval; without these it
        allows for luck alone.
    histories : Histories
        Up to the cut-off, in the model's unit of time.
    times : array_like, shape (points,)
        Rising times after the cut-off.
    actual : array_like, shape (points,)
        Purchases made by then, cumulated: see `later_purchases`.
    season : array_like, shape (points,), optional
        Factor on what is expected between the point before and this one: see `season_factors`.
    seed : int
        Of the simulation.

    Returns
    -------
    Tracking
    """
    ends, made = np.asarray(times, float), np.asarray(actual, float)
    factor = np.ones(ends.size) if season is None else np.asarray(season, float)
    x, last, age, customers = histories.frequency, histories.recency, histories.age, histories.customers
    alive = models[0].chance_alive(x, last, age)
    expected = np.array([(customers * alive) @ models[0].further_if_alive(x, age, end) for end in ends])
    predicted = (np.diff(expected, prepend=0.0) * factor).cumsum()
    simulated = _simulated(models[1:] or [models[0]] * FUTURES_OF_ONE_MODEL, histories, ends, factor, seed)
    spread = simulated - simulated.mean(axis=0)
    tail = (1 - CONFIDENCE) / 2
    # Weibull's positions: the next draw falls outside with just this chance, however few the draws.
    low, high = np.quantile(spread, (tail, 1 - tail), axis=0, method="weibull")
    n = histories.total
    points = tuple(
        TrackingPoint(float(end), Estimate(n, float(total), float(max(total + down, 0.0)), float(total + up),
                                           state_of(n)), float(bought))
        for end, total, down, up, bought in zip(ends, predicted, low, high, made, strict=True))
    error = float(predicted[-1] / made[-1] - 1) if made[-1] > 0 else None
    return Tracking(points, error, bool(low[-1] <= made[-1] - predicted[-1] <= high[-1]))


def expected_so_far(model: RepeatModel, histories: Histories, before: ArrayLike) -> Floats:
    """Return repeat purchases expected of everybody up to times before the cut-off.

    Parameters
    ----------
    model : RepeatModel
        The fitted model.
    histories : Histories
        Only ages count: each customer is expected to do what a new customer does.
    before : array_like, shape (points,)
        Times before the cut-off; 0 is the cut-off itself, a negative time lies after it.

    Returns
    -------
    ndarray, shape (points,)
        Cumulated.
    """
    ages, place = np.unique(histories.age, return_inverse=True)
    customers = np.bincount(place, histories.customers)
    known = np.maximum(ages[None, :] - np.asarray(before, float)[:, None], 0.0)
    made = np.where(known > 0, model.expected_purchases(np.maximum(known, 1e-12)), 0.0)
    return np.asarray(made @ customers)


def later_purchases(customer: ArrayLike, day: ArrayLike, known: ArrayLike, cut_off: np.datetime64 | str,
                    ends: ArrayLike) -> tuple[Floats, Floats]:
    """Count what known customers bought after the cut-off; several rows of one day are one purchase.

    Parameters
    ----------
    customer, day : array_like, shape (rows,)
        Trade.
    known : array_like, shape (customers,)
        Keys of the customers to count, rising.
    cut_off : date
        The last day known.
    ends : array_like of int, shape (points,)
        Rising days after the cut-off.

    Returns
    -------
    ndarray, shape (points,)
        Purchases of all of them, cumulated.
    ndarray, shape (customers,)
        Purchases of each up to the last end.
    """
    keys, marks = np.asarray(known), np.asarray(ends, int)
    who = np.asarray(customer)
    after = (np.asarray(day, "datetime64[D]") - np.asarray(cut_off, "datetime64[D]")).astype(int)
    place = np.clip(np.searchsorted(keys, who), 0, keys.size - 1)
    counts = (after > 0) & (after <= marks[-1]) & (keys[place] == who)
    bought = np.unique(np.column_stack((place[counts], after[counts])), axis=0)
    return (np.searchsorted(np.sort(bought[:, 1]), marks, side="right").astype(float),
            np.bincount(bought[:, 0], minlength=keys.size).astype(float))


def _simulated(models: Sequence[RepeatModel], histories: Histories, ends: Floats, factor: Floats,
               seed: int) -> Floats:
    """Draw cumulated purchases of all customers, one row per model."""
    generator = np.random.default_rng(seed)
    size = min(histories.total, HISTORIES_SIMULATED)
    share = histories.customers / histories.customers.sum()
    scale = histories.total / size
    # The same customers for every model, so that only luck and parameters differ; their luck counts
    # for everybody's, which is smaller by the root of the scale.
    chosen = generator.choice(share.size, size, p=share)
    x, last, age = histories.frequency[chosen], histories.recency[chosen], histories.age[chosen]
    rows = []
    for model in models:
        alive = model.chance_alive(x, last, age)
        mean = np.array([alive @ model.further_if_alive(x, age, end) for end in ends])
        luck = model.draw_further(x, last, age, ends, generator).sum(axis=0) - mean
        total = mean * scale + luck * np.sqrt(scale)
        rows.append((np.diff(total, prepend=0.0) * factor).cumsum())
    return np.array(rows)
