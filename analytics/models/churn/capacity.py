"""How many customers to contact, and what that may save."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

#: The share of contacted leavers who stay is assumed Beta distributed so: on average 30 %, 13–51 %.
ACCEPTANCE_ALPHA, ACCEPTANCE_BETA = 6.0, 14.0
#: Capacities the curve is computed at, at most.
POINTS = 60
#: Draws of acceptance and of who really leaves.
DRAWS = 2_000


@dataclass(frozen=True)
class CapacityCurve:
    """Expected value saved by contacting the first so many customers of the list.

    An assumption, not a measurement: without an experiment nobody knows how many leavers a contact
    keeps. The list is ranked by risk x value (methods C6).

    Attributes
    ----------
    capacity : array of int, shape (points,)
        Customers contacted.
    saved, low, high : array of float, shape (points,)
        Value saved less cost, in minor units: mean, and the interval in which 95 % of draws lie.
    at_risk : array of float, shape (points,)
        Expected loss of those contacted if nothing is done.
    best : int
        The capacity with the largest mean; 0 when no contact pays.
    acceptance : float
        Assumed mean share of contacted leavers who stay.
    contact_cost : int
        Cost of one contact in minor units.
    assumed : bool
        True while acceptance comes from no experiment of the company's own.
    """

    capacity: npt.NDArray[np.int64]
    saved: Floats
    low: Floats
    high: Floats
    at_risk: Floats
    best: int
    acceptance: float
    contact_cost: int
    assumed: bool = True

    def at(self, customers: int) -> tuple[float, float, float]:
        """Return mean, low and high for any number of customers contacted, in minor units."""
        place = float(np.clip(customers, 0, self.capacity[-1]))
        lines = (self.saved, self.low, self.high)
        mean, low, high = (float(np.interp(place, self.capacity, line)) for line in lines)
        return mean, low, high


def capacity_curve(
    risk: Floats, value: Floats, contact_cost: int, *, alpha: float = ACCEPTANCE_ALPHA,
    beta: float = ACCEPTANCE_BETA, seed: int = 0,
) -> CapacityCurve:
    """Return what contacting the top of the list may save, for every capacity.

    Parameters
    ----------
    risk : array of float, shape (n,)
        Chances of loss.
    value : array of float, shape (n,)
        What is lost with the customer, in minor units; below zero counts as nothing to save.
    contact_cost : int
        Cost of contacting one customer, in minor units.
    alpha, beta : float
        Of the Beta distribution of the share of contacted leavers who stay.
    seed : int
        Of the draws.

    Returns
    -------
    CapacityCurve

    Notes
    -----
    Two things are uncertain: the acceptance share, the same for everybody and drawn from its
    distribution; and who of those contacted would really leave and stay, a sum of independent
    chances, drawn as a normal with the exact mean and variance. Equal seeds share the draws, so that
    the curve is smooth in the capacity.
    """
    worth = np.maximum(value, 0.0)
    order = np.argsort(-(risk * worth), kind="stable")
    chance, amount = risk[order], worth[order]
    expected = np.concatenate(([0.0], np.cumsum(chance * amount)))
    # Variance of the saved value given acceptance g: sum of v²·gp(1 − gp) = g·first − g²·second.
    first = np.concatenate(([0.0], np.cumsum(amount**2 * chance)))
    second = np.concatenate(([0.0], np.cumsum((amount * chance) ** 2)))
    capacity = _capacities(len(risk))
    generator = np.random.default_rng(seed)
    share = generator.beta(alpha, beta, DRAWS)[:, None]
    noise = generator.standard_normal(DRAWS)[:, None]
    spread = np.sqrt(np.maximum(share * first[capacity] - share**2 * second[capacity], 0.0))
    drawn = np.maximum(share * expected[capacity] + noise * spread, 0.0)
    cost = float(contact_cost) * np.arange(len(risk) + 1)
    low, high = np.quantile(drawn, (0.025, 0.975), axis=0) - cost[capacity]
    mean = alpha / (alpha + beta)
    saved = mean * expected - cost
    return CapacityCurve(capacity, saved[capacity], low, high, expected[capacity], int(saved.argmax()), mean,
                         contact_cost)


def _capacities(customers: int) -> npt.NDArray[np.int64]:
    """Return few customers one by one, many in growing steps: the head of the list is what is contacted."""
    if customers <= POINTS:
        return np.arange(customers + 1)
    steps = np.unique(np.round(np.geomspace(1, customers, POINTS)).astype(np.int64))
    return np.concatenate(([0], steps))
