"""Peak and end: which memory of a visit tells best who stays.

Definition
    A form that asks for the best or worst moment and for the last one is the memory of one journey. It is
    read in four ways: the mean of its other questions, the peak–end mean (best or worst moment plus end,
    over two), the lowest question and the end alone; and by dimension of the experience: effectiveness
    (product, skill, accuracy, consistency, reliability), ease (speed) and emotion (attitude), the mean of
    whichever of its questions were answered. Each alone predicts staying by a logistic regression fitted
    without the customers it is judged on (five folds of customers): log-loss, lower is better, and the area
    under the curve, which is the chance that of one who stayed and one who left the former was rated
    higher; one half is chance.
Comparison
    Log-loss saved against the mean of the questions, on the same forms: above zero is better than the mean.
Grain
    One row per reading.
Edge cases
    Only forms that answer both moments and at least one other question count. Forms whose window is
    complete count whatever the period. With few moments the peak–end mean is the mean: a tie is no
    refutation.
Source
    Kahneman et al. 1993; Redelmeier and Kahneman 1996. Intervals with the predictions held: bootstrap of
    customers; of the log-loss saved the normal one, customers being its independent parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.models.key_drivers import FEWEST_FORMS, FEWEST_LOST, NO_DRIVERS
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import normal_quantile
from analytics.statistics.logistic import fit_logistic
from analytics.statistics.resampling import GROUPS, interval, resample_sums
from analytics.store.reader import Reader

Array = NDArray[np.float64]
Places = NDArray[np.int64]

#: The questions of each dimension of the experience.
EXPERIENCE: Mapping[str, tuple[str, ...]] = {
    "effectiveness": ("product", "skill", "accuracy", "consistency", "reliability"),
    "ease": ("speed",), "emotion": ("attitude",)}
#: What the others are held against, and the readings in the order they are told.
MEAN, PEAK_END = "mean", "peak_end"
READINGS = (MEAN, PEAK_END, "lowest", "end", *EXPERIENCE)
MOMENTS = ("mean", "peak", "end")
FOLDS, DRAWS = 5, 400


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
    gain : Estimate or None
        Log-loss saved per form against the mean of the questions, on the same forms; None for the mean.
    """

    reading: str
    loss: Estimate
    area: Estimate
    gain: Estimate | None

    @property
    def verdict(self) -> str:
        """Whether it predicts ``better`` or ``worse`` than the mean, or cannot be told from it: ``alike``."""
        if self.gain is None or self.gain.low is None or self.gain.high is None:
            return "alike"
        return "better" if self.gain.low > 0 else "worse" if self.gain.high < 0 else "alike"


@dataclass(frozen=True, slots=True)
class Moment:
    """How one part of the form was answered by those who stayed and by those who left.

    Attributes
    ----------
    moment : str
        One of ``MOMENTS``; ``mean`` is the mean of the other questions.
    stayed, left : Estimate
        Mean answer, 1 to 5; ``n`` counts forms.
    """

    moment: str
    stayed: Estimate
    left: Estimate


