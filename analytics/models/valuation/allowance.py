"""How much wider an interval has to be for what the model missed on time it had not seen.

Futures are drawn as if the model were right. Where it missed held-out time, the next years may be missed
in the same direction. So sums are drawn three times: as the model has it, multiplied by what was bought of
the purchases foretold, and multiplied by what was paid of the money foretold; the interval reaches from the
lowest end to the highest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.models.valuation.card import ValuationCard
from analytics.models.valuation.held_out import HeldOut, Miss, Standing
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import CONFIDENCE, normal_quantile

Floats = NDArray[np.float64]

YEAR = 365.25


@dataclass(frozen=True, slots=True, eq=False)
class Allowance:
    """Factors on what customers without a contract bring.

    Attributes
    ----------
    factors : tuple of ndarray, each of shape (draws,)
        The first leaves the model's futures as they are.
    misses : tuple of Miss
        What the others rest on; none: the interval is the model's own.
    """

    factors: tuple[Floats, ...]
    misses: tuple[Miss, ...]

    def futures(self, trade: Floats) -> tuple[Floats, ...]:
        """Return what these customers bring in every future drawn, once for each set of factors."""
        return tuple(factor * trade for factor in self.factors)

    def interval(self, customers: int, expected: float, trade: Floats, rest: Floats | float = 0.0
                 ) -> Estimate:
        """State a sum of what customers without a contract bring, and of the rest."""
        return interval_of(customers, expected, [one + rest for one in self.futures(trade)])


def interval_of(customers: int, expected: float, futures: Sequence[Floats]) -> Estimate:
    """State a sum with an interval from the lowest end of several sets of futures to the highest.

    Parameters
    ----------
    customers : int
    expected : float
        By the model.
    futures : sequence of ndarray, each of shape (draws,)
        Sums, once for each set of factors.
    """
    drawn = np.array(futures)
    if customers == 0 or not np.isfinite(drawn).all():
        return Estimate(customers, None, state=state_of(customers))
    tail = (1 - CONFIDENCE) / 2
    # Weibull's positions: the next draw falls outside with just this chance, however few the draws.
    low, high = np.quantile(drawn, (tail, 1 - tail), axis=1, method="weibull")
    return Estimate(customers, expected, float(low.min()), float(high.max()), state_of(customers))


def allowance_of(card: ValuationCard, draws: int, *, standing: Standing = "active",
                 ahead: float | None = None) -> Allowance:
    """Return what a valuation's held-out test asks intervals to allow for.

    Parameters
    ----------
    card : ValuationCard
    draws : int
    standing : {"active", "silent"}
        Of the customers whose sum it is.
    ahead : float, optional
        Years until the end of what is foretold; the horizon when omitted.

    Returns
    -------
    Allowance
        Without any where there was no held-out test, or too few customers to tell.
    """
    held = card.buying.held_out if card.buying else None
    years = card.terms.horizon_years if ahead is None else ahead
    factors, misses = [np.ones(draws)], []
    # One stream for all sums of a valuation: parts and totals are then moved by the same luck.
    luck = _luck(draws)
    for own, measure in zip(luck, ("purchases", "money"), strict=True):
        miss = held.miss(standing, measure) if held else None  # type: ignore[arg-type]
        if held is not None and miss is not None:
            factors.append(_factor(miss, reach_of(held, years), own))
            misses.append(miss)
    return Allowance(tuple(factors), tuple(misses))


def reach_of(held: HeldOut, ahead: float) -> float:
    """Return how many times the held-out miss a longer forecast may miss.

    A drift that goes on grows with the time between the middle of what the model knows and the middle of
    what it foretells: half the records in the test, half the records and half the horizon now.
    """
    return 1 + ahead * YEAR / held.known_days if held.known_days else 1.0


def _luck(draws: int) -> Floats:
    """Spread luck evenly over its normal distribution, for each measure in an order of its own."""
    from scipy.special import ndtri

    generator = np.random.default_rng(4)
    even: Floats = ndtri((np.arange(draws) + 0.5) / draws)
    return np.array([generator.permutation(even) for _ in range(2)])


def _factor(miss: Miss, reach: float, luck: Floats) -> Floats:
    ratio, high = miss.ratio.estimate, miss.ratio.high
    if not ratio or high is None:
        return np.zeros(luck.size)
    error = (high - ratio) / normal_quantile() / ratio
    # A drift goes on and grows; the luck of the year that was tested does not.
    return np.asarray(ratio**reach * np.maximum(1 + error * luck, 0.0))
