"""BG/BB: customers who may buy or not at each of a row of occasions, such as once a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.models.lifetime_value.buying_summary import Histories
from analytics.models.lifetime_value.fitting import Objective, differences
from analytics.models.lifetime_value.repeat_model import RepeatModel, aligned

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BgBb(RepeatModel):
    """BG/BB: trade on occasions rather than at any time; age and recency count occasions.

    On each occasion a customer first stops for good with chance θ ~ Beta(γ, δ), and otherwise buys
    with chance p ~ Beta(α, β).

    Attributes
    ----------
    alpha, beta : float
        Of the chance of buying; α/(α + β) is usual.
    gamma, delta : float
        Of the chance of stopping; γ/(γ + δ) is usual.

    References
    ----------
    Fader, Hardie & Shang 2010, Marketing Science 29:1086.
    """

    alpha: float
    beta: float
    gamma: float
    delta: float

    names: ClassVar[tuple[str, ...]] = ("alpha", "beta", "gamma", "delta")
    times: ClassVar[tuple[bool, ...]] = (False, False, False, False)
    starts: ClassVar[tuple[tuple[float, ...], ...]] = (
        (1.0, 1.0, 0.7, 3.0), (0.5, 2.0, 1.0, 10.0), (2.0, 1.0, 0.3, 1.0))
    discrete: ClassVar[bool] = True

    @classmethod
    def objective(cls, histories: Histories) -> Objective:
        """Return the mean log-likelihood as a function of log (α, β, γ, δ), sloped by differences."""
        share = histories.customers / histories.customers.sum()

        def value(theta: Floats) -> float:
            model = cls(*np.exp(theta))
            return float(share @ model.log_likelihoods(histories.frequency, histories.recency, histories.age))
        return differences(value)

    def log_likelihoods(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Return each history's log-likelihood."""
        x, last, n = aligned(frequency, recency, age)
        to_the_end = self._bought(x, n) + self._stayed(n)
        counts, place = np.unique(x, return_inverse=True)
        # Stopping right after occasion `stop` has a chance that only x and `stop` tell, so that a small
        # table of sums from `stop` onwards serves everybody.
        stops = np.arange(n.max() + 1)
        possible = stops >= counts[:, None]
        ways = np.where(possible, self._bought(counts[:, None], np.maximum(stops, counts[:, None]))
                        + self._stopped(stops), -np.inf)
        onwards = np.logaddexp.accumulate(ways[:, ::-1], axis=1)[:, ::-1]
        row, first, end = place.reshape(x.shape), last.astype(int), n.astype(int)
        since, after = onwards[row, first], onwards[row, end]
        with np.errstate(divide="ignore"):
            stopped = since + np.log(-np.expm1(np.minimum(after - since, 0.0)))
        return np.asarray(np.logaddexp(to_the_end, stopped))

    def chance_alive(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Return each customer's chance of not having stopped by the last occasion."""
        x, last, n = aligned(frequency, recency, age)
        return np.asarray(np.exp(self._bought(x, n) + self._stayed(n) - self.log_likelihoods(x, last, n)))

    def further_if_alive(self, frequency: ArrayLike, age: ArrayLike, time: ArrayLike) -> Floats:
        """Return purchases expected on so many further occasions from customers who are still there."""
        x, n, more = aligned(frequency, age, time)
        buying = (self.alpha + x) / (self.alpha + self.beta + n)
        return np.asarray(buying * self._occasions(n, more))

    def expected_purchases(self, time: ArrayLike) -> Floats:
        """Return purchases expected of a new customer on so many occasions."""
        return self.further_if_alive(0.0, 0.0, time).reshape(np.shape(time))

    def probability(self, count: ArrayLike, time: float) -> Floats:
        """Return the chance that a new customer buys exactly so many times on so many occasions."""
        from scipy.special import gammaln

        x = np.asarray(count, float)

        def ways(occasions: float) -> Floats:
            possible = x <= occasions
            among = np.where(possible, occasions - x, 0.0)
            chosen = gammaln(occasions + 1) - gammaln(x + 1) - gammaln(among + 1)
            return np.where(possible, chosen + self._bought(np.minimum(x, occasions), np.asarray(occasions)),
                            -np.inf)

        total = np.exp(ways(time) + self._stayed(np.asarray(time)))
        for stop in range(int(time)):
            total = total + np.exp(ways(float(stop)) + self._stopped(np.asarray(float(stop))))
        return np.asarray(total)

    def discounted_if_alive(self, frequency: ArrayLike, age: ArrayLike, *, rate: float,
                            horizon: float) -> Floats:
        """Return discounted purchases on further occasions, the next one discounted once."""
        x, n = aligned(frequency, age)
        total = np.zeros(x.shape)
        before = np.zeros(x.shape)
        for occasion in range(1, int(horizon) + 1):
            now = self.further_if_alive(x, n, occasion)
            total += (now - before) / (1 + rate) ** occasion
            before = now
        return total

    def draw_histories(self, age: ArrayLike, generator: np.random.Generator) -> tuple[Floats, Floats]:
        """Draw frequency and recency of new customers with so many occasions."""
        occasions = np.asarray(age, float)
        buying = generator.beta(self.alpha, self.beta, occasions.shape)
        stopping = generator.beta(self.gamma, self.delta, occasions.shape)
        there = np.ones(occasions.shape, bool)
        x, last = np.zeros(occasions.shape), np.zeros(occasions.shape)
        for occasion in range(1, int(occasions.max()) + 1):
            there &= (generator.random(occasions.shape) >= stopping) & (occasion <= occasions)
            bought = there & (generator.random(occasions.shape) < buying)
            x += bought
            last[bought] = occasion
        return x, last

    def draw_further(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, times: ArrayLike,
                     generator: np.random.Generator) -> Floats:
        """Draw purchases made on the occasions up to each of several rising numbers."""
        x, recency, age = aligned(frequency, recency, age)
        wanted = np.asarray(times, int)
        there = generator.random(x.size) < self.chance_alive(x, recency, age)
        buying = generator.beta(self.alpha + x, self.beta + age - x)
        stopping = generator.beta(self.gamma, self.delta + age)
        made = np.zeros((x.size, int(wanted.max()) + 1))
        for occasion in range(1, made.shape[1]):
            there &= generator.random(x.size) >= stopping
            made[:, occasion] = made[:, occasion - 1] + (there & (generator.random(x.size) < buying))
        return made[:, wanted]

    def _bought(self, x: Floats, occasions: Floats) -> Floats:
        from scipy.special import betaln

        return np.asarray(betaln(self.alpha + x, self.beta + occasions - x) - betaln(self.alpha, self.beta))

    def _stayed(self, occasions: Floats) -> Floats:
        from scipy.special import betaln

        return np.asarray(betaln(self.gamma, self.delta + occasions) - betaln(self.gamma, self.delta))

    def _stopped(self, occasions: Floats) -> Floats:
        """Return the logarithm of the chance of stopping right after so many occasions."""
        from scipy.special import betaln

        return np.asarray(betaln(self.gamma + 1, self.delta + occasions) - betaln(self.gamma, self.delta))

    def _occasions(self, n: Floats, more: Floats) -> Floats:
        """Return occasions still expected as a customer who is there after n of them, among so many more."""
        from scipy.special import gammaln

        # The formula is 0/0 at γ = 1 and smooth there.
        gamma = self.gamma if abs(self.gamma - 1) > 1e-6 else 1 + 1e-6
        delta = self.delta + n
        fading = np.exp(gammaln(gamma + delta) - gammaln(1 + delta)
                        + gammaln(1 + delta + more) - gammaln(gamma + delta + more))
        return np.asarray(delta / (gamma - 1) * (1 - fading))
