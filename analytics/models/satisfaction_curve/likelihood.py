"""Binomial maximum likelihood of the power curve, for one data set or a thousand at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

#: γ is looked for within these bounds; beyond them the curve is a step for all practical purposes.
LOWEST_GAMMA, HIGHEST_GAMMA = 0.05, 20.0
#: Where the search for γ begins.
STARTS = (0.1, 0.4, 1.0, 2.5, 8.0)
LOGIT_BOUND = 10.0
ITERATIONS = 60
#: A climb ends when a step gains less log-likelihood than this; profiles and resamples need less.
TOLERANCE, PROFILE_TOLERANCE, RESAMPLE_TOLERANCE = 1e-8, 1e-6, 1e-4


@dataclass(frozen=True, slots=True)
class Curves:
    """Fitted curves a + (b − a)·u^γ, one per data set.

    Attributes
    ----------
    a, b, gamma : ndarray, shape (sets,)
        Ends and bend.
    log_likelihood : ndarray, shape (sets,)
        Of the binomial counts, without the constant.
    """

    a: Array
    b: Array
    gamma: Array
    log_likelihood: Array

    def best(self) -> Curves:
        """Return the likeliest of the curves, as a set of one."""
        index = slice(int(np.argmax(self.log_likelihood)), int(np.argmax(self.log_likelihood)) + 1)
        return Curves(self.a[index], self.b[index], self.gamma[index], self.log_likelihood[index])

    def at(self, u: ArrayLike) -> Array:
        """Values at points of the unit scale, shape (sets, points)."""
        weight = _power(np.asarray(u, float), self.gamma)
        return np.asarray(self.a[:, None] + (self.b - self.a)[:, None] * weight)


def fit_power(u: ArrayLike, n: ArrayLike, events: ArrayLike, start: Curves | None = None, *,
              tolerance: float = TOLERANCE) -> Curves:
    """Fit the power curve.

    Parameters
    ----------
    u : array_like, shape (levels,)
        Satisfaction from zero to one.
    n, events : array_like, shape (levels,) or (sets, levels)
        Answers and loyal ones; need not be whole.
    start : Curves, optional
        One curve to start all sets from, for resamples of the data it was fitted to; several bends
        are tried when omitted.
    tolerance : float
        A climb ends when a step gains less log-likelihood than this.

    Returns
    -------
    Curves
        The curve may fall: a > b.
    """
    points, size, hits = _shaped(u, n, events)
    if start is not None:
        sets = len(size)
        return _climb(points, size, hits, np.full(sets, start.a[0]), np.full(sets, start.b[0]),
                      np.full(sets, start.gamma[0]), free=3, tolerance=tolerance)
    # All starts climb at once: each step takes as long for several sets as for one.
    starts, sets = len(STARTS), len(size)
    size, hits = (np.tile(counts, (starts, 1)) for counts in (size, hits))
    line = fit_fixed(points, size, hits, np.repeat(STARTS, sets))
    tried = _climb(points, size, hits, line.a, line.b, line.gamma, free=3, tolerance=tolerance)
    found = (tried.a, tried.b, tried.gamma, tried.log_likelihood)
    return reduce(_better, (Curves(*(values[first:first + sets] for values in found))
                            for first in range(0, starts * sets, sets)))


def fit_fixed(u: ArrayLike, n: ArrayLike, events: ArrayLike, gamma: ArrayLike, *,
              tolerance: float = TOLERANCE) -> Curves:
    """Fit the ends of the curve for a given bend; 1 gives the straight line.

    Parameters
    ----------
    u, n, events
        As for `fit_power`.
    gamma : array_like, shape () or (sets,)
        The bend, per data set or for all.
    tolerance : float
        As for `fit_power`.

    Returns
    -------
    Curves
    """
    points, size, hits = _shaped(u, n, events)
    bend = np.asarray(gamma, float)
    sets = max(len(size), bend.size)
    size, hits = (np.broadcast_to(counts, (sets, points.size)) for counts in (size, hits))
    bends = np.broadcast_to(bend, (sets,)).astype(float)
    a, b = _least_squares(_power(points, bends), size, hits)
    return _climb(points, size, hits, a, b, bends, free=2, tolerance=tolerance)


def log_likelihood(n: ArrayLike, events: ArrayLike, p: ArrayLike) -> Array:
    """Binomial log-likelihood over the last axis, without the constant; 0·log 0 is 0."""
    size, hits, chance = (np.asarray(values, float) for values in (n, events, p))
    misses = size - hits
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(hits > 0, hits * np.log(chance), 0.0)
        terms = terms + np.where(misses > 0, misses * np.log1p(-chance), 0.0)
    return np.asarray(terms.sum(axis=-1))


def gamma_grid(points: int = 121) -> Array:
    """Bends evenly spaced on the log scale between the bounds."""
    return np.exp(np.linspace(np.log(LOWEST_GAMMA), np.log(HIGHEST_GAMMA), points))


def _shaped(u: ArrayLike, n: ArrayLike, events: ArrayLike) -> tuple[Array, Array, Array]:
    return (np.asarray(u, float), np.atleast_2d(np.asarray(n, float)),
            np.atleast_2d(np.asarray(events, float)))


def _power(u: Array, gamma: Array) -> Array:
    with np.errstate(divide="ignore"):
        return np.asarray(np.exp(gamma[:, None] * np.log(u)[None, :]))


def _least_squares(weight: Array, n: Array, events: Array) -> tuple[Array, Array]:
    """Return ends that start a climb close to its top: a line through the shares, kept inside."""
    shares = (events + 0.5) / (n + 1)
    precision = n / (shares * (1 - shares))
    total = precision.sum(axis=1)
    mean_weight = (precision * weight).sum(axis=1) / total
    mean_share = (precision * shares).sum(axis=1) / total
    across = weight - mean_weight[:, None]
    spread = np.maximum((precision * across ** 2).sum(axis=1), 1e-12)
    slope = (precision * across * shares).sum(axis=1) / spread
    lowest, highest = shares.min(axis=1) / 2, (1 + shares.max(axis=1)) / 2
    a = np.clip(mean_share - slope * mean_weight, lowest, highest)
    return a, np.clip(mean_share + slope * (1 - mean_weight), lowest, highest)


def _logit(p: Array) -> Array:
    inner = np.clip(p, 1e-5, 1 - 1e-5)
    return np.asarray(np.log(inner / (1 - inner)))


def _expit(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-x)))


def _better(one: Curves, other: Curves) -> Curves:
    take = other.log_likelihood > one.log_likelihood
    return Curves(*(np.where(take, new, old) for new, old in (
        (other.a, one.a), (other.b, one.b), (other.gamma, one.gamma),
        (other.log_likelihood, one.log_likelihood))))


def _climb(u: Array, n: Array, events: Array, a: Array, b: Array, gamma: Array, *, free: int,
           tolerance: float = TOLERANCE) -> Curves:
    """Fisher scoring in logit a, logit b and log γ, damped (Levenberg–Marquardt) so that it never falls."""
    theta = np.column_stack((_logit(a), _logit(b), np.log(gamma)))
    upper = np.array([LOGIT_BOUND, LOGIT_BOUND, np.log(HIGHEST_GAMMA)])
    lower = np.array([-LOGIT_BOUND, -LOGIT_BOUND, np.log(LOWEST_GAMMA)])
    reached = log_likelihood(n, events, _values(u, theta))
    damping = np.full(len(theta), 1e-3)
    active = np.arange(len(theta))
    for _ in range(ITERATIONS):
        now = theta[active]
        score, information = _derivatives(u, n[active], events[active], now, free)
        diagonal = np.einsum("sii->si", information)
        diagonal += damping[active, None] * diagonal + 1e-10
        trial = now.copy()
        trial[:, :free] += np.clip(np.linalg.solve(information, score[:, :, None])[:, :, 0], -2.0, 2.0)
        trial = np.clip(trial, lower, upper)
        gained = log_likelihood(n[active], events[active], _values(u, trial)) - reached[active]
        up = gained > 0
        theta[active[up]] = trial[up]
        reached[active[up]] += gained[up]
        damping[active] = np.where(up, damping[active] / 10, damping[active] * 10)
        settled = (np.abs(gained) < tolerance) | (damping[active] > 1e8)
        active = active[~settled]
        if active.size == 0:
            break
    return Curves(_expit(theta[:, 0]), _expit(theta[:, 1]), np.exp(theta[:, 2]), reached)


def _values(u: Array, theta: Array) -> Array:
    weight = _power(u, np.exp(theta[:, 2]))
    a, b = _expit(theta[:, 0])[:, None], _expit(theta[:, 1])[:, None]
    return np.asarray(a + (b - a) * weight)


def _derivatives(u: Array, n: Array, events: Array, theta: Array, free: int) -> tuple[Array, Array]:
    gamma = np.exp(theta[:, 2])
    weight = _power(u, gamma)
    a, b = _expit(theta[:, 0])[:, None], _expit(theta[:, 1])[:, None]
    p = a + (b - a) * weight
    slopes = [a * (1 - a) * (1 - weight), b * (1 - b) * weight]
    if free == 3:
        log_u = np.log(np.where(u > 0, u, 1.0))
        slopes.append((b - a) * weight * log_u * gamma[:, None])
    gradient = np.stack(slopes, axis=1)
    precision = 1 / np.maximum(p * (1 - p), 1e-12)
    score = gradient @ ((events - n * p) * precision)[:, :, None]
    information = (gradient * (n * precision)[:, None, :]) @ gradient.transpose(0, 2, 1)
    return score[:, :, 0], information