@dataclass(frozen=True, slots=True)
class PeakEnd:
    """The readings of the form side by side.

    Attributes
    ----------
    forms, customers, lost : int
        Forms with both moments, whose customers they are, and forms after which the customer left.
    readings : tuple of Reading
        Empty where there is too little.
    moments : tuple of Moment
        In the order of ``MOMENTS``; empty where there is too little.
    """

    forms: int
    customers: int
    lost: int
    readings: tuple[Reading, ...]
    moments: tuple[Moment, ...] = ()

    def of(self, reading: str) -> Reading | None:
        """Return one reading, where it could be judged."""
        return next((one for one in self.readings if one.reading == reading), None)

    def table(self) -> list[dict[str, object]]:
        """Return one row per reading."""
        return [{"reading": one.reading, "n": one.loss.n, "estimate": one.loss.estimate, "low": one.loss.low,
                 "high": one.loss.high, "state": one.loss.state, "area": one.area.estimate,
                 "area_low": one.area.low, "area_high": one.area.high,
                 "gain": one.gain and one.gain.estimate, "gain_low": one.gain and one.gain.low,
                 "gain_high": one.gain and one.gain.high, "verdict": one.gain and one.verdict}
                for one in self.readings]

    def extra(self) -> dict[str, object]:
        """Return what the comparison rests on, and the moments of those who stayed and who left."""
        return {"forms": self.forms, "customers": self.customers, "lost": self.lost,
                "moments": [{"moment": one.moment, "stayed": one.stayed.estimate, "left": one.left.estimate}
                            for one in self.moments]}


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
    asked: dict[str, Any] = {name: list(questions) for name, questions in EXPERIENCE.items()}
    frame = run_sql(reader, "models/peak_end", filters, outcomes=sorted(NO_DRIVERS), **asked)
    stayed, customers = frame["stayed"].to_numpy(float), frame["customer_key"].to_numpy(np.int64)
    people, lost = len(np.unique(customers)), int((stayed == 0).sum())
    if len(stayed) < FEWEST_FORMS or min(lost, len(stayed) - lost) < FEWEST_LOST:
        return PeakEnd(len(stayed), people, lost, ())
    mean, peak, ending, lowest = (
        frame[name].to_numpy(float) for name in ("items_mean", "peak", "ending", "items_lowest"))
    read = {MEAN: mean, PEAK_END: peak_end_mean(peak, ending), "lowest": lowest, "end": ending,
            **{name: frame[name].to_numpy(float) for name in EXPERIENCE}}
    return PeakEnd(len(stayed), people, lost, compare(read, stayed, customers),
                   remembered(dict(zip(MOMENTS, (mean, peak, ending), strict=True)), stayed, customers))


def compare(read: Mapping[str, Array], stayed: Array, customers: Places) -> tuple[Reading, ...]:
    """Judge every reading on customers it was not fitted on, and against the mean of the questions.

    Parameters
    ----------
    read : mapping of str to ndarray, shape (forms,)
        ``"mean"`` among them; NaN where a form does not answer what a reading needs.
    stayed : ndarray of 0 or 1, shape (forms,)
    customers : ndarray of int, shape (forms,)

    Returns
    -------
    tuple of Reading
        In the given order, without those that too few forms answer.
    """
    place = np.unique(customers, return_inverse=True)[1]
    people = int(place.max()) + 1
    generator = np.random.default_rng(0)
    # Beyond a thousand customers groups of them are drawn, which costs the same however many there are.
    fold, group = ((generator.permutation(people) % parts)[place] for parts in (FOLDS, min(people, GROUPS)))
    reference, found = _losses(read[MEAN], stayed, fold), []
    for name, values in read.items():
        there = np.flatnonzero(np.isfinite(values))
        if len(there) < FEWEST_FORMS or min(stayed[there].sum(), (1 - stayed[there]).sum()) < FEWEST_LOST:
            continue
        chance, losses = _losses(values[there], stayed[there], fold[there])
        # Chances are compared within a fold only: the share that stayed in the other four is the higher, the
        # lower it is in this one, which would make a reading that knows nothing look worse than chance.
        loss, under = _judged(fold[there] + chance, losses, stayed[there], group[there])
        gain = None if name == MEAN else _saved(reference[1][there] - losses, place[there])
        found.append(Reading(name, loss, under, gain))
    return tuple(found)


def _losses(values: Array, stayed: Array, fold: Places) -> tuple[Array, Array]:
    """Return every form's chance to stay by a fit without its fold, and the log-loss of that chance."""
    # Few levels are answered, each by many: a fit on levels costs the same however many forms there are.
    levels, place = np.unique(values, return_inverse=True)
    design, size = np.column_stack([np.ones(len(levels)), levels]), len(levels)
    forms, kept = (np.bincount(fold * size + place, column, FOLDS * size).reshape(FOLDS, size)
                   for column in (np.ones(len(values)), stayed))
    chances = np.empty((FOLDS, size))
    for part in range(FOLDS):
        others, stayed_there = forms.sum(axis=0) - forms[part], kept.sum(axis=0) - kept[part]
        there = others > 0
        fit = fit_logistic(design[there], stayed_there[there] / others[there], weights=others[there])
        chances[part] = 1 / (1 + np.exp(-design @ fit.coefficients))
    chance = chances[fold, place]
    inner = np.clip(chance, 1e-6, 1 - 1e-6)
    return inner, -np.where(stayed == 1, np.log(inner), np.log(1 - inner))


