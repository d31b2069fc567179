"""The customer file of the demo company, as it stood on any day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.demo.calendar import Calendar
from analytics.demo.columns import flags, identifiers, labels, pick, texts, whole
from analytics.demo.history import NEVER
from analytics.demo.losses import WOULD_RETURN, Exits
from analytics.demo.names import firms
from analytics.demo.population import Population
from analytics.demo.scenario import CHANNELS, MARKETS, SIZES, Integers
from analytics.demo.vocabulary import vocabulary

CONSENT_SHARE, MISSING_SHARE = 0.88, 0.04
PROMOTED_ADVERTISING_SHARE = 0.15
REASON_SHARES, TERM_SHARES = (0.24, 0.22, 0.20, 0.26, 0.08), (0.30, 0.40, 0.18, 0.12)


def register(
    random: np.random.Generator, time: Calendar, population: Population, managers: list[str],
) -> pd.DataFrame:
    """Write down what does not change: one row a customer, the longest with the company first.

    Parameters
    ----------
    random : numpy.random.Generator
    time : Calendar
    population : Population
    managers : list of str

    Returns
    -------
    pandas.DataFrame
        The static columns of the canonical table ``customers``, and three traits.
    """
    words, count = vocabulary(), population.count
    number = np.arange(1, count + 1)
    region = [branch.region for branch in words.branches]
    advertised = population.channel == CHANNELS.index("advertising")
    promoted = population.promoted | (advertised & (random.random(count) < PROMOTED_ADVERTISING_SHARE))
    birthday = time.number("1970-01-01") + random.integers(-2500, 9500, count)
    fleet = 1 + random.poisson(population.potential * 0.9)
    return pd.DataFrame({
        "customer_id": identifiers("C", number, 6),
        "name": texts(firms(random, population)),
        "size": labels(SIZES, population.size),
        "segment": labels(words.segments, population.segment),
        "industry": labels([item.name for item in words.industries], population.industry),
        "market": labels(MARKETS, population.market),
        "region": labels(region, population.branch),
        "branch": labels([branch.name for branch in words.branches], population.branch),
        "account_manager": labels(managers, population.manager),
        "acquired_on": time.dates(population.acquired),
        "acquisition_channel": labels(CHANNELS, population.channel),
        "acquired_on_promotion": flags(promoted),
        "referred_by": identifiers("C", population.referrer + 1, 6).where(population.referrer >= 0),
        "birthday": time.dates(birthday, random.random(count) > 8 * MISSING_SHARE),
        # Numbers beginning with 1000 are assigned to nobody.
        "phone": identifiers("1000", number, 7).where(random.random(count) > MISSING_SHARE),
        "email": texts([f"c{i:06d}@example.com" for i in number.tolist()]).where(random.random(count) > 0.3),
        "address": _addresses(random, population.branch),
        "purchase_reason": labels(words.purchase_reasons, pick(random, REASON_SHARES, count)),
        "consent": flags(random.random(count) < CONSENT_SHARE),
        "trait_fleet": whole(fleet),
        "trait_distance_km": np.round(random.gamma(2.0, 28.0, count), 1),
        "trait_payment_terms": labels(words.payment_terms, pick(random, TERM_SHARES, count)),
    })


def _addresses(random: np.random.Generator, branch: Integers) -> pd.Series:
    words = vocabulary()
    towns = [item.name.split(" ")[0] for item in words.branches]
    street = random.integers(0, len(words.streets), len(branch)).tolist()
    house = random.integers(1, 400, len(branch)).tolist()
    return texts([f"{towns[b]}市{words.streets[s]}{h}号"
                  for b, s, h in zip(branch.tolist(), street, house, strict=True)])


def customers_on(
    day: int, fixed: pd.DataFrame, time: Calendar, population: Population, found: Exits,
    agreements: pd.DataFrame,
) -> pd.DataFrame:
    """Return the customer file as it stood at the end of a day.

    A customer who came back keeps the day and cause of the loss; only later trade shows the return.

    Parameters
    ----------
    day : int
        Day number.
    fixed : pandas.DataFrame
        From `register`.
    time : Calendar
    population : Population
    found : Exits
    agreements : pandas.DataFrame
        The table ``contracts`` as known that day.

    Returns
    -------
    pandas.DataFrame
        The canonical table ``customers``.
    """
    words = vocabulary()
    place = _last_known(found, population.count, day)
    lost = place >= 0
    cause = np.where(lost, found.cause[place], 0)
    stated, noted, rival = (lost & column[place] for column in (found.stated, found.noted, found.named_rival))
    first_note = np.cumsum([0] + [len(item.notes) for item in words.causes])
    notes = np.array([len(item.notes) for item in words.causes])
    note = first_note[cause] + (found.draw[0][place] * notes[cause]).astype(int)
    second, decided, answer = (
        np.where(lost, column[place], NEVER) for column in (found.second, found.decided, found.would_return))
    by_customer = agreements.groupby("customer_id")
    changing = pd.DataFrame({
        "contract_start": fixed["customer_id"].map(by_customer["starts_on"].min()),
        "contract_end": fixed["customer_id"].map(by_customer["ends_on"].max()),
        "status": labels(("active", "lost"), lost.astype(int)),
        "lost_on": time.dates(found.known_on[place], lost),
        "lost_cause": labels([item.name for item in words.causes], cause, stated),
        "lost_cause_note": labels([text for item in words.causes for text in item.notes], note, noted),
        "lost_to": labels(words.rivals, (found.draw[1][place] * len(words.rivals)).astype(int), rival),
        "lost_cause_second": labels([item.name for item in words.causes], second, second != NEVER),
        "lost_decided_on": time.dates(decided, decided != NEVER),
        "would_return": labels(WOULD_RETURN, answer, answer != NEVER),
    })
    late = list(fixed.columns).index("purchase_reason")
    whole_file = pd.concat([fixed.iloc[:, :late], changing, fixed.iloc[:, late:]], axis=1)
    return whole_file[population.acquired <= day].reset_index(drop=True)


def _last_known(found: Exits, customers: int, day: int) -> Integers:
    """Return the place among the exits of each customer's last loss recorded by a day, -1 for none."""
    last = np.full(customers, -1)
    known = np.flatnonzero((found.known_on != NEVER) & (found.known_on <= day))
    known = known[np.argsort(found.tenure[known], kind="stable")]
    last[found.customer[known]] = known
    return last


def contracts_on(day: int, time: Calendar, agreements: pd.DataFrame) -> pd.DataFrame:
    """Return the agreements as they were known at the end of a day: later ends are planned ones."""
    today = time.first_day.astype("datetime64[s]") + np.timedelta64(day, "D")
    known = agreements[agreements["starts_on"] <= today].reset_index(drop=True)
    over = known["ends_on"] <= today
    planned = known["starts_on"] + np.timedelta64(364, "D")
    return known.assign(ends_on=known["ends_on"].where(over, planned),
                        ended_because=known["ended_because"].where(over))


def memberships_on(day: int, time: Calendar, members: pd.DataFrame) -> pd.DataFrame:
    """Return the memberships as they were known at the end of a day."""
    today = time.first_day.astype("datetime64[s]") + np.timedelta64(day, "D")
    known = members[members["joined_on"] <= today].reset_index(drop=True)
    return known.assign(left_on=known["left_on"].where(known["left_on"] <= today))
