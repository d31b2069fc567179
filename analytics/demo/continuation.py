"""What becomes of the demo company after its last day: who stays, what they order, what a campaign does.

Conditions stay as they were in the last quarter. Every living customer trades and leaves as before; whom
a campaign treats leaves by odds that the offer shifts, as in the company's own campaigns, until its
read-out. There are no new customers, and surveys, complaints and contacts stop: losses, trade and
agreements are what a campaign is read from.

The draws are those of the company's seed and do not depend on how often or in what steps time passes; so a
customer who was not treated lives the same life whether there is a campaign or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd

from analytics.demo import partners, trade
from analytics.demo.calendar import Calendar, calendar
from analytics.demo.company import Company
from analytics.demo.history import NEVER
from analytics.demo.scenario import Booleans, Campaigns, Floats, Integers, Scenario, chance, logit

#: The stream of what comes after the last day, the quarters it is drawn for, and the days of a year.
STREAM, QUARTERS, YEAR = 59, 12, 365.0
#: Ids of orders after the last day begin so; those before begin with SO.
ORDER_PREFIX = "SP"


@dataclass(frozen=True, slots=True)
class TreatedCampaign:
    """A campaign as the company's customers feel it.

    Attributes
    ----------
    code : str
    starts_on, reads_on : date
        The offer acts from the one day until the other.
    customers : tuple of str
        Numbers of everybody drawn.
    treated : tuple of bool
    """

    code: str
    starts_on: date
    reads_on: date
    customers: tuple[str, ...]
    treated: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class CampaignTruth:
    """What a campaign does.

    Attributes
    ----------
    code : str
    members : int
    effect : float
        Mean over its members of what being treated adds to the chance to be a customer on the day of the
        read-out.
    seen : float
        The same of losses that can be seen by that day, in the very lives drawn: had everybody been
        treated, less had nobody. This is what a read-out estimates.
    """

    code: str
    members: int
    effect: float
    seen: float


@dataclass(frozen=True)
class Continuation:
    """What becomes of the company after its last day.

    Attributes
    ----------
    company : Company
    seed : int
    campaigns : tuple of TreatedCampaign
    scenario : Scenario
    """

    company: Company
    seed: int
    campaigns: tuple[TreatedCampaign, ...]
    scenario: Scenario

    @cached_property
    def time(self) -> Calendar:
        """The days before and after."""
        before = self.company.time
        last = before.first_day.astype("datetime64[M]") + 3 * (before.quarters + QUARTERS)
        return calendar(before.quarters + QUARTERS, seasonal=self.scenario.seasonal,
                        last_day=last.astype("datetime64[D]") - 1)

    @property
    def now(self) -> int:
        """Number of the first day after."""
        return self.company.time.days

    @cached_property
    def living(self) -> Booleans:
        """Whether each customer is one on the first day after."""
        history = self.company.history
        return np.asarray(((history.start != NEVER) & (history.end == self.now) & ~history.left).any(axis=1))

    @cached_property
    def draws(self) -> dict[str, Floats]:
        """Uniform and exponential numbers, one a customer: whatever happens, they are the same."""
        count = self.company.population.count
        random = np.random.default_rng([self.seed, STREAM])
        return {"patience": random.exponential(1.0, count), "recorded": random.random(count),
                "late": random.exponential(15.0, count), "cause": random.random(count),
                "fades": random.random(count)}

    def rate(self, treated: Booleans | None = None) -> Floats:
        """Return each customer's rate of leaving a year, where an offer acts on those who are treated."""
        odds = logit(self.company.history.annual[:, -1])
        if treated is not None and self.scenario.campaigns is not None:
            odds = odds + treated * shift_of(self.scenario.campaigns, chance(odds),
                                             self.company.population.sleeping_dog)
        return np.asarray(-np.log(chance(odds)))

    def leaves(self, campaigns: Sequence[TreatedCampaign]) -> Integers:
        """Return the day on which each customer leaves, under some campaigns: after the last where never."""
        patience, days = self.draws["patience"].copy(), self.time.days
        edges = sorted({self.now, days, *(min(max(self.time.number(day), self.now), days)
                                          for one in campaigns for day in (one.starts_on, one.reads_on))})
        found = np.full(len(patience), days)
        for begin, end in pairwise(edges):
            acting = [one for one in campaigns
                      if self.time.number(one.starts_on) <= begin < self.time.number(one.reads_on)]
            rate = self.rate(self._treated(acting)) / YEAR
            spent = rate * (end - begin)
            goes = (found == days) & (patience < spent)
            found[goes] = begin + 1 + (patience[goes] / rate[goes]).astype(int)
            patience -= spent
        return np.where(self.living, np.minimum(found, days), NEVER)

    def _treated(self, campaigns: Sequence[TreatedCampaign]) -> Booleans:
        treated = np.zeros(self.company.population.count, bool)
        for one in campaigns:
            treated[places(one.customers)[np.array(one.treated, bool)]] = True
        return treated

    def known_on(self, leaves: Integers) -> Integers:
        """Return the day on which the company writes each loss down, `NEVER` for silent leavers."""
        shares = np.array(self.scenario.recorded_shares)[self.company.population.size]
        late = 1 + np.minimum(self.draws["late"], 60.0).astype(int)
        recorded = (self.draws["recorded"] < shares) & (leaves != NEVER) & (leaves < self.time.days)
        return np.where(recorded, leaves + late, NEVER)

    @cached_property
    def _orders(self) -> pd.DataFrame:
        """Every order that would come if nobody left."""
        history, population = self.company.history, self.company.population
        start = np.full_like(history.start, NEVER)
        start[self.living, 0] = self.now
        endless = replace(history, start=start, end=np.full_like(history.end, self.time.days),
                          left=np.zeros_like(history.left))
        lines = trade.orders(np.random.default_rng([self.seed, STREAM, 1]), self.scenario, self.time,
                             replace(population, acquired=np.full_like(population.acquired, NEVER)), endless)
        # Every tenure begins with an order, and these began long ago.
        lines = lines[self.days_of(lines) > self.now]
        lines = lines.assign(order_id=ORDER_PREFIX + lines["order_id"].astype("str").str[2:])
        return partners.with_partners(self.seed, self.scenario.partners, self.company.time, lines)

    def days_of(self, orders: pd.DataFrame) -> Integers:
        """Return the day number of each order."""
        days = orders["ordered_on"].to_numpy().astype("datetime64[D]") - self.time.first_day
        return np.asarray(days.astype(int))

    def orders(self, leaves: Integers) -> pd.DataFrame:
        """Return the orders of customers who leave on some days; the trade of some of them fades before."""
        day, customer = self.days_of(self._orders), places(self._orders["customer_id"])
        fades = self.draws["fades"][customer] < self.scenario.fading_share
        late = fades & (day >= leaves[customer] - trade.FADING_DAYS) & (leaves[customer] < self.time.days)
        order = pd.factorize(self._orders["order_id"])[0]
        remains = np.random.default_rng([self.seed, STREAM, 2]).random(order.max(initial=0) + 1)[order]
        kept = (day < leaves[customer]) & (~late | (remains < self.scenario.fading_trade))
        return self._orders[kept]

    def truth(self, campaign: TreatedCampaign, silent_days: int) -> CampaignTruth:
        """Return what a campaign does, beside the others; losses are seen once silent for so many days."""
        members = places(campaign.customers)
        years = (campaign.reads_on - campaign.starts_on).days / YEAR
        everyone, there = np.ones(len(self.living), bool), self.living[members]
        gained = np.exp(-self.rate(everyone) * years) - np.exp(-self.rate() * years)
        others = [one for one in self.campaigns if one.code != campaign.code]
        all_of, none_of = (replace(campaign, treated=(given,) * len(members)) for given in (True, False))
        seen = [self._seen([*others, one], campaign.reads_on, silent_days)[members]
                for one in (all_of, none_of)]
        return CampaignTruth(campaign.code, len(members), float((gained[members] * there).mean()),
                             float(seen[1].mean() - seen[0].mean()))

    def _seen(self, campaigns: Sequence[TreatedCampaign], by: date, silent_days: int) -> Booleans:
        """Return whether each customer's loss is known before a day."""
        leaves, last = self.leaves(campaigns), self.time.number(by)
        known = self.known_on(leaves)
        orders = self.orders(leaves)
        traded = np.full(len(leaves), NEVER)
        before = self.company.tables.orders
        for lines in (before, orders):
            np.maximum.at(traded, places(lines["customer_id"]), self.days_of(lines))
        silent = (traded + silent_days < last) & ((leaves < self.time.days) | (leaves == NEVER))
        return np.asarray(silent | ((known != NEVER) & (known < last)))


def shift_of(campaigns: Campaigns, annual: Floats, sleeping_dog: Booleans) -> Floats:
    """Return what an offer does to the log odds of staying a year, by kind of customer."""
    low, high = campaigns.middle_risk
    shift = np.where((annual > low) & (annual < high), campaigns.persuadable, campaigns.others)
    return np.where(sleeping_dog, campaigns.sleeping_dogs, shift)


def places(numbers: Sequence[str] | pd.Series) -> Integers:
    """Return the places of customers by their numbers, which begin with one letter and count from one."""
    return np.asarray(pd.Series(list(numbers), dtype="str").str[1:].astype(int)) - 1
