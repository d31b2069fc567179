"""NBD with a rule of silence: what is left when no model of stopping can be fitted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.models.lifetime_value.buying_summary import Histories
from analytics.models.lifetime_value.fitting import Objective
from analytics.models.lifetime_value.repeat_model import RepeatModel

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Nbd(RepeatModel):
    """NBD: customers buy at a rate λ ~ Gamma(r, α) and are gone once silent for too long.

    Attributes
    ----------
    r, alpha : float
        Shape and rate of the pace; α is a time.
    silence : float
        Whoever has been silent for longer counts as gone; nobody by default. The likelihood does not
        know of it: the pace is that of everybody.

    References
    ----------
    Ehrenberg 1959, Applied Statistics 8:26; Wübben & Wangenheim 2008, Journal of Marketing 72:82, for
    the rule of silence.
    """

    r: float
    alpha: float
    silence: float = np.inf

    names: ClassVar[tuple[str, ...]] = ("r", "alpha")
    times: ClassVar[tuple[bool, ...]] = (False, True)
    starts: ClassVar[tuple[tuple[float, ...], ...]] = ((0.3, 10.0), (1.0, 10.0), (5.0, 50.0))

    @classmethod
    def objective(cls, histories: Histories) -> Objective:
        """Return the mean log-likelihood as a function of log (r, α)."""
        from scipy.special import gammaln, psi

        x, age = histories.frequency, histories.age
        counts, place = np.unique(x, return_inverse=True)
        share = histories.customers / histories.customers.sum()
        by_count = np.bincount(place, share)

        def value(theta: Floats) -> tuple[float, Floats]:
            r, alpha = np.exp(theta)
            waited = np.log(alpha + age)
            reached = (by_count @ gammaln(r + counts) - gammaln(r) + r * np.log(alpha)
                       - share @ ((r + x) * waited))
            slopes = np.array([by_count @ psi(r + counts) - psi(r) + np.log(alpha) - share @ waited,
                               r / alpha - share @ ((r + x) / (alpha + age))])
            return float(reached), slopes * np.exp(theta)
        return value

    def with_silence(self, silence: float) -> Nbd:
        """Return the same model with another rule of silence."""
        return replace(self, silence=silence)

    def log_likelihoods(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Return each history's log-likelihood."""
        from scipy.special import gammaln

        x, age = (np.asarray(values, float) for values in (frequency, age))
        return np.asarray(gammaln(self.r + x) - gammaln(self.r) + self.r * np.log(self.alpha)
                          - (self.r + x) * np.log(self.alpha + age))

    def chance_alive(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Return one, or zero for whoever has been silent for too long."""
        silent = np.asarray(age, float) - np.asarray(recency, float)
        return np.asarray(silent <= self.silence, float)

    def further_if_alive(self, frequency: ArrayLike, age: ArrayLike, time: ArrayLike) -> Floats:
        """Return purchases expected within a time after the cut-off from customers who are still there."""
        x, age, time = (np.asarray(values, float) for values in (frequency, age, time))
        return np.asarray((self.r + x) / (self.alpha + age) * time)

    def expected_purchases(self, time: ArrayLike) -> Floats:
        """Return repeat purchases expected of a new customer within a time."""
        return np.asarray(self.r / self.alpha * np.asarray(time, float))

    def probability(self, count: ArrayLike, time: float) -> Floats:
        """Return the chance that a new customer makes exactly so many repeat purchases within a time."""
        from scipy.special import gammaln, xlogy

        x = np.asarray(count, float)
        share = time / (self.alpha + time)
        return np.asarray(np.exp(gammaln(self.r + x) - gammaln(self.r) - gammaln(x + 1)
                                 + self.r * np.log1p(-share) + xlogy(x, share)))

    def draw_histories(self, age: ArrayLike, generator: np.random.Generator) -> tuple[Floats, Floats]:
        """Draw frequency and recency of new customers observed for so long."""
        observed = np.asarray(age, float)
        pace = generator.gamma(self.r, 1 / self.alpha, observed.shape)
        x = generator.poisson(pace * observed).astype(float)
        return x, np.where(x > 0, observed * generator.beta(np.maximum(x, 1), 1.0), 0.0)

    def draw_further(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, times: ArrayLike,
                     generator: np.random.Generator) -> Floats:
        """Draw purchases made within each of several rising times after the cut-off."""
        x, age = (np.asarray(values, float) for values in (frequency, age))
        pace = generator.gamma(self.r + x) / (self.alpha + age) * self.chance_alive(x, recency, age)
        steps = np.diff(np.asarray(times, float), prepend=0.0)
        return np.asarray(generator.poisson(pace[:, None] * steps).cumsum(axis=1), float)
