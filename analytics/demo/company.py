"""Simulate Dayu Machinery (大禹机械): every canonical table, and the truth behind it."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from analytics.demo import (
    branches,
    complaints,
    jobs,
    kits,
    partners,
    register,
    relations,
    remarks,
    surveys,
    trade,
    training,
    wallets,
)
from analytics.demo.calendar import LAST_DAY, Calendar, calendar
from analytics.demo.history import History, live
from analytics.demo.losses import Exits, exits
from analytics.demo.names import people
from analytics.demo.opinion import climates, experience, opinions
from analytics.demo.population import MANAGERS, Population, populate
from analytics.demo.scenario import Scenario
from analytics.demo.truth import Truth, truth_of
from analytics.errors import HuitouError

#: Size of the company when nobody asks for another.
CUSTOMERS, QUARTERS, SEED = 4_000, 16, 20_260_630
FEWEST_CUSTOMERS, FEWEST_QUARTERS, MOST_QUARTERS = 100, 4, 52


@dataclass(frozen=True)
class Tables:
    """One frame a canonical table, its columns named and typed as the schema says."""

    customers: pd.DataFrame
    orders: pd.DataFrame
    surveys: pd.DataFrame
    complaints: pd.DataFrame
    contacts: pd.DataFrame
    service_jobs: pd.DataFrame
    contracts: pd.DataFrame
    memberships: pd.DataFrame
    campaigns: pd.DataFrame
    branch_periods: pd.DataFrame
    events: pd.DataFrame

    def items(self) -> list[tuple[str, pd.DataFrame]]:
        """Return name and frame of every table, in the order of the schema."""
        return [(field.name, getattr(self, field.name)) for field in fields(self)]


@dataclass(frozen=True)
class Company:
    """A simulated company.

    Attributes
    ----------
    tables : Tables
        What the company knows on the last day.
    truth : Truth
        What it does not know.
    time, population, found, fixed
        What `customers_known` needs to tell what was known earlier.
    history : History
        Who was a customer when, and how likely each is to stay.
    """

    tables: Tables
    truth: Truth
    time: Calendar
    population: Population
    found: Exits
    fixed: pd.DataFrame
    history: History

    def customers_known(self, day: int) -> pd.DataFrame:
        """Return the customer file as it stood at the end of a day number."""
        agreements = register.contracts_on(day, self.time, self.tables.contracts)
        return register.customers_on(day, self.fixed, self.time, self.population, self.found, agreements)


def simulate(
    customers: int = CUSTOMERS, quarters: int = QUARTERS, seed: int = SEED, scenario: Scenario | None = None,
) -> Company:
    """Simulate the demo company.

    The same arguments always give the same company, to the last cent. The last day is
    2026-06-30, whatever the number of quarters.

    Parameters
    ----------
    customers : int
        Customers who ever were, at least 100; somewhat more than half of them are there on the first day.
    quarters : int
        Length of the simulated time, 4 to 52.
    seed : int
    scenario : Scenario, optional
        The truth to simulate; the usual one when omitted.

    Returns
    -------
    Company

    Raises
    ------
    HuitouError
        Too few customers, or too few or too many quarters.
    """
    _check_size(customers, quarters)
    scenario = scenario or Scenario()
    streams = iter(np.random.default_rng(seed).spawn(16))
    time = calendar(quarters, seasonal=scenario.seasonal)

    population = populate(next(streams), scenario, time, customers)
    climate = climates(next(streams), scenario, quarters)
    lived = experience(next(streams), scenario, time, population)
    opinion = opinions(next(streams), scenario, time, population, climate, lived)
    history = live(next(streams), scenario, time, population, opinion)
    found = exits(next(streams), scenario, time, population, lived, opinion, history)

    spells = trade.tenures(history)
    managers = people(next(streams), MANAGERS)
    order_lines = trade.orders(next(streams), scenario, time, population, history)
    failed = jobs.failures(next(streams), time, lived, spells)
    agreements = relations.contracts(next(streams), time, population, spells)
    fixed = register.register(next(streams), time, population, managers)
    last = time.days - 1
    staff, talk, asked, voice = (next(streams) for _ in range(4))
    held = remarks.topics(voice, customers)
    course = training.attend(seed, scenario.training, time, history)
    tables = Tables(
        customers=register.customers_on(last, fixed, time, population, found,
                                        register.contracts_on(last, time, agreements)),
        orders=partners.with_partners(seed, scenario.partners, time,
                                      kits.with_kits(seed, scenario.kits, order_lines)),
        surveys=wallets.with_wallets(
            seed, scenario.wallet, population, opinion,
            surveys.surveys(asked, scenario, time, population, lived, opinion, history, held, voice)),
        complaints=complaints.complaints(talk, scenario, time, population, failed, managers),
        contacts=relations.contacts(talk, time, population, history, managers, opinion, held, voice),
        service_jobs=jobs.service_jobs(staff, time, population, spells, failed),
        contracts=agreements,
        memberships=training.with_course(
            course, time, relations.memberships(talk, time, population, history)),
        campaigns=relations.campaigns(talk, time, history),
        branch_periods=branches.branch_periods(staff, time, climate, order_lines),
        events=branches.events(scenario, time),
    )
    response = surveys.response_chances(scenario, population, opinion)
    truth = truth_of(scenario, seed, time, population, opinion, history, found, response,
                     _loss_making(order_lines),
                     surveys.delivered_value(population, opinion, response, history.alive), course.kept,
                     wallets.expected_shares(
                         wallets.wallet_shares(seed, scenario.wallet, population, opinion), population,
                         response, history.alive))
    return Company(tables, truth, time, population, found, fixed, history)


def _loss_making(orders: pd.DataFrame) -> float:
    """Return the share of buying customers whose orders cost more than they brought."""
    profit = (orders["revenue"] - orders["cost"]).groupby(orders["customer_id"]).sum()
    return float((profit < 0).mean())


def _check_size(customers: int, quarters: int) -> None:
    if customers < FEWEST_CUSTOMERS or not FEWEST_QUARTERS <= quarters <= MOST_QUARTERS:
        raise HuitouError(
            f"The demo company cannot have {customers} customers over {quarters} quarters.",
            code="demo_size",
            hint=f"Ask for at least {FEWEST_CUSTOMERS} customers and {FEWEST_QUARTERS} to "
                 f"{MOST_QUARTERS} quarters up to {LAST_DAY}.",
            customers=customers, quarters=quarters, fewest_customers=FEWEST_CUSTOMERS,
            fewest_quarters=FEWEST_QUARTERS, most_quarters=MOST_QUARTERS,
        )
