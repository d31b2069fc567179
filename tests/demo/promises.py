"""What each 95 % interval says of one simulated company, and the truth it was to hold."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analytics.demo import Company, company, simulate
from analytics.demo.history import History, live
from analytics.demo.opinion import experience, opinions, reviews
from analytics.demo.population import populate
from analytics.demo.surveys import response_chances
from analytics.metrics.largest_movements import changes_between
from analytics.models.satisfaction_curve import compare_groups, satisfaction_curve
from analytics.models.satisfaction_curve.likelihood import fit_power
from analytics.statistics.intervals import newcombe_difference, wilson
from analytics.statistics.ratios import clustered_rate
from analytics.statistics.survival import kaplan_meier
from tests.demo.observed import YEAR, answers, left_on
from tests.metrics.test_largest_movements import movement, row

#: Name of a promise, low and high end of the interval, truth.
Promise = tuple[str, float, float, float]

#: Other customers drawn to see what a company's shares are an estimate of.
REDRAWN = 40_000


def lived_company(monkeypatch, customers: int, seed: int) -> tuple[Company, History, np.ndarray]:
    """Simulate a company; keep the chances its customers lived under and its branches' staff climate."""
    seen: dict[str, object] = {}

    def watched(name):
        step = getattr(company, name)

        def run(*arguments):
            seen[name] = step(*arguments)
            return seen[name]

        return run

    with monkeypatch.context() as patched:
        for name in ("live", "climates"):
            patched.setattr(company, name, watched(name))
        return simulate(customers, seed=seed), seen["live"], seen["climates"]


def shares_of_other_customers(made: Company, climate: np.ndarray) -> np.ndarray:
    """Return the level shares expected of the answers of other customers to the same branches in the same years."""
    scenario, time = made.truth.scenario, made.time
    streams = iter(np.random.default_rng(10_000 + made.truth.seed).spawn(4))
    population = populate(next(streams), scenario, time, REDRAWN)
    lived = experience(next(streams), scenario, time, population)
    opinion = opinions(next(streams), scenario, time, population, climate, lived)
    history = live(next(streams), scenario, time, population, opinion)
    asked = history.alive & reviews(population, time.quarters)
    answering = response_chances(scenario, population, opinion)[asked]
    return np.bincount(opinion.level[asked], answering, minlength=6)[1:] / answering.sum()


def annual_churn(made: Company, history: History) -> Iterator[Promise]:
    """Yield the annual churn rate of each market, from the tenures that ended in each quarter."""
    for market in made.truth.markets:
        here = (made.tables.customers["market"] == market.market).to_numpy()[:, None]
        there = lost = 0
        for quarter, (start, end) in enumerate(zip(made.time.edges[:-1], made.time.edges[1:], strict=True)):
            there += int((here[:, 0] & history.alive[:, quarter]).sum())
            # Who joins within the quarter is not among those at its start.
            lost += int((here & history.left & (history.start <= start) & (history.end > start)
                         & (history.end <= end) & history.alive[:, quarter, None]).sum())
        low, high = (1 - (1 - float(end)) ** 4 for end in wilson(lost, there))
        yield f"annual churn, {market.market}", low, high, market.annual_churn


def cause_shares(made: Company) -> Iterator[Promise]:
    """Yield the share of each cause among the recorded losses whose cause is stated."""
    stated = made.tables.customers["lost_cause"].dropna().astype(str)
    for cause in made.truth.causes:
        low, high = wilson((stated == cause.cause).sum(), len(stated))
        yield "cause shares", float(low), float(high), cause.recorded_share


def level_shares(made: Company, climate: np.ndarray) -> Iterator[Promise]:
    """Yield the share of each level among answers, clustered by customer, against that of other customers.

    The interval speaks about customers like these, so that the customers of this very company are one draw. As if
    answers were independent the interval would be too narrow, as a customer answers alike from one time to the next.
    """
    surveys = made.tables.surveys
    given = surveys[(surveys["question"] == "overall") & surveys["score"].notna()]
    trials = given.groupby("customer_id", observed=True).size()
    for level, truth in enumerate(shares_of_other_customers(made, climate), start=1):
        hits = (given["score"] == level).groupby(given["customer_id"], observed=True).sum()
        low, high = wilson(hits.sum(), len(given))
        yield "level shares, answers as if independent", float(low), float(high), float(truth)
        stated = clustered_rate(len(trials), hits.sum(), trials.sum(), (hits**2).sum(), (trials**2).sum(),
                                (hits * trials).sum())
        yield "level shares, clustered by customer", stated.low, stated.high, float(truth)


