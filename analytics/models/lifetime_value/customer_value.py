"""What each customer will still bring: purchases to come, what they are worth, less what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.models.lifetime_value.gamma_gamma import GammaGamma
from analytics.models.lifetime_value.repeat_model import RepeatModel
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import CONFIDENCE

Floats = NDArray[np.float64]

#: Parts of the horizon in which simulated purchases are discounted alike, as of their middle: of three
#: years at 10 % this is right to 0.01 %.
PARTS_OF_HORIZON = 6
DAYS_OF_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class ValueTerms:
    """How money is counted.

    Attributes
    ----------
    margin : float or ndarray, shape (customers,)
        Share of revenue that is left after the cost of what was sold; of all or of each customer.
    discount_rate : float
        Per year.
    horizon_years : float
        Years that count; three to five are usual, as no model of buying is right for longer.
    cost_to_serve : float
        Money per purchase for visits, delivery, credit and care, beside the cost of what was sold.
    unit_days : float
        Days in the model's unit of time.
    """

    margin: float | Floats = 0.3
    discount_rate: float = 0.1
    horizon_years: float = 3.0
    cost_to_serve: float = 0.0
    unit_days: float = 7.0

    @property
    def horizon(self) -> float:
        """The horizon in the model's unit of time."""
        return self.horizon_years * DAYS_OF_A_YEAR / self.unit_days

    @property
    def rate(self) -> float:
        """The discount rate per unit of time."""
        return float((1 + self.discount_rate) ** (self.unit_days / DAYS_OF_A_YEAR) - 1)


@dataclass(frozen=True, slots=True, eq=False)
class CustomerValues:
    """What customers will still bring, each an array over customers.

    Attributes
    ----------
    chance_alive : ndarray
        Chance of still being a customer.
    purchases : ndarray
        Expected within the horizon.
    discounted_purchases : ndarray
        The same, later ones counting less.
    spend : ndarray
        Expected revenue of a purchase.
    value : ndarray
        discounted purchases × (spend × margin − cost to serve).
    """

    chance_alive: Floats
    purchases: Floats
    discounted_purchases: Floats
    spend: Floats
    value: Floats


@dataclass(frozen=True, slots=True, eq=False)
class ValueIntervals:
    """What each of some customers may bring, and what all will bring together.

    Attributes
    ----------
    low, high : ndarray, shape (customers,)
        Hold what the customer really brings, luck included, with a chance of 95 %. For one customer
        that is wide, and its lower end is often nothing at all.
    total : Estimate
        What the customers bring together; luck evens out, and what is left is mostly doubt about
        the parameters. Doubt about the model itself is in neither: see `tracking`.
    """

    low: Floats
    high: Floats
    total: Estimate


def customer_values(model: RepeatModel, spend: ArrayLike, frequency: ArrayLike, recency: ArrayLike,
                    age: ArrayLike, terms: ValueTerms) -> CustomerValues:
    """Value customers by what they are expected to bring from the cut-off on.

    Parameters
    ----------
    model : RepeatModel
        Of repeat buying.
    spend : array_like, shape (customers,)
        Expected revenue of a purchase, as by `GammaGamma.expected_spend`.
    frequency, recency, age : array_like, shape (customers,)
        Histories, in the model's unit of time.
    terms : ValueTerms
        Margin, discounting, horizon, cost to serve.

    Returns
    -------
    CustomerValues
        Money in the unit of ``spend``.

    References
    ----------
    Fader, Hardie & Lee 2005, Journal of Marketing Research 42:415.
    """
    alive = model.chance_alive(frequency, recency, age)
    purchases = alive * model.further_if_alive(frequency, age, terms.horizon)
    discounted = alive * model.discounted_if_alive(frequency, age, rate=terms.rate, horizon=terms.horizon)
    paid = np.asarray(spend, float)
    return CustomerValues(alive, purchases, discounted, paid,
                          discounted * (paid * terms.margin - terms.cost_to_serve))


