"""Relations beside trade: contacts, service agreements, the club, campaigns."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.demo.calendar import Calendar
from analytics.demo.columns import identifiers, labels, money, pick
from analytics.demo.history import NEVER, History
from analytics.demo.opinion import Opinion
from analytics.demo.population import MANAGERS, Population
from analytics.demo.remarks import Topics, notes
from analytics.demo.scenario import Booleans, Integers
from analytics.demo.trade import Tenures
from analytics.demo.vocabulary import vocabulary

#: Contacts in a busy year, by size, and how unequal the account managers are.
CONTACTS_A_YEAR, DILIGENCE_SPREAD = np.array([13.0, 6.5, 3.0]), 0.35
KINDS = ("call", "visit", "message", "mail", "gift", "training", "club")
KIND_SHARES = (0.40, 0.25, 0.20, 0.06, 0.03, 0.04, 0.02)
INBOUND_SHARE = 0.28
LEVELS = ("frontline", "supervisor", "manager", "executive")
LEVEL_SHARES = (0.70, 0.17, 0.10, 0.03)
#: Share of customers with a service agreement, by size, and its monthly fee for a small one.
AGREEMENT_SHARES, MONTHLY_FEE = np.array([0.55, 0.32, 0.14]), 420.0
CANCELLED_SHARE = 0.35
REDEEMED_SHARE, OFFER_COST = 0.45, 380.0


def contacts(
    random: np.random.Generator, time: Calendar, population: Population, history: History,
    managers: list[str], opinion: Opinion, held: Topics, voice: np.random.Generator,
) -> pd.DataFrame:
    """Draw all contacts; silent leavers are still called until somebody notices.

    Parameters
    ----------
    random : numpy.random.Generator
    time : Calendar
    population : Population
    history : History
    managers : list of str
    opinion : Opinion
    held : Topics
        What each customer keeps coming back to.
    voice : numpy.random.Generator
        Of what is noted, so that the contacts themselves stay what they are.

    Returns
    -------
    pandas.DataFrame
        The canonical table ``contacts``, by day.
    """
    who, column = np.nonzero(history.start != NEVER)
    start, end = history.start[who, column], history.noticed_end(time.days)[who, column]
    diligence = random.lognormal(0.0, DILIGENCE_SPREAD, MANAGERS)[population.manager[who]]
    busy = time.clock[end] - time.clock[start]
    many = random.poisson(CONTACTS_A_YEAR[population.size[who]] * diligence * busy / 365.0)
    row = np.repeat(np.arange(len(who)), many)
    usual = time.busy_days(random, start[row], end[row])

    offered = np.flatnonzero(history.offer_made)
    customer = np.concatenate([who[row], offered])
    day = np.concatenate([usual, history.offered_on[offered]])
    won_back = np.concatenate([np.zeros(len(row), bool), np.ones(len(offered), bool)])
    order = np.argsort(day, kind="stable")
    customer, day, won_back = customer[order], day[order], won_back[order]

    count, purposes = len(day), vocabulary().contact_purposes
    kind = np.where(won_back, KINDS.index("visit"), pick(random, KIND_SHARES, count))
    inbound = ~won_back & (kind <= KINDS.index("mail")) & (random.random(count) < INBOUND_SHARE)
    names = list(purposes)
    purpose = np.where(inbound, names.index("enquiry"), pick(random, (0.45, 0.30, 0.25), count))
    purpose = np.where(won_back, names.index("win_back"), purpose)
    minutes = np.round(random.lognormal(np.log(45.0), 1.1, count))
    return pd.DataFrame({
        "customer_id": identifiers("C", customer + 1, 6),
        "contacted_on": time.dates(day),
        "kind": labels(KINDS, kind),
        "direction": labels(("outbound", "inbound"), inbound.astype(int)),
        "by": labels(managers, population.manager[customer]),
        "by_level": labels(LEVELS, np.where(won_back, 2, pick(random, LEVEL_SHARES, count))),
        "purpose": labels(list(purposes.values()), purpose),
        "note": notes(voice, held, opinion, customer, time.quarter_of(day), inbound),
        "response_minutes": np.where(inbound, np.clip(minutes, 2.0, 2880.0), np.nan),
    })


def contracts(
    random: np.random.Generator, time: Calendar, population: Population, spells: Tenures,
) -> pd.DataFrame:
    """Draw service agreements of a year each; they are renewed while the customer stays.

    Parameters
    ----------
    random : numpy.random.Generator
    time : Calendar
    population : Population
    spells : Tenures

    Returns
    -------
    pandas.DataFrame
        The canonical table ``contracts``: one row a year of an agreement. A term may end after the last day.
    """
    holds = random.random(len(spells.start)) < AGREEMENT_SHARES[population.size[spells.customer]]
    # Agreements run from the customer's own anniversary, which may lie before the first day.
    signed = spells.start + random.integers(0, 365, len(holds)) - np.where(spells.start == 0, 365, 0)
    holder = np.flatnonzero(holds & (signed < spells.end - 30))
    terms = (spells.end[holder] - 1 - signed[holder]) // 365 + 1
    agreement = np.repeat(np.arange(len(holder)), terms)
    term = np.arange(len(agreement)) - np.repeat(np.cumsum(terms) - terms, terms)
    spell = holder[agreement]
    starts, last = signed[spell] + 365 * term, term == terms[agreement] - 1
    leaves = last & spells.left[spell]
    cancelled = leaves & (random.random(len(term)) < CANCELLED_SHARE)
    ends = np.where(cancelled, spells.end[spell], starts + 364)
    why = np.where(cancelled, 2, np.where(leaves, 1, 0))
    known = (leaves | ~last) & (ends < time.days)
    customer = spells.customer[spell]
    fee = MONTHLY_FEE * population.potential[customer] ** 0.8 * 1.03**term
    return pd.DataFrame({
        "contract_id": identifiers("A", agreement + 1, 5),
        "customer_id": identifiers("C", customer + 1, 6),
        "starts_on": time.dates(starts),
        "ends_on": time.dates(ends),
        "ended_because": labels(("renewed", "expired", "cancelled"), why, known),
        "monthly_value": money(fee),
    })


def memberships(
    random: np.random.Generator, time: Calendar, population: Population, history: History,
) -> pd.DataFrame:
    """Let the customers who join the club do so within their first tenure.

    Parameters
    ----------
    random : numpy.random.Generator
    time : Calendar
    population : Population
    history : History

    Returns
    -------
    pandas.DataFrame
        The canonical table ``memberships``.
    """
    words, member = vocabulary(), np.flatnonzero(population.club)
    end = history.end[member, 0]
    joined = history.start[member, 0] + np.minimum(random.exponential(200.0, len(member)).astype(int), 500)
    member, end, joined = (column[joined < end] for column in (member, end, joined))
    left = history.known_on[member, 0]
    return pd.DataFrame({
        "customer_id": identifiers("C", member + 1, 6),
        "joined_on": time.dates(joined),
        "programme": labels([words.membership], np.zeros(len(member), int)),
        "left_on": time.dates(left, left != NEVER),
        "tier": labels(words.tiers, (population.size[member] == 0).astype(int)),
    })


def campaigns(random: np.random.Generator, time: Calendar, history: History) -> pd.DataFrame:
    """List the members of the retention campaigns and the win-back cases, treated and control.

    Parameters
    ----------
    random : numpy.random.Generator
    time : Calendar
    history : History

    Returns
    -------
    pandas.DataFrame
        The canonical table ``campaigns``.
    """
    cases = np.flatnonzero(history.offered_on != NEVER)
    names = [*(wave.campaign_id for wave in history.waves), "WINBACK"]
    parts = [wave.members for wave in history.waves] + [cases]
    arms = [wave.treated for wave in history.waves] + [history.offer_made[cases]]
    dates = [np.full(len(wave.members), time.edges[wave.quarter]) for wave in history.waves]
    customer, treated = np.concatenate(parts), np.concatenate(arms)
    assigned = np.concatenate([*dates, history.offered_on[cases]]).astype(int)
    which = np.repeat(np.arange(len(names)), [len(part) for part in parts])
    return _campaign_rows(random, time, names, which, customer, treated, assigned)


def _campaign_rows(
    random: np.random.Generator, time: Calendar, names: list[str], which: Integers, customer: Integers,
    treated: Booleans, assigned: Integers,
) -> pd.DataFrame:
    offers, count = vocabulary().offers, len(customer)
    redeemed_on = assigned + random.integers(5, 80, count)
    redeemed = treated & (random.random(count) < REDEEMED_SHARE) & (redeemed_on < time.days)
    cost = OFFER_COST * random.lognormal(0.0, 0.3, count)
    return pd.DataFrame({
        "campaign_id": labels(names, which),
        "customer_id": identifiers("C", customer + 1, 6),
        "arm": labels(("control", "treated"), treated.astype(int)),
        "assigned_on": time.dates(assigned),
        "offer": labels(list(offers.values()), (which == len(names) - 1).astype(int), treated),
        "cost": money(cost, treated),
        "redeemed_on": time.dates(redeemed_on, redeemed),
    })
