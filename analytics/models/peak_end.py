"""Peak and end: which memory of a visit tells best who stays.

Definition
    Four readings of one form: the mean of its questions, the peak–end mean (best or worst moment plus
    end, over two), the lowest question and the end alone. Each alone predicts staying by a logistic
    regression fitted without the customers it is judged on (five folds of customers): log-loss, lower
    is better, and area under the curve, 0.5 being chance.
Grain
    One row per reading.
Edge cases
    Only forms that answer both moments and at least one other question count. Forms whose window is
    complete count whatever the period. With few moments the peak–end mean is the mean: a tie is no
    refutation.
Source
    Kahneman et al. 1993; Redelmeier and Kahneman 1996. Intervals by bootstrap of customers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.models.key_drivers import FEWEST_FORMS, FEWEST_LOST, NO_DRIVERS
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.logistic import fit_logistic
from analytics.store.reader import Reader

Array = NDArray[np.float64]

READINGS = ("mean", "peak_end", "lowest", "end")
FOLDS, DRAWS = 5, 200


@dataclass(frozen=True, slots=True)
class Reading:
    """How well one reading of the form predicts staying.

    Attributes
    ----------
    reading : str
        One of ``READINGS``.
    loss : Estimate
        Mean log-loss per form, out of sample.
    area : Estimate
        Area under the curve, out of sample.
    """

    reading: str
    loss: Estimate
    area: Estimate


@dataclass(frozen=True, slots=True)
class PeakEnd:
    """The readings of the form side by side.

    Attributes
    ----------
    forms, customers, lost : int
        Forms with both moments, whose customers they are, and forms after which the customer left.
    readings : tuple of Reading
        Empty where there is too little.
    """

    forms: int
    customers: int
    lost: int
    readings: tuple[Reading, ...]

    def table(self) -> list[dict[str, object]]:
        """Return one row per reading."""
        return [{"reading": one.reading, "n": one.loss.n, "estimate": one.loss.estimate, "low": one.loss.low,
                 "high": one.loss.high, "state": one.loss.state, "area": one.area.estimate,
                 "area_low": one.area.low, "area_high": one.area.high} for one in self.readings]

    def extra(self) -> dict[str, object]:
        """Return what the comparison rests on."""
        return {"forms": self.forms, "customers": self.customers, "lost": self.lost}


def peak_end_mean(peak: ArrayLike, end: ArrayLike) -> Array:
    """Return the mean of the most extreme and the final moment; how long it took does not count."""
    return np.asarray((np.asarray(peak, float) + np.asarray(end, float)) / 2)


def peak_end(reader: Reader, filters: Filters) -> PeakEnd:
    """Compare readings of the form by how well they predict staying.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The as-of day counts, the period does not.

    Returns
    -------
    PeakEnd
        Without readings where there are too few forms or losses.
    """
    frame = run_sql(reader, "models/peak_end", filters, outcomes=sorted(NO_DRIVERS))
    stayed, customers = frame["stayed"].to_numpy(float), frame["customer_key"].to_numpy(np.int64)
    people, lost = len(np.unique(customers)), int((stayed == 0).sum())
    if len(stayed) < FEWEST_FORMS or min(lost, len(stayed) - lost) < FEWEST_LOST:
        return PeakEnd(len(stayed), people, lost, ())
    columns = (frame["items_mean"], peak_end_mean(frame["peak"], frame["ending"]), frame["items_lowest"],
               frame["ending"])
    return PeakEnd(len(stayed), people, lost, tuple(
        _judged(name, np.asarray(values, float), stayed, customers)
        for name, values in zip(READINGS, columns, strict=True)))


def _judged(name: str, values: Array, stayed: Array, customers: NDArray[np.int64]) -> Reading:
    _, place = np.unique(customers, return_inverse=True)
    generator = np.random.default_rng(0)
    people = int(place.max()) + 1
    fold = (generator.permutation(people) % FOLDS)[place]
    design, chance = np.column_stack([np.ones(len(values)), values]), np.empty(len(values))
    for part in range(FOLDS):
        fit = fit_logistic(design[fold != part], stayed[fold != part])
        chance[fold == part] = 1 / (1 + np.exp(-design[fold == part] @ fit.coefficients))
    inner = np.clip(chance, 1e-6, 1 - 1e-6)
    losses = -np.where(stayed == 1, np.log(inner), np.log(1 - inner))
    levels = np.unique(chance, return_inverse=True)[1]
    # The same customers are drawn for every reading, so that readings are compared like with like.
    weights = [np.bincount(generator.integers(0, people, people), minlength=people)[place].astype(float)
               for _ in range(DRAWS)]
    n, even = len(losses), np.ones(len(losses))
    return Reading(
        name, _interval(float(losses.mean()), [float(losses @ one / one.sum()) for one in weights], n),
        _interval(_area(levels, stayed, even), [_area(levels, stayed, one) for one in weights], n))


def _area(levels: NDArray[np.int64], stayed: Array, weight: Array) -> float:
    """Return the chance that who stayed was given the higher chance than who left; ties count half."""
    kept, left = np.bincount(levels, weight * stayed), np.bincount(levels, weight * (1 - stayed))
    pairs = kept.sum() * left.sum()
    return float((kept * (np.cumsum(left) - left / 2)).sum() / pairs) if pairs else 0.5


def _interval(value: float, drawn: list[float], n: int) -> Estimate:
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Estimate(n, value, float(low), float(high), state_of(n))
