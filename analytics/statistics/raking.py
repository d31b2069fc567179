"""Weights that give those who answered the mix of everybody, and what they cost in precision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

#: No weight above so many times the median one.
TRIM = 5.0
#: A level of a margin with fewer answers is put together with the other such levels.
FEWEST = 5
_ROUNDS, _CLOSE = 200, 1e-9


@dataclass(frozen=True, slots=True)
class Weights:
    """Raking weights of cells of respondents.

    Attributes
    ----------
    weights : ndarray, shape (cells,)
        Of one respondent in each cell; their mean over respondents is one.
    effective_n : float
        Respondents of equal weight that would tell as much (Kish).
    trimmed : int
        Respondents whose weight was cut.
    largest : float
        Largest weight over the median one, before trimming.
    uncovered : float
        Share of the population in levels nobody answered from, which no weight can stand for.
    """

    weights: Array
    effective_n: float
    trimmed: int
    largest: float
    uncovered: float


def rake(levels: ArrayLike, respondents: ArrayLike, population: ArrayLike, *, trim: float = TRIM) -> Weights:
    """Find weights under which the respondents have the population's margins.

    Iterative proportional fitting over the margins; weights above ``trim`` times the median are cut,
    after which the margins are met as nearly as the cut allows.

    Parameters
    ----------
    levels : array_like of int, shape (cells, margins)
        Each cell's level in each margin.
    respondents, population : array_like, shape (cells,)
        How many answered, and how many there are, in each cell.
    trim : float
        Largest weight over the median one.

    Returns
    -------
    Weights

    References
    ----------
    Deming & Stephan 1940; Kish 1965 and 1992 for the effective size.
    """
    place, answered = np.asarray(levels, int), np.asarray(respondents, float)
    people = np.asarray(population, float)
    n = answered.sum()
    weights = np.ones(len(answered))
    if n == 0:
        return Weights(weights, 0.0, 0, 1.0, 1.0)
    margins, uncovered = _margins(place, answered, people)
    weights = _fit(weights, margins, answered, n)
    median = _median(weights, answered)
    largest = float(weights[answered > 0].max() / median)
    over = weights > trim * median
    if over.any():
        weights = np.minimum(weights, trim * median)
        weights = weights * n / (weights * answered).sum()
    effective = (weights * answered).sum() ** 2 / (weights ** 2 * answered).sum()
    return Weights(weights, float(effective), int(answered[over].sum()), largest, uncovered)


def _margins(place: NDArray[np.int64], answered: Array,
             people: Array) -> tuple[list[tuple[NDArray[np.int64], Array]], float]:
    """Return each margin's groups and target shares, small levels put together; and what nobody covers."""
    margins, uncovered = [], 0.0
    for column in place.T:
        group = column - column.min()
        seen = np.bincount(group, answered)
        small = np.flatnonzero(seen < FEWEST)
        if small.size > 1:
            group = np.where(np.isin(group, small), small[0], group)
        seen, there = np.bincount(group, answered), np.bincount(group, people)
        uncovered = max(uncovered, float(there[seen == 0].sum() / max(people.sum(), 1.0)))
        target = np.where(seen > 0, there, 0.0)
        if target.sum() > 0:
            margins.append((group, target / target.sum()))
    return margins, uncovered


def _fit(weights: Array, margins: Sequence[tuple[NDArray[np.int64], Array]], answered: Array,
         n: float) -> Array:
    for _ in range(_ROUNDS):
        before = weights
        for group, target in margins:
            held = np.bincount(group, weights * answered, minlength=len(target))
            factor = np.divide(target * n, held, out=np.ones(len(target)), where=(held > 0) & (target > 0))
            weights = weights * factor[group]
        if float(np.abs(weights - before).max()) < _CLOSE:
            break
    return weights


def _median(weights: Array, answered: Array) -> float:
    order = np.argsort(weights)
    reached = np.cumsum(answered[order])
    return float(weights[order][np.searchsorted(reached, reached[-1] / 2)])
