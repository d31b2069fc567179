"""Who stays and who leaves, quarter by quarter: exits, their records, campaigns, win-backs."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from analytics.demo.calendar import Calendar
from analytics.demo.opinion import Opinion
from analytics.demo.population import Population
from analytics.demo.scenario import (
    MARKETS,
    Booleans,
    Campaigns,
    Floats,
    Integers,
    Scenario,
    chance,
    logit,
)
from analytics.demo.vocabulary import vocabulary

NEVER = -1


@dataclass(frozen=True, slots=True)
class Wave:
    """One retention campaign: its members, who of them was treated, and the shift an offer makes.

    Attributes
    ----------
    campaign_id : str
    quarter : int
        It is assigned on the first day of this quarter and acts for a year.
    members : numpy.ndarray of int
        Customers.
    treated : numpy.ndarray of bool
    shift : numpy.ndarray of float
        What an offer does to the logit of annual retention of each member, treated or not.
    """

    campaign_id: str
    quarter: int
    members: Integers
    treated: Booleans
    shift: Floats


@dataclass(slots=True)
class History:
    """Two tenures a customer at most; columns 0 and 1 of the arrays of shape (customers, 2).

    Attributes
    ----------
    start, end : numpy.ndarray of int
        Day numbers; ``end`` is exclusive, and the number of days where the tenure is open.
        ``start`` is ``NEVER`` where there is no second tenure.
    left : numpy.ndarray of bool
        Whether the tenure ended.
    known_on : numpy.ndarray of int
        Day the company wrote the loss down; ``NEVER``: it left silently, or is not noticed yet.
    offered_on : numpy.ndarray of int
        Day a win-back case was assigned after the first loss, ``NEVER`` for none.
    offer_made : numpy.ndarray of bool
        Whether that case got the offer.
    annual : numpy.ndarray of float
        Chance to stay a year at the conditions of each quarter: shape (customers, quarters).
    base : numpy.ndarray of float
        Its logit without campaigns.
    alive : numpy.ndarray of bool
        Whether the customer is one on the first day of each quarter.
    waves : list of Wave
        The campaigns.
    """

    start: Integers
    end: Integers
    left: Booleans
    known_on: Integers
    offered_on: Integers
    offer_made: Booleans
    annual: Floats
    base: Floats
    alive: Booleans
    waves: list[Wave] = field(default_factory=list)

    def noticed_end(self, days: int) -> Integers:
        """Return the day up to which the company treats each tenure as alive: silent ones eight months on."""
        silent = np.minimum(self.end + 240, days)
        return np.where(self.left, np.where(self.known_on == NEVER, silent, self.end), self.end)


def live(
    random: np.random.Generator, scenario: Scenario, time: Calendar, population: Population, opinion: Opinion,
) -> History:
    """Let every customer live through the quarters.

    Parameters
    ----------
    random : numpy.random.Generator
    scenario : Scenario
    time : Calendar
    population : Population
    opinion : Opinion

    Returns
    -------
    History
    """
    history = _newborn(time, population, _base_logit(scenario, time, population, opinion))
    pushed = np.zeros_like(history.base)
    last_wave = np.full(population.count, -4)
    tenure = np.where(population.acquired < 0, 0, NEVER)
    joins_in = np.where(population.acquired < 0, NEVER, time.quarter_of(population.acquired))
    returns_in = np.full(population.count, NEVER)
    for quarter in range(time.quarters):
        history.alive[:, quarter] = tenure != NEVER
        tenure[joins_in == quarter] = 0
        tenure[returns_in == quarter] = 1
        if scenario.campaigns is not None:
            pushed[returns_in == quarter, quarter:] += scenario.campaigns.second_tenure_shift
            _campaign(random, scenario.campaigns, time, population, history, pushed, last_wave, quarter)
        history.annual[:, quarter] = chance(history.base[:, quarter] + pushed[:, quarter])

        here = np.flatnonzero(tenure != NEVER)
        first = np.maximum(time.edges[quarter], history.start[here, tenure[here]])
        length = time.edges[quarter + 1] - first
        years = length / (time.edges[quarter + 1] - time.edges[quarter]) / 4.0
        goes = (random.random(len(here)) > history.annual[here, quarter] ** years) & (length > 1)
        ends = first + 1 + (random.random(len(here)) * (length - 1)).astype(int)
        leavers, left_tenure = here[goes], tenure[here[goes]]
        _leave(random, scenario, time, population, history, leavers, left_tenure, ends[goes])
        tenure[leavers] = NEVER
        if scenario.campaigns is not None:
            back = _win_back(random, scenario.campaigns, time, history, leavers[left_tenure == 0], quarter)
            returns_in[back] = time.quarter_of(history.start[back, 1])
    return history


def _newborn(time: Calendar, population: Population, base: Floats) -> History:
    customers = population.count
    start = np.full((customers, 2), NEVER)
    start[:, 0] = np.maximum(population.acquired, 0)
    return History(
        start=start, end=np.full((customers, 2), time.days), left=np.zeros((customers, 2), bool),
        known_on=np.full((customers, 2), NEVER), offered_on=np.full(customers, NEVER),
        offer_made=np.zeros(customers, bool), annual=np.zeros_like(base), base=base,
        alive=np.zeros(base.shape, bool),
    )


def _base_logit(scenario: Scenario, time: Calendar, population: Population, opinion: Opinion) -> Floats:
    curves = np.array([curve.annual_retention(np.arange(1, 6)) for curve in scenario.curves])
    base = logit(curves[population.market[:, None], opinion.level - 1]) + opinion.shift
    lasting = np.array(scenario.channel_shifts)[population.channel] + scenario.club_shift * population.club
    # Centred, so that the curves stay what the scenario says they are.
    base += (lasting - lasting.mean())[:, None]
    if scenario.shocks is not None:
        base += shock_shifts(scenario, time)[population.market, :, population.branch]
    return np.asarray(base)


def shock_shifts(scenario: Scenario, time: Calendar) -> Floats:
    """Return what the shocks add to the logit of annual retention: shape (markets, quarters, branches)."""
    words, shocks = vocabulary(), scenario.shocks
    shifts = np.zeros((len(MARKETS), time.quarters, len(words.branches)))
    if shocks is None:
        return shifts
    rise, entry = words.happening("price_rise"), words.happening("competitor")
    rose = int(time.quarter_of(np.array(time.number(rise.happened_on))))
    came = int(time.quarter_of(np.array(time.number(entry.happened_on))))
    if rose >= 0:
        shifts[:, rose : rose + 2] += np.array(shocks.price_rise_shifts)[:, None, None]
    if came >= 0:
        branch = words.branch_number(entry.branch)
        shifts[:, came : came + 3, branch] += shocks.competitor_shift
        shifts[:, came + 3 :, branch] += shocks.competitor_later
    return shifts


def _campaign(
    random: np.random.Generator, campaigns: Campaigns, time: Calendar, population: Population,
    history: History, pushed: Floats, last_wave: Integers, quarter: int,
) -> None:
    """Assign the campaign that starts in a quarter, if one does, and let it push its members for a year."""
    starts = [int(time.quarter_of(np.array(time.number(day)))) for day in campaigns.starts]
    if quarter not in starts:
        return
    free = np.flatnonzero(history.alive[:, quarter] & (quarter - last_wave >= 4))
    members = free[random.random(len(free)) < campaigns.reached]
    treated = random.random(len(members)) < campaigns.treated
    annual = chance(history.base[members, quarter])
    low, high = campaigns.middle_risk
    shift = np.where((annual > low) & (annual < high), campaigns.persuadable, campaigns.others)
    shift = np.where(population.sleeping_dog[members], campaigns.sleeping_dogs, shift)
    pushed[members, quarter : quarter + 4] += (shift * treated)[:, None]
    last_wave[members] = quarter
    start = time.first_day + int(time.edges[quarter])
    history.waves.append(Wave(f"KEEP-{start.astype('datetime64[M]')}", quarter, members, treated, shift))


def _leave(
    random: np.random.Generator, scenario: Scenario, time: Calendar, population: Population,
    history: History, who: Integers, tenure: Integers, end: Integers,
) -> None:
    """End tenures; the company writes some of them down, some weeks later."""
    history.end[who, tenure] = end
    history.left[who, tenure] = True
    recorded = random.random(len(who)) < np.array(scenario.recorded_shares)[population.size[who]]
    known_on = end + 1 + np.minimum(random.exponential(15.0, len(who)), 60.0).astype(int)
    if scenario.shocks is not None:
        broken = vocabulary().happening("reporting_break")
        moved = time.number(broken.happened_on)
        held_back = population.branch[who] == vocabulary().branch_number(broken.branch)
        held_back &= (known_on < moved) & (known_on >= moved - 92)
        known_on = np.where(held_back, moved, known_on)
    history.known_on[who, tenure] = np.where(recorded & (known_on < time.days), known_on, NEVER)


def _win_back(
    random: np.random.Generator, campaigns: Campaigns, time: Calendar, history: History,
    lost: Integers, quarter: int,
) -> Integers:
    """Draw win-back cases among the losses of a quarter; return those who will come back."""
    draws = random.random((4, len(lost)))
    known_on = history.known_on[lost, 0]
    offered_on = known_on + 10 + random.exponential(60.0, len(lost)).astype(int)
    case = (known_on != NEVER) & (draws[0] < campaigns.win_back_reached) & (offered_on < time.days)
    treated = draws[1] < campaigns.win_back_treated
    early = offered_on - known_on <= 90
    offered = np.where(early, campaigns.return_early, campaigns.return_late)
    returns = case & (draws[2] < np.where(treated, offered, campaigns.return_unasked))
    returns_on = np.maximum(offered_on + 10 + (draws[3] * 50).astype(int), time.edges[quarter + 1])
    returns &= returns_on < time.days
    history.offered_on[lost] = np.where(case, offered_on, NEVER)
    history.offer_made[lost] = case & treated
    back = lost[returns]
    history.start[back, 1] = returns_on[returns]
    return np.asarray(back)

