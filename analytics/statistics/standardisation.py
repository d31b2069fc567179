"""Why a rate changed, by several factors at once: the rates, and each factor's part in the mix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.statistics.estimate import Estimate
from analytics.statistics.resampling import RESAMPLES, interval

Array = NDArray[np.float64]

#: Name of the part that comes from cells behaving differently.
RATES = "rates"


@dataclass(frozen=True, slots=True)
class Standardisation:
    """A difference of two overall rates, split without remainder.

    Attributes
    ----------
    before, after : float
        The two overall rates.
    change : Estimate
        After minus before.
    parts : mapping of str to Estimate
        What comes from the rates within cells, under `RATES`, and from each factor's part in the mix.
    residual : float
        Change less the sum of its parts: nothing but rounding.
    """

    before: float
    after: float
    change: Estimate
    parts: dict[str, Estimate]
    residual: float


def split_change(lost_before: ArrayLike, customers_before: ArrayLike, lost_after: ArrayLike,
                 customers_after: ArrayLike, factors: Mapping[str, Sequence[Any]], *,
                 resamples: int = RESAMPLES, seed: int = 0) -> Standardisation:
    """Split the change of a churn rate among the rates and the factors that make up the mix.

    A cell's share of customers is written as a product with one factor for each dimension: the
    geometric mean, over all orders in which dimensions can be put, of the dimension's share given
    those before it. The change then is shared out by averaging over all orders in which the rates
    and these factors could have moved. With one dimension this is Kitagawa's split.

    Parameters
    ----------
    lost_before, customers_before, lost_after, customers_after : array_like
        Counts by cell, in the same order.
    factors : mapping of str to sequence
        Each cell's value of each dimension; at most five dimensions.
    resamples, seed : int
        Draws for the intervals, customers being resampled within either period; none at 0.

    Returns
    -------
    Standardisation

    Raises
    ------
    ValueError
        A period without customers.

    References
    ----------
    Kitagawa 1955; Das Gupta 1978, Demography 15:99, and 1993, Current Population Reports P23-186;
    Shapley 1953.
    """
    k1, n1, k2, n2 = (np.atleast_1d(np.asarray(counts, float)) for counts in
                      (lost_before, customers_before, lost_after, customers_after))
    if n1.sum() <= 0 or n2.sum() <= 0:
        raise ValueError("both periods need customers at their start")
    codes = [np.unique(np.asarray(values, object).astype(str), return_inverse=True)[1]
             for values in factors.values()]
    names = (RATES, *factors)
    figures = [float(part[0]) for part in _parts(k1[None, :], n1[None, :], k2[None, :], n2[None, :], codes)]
    before, after = float(k1.sum() / n1.sum()), float(k2.sum() / n2.sum())
    size, change = int(n1.sum() + n2.sum()), after - before
    residual = change - sum(figures)
    if not resamples:
        plain = {name: Estimate(size, figure) for name, figure in zip(names, figures, strict=True)}
        return Standardisation(before, after, Estimate(size, change), plain, residual)
    generator = np.random.default_rng(seed)
    drawn = _parts(*_resampled(k1, n1, resamples, generator), *_resampled(k2, n2, resamples, generator),
                   codes)
    parts = {name: interval(figure, draws, size)
             for name, figure, draws in zip(names, figures, drawn, strict=True)}
    return Standardisation(before, after, interval(change, np.sum(drawn, axis=0), size), parts, residual)


def _parts(k1: Array, n1: Array, k2: Array, n2: Array, codes: list[NDArray[np.intp]]) -> list[Array]:
    r1, r2 = _ratio(k1, n1), _ratio(k2, n2)
    # A cell present in one period only has no rate in the other: all of it is mix.
    r1, r2 = np.where(n1 > 0, r1, r2), np.where(n2 > 0, r2, r1)
    before, after = [r1, *_mix(n1, codes)], [r2, *_mix(n2, codes)]
    count = len(before)
    value: dict[frozenset[int], Array] = {}
    for size in range(count + 1):
        for moved in map(frozenset, combinations(range(count), size)):
            product = np.ones_like(r1)
            for place in range(count):
                product = product * (after if place in moved else before)[place]
            value[moved] = product.sum(axis=1)
    return [sum((_weight(len(moved), count) * (value[moved | {place}] - figure)
                 for moved, figure in value.items() if place not in moved), np.zeros(len(r1)))
            for place in range(count)]


def _mix(customers: Array, codes: list[NDArray[np.intp]]) -> list[Array]:
    """Write each cell's share of customers as a product of one factor for each dimension."""
    total = customers.sum(axis=1, keepdims=True)
    there = customers > 0
    logs: dict[frozenset[int], Array] = {}
    for size in range(len(codes) + 1):
        for kept in map(frozenset, combinations(range(len(codes)), size)):
            key = np.zeros(customers.shape[1], np.intp)
            for place in sorted(kept):
                key = np.unique(key * (int(codes[place].max()) + 1) + codes[place], return_inverse=True)[1]
            member = (key[:, None] == np.arange(int(key.max(initial=0)) + 1)[None, :]).astype(float)
            share = (customers @ member)[:, key] / total
            logs[kept] = np.log(np.where(there, share, 1.0))
    parts = []
    for place in range(len(codes)):
        logarithm = np.zeros_like(customers)
        for kept, figure in logs.items():
            if place not in kept:
                logarithm += _weight(len(kept), len(codes)) * (logs[kept | {place}] - figure)
        parts.append(np.where(there, np.exp(logarithm), 0.0))
    return parts


def _weight(moved: int, count: int) -> float:
    """Share of the orders of so many things in which exactly so many come before a given one."""
    return factorial(moved) * factorial(count - moved - 1) / factorial(count)


def _ratio(lost: Array, customers: Array) -> Array:
    return np.divide(lost, customers, out=np.zeros_like(lost), where=customers > 0)


def _resampled(lost: Array, customers: Array, resamples: int,
               generator: np.random.Generator) -> tuple[Array, Array]:
    cells = np.concatenate((lost, customers - lost))
    drawn = generator.multinomial(int(customers.sum()), cells / cells.sum(), size=resamples).astype(float)
    return drawn[:, :lost.size], drawn[:, :lost.size] + drawn[:, lost.size:]