def survival(made: Company, history: History) -> Iterator[Promise]:
    """Yield survival at 365 days, older customers entering late, against the chances of those at risk."""
    first = pd.Timestamp(made.truth.first_day)
    begin = (made.tables.customers["acquired_on"] - first).dt.days.to_numpy()
    # The customer file forgets the loss of whoever was won back; the tenures do not.
    end, left = history.end[:, 0], history.left[:, 0]
    entry = np.maximum(0, -begin)
    curve = kaplan_meier(end - begin, left, entry)
    age = np.arange(1, 366)
    day = np.clip(begin[:, None] + age - 1, 0, made.time.days - 1)
    quarter = np.searchsorted(made.time.edges, day, side="right") - 1
    daily = -np.log(np.take_along_axis(history.annual, quarter, axis=1)) / 4 / np.diff(made.time.edges)[quarter]
    at_risk = (entry[:, None] < age) & ((end - begin)[:, None] >= age)
    truth = np.exp(-((daily * at_risk).sum(axis=0) / np.maximum(at_risk.sum(axis=0), 1)).sum())
    stated = curve.at(365)
    yield "Kaplan–Meier at 365 days", stated.low, stated.high, float(truth)


def gammas(made: Company) -> Iterator[Promise]:
    """Yield γ of each market against the scenario's, and against that of the chances customers had."""
    asked = answers(made)
    for market in made.truth.markets:
        mine = asked[asked["market"] == market.market]
        gamma = satisfaction_curve(mine["score"], mine["stayed"], mine["customer_id"], resamples=0).fit.gamma
        if gamma.estimate is None:  # no bend is stated, so nothing is promised
            continue
        low, high = gamma.low or 0.0, gamma.high or np.inf
        reviewed = np.array(market.reviewed, float)
        stays = np.nan_to_num(np.array(market.stays_a_year))
        effective = float(np.ravel(fit_power(np.linspace(0, 1, 5), reviewed, reviewed * stays).gamma)[0])
        yield f"γ of the scenario, {market.market}", low, high, market.gamma
        yield f"γ of the chances, {market.market}", low, high, effective


def campaign_effect(made: Company) -> Iterator[Promise]:
    """Yield what the retention offers added to the share that stayed a year."""
    cases = made.tables.campaigns
    cases = cases[(cases["campaign_id"] != "WINBACK")
                  & (cases["assigned_on"] + YEAR <= pd.Timestamp(made.truth.last_day))]
    left = cases["customer_id"].map(left_on(made))
    stayed = left.isna() | (left > cases["assigned_on"] + YEAR) | (left < cases["assigned_on"])
    treated = cases["arm"] == "treated"
    low, high = newcombe_difference(stayed[treated].sum(), treated.sum(), stayed[~treated].sum(), (~treated).sum())
    yield "campaign effect", float(low), float(high), float(made.truth.campaign_effect)


def promises(made: Company, history: History, climate: np.ndarray) -> list[Promise]:
    """Return every promise of one company."""
    return [*annual_churn(made, history), *cause_shares(made), *level_shares(made, climate),
            *survival(made, history), *gammas(made), *campaign_effect(made)]


def alarms(made: Company) -> dict[str, bool]:
    """Say which alarms a company raises in which nothing curves and nothing happens."""
    asked = answers(made)
    compared = compare_groups(asked["score"], asked["stayed"], asked["market"], asked["customer_id"])
    found = {f"called curved, {one.group}": one.curve.verdict == "curved" for one in compared.groups}
    return found | {"markets differ": compared.different, "largest movements": _moved(made)}


def _moved(made: Company) -> bool:
    """Compare the last year's losses with those of the year before, by size and branch."""
    customers, left = made.tables.customers, made.tables.customers["customer_id"].map(left_on(made))
    last = pd.Timestamp(made.truth.last_day)
    counts = {}
    for start in (last - YEAR, last - 2 * YEAR):
        there = (customers["acquired_on"] < start) & (left.isna() | (left > start))
        counts[start] = there, there & (left <= start + YEAR)
    rows = {}
    for column in ("size", "branch"):
        rows[column] = tuple(
            row(str(value), *((int((there & (customers[column] == value)).sum()), 0, 0,
                               int((lost & (customers[column] == value)).sum())) for there, lost in counts.values()))
            for value in customers[column].unique())
    return any(one.beyond_chance for one in changes_between(movement(rows["size"], rows["branch"])).changes)
