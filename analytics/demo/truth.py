"""The hidden truth of a simulated company: what an estimate should find, known without sampling error."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

import numpy as np

from analytics.demo.calendar import Calendar
from analytics.demo.history import NEVER, History, Wave
from analytics.demo.losses import Exits
from analytics.demo.opinion import Opinion, reviews
from analytics.demo.population import Population
from analytics.demo.remarks import HEARD
from analytics.demo.scenario import MARKETS, Booleans, Floats, Integers, Scenario, chance
from analytics.demo.vocabulary import vocabulary

LEVELS = range(1, 6)


@dataclass(frozen=True, slots=True)
class MarketTruth:
    """The curve of one market.

    Attributes
    ----------
    market : str
    gamma, lowest, highest : float
        Parameters of the curve a customer's chance to stay a year comes from.
    stays_a_year : tuple of float
        Mean chance to stay the year after a review, by level 1–5: the curve as a survey without
        error would see it, opinions changing within the year included. NaN where nobody had the level.
    reviewed : tuple of int
        Customers behind each of them.
    annual_churn : float
        Expected share of customers lost in a year.
    """

    market: str
    gamma: float
    lowest: float
    highest: float
    stays_a_year: tuple[float, ...]
    reviewed: tuple[int, ...]
    annual_churn: float


@dataclass(frozen=True, slots=True)
class CauseTruth:
    """A cause of loss: words, Keaveney class, usual weight, expected share of all and of recorded exits."""

    cause: str
    cause_class: str
    weight: float
    share: float
    recorded_share: float


@dataclass(frozen=True, slots=True)
class TopicTruth:
    """A topic: its share among the remarks of unhappy and of happy customers, and what staff make of it.

    ``staff`` is its share among what staff report without having heard the customer.
    """

    topic: str
    unhappy: float
    happy: float
    staff: float


@dataclass(frozen=True, slots=True)
class CampaignTruth:
    """A campaign: its size, and by how much the offer raises the chance to stay the year after it.

    ``effect`` is the mean over all members, treated or not; None where the year is not over.
    """

    campaign_id: str
    assigned_on: str
    members: int
    effect: float | None


@dataclass(frozen=True, slots=True)
class EventTruth:
    """A shock: its key in the vocabulary, its date, and its branch (empty: everywhere or a region)."""

    key: str
    happened_on: str
    branch: str


@dataclass(frozen=True, slots=True)
class SilentLoss:
    """A customer who left without a record, and the first day without it."""

    customer_id: str
    left_on: str


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything a test may compare an estimate with.

    Attributes
    ----------
    seed, customers, quarters : int
    first_day, last_day : str
        ISO dates of the simulated time.
    markets : tuple of MarketTruth
    satisfaction : tuple of float
        Shares of levels 1–5 among all customers at their reviews.
    respondents : tuple of float
        The same expected among those who answer.
    problems_per_complaint : float
    causes : tuple of CauseTruth
    campaigns : tuple of CampaignTruth
    campaign_effect : float or None
        Over all campaigns whose year is over; None when there are none.
    events : tuple of EventTruth
    season : tuple of float
        Trade of each calendar month, January first, relative to the mean month.
    exits, recorded_exits, returns : int
        Tenures ended, those the company wrote down, and customers won back.
    silent_losses : tuple of SilentLoss
    loss_making_share : float
        Share of buying customers whose orders cost more than they brought.
    delivered_value : float
        Expected mean of benefits less costs, in levels, among those who answer the yearly form.
    course_effect : float or None
        By how much the operators' course raises the chance to stay the year after it, mean over those who
        attended and whose year is over.
    wallet_shares : tuple of float
        Expected mean share of their spending, by market, of those who answered the yearly form in the last
        year. NaN where nobody was asked.
    topics : tuple of TopicTruth
        What remarks are about.
    heard : float
        Share of staff's notes that are about the customer's own topic.
    scenario : Scenario
        Every parameter of the simulation.
    """

    seed: int
    customers: int
    quarters: int
    first_day: str
    last_day: str
    markets: tuple[MarketTruth, ...]
    satisfaction: tuple[float, ...]
    respondents: tuple[float, ...]
    problems_per_complaint: float
    causes: tuple[CauseTruth, ...]
    campaigns: tuple[CampaignTruth, ...]
    campaign_effect: float | None
    events: tuple[EventTruth, ...]
    season: tuple[float, ...]
    exits: int
    recorded_exits: int
    returns: int
    silent_losses: tuple[SilentLoss, ...]
    loss_making_share: float
    delivered_value: float
    course_effect: float | None
    wallet_shares: tuple[float, ...]
    topics: tuple[TopicTruth, ...]
    heard: float
    scenario: Scenario

    def to_json(self) -> str:
        """Write the truth as JSON; a figure that does not exist is null."""
        def plain(value: object) -> object:
            if isinstance(value, dict):
                return {key: plain(item) for key, item in value.items()}
            if isinstance(value, list | tuple):
                return [plain(item) for item in value]
            return None if isinstance(value, float) and np.isnan(value) else value

        return json.dumps(plain(asdict(self)), ensure_ascii=False, indent=1)


