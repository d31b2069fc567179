"""Keeping or winning: how an extra budget is best split, where the last money brings the same on both sides.

Definition
    Each side answers money by a curve that flattens: gain(s) = ceiling·(1 − exp(−k·s)). Its k is such that
    the curve runs through what is known of it; the ceiling is the reader's. Keeping: customers who stay
    because money was spent on all, through the effect and the cost of the company's own campaigns with a
    control group drawn by lot. Winning: customers won beyond today's, through today's number and cost.
Worth
    Who is kept brings a margin this year and what a customer is worth from then on: m/(1 + i − r(1 + g)).
    Who is won brings what the newcomers of the records brought in their first year, and for the share that
    stayed what a customer is worth from then on.
Optimum
    Both curves are concave, so the sum is largest where the next money brings the same on both sides, or at
    an end.
Range
    Draws of the campaigns' effect, the margins and the rates within their intervals. The ceilings and the
    shape are not drawn: the records hold no spending that varied, from which they could be told.
Source
    The shape: Blattberg & Deighton 1996; equal marginal returns: Dorfman & Steiner 1954.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import normal_quantile

#: Draws behind the range, and splits at which the sum is drawn.
DRAWS, SPLITS = 500, 41
_SEED = 20

#: One amount, or many at once.
Number = TypeVar("Number", float, NDArray[np.float64])


@dataclass(frozen=True, slots=True)
class Response:
    """How customers answer money.

    Attributes
    ----------
    ceiling : float
        Most customers that any money brings.
    rate : float
        How fast the curve flattens, per minor unit.
    """

    ceiling: float
    rate: float

    @classmethod
    def through(cls, customers: float, money: float, ceiling: float) -> Response:
        """Run a curve through so many customers for so much money; flat where either is nothing."""
        if customers <= 0 or money <= 0 or ceiling <= 0:
            return cls(0.0, 0.0)
        reached = min(customers / ceiling, 0.999)
        return cls(ceiling, -math.log1p(-reached) / money)

    def gain(self, money: Number) -> Number:
        """Return the customers that so much money brings."""
        customers: Number = -self.ceiling * np.expm1(-self.rate * money)
        return customers

    def next(self, money: float) -> float:
        """Return the customers that the next minor unit brings, after so much."""
        return self.ceiling * self.rate * math.exp(-self.rate * money)


@dataclass(frozen=True, slots=True)
class BudgetAssumptions:
    """What the split is reckoned from; money in minor units.

    Attributes
    ----------
    budget : float
        Extra money for a year.
    customers : int
        Active today, on all of whom keeping is spent alike.
    retention, growth, discount_rate : float
    margin : float
        Of a customer who stays, a year.
    keep_effect : float
        Points of retention that the campaigns brought, as a share.
    keep_cost : float
        Of the campaigns, a customer.
    keep_share : float
        Of those who would be lost, the share that any money could keep.
    won : float
        Customers won a year today.
    acquisition_cost : float
        Of one of them.
    win_reach : float
        At most so many times as many could be won.
    new_margin, new_kept : float
        What a newcomer brings in the first year, and the share still there after it.
    """

    budget: float
    customers: int
    retention: float
    growth: float
    discount_rate: float
    margin: float
    keep_effect: float
    keep_cost: float
    keep_share: float
    won: float
    acquisition_cost: float
    win_reach: float
    new_margin: float
    new_kept: float

    @property
    def kept_worth(self) -> float:
        """What one customer kept is worth."""
        return self.margin / (1 + self.discount_rate - self.retention * (1 + self.growth))

    @property
    def won_worth(self) -> float:
        """What one customer won is worth, before what winning it cost."""
        afterwards = self.retention * self.kept_worth
        return (self.new_margin + self.new_kept * afterwards) / (1 + self.discount_rate)

    def keeping(self) -> Response:
        """Return how customers kept answer money."""
        lost = self.customers * (1 - self.retention)
        return Response.through(self.customers * self.keep_effect, self.customers * self.keep_cost,
                                self.keep_share * lost)

    def winning(self) -> Response:
        """Return how customers won answer money beyond what is spent today."""
        today = Response.through(self.won, self.won * self.acquisition_cost, self.won * self.win_reach)
        # What is left of the curve after today's spending.
        return replace(today, ceiling=today.ceiling - today.gain(self.won * self.acquisition_cost))


@dataclass(frozen=True, slots=True)
class BudgetSplit:
    """The best split of a budget, and what every other brings.

    Attributes
    ----------
    assumptions : BudgetAssumptions
    share : Estimate
        Of the budget that goes into keeping; n is the number of draws.
    kept, won : float
        Customers kept, and won, by it.
    worth : Estimate
        What it brings before the budget is taken off, minor units.
    first : tuple of float
        What the first money brings a unit: into keeping, into winning.
    last : float
        What the last money brings a unit, on the side that still gets some.
    shares : tuple of float
        Splits drawn, from nothing into keeping to all.
    worths : tuple of Estimate
        What each of them brings.
    """

    assumptions: BudgetAssumptions
    share: Estimate
    kept: float
    won: float
    worth: Estimate
    first: tuple[float, float]
    last: float
    shares: tuple[float, ...]
    worths: tuple[Estimate, ...]

    def marginal(self, share: float) -> tuple[float, float]:
        """Return what the next unit brings at a split: in keeping, and in winning."""
        one = self.assumptions
        return (one.kept_worth * one.keeping().next(share * one.budget),
                one.won_worth * one.winning().next((1 - share) * one.budget))


def budget_split(assumptions: BudgetAssumptions, doubts: dict[str, Estimate]) -> BudgetSplit:
    """Split a budget between keeping and winning.

    Parameters
    ----------
    assumptions : BudgetAssumptions
    doubts : dict of str to Estimate
        Intervals of those assumptions that are the company's own figures; the others count as certain.
    """
    one = assumptions
    shares = np.linspace(0, 1, SPLITS)
    generator = np.random.default_rng(_SEED)
    drawn = [_drawn(one, doubts, generator) for _ in range(DRAWS)] if doubts else []
    best = best_share(one)
    worths = np.array([worth_of(draw, shares) for draw in drawn])
    optima = np.array([best_share(draw) for draw in drawn])
    keeping, winning = one.keeping(), one.winning()
    into, rest = best * one.budget, (1 - best) * one.budget
    first = (one.kept_worth * keeping.next(0.0), one.won_worth * winning.next(0.0))
    last = max(one.kept_worth * keeping.next(into) if best > 0 else 0.0,
               one.won_worth * winning.next(rest) if best < 1 else 0.0)
    return BudgetSplit(
        one, _told(best, optima), float(keeping.gain(into)), float(winning.gain(rest)),
        _told(worth_of(one, best), np.array([worth_of(draw, best) for draw in drawn])), first, last,
        tuple(float(share) for share in shares),
        tuple(_told(worth_of(one, share), worths[:, place] if drawn else worths)
              for place, share in enumerate(shares)))


def worth_of(one: BudgetAssumptions, share: Number) -> Number:
    """Return what a split brings, or each of several, minor units, before the budget is taken off."""
    return (one.kept_worth * one.keeping().gain(share * one.budget)
            + one.won_worth * one.winning().gain((1 - share) * one.budget))


def best_share(one: BudgetAssumptions) -> float:
    """Return the share of the budget that is best put into keeping."""
    keeping, winning = one.keeping(), one.winning()
    keeps, wins = one.kept_worth * keeping.next(0.0), one.won_worth * winning.next(0.0)
    if keeps <= 0 or wins <= 0 or one.budget <= 0:
        return 1.0 if keeps > wins else 0.0
    # Where keeps·exp(−k·s·B) = wins·exp(−w·(1 − s)·B).
    share = (math.log(keeps / wins) / one.budget + winning.rate) / (keeping.rate + winning.rate)
    return min(max(share, 0.0), 1.0)


def _drawn(one: BudgetAssumptions, doubts: dict[str, Estimate],
           generator: np.random.Generator) -> BudgetAssumptions:
    """Draw the company's own figures within their intervals."""
    values = {}
    for name, found in doubts.items():
        if found.estimate is None or found.low is None or found.high is None:
            continue
        error = (found.high - found.low) / (2 * normal_quantile())
        values[name] = max(getattr(one, name) + error * generator.standard_normal(), 0.0)
    for rate in {"retention", "new_kept"} & values.keys():
        values[rate] = min(values[rate], 0.99)
    drawn = replace(one, **values)
    grown = drawn.retention * (1 + drawn.growth)
    # A value without an end would decide the whole range.
    return drawn if grown < 1 + drawn.discount_rate - 0.01 else replace(drawn, growth=0.0)


def _told(value: float, drawn: NDArray[np.float64]) -> Estimate:
    if not drawn.size:
        return Estimate(0, float(value))
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Estimate(len(drawn), float(value), float(low), float(high))
