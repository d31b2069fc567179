"""Why a rate changed: because customers behave differently, or because there are different customers."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.statistics.estimate import Estimate
from analytics.statistics.resampling import RESAMPLES, interval

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Kitagawa:
    """A difference of two overall rates, split without remainder.

    Attributes
    ----------
    before, after : float
        The two overall rates.
    change : Estimate
        After minus before.
    rate_effect, mix_effect : Estimate
        What comes from segments behaving differently, and from segments weighing differently.
    rate_effects, mix_effects : tuple of float
        The same by segment. A segment's mix effect is measured against the average of the two
        overall rates: growth of a segment adds only where its rate is above it.
    """

    before: float
    after: float
    change: Estimate
    rate_effect: Estimate
    mix_effect: Estimate
    rate_effects: tuple[float, ...]
    mix_effects: tuple[float, ...]


def kitagawa(lost_before: ArrayLike, customers_before: ArrayLike, lost_after: ArrayLike,
             customers_after: ArrayLike, *, resamples: int = RESAMPLES, seed: int = 0) -> Kitagawa:
    """Split the change of a churn rate into a rate effect and a mix effect.

    Rate effect Σ (r₂ − r₁)(w₁ + w₂)/2, mix effect Σ (w₂ − w₁)(r₁ + r₂)/2, with r a segment's rate and
    w its share of customers. They add up exactly.

    Parameters
    ----------
    lost_before, customers_before, lost_after, customers_after : array_like
        Counts by segment, in the same order.
    resamples, seed : int
        Draws for the intervals, customers being resampled within either period; none at 0.

    Returns
    -------
    Kitagawa

    Raises
    ------
    ValueError
        A period without customers.

    References
    ----------
    Kitagawa 1955, Journal of the American Statistical Association 50:1168.
    """
    k1, n1, k2, n2 = (np.asarray(counts, float) for counts in
                      (lost_before, customers_before, lost_after, customers_after))
    if n1.sum() <= 0 or n2.sum() <= 0:
        raise ValueError("both periods need customers at their start")
    by_rate, by_mix = (part[0] for part in _effects(*(counts[None, :] for counts in (k1, n1, k2, n2))))
    before, after = float(k1.sum() / n1.sum()), float(k2.sum() / n2.sum())
    n = int(n1.sum() + n2.sum())
    figures = (after - before, float(by_rate.sum()), float(by_mix.sum()))
    if resamples:
        generator = np.random.default_rng(seed)
        draws = (*_resampled(k1, n1, resamples, generator), *_resampled(k2, n2, resamples, generator))
        rate_draws, mix_draws = (part.sum(axis=1) for part in _effects(*draws))
        change, rates, mixes = (interval(figure, drawn, n) for figure, drawn in
                                zip(figures, (rate_draws + mix_draws, rate_draws, mix_draws), strict=True))
    else:
        change, rates, mixes = (Estimate(n, figure) for figure in figures)
    centred = by_mix - (n2 / n2.sum() - n1 / n1.sum()) * (before + after) / 2
    return Kitagawa(before, after, change, rates, mixes, tuple(by_rate.tolist()), tuple(centred.tolist()))


def shapley(before: Mapping[str, float], after: Mapping[str, float],
            outcome: Callable[[Mapping[str, float]], float]) -> dict[str, float]:
    """Split a change of an outcome among its factors, whatever the formula and however many.

    Each factor gets its average contribution over all orders in which the factors could have moved
    from before to after; with two factors of a product this is Kitagawa's split.

    Parameters
    ----------
    before, after : mapping of str to float
        The factors' values, under the same names; up to about ten of them.
    outcome : callable
        The figure made of the factors, such as customers × rate × value.

    Returns
    -------
    dict of str to float
        Contribution by factor; they add up to the change.

    References
    ----------
    Shapley 1953; Das Gupta 1978, Demography 15:99.
    """
    if before.keys() != after.keys():
        raise ValueError("before and after must name the same factors")
    names = tuple(before)
    value = {moved: outcome({name: (after if name in moved else before)[name] for name in names})
             for size in range(len(names) + 1) for moved in map(frozenset, combinations(names, size))}
    orders = math.factorial(len(names))
    contributions = dict.fromkeys(names, 0.0)
    for moved, figure in value.items():
        for name in names:
            if name not in moved:
                weight = math.factorial(len(moved)) * math.factorial(len(names) - len(moved) - 1) / orders
                contributions[name] += weight * (value[moved | {name}] - figure)
    return contributions


def _effects(k1: Array, n1: Array, k2: Array, n2: Array) -> tuple[Array, Array]:
    w1, w2 = n1 / n1.sum(axis=1, keepdims=True), n2 / n2.sum(axis=1, keepdims=True)
    r1, r2 = _rates(k1, n1), _rates(k2, n2)
    # A segment present in one period only has no rate in the other: all of it is mix.
    r1, r2 = np.where(n1 > 0, r1, r2), np.where(n2 > 0, r2, r1)
    return (r2 - r1) * (w1 + w2) / 2, (w2 - w1) * (r1 + r2) / 2


def _rates(lost: Array, customers: Array) -> Array:
    return np.divide(lost, customers, out=np.zeros_like(lost), where=customers > 0)


def _resampled(lost: Array, customers: Array, resamples: int,
               generator: np.random.Generator) -> tuple[Array, Array]:
    total = customers.sum()
    cells = np.concatenate((lost, customers - lost))
    drawn = generator.multinomial(int(total), cells / cells.sum(), size=resamples).astype(float)
    stayed = drawn[:, lost.size:]
    return drawn[:, :lost.size], drawn[:, :lost.size] + stayed