def truth_of(
    scenario: Scenario, seed: int, time: Calendar, population: Population, opinion: Opinion,
    history: History, found: Exits, response: Floats, loss_making_share: float, delivered_value: float,
    course_effect: float | None, wallet_shares: tuple[float, ...],
) -> Truth:
    """Gather the truth of a simulated company.

    Parameters
    ----------
    scenario : Scenario
    seed : int
    time : Calendar
    population : Population
    opinion : Opinion
    history : History
    found : Exits
    response : numpy.ndarray of float
        Chance to answer when asked: shape (customers, quarters).
    loss_making_share, delivered_value : float
    course_effect : float or None
    wallet_shares : tuple of float

    Returns
    -------
    Truth
    """
    asked = history.alive & reviews(population, time.quarters)
    silent = np.flatnonzero(~found.recorded)
    days = _iso(time, found.day[silent])
    shocked = scenario.shocks is not None
    complete = [wave for wave in history.waves if wave.quarter + 4 <= time.quarters]
    effects = [_effects(history, wave) for wave in complete]
    return Truth(
        seed=seed, customers=population.count, quarters=time.quarters,
        first_day=str(time.first_day), last_day=str(time.first_day + time.days - 1),
        markets=tuple(_market(place, scenario, population, opinion, history, asked)
                      for place in range(len(MARKETS))),
        satisfaction=_shares(opinion, asked, np.ones(asked.shape)),
        respondents=_shares(opinion, asked, response),
        problems_per_complaint=scenario.service.problems_per_complaint,
        causes=_causes(found),
        campaigns=tuple(
            CampaignTruth(wave.campaign_id, _iso(time, time.edges[[wave.quarter]])[0], len(wave.members),
                          float(_effects(history, wave).mean()) if wave in complete else None)
            for wave in history.waves),
        campaign_effect=float(np.concatenate(effects).mean()) if effects else None,
        events=tuple(EventTruth(event.key, event.happened_on.isoformat(), event.branch)
                     for event in vocabulary().events if shocked and time.number(event.happened_on) >= 0),
        season=tuple(time.season().round(6).tolist()),
        exits=len(found.day), recorded_exits=int(found.recorded.sum()),
        returns=int((history.start[:, 1] != NEVER).sum()),
        silent_losses=tuple(SilentLoss(f"C{customer + 1:06d}", day)
                            for customer, day in zip(found.customer[silent].tolist(), days, strict=True)),
        loss_making_share=loss_making_share,
        delivered_value=delivered_value,
        course_effect=course_effect,
        wallet_shares=wallet_shares,
        topics=tuple(TopicTruth(topic.key, topic.unhappy, topic.happy, topic.staff)
                     for topic in vocabulary().topics),
        heard=HEARD,
        scenario=scenario,
    )


def _iso(time: Calendar, days: Integers) -> list[str]:
    return [str(day) for day in time.first_day + days]


def _market(
    place: int, scenario: Scenario, population: Population, opinion: Opinion, history: History,
    asked: Booleans,
) -> MarketTruth:
    curve = scenario.curves[place]
    here = (population.market == place)[:, None]
    quarterly = history.annual**0.25
    windows = np.lib.stride_tricks.sliding_window_view(quarterly, 4, axis=1).prod(axis=-1)
    whole_year = asked[:, : windows.shape[1]] & here
    level = opinion.level[:, : windows.shape[1]][whole_year]
    count = np.bincount(level, minlength=6)[1:]
    total = np.bincount(level, windows[whole_year], minlength=6)[1:]
    stays = np.divide(total, count, out=np.full(5, np.nan), where=count > 0)
    return MarketTruth(
        curve.market, curve.gamma, curve.lowest, curve.highest, tuple(stays.tolist()), tuple(count.tolist()),
        float(1.0 - quarterly[history.alive & here].mean() ** 4),
    )


def _shares(opinion: Opinion, asked: Booleans, weight: Floats) -> tuple[float, ...]:
    sums = np.bincount(opinion.level[asked], weight[asked], minlength=6)[1:]
    return tuple((sums / sums.sum()).tolist())


def _causes(found: Exits) -> tuple[CauseTruth, ...]:
    """Average what the causes were drawn from: the shares expected, free of the luck of the draw."""
    nobody = np.full(len(vocabulary().causes), np.nan)
    share = found.chances.mean(axis=0) if len(found.day) else nobody
    recorded = found.chances[found.recorded].mean(axis=0) if found.recorded.any() else nobody
    return tuple(CauseTruth(cause.name, cause.cause_class, cause.weight, float(share[i]), float(recorded[i]))
                 for i, cause in enumerate(vocabulary().causes))


def _effects(history: History, wave: Wave) -> Floats:
    """Return what the offer adds to each member's chance to stay the year."""
    base = history.base[wave.members, wave.quarter : wave.quarter + 4]
    offered = chance(base + wave.shift[:, None]) ** 0.25
    return np.asarray(offered.prod(axis=1) - (chance(base) ** 0.25).prod(axis=1))
