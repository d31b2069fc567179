"""Orders: routine maintenance, parts and service as needed, rentals and, now and then, a machine."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.demo.calendar import Calendar
from analytics.demo.columns import identifiers, labels, money, pick
from analytics.demo.history import History
from analytics.demo.population import RENTAL, Population
from analytics.demo.scenario import CHANNELS, Booleans, Floats, Integers, Scenario
from analytics.demo.vocabulary import vocabulary

#: A routine order is due every so many busy days, is placed in the middle part of that time, and
#: is left out now and then.
ROUTINE_DAYS, ROUTINE_SPAN, ROUTINE_CHANCE = 80.0, 0.6, 0.96
#: Further orders a busy year, by size, and the shape of their Gamma spread between customers.
ORDERS_A_YEAR, ORDER_SHAPE = np.array([18.0, 8.0, 3.6]), 2.5
#: Chance of a machine in a busy year, by size.
MACHINES_A_YEAR = np.array([0.55, 0.20, 0.05])
#: Shares of the lines of an order: parts, service, rental, other.
KINDS = ("parts", "service", "rental", "other", "machine")
KIND_SHARES = np.array([0.60, 0.31, 0.06, 0.03])
RENTAL_TRADE = 0.4
MACHINE = KINDS.index("machine")
INFLATION_A_YEAR = 0.02
FADING_DAYS = 180
CHANNEL_NAMES = ("store", "phone", "sales", "online")
CHANNEL_SHARES = (0.30, 0.32, 0.22, 0.16)


@dataclass(frozen=True, slots=True)
class Tenures:
    """The tenures of all customers, one entry each.

    Attributes
    ----------
    customer, start, end : numpy.ndarray of int
        Customer and day numbers; ``end`` is exclusive.
    left : numpy.ndarray of bool
        Whether it ended.
    """

    customer: Integers
    start: Integers
    end: Integers
    left: Booleans


def tenures(history: History) -> Tenures:
    """List first and second tenures."""
    customer, column = np.nonzero(history.start >= 0)
    return Tenures(customer, history.start[customer, column], history.end[customer, column],
                   history.left[customer, column])


def orders(
    random: np.random.Generator, scenario: Scenario, time: Calendar, population: Population, history: History,
) -> pd.DataFrame:
    """Draw all orders.

    Parameters
    ----------
    random : numpy.random.Generator
    scenario : Scenario
    time : Calendar
    population : Population
    history : History

    Returns
    -------
    pandas.DataFrame
        The canonical table ``orders``, by day.
    """
    customer, day, machine = _ordered(random, scenario, time, population, tenures(history))
    order = np.arange(len(customer))
    lines = np.where(machine, 1, 1 + np.minimum(random.poisson(0.60, len(order)), 5))
    row = np.repeat(order, lines)
    line = np.arange(len(row)) - np.repeat(np.cumsum(lines) - lines, lines) + 1
    kind = _kinds(random, population.industry[customer[row]], machine[row])
    first = _first_orders(customer, population.acquired >= 0)
    return _priced(random, scenario, time, population, row=row, line=line, kind=kind,
                   customer=customer[row], day=day[row], first=first[row])


def _ordered(
    random: np.random.Generator, scenario: Scenario, time: Calendar, population: Population, spells: Tenures,
) -> tuple[Integers, Integers, Booleans]:
    """Return customer, day and whether it is a machine of each order, by day."""
    busy = time.clock[spells.end] - time.clock[spells.start]
    size = population.size[spells.customer]

    due = np.ceil(busy / ROUTINE_DAYS).astype(int)
    spell = np.repeat(np.arange(len(busy)), due)
    block = np.arange(len(spell)) - np.repeat(np.cumsum(due) - due, due)
    phase = random.random(len(busy))
    inside = (1.0 - ROUTINE_SPAN) / 2.0 + ROUTINE_SPAN * random.random(len(spell))
    routine = (block - phase[spell] + inside) * ROUTINE_DAYS
    kept = (routine >= 0) & (routine < busy[spell]) & (random.random(len(spell)) < ROUTINE_CHANCE)

    pace = random.gamma(ORDER_SHAPE, 1.0 / ORDER_SHAPE, population.count)
    pace *= (population.potential / _typical_potential(population)) ** 0.5
    more = random.poisson(ORDERS_A_YEAR[size] * pace[spells.customer] * busy / 365.0)
    machines = random.poisson(MACHINES_A_YEAR[size] * busy / 365.0)
    needed = np.repeat(np.arange(len(busy)), more + machines)
    rank = np.arange(len(needed)) - np.repeat(np.cumsum(more + machines) - more - machines, more + machines)
    is_machine = rank < machines[needed]
    moment = random.random(len(needed)) * busy[needed]

    joined = np.flatnonzero(spells.start > 0)
    which = np.concatenate([spell[kept], needed, joined])
    at = np.concatenate([time.clock[spells.start[spell[kept]]] + routine[kept],
                         time.clock[spells.start[needed]] + moment, np.zeros(len(joined))])
    day = np.clip(time.days_at(at), spells.start[which], spells.end[which] - 1)
    machine = np.concatenate([np.zeros(kept.sum(), bool), is_machine, np.zeros(len(joined), bool)])

    fades = (random.random(len(busy)) < scenario.fading_share) & spells.left
    late = fades[which] & (day >= spells.end[which] - FADING_DAYS)
    stays = ~late | (random.random(len(which)) < scenario.fading_trade)
    stays[-len(joined) or len(stays):] = True
    chosen = np.flatnonzero(stays)
    chosen = chosen[np.argsort(day[chosen], kind="stable")]
    return spells.customer[which[chosen]], day[chosen], machine[chosen]


def _typical_potential(population: Population) -> Floats:
    return np.array([12.0, 4.0, 1.0])[population.size]


def _kinds(random: np.random.Generator, industry: Integers, machine: Booleans) -> Integers:
    """Draw the kind of each line; rental houses hardly rent."""
    kind = pick(random, KIND_SHARES, len(machine))
    renting = (kind == KINDS.index("rental")) & (industry == RENTAL)
    renting &= random.random(len(kind)) > RENTAL_TRADE
    return np.where(machine, MACHINE, np.where(renting, 0, kind))


def _first_orders(customer: Integers, is_new: Booleans) -> Booleans:
    """Say which orders are the first of a customer won after the first day; orders are by day."""
    first = np.zeros(len(customer), bool)
    first[np.unique(customer, return_index=True)[1]] = True
    return first & is_new[customer]


def _priced(
    random: np.random.Generator, scenario: Scenario, time: Calendar, population: Population, *,
    row: Integers, line: Integers, kind: Integers, customer: Integers, day: Integers, first: Booleans,
) -> pd.DataFrame:
    """Choose products, quantities, prices and costs of the lines, and put the table together."""
    words, count = vocabulary(), len(row)
    product = np.zeros(count, int)
    for number, name in enumerate(KINDS):
        places = [place for place, item in enumerate(words.products) if item.kind == name]
        these = np.flatnonzero(kind == number)
        shares = [words.products[place].share for place in places]
        product[these] = np.array(places)[pick(random, shares, len(these))]
    machine = kind == MACHINE
    scale = population.potential[customer] ** 0.45
    quantity = np.where(machine | (kind == KINDS.index("other")), 1, 1 + random.poisson(0.9 * scale))
    quantity = np.where(kind == KINDS.index("service"), 1 + random.poisson(0.15 * scale), quantity)

    level = (1.0 + INFLATION_A_YEAR) ** (day / 365.0)
    cost_level = level.copy()
    if scenario.shocks is not None:
        rose = time.number(words.happening("price_rise").happened_on)
        level = np.where((day >= rose) & ~machine, level * (1.0 + scenario.shocks.price_rise), level)
        cost_level = np.where((day >= rose) & ~machine, cost_level * (1.0 + 0.6 * scenario.shocks.price_rise),
                              cost_level)
    unit = np.array([item.price for item in words.products])[product]
    list_price = np.round(unit * level, 2)
    discount = np.clip(population.bargaining[customer] * random.uniform(0.6, 1.4, count), 0.0, 0.5)
    discount = np.where(machine, 0.35 * discount, discount)
    discount = np.maximum(discount, 0.15 * (first & population.promoted[customer]))
    off = np.round(list_price * quantity * discount, 2)
    margin = np.array([item.margin for item in words.products])[product]
    burden = np.where(machine, 1.0 + 0.25 * (population.cost_to_serve[customer] - 1.0),
                      population.cost_to_serve[customer])
    cost = unit * cost_level * quantity * (1.0 - margin) * burden * random.lognormal(0.0, 0.04, count)

    names = list(words.new_reasons.values())
    return pd.DataFrame({
        "order_id": identifiers("SO", row + 1, 7),
        "customer_id": identifiers("C", customer + 1, 6),
        "ordered_on": time.dates(day),
        "revenue": money(list_price * quantity - off),
        "line": labels([str(number) for number in range(1, 7)], line - 1),
        "product": labels([item.name for item in words.products], product),
        "category": labels([item.category for item in words.products], product),
        "kind": labels(KINDS, kind),
        "quantity": quantity.astype(float),
        "cost": money(cost),
        "discount": money(off),
        "list_price": money(list_price),
        "branch": labels([branch.name for branch in words.branches], population.branch[customer]),
        "channel": labels(CHANNEL_NAMES, np.where(machine, 2, pick(random, CHANNEL_SHARES, count))),
        "new_reason": labels(names, _reasons(population)[customer], first),
    })


def _reasons(population: Population) -> Integers:
    """Return the place among the reasons for coming that belongs to each customer's channel."""
    names = list(vocabulary().new_reasons)
    return np.array([names.index(channel) for channel in CHANNELS])[population.channel]