def _saved(saved: Array, place: Places) -> Estimate:
    """State a mean with the normal interval of its sums per customer, who are the independent parts."""
    counts, sums = np.bincount(place), np.bincount(place, saved)
    sums, counts = sums[counts > 0], counts[counts > 0]
    n, people = int(counts.sum()), len(counts)
    mean = float(sums.sum()) / n
    error = float(np.sqrt(((sums - mean * counts) ** 2).sum() * people / (people - 1))) / n
    reach = normal_quantile() * error
    return Estimate(n, mean, mean - reach, mean + reach, state_of(n))


def _judged(rated: Array, losses: Array, stayed: Array, group: Places) -> tuple[Estimate, Estimate]:
    """Return the mean log-loss and the area under the curve."""
    groups, (ranks, level) = int(group.max()) + 1, np.unique(rated, return_inverse=True)
    starts = np.unique(ranks.astype(int), return_index=True)[1]
    sums = [np.bincount(group, column, minlength=groups) for column in (np.ones(len(losses)), losses)]
    cells = group * len(ranks) + level
    counts = [np.bincount(cells, column, minlength=groups * len(ranks)).reshape(groups, len(ranks))
              for column in (stayed, 1 - stayed)]
    matrix = np.column_stack([*sums, *counts])
    # The same draws for every reading, so that like is compared with like.
    total, drawn, n = matrix.sum(axis=0)[None], resample_sums(matrix, DRAWS), len(losses)

    def figures(rows: Array) -> tuple[Array, Array]:
        return rows[:, 1] / rows[:, 0], area(rows[:, 2:2 + len(ranks)], rows[:, 2 + len(ranks):], starts)

    (loss, under), (losses_drawn, areas_drawn) = figures(total), figures(drawn)
    return interval(float(loss[0]), losses_drawn, n), interval(float(under[0]), areas_drawn, n)


def area(kept: Array, left: Array, starts: Places | Sequence[int] = (0,)) -> Array:
    """Return the chance that one who stayed stands on a higher level than one who left; ties count half.

    Parameters
    ----------
    kept, left : ndarray, shape (rows, levels)
        How many stayed and left on each level, lowest first.
    starts : sequence of int
        Where the levels of each fold begin; only levels of the same fold are compared.
    """
    before = np.cumsum(left, axis=1) - left
    width = np.diff([*starts, left.shape[1]])
    below = before - np.repeat(before[:, starts], width, axis=1) + left / 2
    pairs = (np.add.reduceat(kept, starts, axis=1) * np.add.reduceat(left, starts, axis=1)).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(pairs > 0, (kept * below).sum(axis=1) / pairs, np.nan))


def remembered(read: Mapping[str, Array], stayed: Array, customers: Places) -> tuple[Moment, ...]:
    """Return the mean of every moment among the forms of those who stayed and of those who left."""
    place = np.unique(customers, return_inverse=True)[1]
    columns = [np.bincount(place, part * values) for values in (np.ones(len(stayed)), *read.values())
               for part in (stayed, 1 - stayed)]
    matrix = np.column_stack(columns)
    total, drawn = matrix.sum(axis=0), resample_sums(matrix, DRAWS)

    def mean(column: int) -> Estimate:
        with np.errstate(invalid="ignore", divide="ignore"):
            return interval(float(total[column] / total[column % 2]), drawn[:, column] / drawn[:, column % 2],
                            int(total[column % 2]))

    return tuple(Moment(name, mean(2 * column), mean(2 * column + 1))
                 for column, name in enumerate(read, start=1))
