"""Pareto/NBD: customers buy at a steady pace of their own until they stop at some time unseen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.models.lifetime_value.buying_summary import Histories
from analytics.models.lifetime_value.fitting import Objective, differences
from analytics.models.lifetime_value.repeat_model import RepeatModel, aligned

Floats = NDArray[np.float64]
#: Terms of a continued fraction that is seldom needed.
FRACTION_TERMS = 500
#: Points of the integral over the time of stopping.
STOPPING_POINTS = 60


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
    The likelihood is written with the chance H of stopping before the next purchase,
    H(z) = s/(r + s + x)·₂F₁(1, r + x; r + s + x + 1; z) with z = (α − β)/(α + t), which is Fader and
    Hardie's after Euler's transformation. It does not overflow, and it depends on x and one time only,
    so that a million customers share few values of it.

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
        """Return the mean log-likelihood as a function of log (r, α, s, β), sloped by differences."""
        from scipy.special import gammaln

        x, share = histories.frequency, histories.customers / histories.customers.sum()
        counts, place = np.unique(x, return_inverse=True)
        by_count = np.bincount(place, share)
        # The costly function depends on count and one time: pairs are far fewer than histories.
        moments, at = np.unique(np.concatenate((histories.recency, histories.age)), return_inverse=True)
        pairs, pair = np.unique(np.tile(place, 2) * moments.size + at, return_inverse=True)
        count, moment = (part.astype(np.intp) for part in np.divmod(pairs, moments.size))
        last, end = pair[:x.size], pair[x.size:]

        def value(theta: Floats) -> float:
            model = cls(*np.exp(theta))
            stopping = model._stopping(counts[count], moments[moment])
            reaching = (-(model.r + counts[count]) * np.log(model.alpha + moments)[moment]
                        - model.s * np.log(model.beta + moments)[moment])
            stopped = (np.log(stopping) + reaching)[last]
            lasting = (np.log1p(-stopping) + reaching)[end]
            higher = np.maximum(stopped, lasting)
            either = higher + np.log1p(np.exp(np.minimum(stopped, lasting) - higher))
            base = by_count @ gammaln(model.r + counts) - gammaln(model.r)
            return float(base + model.r * np.log(model.alpha) + model.s * np.log(model.beta) + share @ either)
        return differences(value)

    def log_likelihoods(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Return each history's log-likelihood."""
        from scipy.special import gammaln

        x, recency, age = aligned(frequency, recency, age)
        lasting, odds = self._parts(x, recency, age)
        return np.asarray(
            gammaln(self.r + x) - gammaln(self.r) + self.r * np.log(self.alpha) + self.s * np.log(self.beta)
            - (self.r + x) * np.log(self.alpha + age) - self.s * np.log(self.beta + age)
            + np.logaddexp(lasting, odds))

    def chance_alive(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Return each customer's chance of still being a customer at the cut-off."""
        lasting, odds = self._parts(*aligned(frequency, recency, age))
        return np.asarray(np.exp(-np.logaddexp(lasting, odds)))

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

    def _parts(self, x: Floats, recency: Floats, age: Floats) -> tuple[Floats, Floats]:
        """Return logarithms of being there, and of having stopped, both relative to staying to the end."""
        lasting = np.log1p(-self._stopping(x, age))
        odds = (np.log(self._stopping(x, recency))
                + (self.r + x) * np.log((self.alpha + age) / (self.alpha + recency))
                + self.s * np.log((self.beta + age) / (self.beta + recency)))
        return lasting, odds

    def _stopping(self, x: Floats, time: Floats) -> Floats:
        """Return the chance H that a customer who bought x times by then stops before the next purchase."""
        order = self.r + self.s + x + 1
        if self.alpha >= self.beta:
            rest = _hypergeometric(self.r + x, order, (self.alpha - self.beta) / (self.alpha + time))
        else:
            # Pfaff's transformation: a negative argument would be the formula's weak side.
            rest = (self.alpha + time) / (self.beta + time) * _hypergeometric(
                self.s + 1, order, (self.beta - self.alpha) / (self.beta + time))
        return np.asarray(np.clip(self.s / (order - 1) * rest, 1e-300, 1 - 1e-15))


def _hypergeometric(b: Floats | float, c: Floats, z: Floats) -> Floats:
    """Return ₂F₁(1, b; c; z) for 0 ≤ z < 1; where scipy's gives up, by Gauss's continued fraction."""
    from scipy.special import hyp2f1

    value = np.asarray(hyp2f1(1.0, b, c, z))
    lost = ~np.isfinite(value)
    if lost.any():
        b, c, z = (part[lost] for part in np.broadcast_arrays(b, c, z))
        rest = np.ones(z.size)
        for m in range(FRACTION_TERMS, 0, -1):
            rest = 1 - m * (c - b + m - 1) / ((c + 2 * m - 2) * (c + 2 * m - 1)) * z / rest
            rest = 1 - (b + m - 1) * (c + m - 2) / ((c + 2 * m - 3) * (c + 2 * m - 2)) * z / rest
        value[lost] = 1 / rest
    return value
