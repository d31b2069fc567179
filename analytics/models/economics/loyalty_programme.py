"""A loyalty programme before it begins: the retention it must bring to pay, and what it promises meanwhile.

Definition
    Members earn rewards of a share of the margin they bring; part of them is never redeemed (breakage).
    The programme pays where what a member is then worth, less rewards redeemed and fixed cost, is at least
    what the member was worth before.
Formula
    Break-even: (m − c)·r'/(1 + i − r') − f·(1 + i)/(1 + i − r') = m·r/(1 + i − r), which gives
    r' = (1 + i)(b + f)/(m − c + b) with b the value before, c rewards redeemed a year and f fixed cost a
    member and year. With growth of margin or more buying the same is solved by halving.
Subsidy
    Of the members who get rewards in a year the share r/r' would have stayed without them.
Liability
    Rewards earned and not yet redeemed, of those that will be: a year's, times the years until redemption.
Range
    Draws of the effect within the doubt the reader gives it, and of retention and margin within the
    intervals of the records.
Source
    Methods F4; Lewis 2004 (rewards and retention); Dorotic, Bijmolt & Verhoef 2012 (survey of programmes).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.models.economics.customer_value import Assumptions
from analytics.models.economics.retention_effect import MOST_KEPT
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import normal_quantile

Floats = NDArray[np.float64]

DRAWS = 2_000
_SEED = 31
#: Effects along the chart, in points of retention.
LIFTS = tuple(place / 200 for place in range(21))


@dataclass(frozen=True, slots=True)
class Plan:
    """A programme as planned.

    Attributes
    ----------
    members : int
    reward : float
        Rewards earned, as a share of the margin a member brings.
    breakage : float
        Share of them never redeemed.
    fixed_cost : float
        Of the programme a year, minor units.
    lift : float
        Points of retention expected of it.
    doubt : float
        Half of the 95 % interval around that.
    more : float
        Margin more that a member brings, as a share.
    delay : float
        Years from earning a reward to redeeming it.
    """

    members: int
    reward: float
    breakage: float
    fixed_cost: float
    lift: float
    doubt: float
    more: float = 0.0
    delay: float = 1.0

    @property
    def redeemed(self) -> float:
        """Rewards redeemed, as a share of margin."""
        return self.reward * (1 - self.breakage)

    @property
    def fixed(self) -> float:
        """Fixed cost a member and year, minor units."""
        return self.fixed_cost / self.members if self.members else 0.0


@dataclass(frozen=True, slots=True)
class ProgrammeOutlook:
    """What a plan amounts to; money in minor units.

    Attributes
    ----------
    break_even : float or None
        Points of retention at which it pays; None where no retention is enough.
    net : Estimate
        What it brings over the years in all, after its cost; n is the number of draws.
    chance : float or None
        That it pays, over the draws.
    rewards : float
        Redeemed in a year by all members who stay.
    subsidy : float
        The part of them that goes to members who would have stayed anyway.
    liability : float
        Earned and not yet redeemed, once it runs.
    unredeemed : float
        Earned in a year and never redeemed.
    by_lift : tuple of Estimate
        What it brings in all at each of `LIFTS`, with the doubt about retention and margin alone.
    """

    break_even: float | None
    net: Estimate
    chance: float | None
    rewards: float
    subsidy: float
    liability: float
    unredeemed: float
    by_lift: tuple[Estimate, ...]


def break_even(assumptions: Assumptions, plan: Plan) -> float | None:
    """Return the points of retention at which a plan pays; None where no retention is enough."""
    if assumptions.endless or not assumptions.margin:
        return None
    low, high = assumptions.retention, _most(assumptions)
    if net_a_member(assumptions, plan, high - assumptions.retention) < 0:
        return None
    if net_a_member(assumptions, plan, 0.0) >= 0:
        return 0.0
    for _ in range(60):
        middle = (low + high) / 2
        short = net_a_member(assumptions, plan, middle - assumptions.retention) < 0
        low, high = (middle, high) if short else (low, middle)
    return high - assumptions.retention


def break_even_alike(retention: float, discount_rate: float, reward: float, fixed: float = 0.0) -> float:
    """Return the retention at which rewards of a share of margin pay: the closed form without growth.

    ``fixed`` is the cost a member and year in margins.
    """
    before = retention / (1 + discount_rate - retention)
    return (1 + discount_rate) * (before + fixed) / (1 - reward + before)


def net_a_member(assumptions: Assumptions, plan: Plan, lift: float) -> float:
    """Return what a member is worth more, or less, at an effect of so many points, minor units."""
    return float(_net(assumptions, plan, np.array([assumptions.retention]), np.array([assumptions.margin]),
                      np.array([lift]))[0])


def programme_outlook(assumptions: Assumptions, plan: Plan, retention: Estimate,
                      margin: Estimate) -> ProgrammeOutlook | None:
    """Reckon what a plan amounts to.

    Parameters
    ----------
    assumptions : Assumptions
        What a member is worth; customers are taken to be alike.
    plan : Plan
    retention, margin : Estimate
        With their intervals where they are the company's own; without, they count as certain.

    Returns
    -------
    ProgrammeOutlook or None
        None without members or margin, or where the value has no end.
    """
    if not plan.members or not assumptions.margin or assumptions.endless:
        return None
    generator = np.random.default_rng(_SEED)
    stays = np.clip(_draw(generator, assumptions.retention, retention), 0.01, _most(assumptions))
    brings = np.maximum(_draw(generator, assumptions.margin, margin), 0.0)
    lifts = plan.lift + plan.doubt / normal_quantile() * generator.standard_normal(DRAWS)
    total = plan.members * _net(assumptions, plan, stays, brings, lifts)
    after = min(assumptions.retention + plan.lift, _most(assumptions))
    rewards = plan.members * after * plan.redeemed * assumptions.margin * (1 + plan.more)
    earned = rewards / (1 - plan.breakage) if plan.breakage < 1 else 0.0
    return ProgrammeOutlook(
        break_even(assumptions, plan),
        _told(plan.members * net_a_member(assumptions, plan, plan.lift), total),
        float((total > 0).mean()), rewards, rewards * assumptions.retention / after if after else 0.0,
        rewards * plan.delay, earned - rewards,
        tuple(_told(plan.members * net_a_member(assumptions, plan, lift),
                    plan.members * _net(assumptions, plan, stays, brings, np.full(DRAWS, lift)))
              for lift in LIFTS))


def _net(assumptions: Assumptions, plan: Plan, stays: Floats, brings: Floats, lifts: Floats) -> Floats:
    rate, growth, most = 1 + assumptions.discount_rate, 1 + assumptions.growth, _most(assumptions)
    after = np.clip(stays + lifts, 0.0, most)
    before_value = brings * stays / (rate - stays * growth)
    kept = brings * (1 + plan.more) * (1 - plan.redeemed)
    after_value = kept * after / (rate - after * growth) - plan.fixed * rate / (rate - after)
    return np.asarray(after_value - before_value)


def _most(assumptions: Assumptions) -> float:
    """Return the highest retention at which the value has an end."""
    return min(MOST_KEPT, 0.995 * (1 + assumptions.discount_rate) / (1 + assumptions.growth))


def _draw(generator: np.random.Generator, value: float, found: Estimate) -> Floats:
    if found.low is None or found.high is None:
        return np.full(DRAWS, value)
    error = (found.high - found.low) / (2 * normal_quantile())
    return value + error * generator.standard_normal(DRAWS)


def _told(value: float, drawn: Floats) -> Estimate:
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Estimate(len(drawn), value, float(low), float(high))
