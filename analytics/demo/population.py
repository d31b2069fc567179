"""Who the customers are: size, branch, trade, channel, potential, taste; drawn before anything happens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.demo.calendar import Calendar
from analytics.demo.columns import pick
from analytics.demo.scenario import CHANNELS, MARKETS, Booleans, Floats, Integers, Scenario
from analytics.demo.vocabulary import vocabulary

#: Shares of large, medium and small customers, and their potential relative to a small one.
SIZE_SHARES = (0.12, 0.28, 0.60)
POTENTIALS = np.array([12.0, 4.0, 1.0])
POTENTIAL_SPREAD = 0.5
CHANNEL_SHARES = (0.28, 0.24, 0.18, 0.16, 0.14)
#: Share of the customers who were there before the first day.
FOUNDING_SHARE = 0.57
#: Account managers, shared out to the branches by their weight.
MANAGERS = 40
CLUB_SHARE = 0.24
MUNICIPAL = 5
RENTAL = 3


@dataclass(frozen=True, slots=True)
class Population:
    """One array entry a customer; codes point into ``SIZES``, ``MARKETS``, ``CHANNELS`` and the vocabulary.

    Attributes
    ----------
    size, branch, market, manager, industry, segment, channel : numpy.ndarray of int
    acquired : numpy.ndarray of int
        Day number; negative for customers who were there before the first day.
    review : numpy.ndarray of int
        In which quarter of every two the customer reviews the relation, and is asked what it thinks.
    potential : numpy.ndarray of float
        Trade relative to a small customer.
    bargaining : numpy.ndarray of float
        Usual discount.
    cost_to_serve : numpy.ndarray of float
        Cost as a multiple of the usual.
    taste : numpy.ndarray of float
        Lasting part of latent satisfaction.
    club : numpy.ndarray of bool
        Whether the customer joins the club at some time.
    sleeping_dog : numpy.ndarray of bool
        Whether an offer reminds the customer that it could leave.
    referrer : numpy.ndarray of int
        Customer who recommended this one, -1 for none.
    """

    size: Integers
    branch: Integers
    market: Integers
    manager: Integers
    industry: Integers
    segment: Integers
    channel: Integers
    acquired: Integers
    review: Integers
    potential: Floats
    bargaining: Floats
    cost_to_serve: Floats
    taste: Floats
    club: Booleans
    sleeping_dog: Booleans
    referrer: Integers

    @property
    def count(self) -> int:
        """Number of customers."""
        return len(self.size)

    @property
    def promoted(self) -> Booleans:
        """Whether the customer was won by a price promotion."""
        return np.asarray(self.channel == CHANNELS.index("promotion"))


def populate(
    random: np.random.Generator, scenario: Scenario, calendar: Calendar, customers: int,
) -> Population:
    """Draw the customers, the longest with the company first.

    Parameters
    ----------
    random : numpy.random.Generator
    scenario : Scenario
    calendar : Calendar
    customers : int
        How many, those won later included.

    Returns
    -------
    Population
    """
    words = vocabulary()
    size = pick(random, SIZE_SHARES, customers)
    branch = pick(random, [branch.weight for branch in words.branches], customers)
    market = np.array([MARKETS.index(branch.market) for branch in words.branches])[branch]
    industry = pick(random, [industry.weight for industry in words.industries], customers)
    channel = pick(random, CHANNEL_SHARES, customers)
    acquired = np.sort(_acquired(random, calendar, customers))
    promoted = channel == CHANNELS.index("promotion")
    bargaining = np.clip(random.beta(1.6, 14.0, customers) + 0.06 * promoted + 0.02 * (size == 0), 0.0, 0.45)
    dogs = scenario.campaigns.sleeping_dog_share if scenario.campaigns else 0.0
    return Population(
        size=size, branch=branch, market=market, industry=industry, channel=channel, acquired=acquired,
        manager=_managers(random, branch),
        segment=_segments(random, size, industry),
        review=random.integers(0, 2, customers),
        potential=POTENTIALS[size] * random.lognormal(-POTENTIAL_SPREAD**2 / 2, POTENTIAL_SPREAD, customers),
        bargaining=bargaining,
        cost_to_serve=random.lognormal(0.0, 0.31, customers) * np.array([0.97, 1.0, 1.04])[size],
        taste=random.normal(0.0, scenario.taste_spread, customers),
        club=random.random(customers) < CLUB_SHARE * np.array([1.6, 1.2, 0.8])[size],
        sleeping_dog=random.random(customers) < dogs,
        referrer=_referrers(random, channel == CHANNELS.index("referral")),
    )


def _acquired(random: np.random.Generator, calendar: Calendar, customers: int) -> Integers:
    founding = round(customers * FOUNDING_SHARE)
    before = -1 - np.minimum(random.exponential(4.0 * 365, founding), 14 * 365.0).astype(int)
    later = calendar.days_at(random.random(customers - founding) * calendar.clock[-1])
    return np.concatenate([before, later])


def _managers(random: np.random.Generator, branch: Integers) -> Integers:
    """Give each branch a run of the managers in proportion to its weight, and each customer one of them."""
    weights = np.array([item.weight for item in vocabulary().branches])
    bounds = np.rint(np.cumsum(weights) / weights.sum() * MANAGERS).astype(int)
    first = np.concatenate([[0], bounds[:-1]])
    return np.asarray(first[branch] + (random.random(len(branch)) * (bounds - first)[branch]).astype(int))


def _segments(random: np.random.Generator, size: Integers, industry: Integers) -> Integers:
    """Group fleet, contractor, rental house, public body or owner-operator, as the company would say."""
    segment = np.where(size == 0, 0, 1)
    segment = np.where((size == 2) & (random.random(len(size)) < 0.6), 4, segment)
    segment = np.where((industry == RENTAL) & (segment != 4), 2, segment)
    return np.where(industry == MUNICIPAL, 3, segment)


def _referrers(random: np.random.Generator, referred: Booleans) -> Integers:
    """Let a customer be recommended by one who came earlier; customers are in order of arrival."""
    place = np.arange(len(referred))
    earlier = (random.random(len(referred)) * place).astype(int)
    return np.where(referred & (place > 0), earlier, -1)
