"""BG/NBD and MBG/NBD: customers buy at a steady pace of their own until, after a purchase, they stop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.models.lifetime_value.buying_summary import Histories
from analytics.models.lifetime_value.fitting import Objective
from analytics.models.lifetime_value.repeat_model import RepeatModel, aligned

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BgNbd(RepeatModel):
    """BG/NBD: a customer may stop after each repeat purchase, never right after the first one.

    While there, a customer buys at random times at a rate λ ~ Gamma(r, α); after each repeat purchase
    the customer stops with chance p ~ Beta(a, b).

    Attributes
    ----------
    r, alpha : float
        Shape and rate of the pace; r/α purchases per unit of time are usual. α is a time.
    a, b : float
        Of the chance of stopping; a/(a + b) is usual.

    Notes
    -----
    Whoever bought once has a chance of being alive of exactly one: never rank customers by it. Use
    expected purchases, or `MbgNbd`.

    References
    ----------
    Fader, Hardie & Lee 2005, Marketing Science 24:275.
    """

    r: float
    alpha: float
    a: float
    b: float

    names: ClassVar[tuple[str, ...]] = ("r", "alpha", "a", "b")
    times: ClassVar[tuple[bool, ...]] = (False, True, False, False)
    starts: ClassVar[tuple[tuple[float, ...], ...]] = (
        (0.3, 5.0, 0.8, 2.5), (1.0, 10.0, 0.5, 5.0), (0.1, 2.0, 2.0, 2.0), (3.0, 30.0, 0.2, 3.0))
    #: Chances to stop before the first repeat purchase: none here, one in MBG/NBD.
    early: ClassVar[int] = 0

    @classmethod
    def objective(cls, histories: Histories) -> Objective:
        """Return the mean log-likelihood as a function of log (r, α, a, b)."""
        from scipy.special import psi

        counts, place = np.unique(histories.frequency, return_inverse=True)
        share = histories.customers / histories.customers.sum()

        def value(theta: Floats) -> tuple[float, Floats]:
            model = cls(*np.exp(theta))
            r, alpha, a, b = np.exp(theta)
            lasting, stopped = model._parts(counts, place, histories.recency, histories.age)
            reached = np.logaddexp(lasting, stopped)
            gone = share * np.exp(stopped - reached)
            there = share - gone
            # Sums over histories of one count: the gamma functions' slopes depend on nothing else.
            gone_by, there_by = (np.bincount(place, part, counts.size) for part in (gone, there))
            all_by = gone_by + there_by
            total = a + b + counts + cls.early
            kept = b + counts + cls.early
            exponent = r + histories.frequency
            slopes = np.array([
                all_by @ psi(r + counts) - psi(r) + np.log(alpha)
                - there @ np.log(alpha + histories.age) - gone @ np.log(alpha + histories.recency),
                r / alpha - there @ (exponent / (alpha + histories.age))
                - gone @ (exponent / (alpha + histories.recency)),
                there_by.sum() * psi(a) + gone_by.sum() * psi(a + 1) - all_by @ psi(total)
                - psi(a) + psi(a + b),
                there_by @ psi(kept) + gone_by @ np.where(gone_by > 0, psi(np.maximum(kept - 1, 1e-300)), 0)
                - all_by @ psi(total) - psi(b) + psi(a + b)])
            return float(share @ reached), slopes * np.exp(theta)
        return value

    def log_likelihoods(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Return each history's log-likelihood."""
        x, recency, age = aligned(frequency, recency, age)
        counts, place = np.unique(x, return_inverse=True)
        return np.asarray(np.logaddexp(*self._parts(counts, place.reshape(x.shape), recency, age)))

    def chance_alive(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Return each customer's chance of still being a customer at the cut-off."""
        x, recency, age = aligned(frequency, recency, age)
        left = np.maximum(self.b + x + self.early - 1, 1e-300)
        odds = np.log(self.a / left) + (self.r + x) * np.log((self.alpha + age) / (self.alpha + recency))
        odds = np.where((x > 0) | (self.early > 0), odds, -np.inf)
        return np.asarray(np.exp(-np.logaddexp(0.0, odds)))

    def further_if_alive(self, frequency: ArrayLike, age: ArrayLike, time: ArrayLike) -> Floats:
        """Return purchases expected within a time after the cut-off from customers who are still there."""
        x, age, time = aligned(frequency, age, time)
        return self._purchases(self.r + x, self.alpha + age, self.b + x + self.early, time)

    def expected_purchases(self, time: ArrayLike) -> Floats:
        """Return repeat purchases expected of a new customer within a time."""
        staying = self.b / (self.a + self.b) if self.early else 1.0
        return staying * self._purchases(self.r, self.alpha, self.b + self.early, np.asarray(time, float))

    def probability(self, count: ArrayLike, time: float) -> Floats:
        """Return the chance that a new customer makes exactly so many repeat purchases within a time."""
        from scipy.special import betainc, betaln, gammaln

        x = np.asarray(count, float)
        share = time / (self.alpha + time)
        base = betaln(self.a, self.b)
        exactly = np.exp(gammaln(self.r + x) - gammaln(self.r) - gammaln(x + 1)
                         + self.r * np.log1p(-share) + x * np.log(share))
        lasting = np.exp(betaln(self.a, self.b + x + self.early) - base) * exactly
        at_least = np.where(x > 0, betainc(np.maximum(x, 1e-300), self.r, share), 1.0)
        left = np.maximum(self.b + x + self.early - 1, 1e-300)
        stopped = np.exp(betaln(self.a + 1, left) - base) * at_least
        return np.asarray(lasting + np.where((x > 0) | (self.early > 0), stopped, 0.0))

    def draw_histories(self, age: ArrayLike, generator: np.random.Generator) -> tuple[Floats, Floats]:
        """Draw frequency and recency of new customers observed for so long."""
        observed = np.asarray(age, float)
        pace = generator.gamma(self.r, 1 / self.alpha, observed.shape)
        until_stop = _geometric(generator.beta(self.a, self.b, observed.shape), generator) - self.early
        tried = generator.poisson(pace * observed).astype(float)
        x = np.minimum(tried, until_stop)
        # The x-th of so many purchases, strewn evenly over the time observed.
        last = generator.beta(np.maximum(x, 1), tried - np.minimum(x, tried) + 1) * observed
        return x, np.where(x > 0, last, 0.0)

    def draw_further(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, times: ArrayLike,
                     generator: np.random.Generator) -> Floats:
        """Draw purchases made within each of several rising times after the cut-off."""
        x, recency, age = aligned(frequency, recency, age)
        steps = np.diff(np.asarray(times, float), prepend=0.0)
        there = generator.random(x.size) < self.chance_alive(x, recency, age)
        pace = generator.gamma(self.r + x) / (self.alpha + age) * there
        until_stop = _geometric(generator.beta(self.a, self.b + x + self.early), generator)
        tried = generator.poisson(pace[:, None] * steps).cumsum(axis=1)
        return np.asarray(np.minimum(tried, until_stop[:, None]), float)

    def _parts(self, counts: Floats, place: NDArray[np.intp], recency: Floats,
               age: Floats) -> tuple[Floats, Floats]:
        """Return logarithms of both ways to a history: still there, or stopped after the last purchase."""
        from scipy.special import betaln, gammaln

        base = (gammaln(self.r + counts) - gammaln(self.r) + self.r * np.log(self.alpha)
                - betaln(self.a, self.b))
        lasting = base + betaln(self.a, self.b + counts + self.early)
        left = np.maximum(self.b + counts + self.early - 1, 1e-300)
        stopped = np.where((counts > 0) | (self.early > 0), base + betaln(self.a + 1, left), -np.inf)
        exponent = (self.r + counts)[place]
        return (lasting[place] - exponent * np.log(self.alpha + age),
                stopped[place] - exponent * np.log(self.alpha + recency))

    def _purchases(self, shape: Floats | float, waited: Floats | float, kept: Floats | float,
                   time: Floats) -> Floats:
        """Return purchases within a time, of pace ~ Gamma(shape, waited), stopping ~ Beta(a, kept)."""
        from scipy.special import hyp2f1

        # The formula is 0/0 at a = 1 and smooth there: a step aside costs less than rounding.
        a = self.a if abs(self.a - 1) > 1e-6 else 1 + 1e-6
        fading = (waited / (waited + time)) ** shape * hyp2f1(shape, kept, a + kept - 1,
                                                              time / (waited + time))
        return np.asarray((a + kept - 1) / (a - 1) * (1 - fading))


@dataclass(frozen=True, slots=True)
class MbgNbd(BgNbd):
    """MBG/NBD: as `BgNbd`, but a customer may stop after the very first purchase too.

    References
    ----------
    Batislam, Denizel & Filiztekin 2007, International Journal of Research in Marketing 24:201;
    Wagner & Hoppe 2008, ibid. 25:225.
    """

    starts: ClassVar[tuple[tuple[float, ...], ...]] = (
        (0.5, 6.0, 0.9, 1.6), (1.0, 10.0, 0.5, 5.0), (0.1, 2.0, 2.0, 2.0), (3.0, 30.0, 0.2, 3.0))
    early: ClassVar[int] = 1


def _geometric(chance: Floats, generator: np.random.Generator) -> Floats:
    """Draw trials up to and with the first success."""
    return np.ceil(np.log(generator.random(chance.shape)) / np.log1p(-np.clip(chance, 1e-15, 1 - 1e-15)))
