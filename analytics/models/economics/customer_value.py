"""What a customer is worth at a constant chance of staying: closed forms, and the years added up one by one.

Definition
    The margins of the years to come, each times the chance that the customer is still there and
    discounted to today, less what winning the customer cost.
Formula
    m·r/(1 + i − r(1 + g)) − a, with the yearly margin m, the chance r of staying a year, the discount rate
    i, the growth g of margin and the cost a of winning the customer. The first margin comes after one year,
    from those who stayed.
Customers who differ
    r ~ Beta(a, b): the mean of the value over r, which is more than the value at the mean of r, as those
    who stay are the better ones. `Assumptions.spread` is 1/(a + b + 1): 0 where all are alike, and close to
    1 where some always stay and the rest leave at once.
Source
    Methods F; Gupta, Lehmann & Stuart 2004; Fader & Hardie 2010.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from analytics.models.lifetime_value.margin_multiple import margin_multiple

Lever = Literal["retention", "margin", "growth", "acquisition_cost", "discount_rate"]
#: Everything assumed, in the order in which a reader is asked.
LEVERS: tuple[Lever, ...] = ("retention", "margin", "growth", "acquisition_cost", "discount_rate")


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What a customer's value is reckoned from.

    Attributes
    ----------
    retention : float
        Chance of staying another year.
    margin : float
        Margin of a year, minor units.
    growth : float
        Of that margin, a year.
    acquisition_cost : float
        Of winning the customer, minor units.
    discount_rate : float
        A year.
    spread : float
        How much customers differ in their chance of staying, 0 to below 1.
    """

    retention: float
    margin: float = 1.0
    growth: float = 0.0
    acquisition_cost: float = 0.0
    discount_rate: float = 0.1
    spread: float = 0.0

    @property
    def endless(self) -> bool:
        """Whether margins grow faster than they are lost and discounted, so that the sum has no end."""
        grown, discount = 1 + self.growth, 1 + self.discount_rate
        # Among customers who differ there are always some who are nearly sure to stay.
        return grown >= discount if self.spread else self.retention * grown >= discount

    def at(self, retention: float) -> Assumptions:
        """Return the same with another chance of staying."""
        return replace(self, retention=min(max(retention, 0.0), 1.0))


def yearly_margins(assumptions: Assumptions) -> float:
    """Return the value of a customer before acquisition, in margins of the first year.

    Raises
    ------
    ValueError
        The sum has no end.
    """
    retention, rate = assumptions.retention, assumptions.discount_rate
    if not assumptions.spread or retention in (0.0, 1.0):
        return margin_multiple(retention, rate, growth=assumptions.growth)
    if assumptions.endless:
        raise ValueError("margins grow faster than they are lost and discounted: the sum has no end")
    from scipy.special import hyp2f1

    stay, leave = _beta(assumptions)
    ratio = (1 + assumptions.growth) / (1 + rate)
    return float(retention / (1 + rate) * hyp2f1(1.0, stay + 1, stay + leave + 1, ratio))


def customer_value(assumptions: Assumptions) -> float:
    """Return what a customer is worth, less what winning it cost, minor units.

    Raises
    ------
    ValueError
        The sum has no end.
    """
    return assumptions.margin * yearly_margins(assumptions) - assumptions.acquisition_cost


def value_by_year(assumptions: Assumptions, years: int) -> tuple[float, ...]:
    """Return what each year to come adds to the value, minor units: the check of the closed forms.

    Parameters
    ----------
    assumptions : Assumptions
    years : int
        How many are counted.

    Returns
    -------
    tuple of float
        Without the cost of acquisition; their sum comes as near to the value as one likes.
    """
    year = np.arange(1, years + 1)
    grown = (1 + assumptions.growth) ** (year - 1.0)
    worth = assumptions.margin * staying(assumptions, years) * grown / (1 + assumptions.discount_rate) ** year
    return tuple(float(one) for one in worth)


def staying(assumptions: Assumptions, years: int) -> np.ndarray:
    """Return the share of customers still there after 1, 2, … years."""
    if not assumptions.spread or assumptions.retention in (0.0, 1.0):
        return np.asarray(assumptions.retention ** np.arange(1.0, years + 1))
    stay, leave = _beta(assumptions)
    renewal = np.arange(years)
    # Those who left were the ones likely to: of the rest a larger share stays each year.
    return np.asarray(np.cumprod((stay + renewal) / (stay + leave + renewal)))


def _beta(assumptions: Assumptions) -> tuple[float, float]:
    total = 1 / assumptions.spread - 1
    return assumptions.retention * total, (1 - assumptions.retention) * total
