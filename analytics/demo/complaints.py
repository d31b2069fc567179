"""Complaints: who voices a failure, how it is handled (identify, assess, negotiate, act), how it ends."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.demo.calendar import Calendar
from analytics.demo.columns import flags, identifiers, labels, moments, money, pick, whole
from analytics.demo.jobs import WRONGS, Failures
from analytics.demo.population import Population
from analytics.demo.scenario import RECOVERIES, Booleans, Floats, Integers, Scenario
from analytics.demo.vocabulary import vocabulary

UNRESOLVED = RECOVERIES.index("unresolved")
#: Days from opening to closing by recovery: least, median of what is on top, most.
LEAST_DAYS = np.array([0.2, 8.0, 12.0])
MEDIAN_DAYS = np.array([2.4, 11.0, 20.0])
MOST_DAYS = np.array([6.5, 60.0, 90.0])
#: Share of the way to closing at which each stage is usually done: identified, assessed, negotiated, acted.
STAGES = np.array([0.04, 0.18, 0.45, 0.92])
PROMISE_KEPT = np.array([0.95, 0.70, 0.15])
SATISFIED = np.array([0.90, 0.55, 0.08])
REOPENED = np.array([0.02, 0.08, 0.22])
#: Owners a case passes on to, on average, by recovery.
HANDOVERS = np.array([0.15, 0.7, 1.2])
REACTIONS = ("staff", "manager", "friends", "third_party", "media")
REACTION_SHARES = (0.62, 0.24, 0.06, 0.05, 0.03)
LEVELS = ("frontline", "supervisor", "manager", "executive")
CHANNELS = ("phone", "counter", "web", "social", "letter")
CHANNEL_SHARES = (0.52, 0.22, 0.14, 0.09, 0.03)
FOLLOW_UP_SHARE = 0.6


def complaints(
    random: np.random.Generator, scenario: Scenario, time: Calendar, population: Population,
    failed: Failures, managers: list[str],
) -> pd.DataFrame:
    """Draw all complaints that were keyed in.

    Parameters
    ----------
    random : numpy.random.Generator
    scenario : Scenario
    time : Calendar
    population : Population
    failed : Failures
    managers : list of str
        Names of the account managers.

    Returns
    -------
    pandas.DataFrame
        The canonical table ``complaints``, by day. What lies after the last day is not known yet.
    """
    words = vocabulary()
    places = np.flatnonzero(failed.complained)
    opened = np.minimum(failed.day[places] + random.integers(0, 6, len(places)), time.days - 1)
    order = np.argsort(opened, kind="stable")
    places, opened = places[order], opened[order]
    kept = _keyed_in(random, scenario, time, population.branch[failed.customer[places]], opened)
    places, opened = places[kept], opened[kept]

    count, customer = len(places), failed.customer[places]
    severe, recovery, wrong = failed.severe[places], failed.recovery[places], failed.wrong[places]
    opened_at = opened * 24.0 + random.uniform(8.0, 17.0, count)
    stage_at, closed_at = _clock(random, population.branch[customer], recovery, opened_at)
    end = time.days * 24.0
    closed, open_still = closed_at < end, closed_at >= end
    settled = closed & (recovery != UNRESOLVED)
    acted = (stage_at[3] < end) & ((recovery != UNRESOLVED) | (random.random(count) < 0.4))
    stake = np.where(severe, 16000.0, 2600.0) * population.potential[customer] ** 0.4
    stake *= random.lognormal(0.0, 0.6, count)
    follow_up = closed_at + random.exponential(72.0, count) + 24.0
    rank = severe.astype(int) + (recovery == UNRESOLVED) + pick(random, (0.6, 0.3, 0.1), count) - 1
    pleased = random.random(count) < SATISFIED[recovery]
    paid, compensation = random.random(count) < 0.7, stake * random.uniform(0.05, 0.4, count)
    # A stream of its own: one column more must not change every figure drawn after it.
    passed_on = random.spawn(1)[0].poisson(HANDOVERS[recovery])
    return pd.DataFrame({
        "complaint_id": identifiers("T", np.arange(1, count + 1), 5),
        "customer_id": identifiers("C", customer + 1, 6),
        "opened_on": time.dates(opened),
        "category": labels([words.complaint_categories[code] for code in WRONGS], wrong),
        "cause": labels(WRONGS, wrong),
        "severity": labels(("low", "medium", "high"), np.where(severe, 2, random.integers(0, 2, count))),
        "channel": labels(CHANNELS, pick(random, CHANNEL_SHARES, count)),
        "reaction": labels(REACTIONS, _reactions(random, recovery)),
        "amount_at_stake": money(stake),
        "owner": labels(managers, population.manager[customer]),
        "owner_level": labels(LEVELS, np.clip(rank, 0, 3)),
        "identified_at": moments(time.first_day, stage_at[0], stage_at[0] < end),
        "assessed_at": moments(time.first_day, stage_at[1], stage_at[1] < end),
        "negotiated_at": moments(time.first_day, stage_at[2], stage_at[2] < end),
        "acted_at": moments(time.first_day, stage_at[3], acted),
        "closed_at": moments(time.first_day, closed_at, closed),
        "outcome": labels(("resolved", "unresolved", "open"),
                          np.where(open_still, 2, np.where(settled, 0, 1))),
        "satisfied": flags(pleased, closed & (random.random(count) < 0.85)),
        "compensation": money(compensation, settled & paid),
        "promise_due": time.dates(opened + random.integers(3, 15, count)),
        "promise_kept": flags(random.random(count) < PROMISE_KEPT[recovery], closed),
        "followed_up_at": moments(time.first_day, follow_up,
                                  (follow_up < end) & (random.random(count) < FOLLOW_UP_SHARE)),
        "reopened": flags(random.random(count) < REOPENED[recovery], closed),
        "handovers": whole(passed_on),
    })


def _keyed_in(
    random: np.random.Generator, scenario: Scenario, time: Calendar, branch: Integers, opened: Integers,
) -> Booleans:
    """Say which complaints reached the records: most of those before the reporting break did not."""
    kept = np.ones(len(opened), bool)
    if scenario.shocks is None:
        return kept
    broken = vocabulary().happening("reporting_break")
    moved = time.number(broken.happened_on)
    hit = (branch == vocabulary().branch_number(broken.branch)) & (opened < moved) & (opened >= moved - 92)
    return np.asarray(kept & (~hit | (random.random(len(opened)) < scenario.shocks.complaints_kept)))


def _clock(
    random: np.random.Generator, branch: Integers, recovery: Integers, opened_at: Floats,
) -> tuple[Floats, Floats]:
    """Draw the hours of the four stages, shape (4, complaints), and of closing; some branches are slower."""
    pace = np.exp(random.normal(0.0, 0.25, len(vocabulary().branches)))[branch]
    extra = MEDIAN_DAYS[recovery] * random.lognormal(0.0, 0.6, len(branch)) * pace
    hours = 24.0 * np.minimum(LEAST_DAYS[recovery] + extra, MOST_DAYS[recovery])
    share = np.sort(STAGES[:, None] * random.uniform(0.6, 1.05, (4, len(branch))), axis=0)
    return opened_at + share * hours, opened_at + hours


def _reactions(random: np.random.Generator, recovery: Integers) -> Integers:
    """Draw whom customers turned to; the unresolved go to third parties and the media more often."""
    usual = pick(random, REACTION_SHARES, len(recovery))
    loud = pick(random, (0.35, 0.30, 0.12, 0.15, 0.08), len(recovery))
    return np.where(recovery == UNRESOLVED, loud, usual)