def value_intervals(models: Sequence[RepeatModel], spend_models: Sequence[GammaGamma], frequency: ArrayLike,
                    recency: ArrayLike, age: ArrayLike, spend: ArrayLike, terms: ValueTerms, *,
                    seed: int = 0) -> ValueIntervals:
    """Simulate what customers bring, under every model drawn.

    Parameters
    ----------
    models, spend_models : sequence
        As by `draw_models` and `draw_spend_models`, of the same length. Without models of spending
        every purchase brings ``spend``, which then has to be there for everybody.
    frequency, recency, age, spend : array_like, shape (customers,)
        Histories in the model's unit of time, and mean revenue of a repeat purchase (NaN where there
        is none). For the total of many customers a random few thousand are enough: see `total_of`.
    terms : ValueTerms
        Margin, discounting, horizon, cost to serve.
    seed : int
        Of the simulation.

    Returns
    -------
    ValueIntervals
    """
    x, last, known, paid = (np.asarray(values, float) for values in (frequency, recency, age, spend))
    spendings: Sequence[GammaGamma | None] = spend_models or [None] * len(models)
    expected = np.array([
        customer_values(model, paid if spending is None else spending.expected_spend(x, paid), x, last, known,
                        terms).value for model, spending in zip(models, spendings, strict=True)])
    realised = realised_values(models, spend_models, x, last, known, paid, terms,
                               np.random.default_rng(seed))
    tail = (1 - CONFIDENCE) / 2
    # Weibull's positions: the next draw falls outside with just this chance, however few the draws.
    low, high = np.quantile(realised, (tail, 1 - tail), axis=0, method="weibull")
    return ValueIntervals(low, high, _total(expected, realised, x.size))


def realised_values(models: Sequence[RepeatModel], spend_models: Sequence[GammaGamma], frequency: ArrayLike,
                    recency: ArrayLike, age: ArrayLike, spend: ArrayLike, terms: ValueTerms,
                    generator: np.random.Generator) -> Floats:
    """Draw one future of every customer under each model.

    Parameters
    ----------
    models, spend_models, frequency, recency, age, spend, terms
        As for `value_intervals`.
    generator : numpy Generator

    Returns
    -------
    ndarray, shape (models, customers)
        What each customer brings: sums over customers of one row are one future of all of them.
    """
    x, last, known, paid = (np.asarray(values, float) for values in (frequency, recency, age, spend))
    spendings: Sequence[GammaGamma | None] = spend_models or [None] * len(models)
    times, discount = _parts(models[0], terms)
    realised = np.empty((len(models), x.size))
    for draw, (model, spending) in enumerate(zip(models, spendings, strict=True)):
        made = model.draw_further(x, last, known, times, generator)
        worth = np.diff(made, prepend=0.0, axis=1) @ discount
        bought = made[:, -1]
        brought = paid if spending is None else (
            spending.draw_spend(x, paid, bought, generator) / np.maximum(bought, 1))
        realised[draw] = worth * (brought * terms.margin - terms.cost_to_serve)
    return realised


def total_of(everybody: float, customers: int, sampled: ValueIntervals) -> Estimate:
    """Carry the interval of some customers' total over to everybody's.

    Parameters
    ----------
    everybody : float
        Expected value of all customers together.
    customers : int
        How many they are.
    sampled : ValueIntervals
        Of customers drawn at random from them.

    Returns
    -------
    Estimate
        With the sample's relative interval: its share of luck is larger than everybody's, so the
        interval is, if anything, too wide.
    """
    part = sampled.total
    if not part.estimate or part.low is None or part.high is None:
        return Estimate(customers, everybody, state=state_of(customers))
    return Estimate(customers, everybody, everybody * part.low / part.estimate,
                    everybody * part.high / part.estimate, state_of(customers))


def _parts(model: RepeatModel, terms: ValueTerms) -> tuple[Floats, Floats]:
    """Return the ends of the parts of the horizon, and what money within each is worth now."""
    if model.discrete:
        times = np.arange(1.0, int(terms.horizon) + 1)
        return times, (1 + terms.rate) ** -times
    times = np.linspace(0, terms.horizon, PARTS_OF_HORIZON + 1)[1:]
    return times, (1 + terms.rate) ** -(times - times[0] / 2)


def _total(expected: Floats, realised: Floats, customers: int) -> Estimate:
    sums = realised.sum(axis=1)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(sums, (tail, 1 - tail), method="weibull")
    return Estimate(customers, float(expected.sum(axis=1).mean()), float(low), float(high),
                    state_of(customers))
