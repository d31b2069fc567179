"""What every model of repeat buying can tell, whatever it assumes about customers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import astuple
from typing import ClassVar, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.models.lifetime_value.buying_summary import Histories
from analytics.models.lifetime_value.fitting import Fit, Objective, maximise, refine

Floats = NDArray[np.float64]
Model = TypeVar("Model", bound="RepeatModel")

#: Several starts are tried on about so many histories, and the best one on all of them.
HISTORIES_OF_A_ROUGH_FIT = 4_000
#: Fits run in a unit of time in which the oldest customer is this old.
OLDEST_AGE = 50.0
#: Points at which the discounted future is evaluated (Gauss and Legendre).
DISCOUNTING_POINTS = 16


class RepeatModel(ABC):
    """A model of how often customers buy again, and when they stop.

    Frequency x counts repeat purchases, recency t_x is the time of the last one, age T the time since
    the first purchase; all times have the unit of the data that the model was fitted to.
    """

    #: Names of the parameters, in the order of the fields.
    names: ClassVar[tuple[str, ...]]
    #: Which of them are times, and so scale with its unit.
    times: ClassVar[tuple[bool, ...]]
    #: Parameters to start a fit from, where the oldest customer is of age `OLDEST_AGE`.
    starts: ClassVar[tuple[tuple[float, ...], ...]]
    #: Whether time is counted in occasions.
    discrete: ClassVar[bool] = False

    @property
    def parameters(self) -> Floats:
        """The parameters, in the order of the fields."""
        return np.array(astuple(self)[:len(self.names)])  # type: ignore[call-overload]

    @classmethod
    @abstractmethod
    def objective(cls, histories: Histories) -> Objective:
        """Return the mean log-likelihood of histories as a function of log-parameters."""

    @abstractmethod
    def log_likelihoods(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Return each history's log-likelihood."""

    @abstractmethod
    def chance_alive(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Return each customer's chance of still being a customer at the cut-off."""

    @abstractmethod
    def further_if_alive(self, frequency: ArrayLike, age: ArrayLike, time: ArrayLike) -> Floats:
        """Return purchases expected within a time after the cut-off from customers who are still there."""

    @abstractmethod
    def expected_purchases(self, time: ArrayLike) -> Floats:
        """Return repeat purchases expected of a new customer within a time."""

    @abstractmethod
    def probability(self, count: ArrayLike, time: float) -> Floats:
        """Return the chance that a new customer makes exactly so many repeat purchases within a time."""

    @abstractmethod
    def draw_histories(self, age: ArrayLike, generator: np.random.Generator) -> tuple[Floats, Floats]:
        """Draw frequency and recency of new customers observed for so long."""

    @abstractmethod
    def draw_further(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, times: ArrayLike,
                     generator: np.random.Generator) -> Floats:
        """Draw purchases made within each of several rising times after the cut-off.

        Returns
        -------
        ndarray, shape (customers, times)
            Cumulated counts.
        """

    def log_likelihood(self, histories: Histories) -> float:
        """Return the log-likelihood of all customers."""
        terms = self.log_likelihoods(histories.frequency, histories.recency, histories.age)
        return float(histories.customers @ terms)

    def expected_further(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike,
                         time: ArrayLike) -> Floats:
        """Return purchases expected of known customers within a time after the cut-off."""
        return np.asarray(self.chance_alive(frequency, recency, age)
                          * self.further_if_alive(frequency, age, time))

    def discounted_if_alive(self, frequency: ArrayLike, age: ArrayLike, *, rate: float,
                            horizon: float) -> Floats:
        """Return discounted purchases expected from customers who are still there.

        Parameters
        ----------
        frequency, age : array_like, shape (customers,)
            What is known of them.
        rate : float
            Discount rate per unit of time: money is worth (1 + rate)^−t after time t.
        horizon : float
            Purchases later than this do not count.

        Returns
        -------
        ndarray, shape (customers,)

        Notes
        -----
        ∫ (1 + rate)^−t dE[X(t)] from 0 to the horizon, by parts: E[X(horizon)] discounted, plus the
        discounting saved on what comes earlier.
        """
        pairs, place = np.unique(np.column_stack(np.broadcast_arrays(
            np.asarray(frequency, float), np.asarray(age, float))), axis=0, return_inverse=True)
        force = np.log1p(rate)
        nodes, weights = np.polynomial.legendre.leggauss(DISCOUNTING_POINTS)
        total = np.exp(-force * horizon) * self.further_if_alive(pairs[:, 0], pairs[:, 1], horizon)
        for node, weight in zip((nodes + 1) * horizon / 2, weights * horizon / 2, strict=True):
            total = total + weight * force * np.exp(-force * node) * self.further_if_alive(
                pairs[:, 0], pairs[:, 1], node)
        return np.asarray(total[place.ravel()])

    def discounted_further(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, *, rate: float,
                           horizon: float) -> Floats:
        """Return discounted expected residual transactions of known customers.

        Parameters
        ----------
        frequency, recency, age : array_like, shape (customers,)
            Their histories.
        rate, horizon : float
            As for `discounted_if_alive`.

        Returns
        -------
        ndarray, shape (customers,)

        References
        ----------
        Fader, Hardie & Lee 2005, Journal of Marketing Research 42:415.
        """
        return np.asarray(self.chance_alive(frequency, recency, age)
                          * self.discounted_if_alive(frequency, age, rate=rate, horizon=horizon))


def aligned(*values: ArrayLike) -> list[Floats]:
    """Return values as arrays of one shape, of one dimension at least."""
    return list(np.broadcast_arrays(*(np.atleast_1d(np.asarray(value, float)) for value in values)))


def fit(family: type[Model], histories: Histories, *, start: Model | None = None) -> Fit[Model]:
    """Fit a model by maximum likelihood.

    Parameters
    ----------
    family : type
        The model: `BgNbd`, `MbgNbd`, `ParetoNbd`, `BgBb` or `Nbd`.
    histories : Histories
        Distinct histories of customers.
    start : model, optional
        Start here alone, as for data drawn from this model; several starts when omitted.

    Returns
    -------
    Fit
        Also where it did not converge or a parameter ran to a bound: see its fields.
    """
    unit = float(histories.age.max()) / OLDEST_AGE if any(family.times) else 1.0
    scaled = histories.in_unit(unit)
    scale = np.where(family.times, unit, 1.0)
    step = -(-scaled.frequency.size // HISTORIES_OF_A_ROUGH_FIT) if start is None else 1
    tried = family.starts if start is None else [start.parameters / scale]
    part = family.objective(scaled.every(step))
    found = rough = maximise(part, tried)
    if step > 1:
        found = refine(family.objective(scaled), rough, part)
    model = family(*(float(value) for value in found.parameters * scale))
    return Fit(model, model.log_likelihood(histories), histories.total, histories.frequency.size,
               found.converged, tuple(family.names[place] for place in found.at_bound), found.gradient,
               rough.starts_agreeing, rough.starts)
