"""Pareto/NBD: customers buy at a steady pace of their own until they stop at some time unseen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.models.lifetime_value.buying_summary import Histories
from analytics.models.lifetime_value.fitting import Objective
from analytics.models.lifetime_value.repeat_model import RepeatModel, aligned

Floats = NDArray[np.float64]
#: Points of the integral over the time of stopping that a chance of so many purchases needs.
STOPPING_POINTS = 60
#: Points of the integral between the last purchase and the cut-off: right to ten digits or more.
SILENT_POINTS = 20
#: Where the integrand has fallen by this power of e, the rest no longer counts.
NEGLIGIBLE = 30.0
#: Newton steps towards that place; they come from beyond it, so that any number is safe.
ENDING_STEPS = 3
#: Histories integrated at once: their points stay in the processor's cache.
AT_ONCE = 4_096


@dataclass(frozen=True, slots=True)
class ParetoNbd(RepeatModel):
    """Pareto/NBD: stopping has nothing to do with purchases.

    While there, a customer buys at random times at a rate λ ~ Gamma(r, α), and stays for an
    exponential time of rate μ ~ Gamma(s, β).

    Attributes
    ----------
    r, alpha : float
        Shape and rate of the pace of buying; α is a time.
    s, beta : float
        Shape and rate of the pace of stopping; β is a time.

    Notes
    -----
    Nobody sees when a customer stops, so the likelihood holds an integral over the time from the last
    purchase to the cut-off, usually written with Gauss's hypergeometric function. That function is slow
    and fails for long histories. Taken over the logarithm of time, counted from the smaller of α and β,
    the integrand has no singularity within π of the real axis: twenty points do, and the same points give
    the slopes.

    References
    ----------
    Schmittlein, Morrison & Colombo 1987, Management Science 33:1; Fader & Hardie 2005, A note on
    deriving the Pareto/NBD model.
    """

    r: float
    alpha: float
    s: float
    beta: float

    names: ClassVar[tuple[str, ...]] = ("r", "alpha", "s", "beta")
    times: ClassVar[tuple[bool, ...]] = (False, True, False, True)
    starts: ClassVar[tuple[tuple[float, ...], ...]] = (
        (0.5, 10.0, 0.6, 12.0), (1.0, 10.0, 1.0, 50.0), (0.2, 2.0, 2.0, 20.0), (3.0, 30.0, 0.3, 30.0))

    @classmethod
    def objective(cls, histories: Histories) -> Objective:
        """Return the mean log-likelihood as a function of log (r, α, s, β)."""
        from scipy.special import expit, gammaln, psi

        x, recency, age = histories.frequency, histories.recency, histories.age
        share = histories.customers / histories.customers.sum()
        counts, place = np.unique(x, return_inverse=True)
        by_count = np.bincount(place, share)

        def value(theta: Floats) -> tuple[float, Floats]:
            model = cls(*np.exp(theta))
            r, alpha, s, beta = np.exp(theta)
            silent = model._silence(x, recency, age)
            buying, staying = np.log(alpha + age), np.log(beta + age)
            gone = share * expit(silent.log_odds)
            reached = (by_count @ gammaln(r + counts) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
                       - share @ ((r + x) * buying + s * staying)
                       + share @ np.logaddexp(0.0, silent.log_odds))
            slopes = np.array([
                by_count @ psi(r + counts) - psi(r) + np.log(alpha) - share @ buying
                + gone @ (buying - silent.log_buying),
                r / alpha - (share - gone) @ ((r + x) / (alpha + age)) - gone @ ((r + x) * silent.buying),
                np.log(beta) - share @ staying + gone @ (1 / s + staying - silent.log_staying),
                s / beta - (share - gone) @ (s / (beta + age)) - gone @ ((s + 1) * silent.staying)])
            return float(reached), slopes * np.exp(theta)
        return value

    def log_likelihoods(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Return each history's log-likelihood."""
        from scipy.special import gammaln

        x, recency, age = aligned(frequency, recency, age)
        return np.asarray(
            gammaln(self.r + x) - gammaln(self.r) + self.r * np.log(self.alpha) + self.s * np.log(self.beta)
            - (self.r + x) * np.log(self.alpha + age) - self.s * np.log(self.beta + age)
            + np.logaddexp(0.0, self._log_odds(x, recency, age)))

    def chance_alive(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Return each customer's chance of still being a customer at the cut-off."""
        from scipy.special import expit

        return np.asarray(expit(-self._log_odds(*aligned(frequency, recency, age))))

    def further_if_alive(self, frequency: ArrayLike, age: ArrayLike, time: ArrayLike) -> Floats:
        """Return purchases expected within a time after the cut-off from customers who are still there."""
        x, age, time = aligned(frequency, age, time)
        return np.asarray((self.r + x) / (self.alpha + age) * self._time_there(self.beta + age, time))

    def expected_purchases(self, time: ArrayLike) -> Floats:
        """Return repeat purchases expected of a new customer within a time."""
        there = self._time_there(np.asarray(self.beta), np.asarray(time, float))
        return np.asarray(self.r / self.alpha * there)

    def probability(self, count: ArrayLike, time: float) -> Floats:
        """Return the chance that a new customer makes exactly so many repeat purchases within a time."""
        x = np.asarray(count, float)
        staying = (self.beta / (self.beta + time)) ** self.s
        nodes, weights = np.polynomial.legendre.leggauss(STOPPING_POINTS)
        total = staying * self._counts(x, np.asarray(time))
        for node, weight in zip(nodes, weights, strict=True):
            # The chance of still being there is spread evenly, whatever the time of stopping.
            there = staying + (1 - staying) * (node + 1) / 2
            stopped_at = self.beta * np.expm1(-np.log(there) / self.s)
            total = total + (1 - staying) * weight / 2 * self._counts(x, np.asarray(stopped_at))
        return np.asarray(total)

    def draw_histories(self, age: ArrayLike, generator: np.random.Generator) -> tuple[Floats, Floats]:
        """Draw frequency and recency of new customers observed for so long."""
        observed = np.asarray(age, float)
        pace = generator.gamma(self.r, 1 / self.alpha, observed.shape)
        leaving = generator.gamma(self.s, 1 / self.beta, observed.shape)
        there = np.minimum(generator.exponential(size=observed.shape) / np.maximum(leaving, 1e-300), observed)
        x = generator.poisson(pace * there).astype(float)
        return x, np.where(x > 0, there * generator.beta(np.maximum(x, 1), 1.0), 0.0)

    def draw_further(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, times: ArrayLike,
                     generator: np.random.Generator) -> Floats:
        """Draw purchases made within each of several rising times after the cut-off."""
        x, recency, age = aligned(frequency, recency, age)
        there = generator.random(x.size) < self.chance_alive(x, recency, age)
        pace = generator.gamma(self.r + x) / (self.alpha + age)
        leaving = generator.gamma(self.s, size=x.size) / (self.beta + age)
        stays = generator.exponential(size=x.size) / np.maximum(leaving, 1e-300) * there
        lived = np.minimum(np.asarray(times, float), stays[:, None])
        made = generator.poisson(pace[:, None] * np.diff(lived, prepend=0.0))
        return np.asarray(made.cumsum(axis=1), float)

    def _time_there(self, waited: Floats, time: Floats) -> Floats:
        """Return time still expected as a customer, within a time; at s = 1 a logarithm."""
        fading = np.log(waited / (waited + time))
        order = self.s - 1
        if abs(order) < 1e-9:
            return np.asarray(-waited * fading)
        return np.asarray(-waited / order * np.expm1(order * fading))

    def _counts(self, x: Floats, time: Floats) -> Floats:
        """Return chances of so many purchases in a time, of a customer who is there."""
        from scipy.special import gammaln, xlogy

        share = time / (self.alpha + time)
        return np.asarray(np.exp(gammaln(self.r + x) - gammaln(self.r) - gammaln(x + 1)
                                 + self.r * np.log1p(-share) + xlogy(x, share)))

    def _log_odds(self, x: Floats, recency: Floats, age: Floats) -> Floats:
        """Return the logarithm of the odds of having stopped since the last purchase."""
        return self._silence(x.ravel(), recency.ravel(), age.ravel(), slopes=False).log_odds.reshape(x.shape)

    def _silence(self, x: Floats, recency: Floats, age: Floats, *, slopes: bool = True) -> _Silence:
        """Integrate over the times between last purchase and cut-off at which customers may have stopped.

        With τ the time of stopping, the odds are s·∫ ((α + T)/(α + τ))^(r+x) ((β + T)/(β + τ))^s dτ/(β + τ).
        Counted in u = log((c + τ)/(c + t)), c the smaller of α and β, the integrand is
        exp(−k·u)·(1 + w·(eᵘ − 1))^−e, whose logarithm is concave.
        """
        steady = self.beta <= self.alpha
        near, far = min(self.alpha, self.beta), max(self.alpha, self.beta)
        found = np.empty((5 if slopes else 1, x.size))
        for begin in range(0, x.size, AT_ONCE):
            part = slice(begin, begin + AT_ONCE)
            bought = self.r + x[part]
            k, e = (self.s, bought) if steady else (bought - 1, self.s + 1)
            first, last = recency[part], age[part]
            w = (near + first) / (far + first)
            found[:, part] = _moments(k, e, w, np.log1p((last - first) / (near + first)), slopes)
        after = near + recency, far + recency
        log_odds = (np.log(self.s) + found[0] - (0.0 if steady else np.log(after[1] / after[0]))
                    + (self.r + x) * np.log((self.alpha + age) / (self.alpha + recency))
                    + self.s * np.log((self.beta + age) / (self.beta + recency)))
        if not slopes:
            return _Silence(log_odds, *[log_odds] * 4)
        close = found[1] + np.log(after[0]), found[2] / after[0]
        wide = found[3] + np.log(after[1]), found[4] / after[1]
        buying, staying = (wide, close) if steady else (close, wide)
        return _Silence(log_odds, *buying, *staying)


class _Silence(NamedTuple):
    """Of each history: log-odds of having stopped, and means over the times of stopping τ.

    The means are of log(α + τ) and 1/(α + τ), of log(β + τ) and 1/(β + τ).
    """

    log_odds: Floats
    log_buying: Floats
    buying: Floats
    log_staying: Floats
    staying: Floats


def _moments(k: Floats | float, e: Floats | float, w: Floats, longest: Floats, slopes: bool) -> list[Floats]:
    """Integrate exp(−k·u)·g^−e with g = 1 + w·(eᵘ − 1) from nought to the longest u.

    Returns the logarithm of the integral and, where slopes are wanted, the means of u, e^−u, log g and 1/g
    with the integrand as weight.
    """
    at_first = k + e * w
    falling = at_first > 0
    # The slope only grows: where the first one would do it, the place looked for is passed.
    end = np.where(falling, np.minimum(longest, NEGLIGIBLE / np.where(falling, at_first, 1.0)), longest)
    for _ in range(ENDING_STEPS):
        g = 1 + w * np.expm1(end)
        slope = k + e * w * np.exp(end) / g
        beyond = k * end + e * np.log(g) - NEGLIGIBLE
        end = np.where((beyond > 0) & (slope > 0), end - beyond / np.where(slope > 0, slope, 1.0), end)
    nodes, weights = _nodes()
    u = nodes * end
    grown = np.expm1(u)
    g = 1 + w * grown
    log_g = np.log(g)
    fallen = -k * u - e * log_g
    top = fallen.max(axis=0)
    density = weights * np.exp(fallen - top)
    total = density.sum(axis=0)
    # A customer who bought on the very last day had no time to stop in.
    with np.errstate(divide="ignore"):
        integral = np.log(total * end) + top
    if not slopes:
        return [integral]
    return [integral, *((density * one).sum(axis=0) / total for one in (u, 1 / (1 + grown), log_g, 1 / g))]


@cache
def _nodes() -> tuple[Floats, Floats]:
    """Return places and weights of the points between nought and one, as columns."""
    nodes, weights = np.polynomial.legendre.leggauss(SILENT_POINTS)
    return (nodes[:, None] + 1) / 2, weights[:, None] / 2
