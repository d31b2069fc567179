"""Single events leave their mark where the truth says, and the quiet company shows none of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.demo import Scenario, simulate
from analytics.demo import company as company_module
from analytics.demo.calendar import calendar
from analytics.demo.history import live, shock_shifts
from analytics.demo.scenario import chance
from analytics.demo.vocabulary import vocabulary
from analytics.models.satisfaction_curve.likelihood import fit_fixed, fit_power
from tests.demo.observed import answers, faulty, left_on

CHANGSHA, CHENGDU = "长沙 Changsha", "成都 Chengdu"


def annual_loss(company, branch: str, start: str, end: str) -> float:
    customers = company.tables.customers
    mine = customers[customers["branch"] == branch]
    left = mine["customer_id"].map(left_on(company))
    first, last = pd.Timestamp(start), pd.Timestamp(end)
    there = (mine["acquired_on"] < first) & (left.isna() | (left >= first))
    kept = 1 - (there & (left < last)).sum() / there.sum()
    return 1 - kept ** (365 / (last - first).days)


def test_a_competitor_costs_the_branch_customers():
    company = simulate(20_000, seed=4)
    before = annual_loss(company, CHENGDU, "2024-01-01", "2025-01-01")
    after = annual_loss(company, CHENGDU, "2025-04-01", "2026-01-01")
    elsewhere = annual_loss(company, "合肥 Hefei", "2025-04-01", "2026-01-01")
    assert after > before + 0.10
    assert after > elsewhere + 0.10


def test_shifts_hit_one_branch_two_quarters_or_nobody():
    time = calendar(16, seasonal=True)
    shifts = shock_shifts(Scenario(), time)
    assert shifts.shape == (3, 16, 12)
    assert shifts[0, 8, 0] == pytest.approx(-0.45)
    assert shifts[2, 9, 11] == pytest.approx(-0.10)
    assert shifts[0, 10, 0] == 0.0
    assert shifts[1, 11:, 9] == pytest.approx([-1.3, -1.3, -1.3, -0.8, -0.8])
    assert not shock_shifts(Scenario.silent(), time).any()


def test_list_prices_rise_on_the_day(company):
    orders = company.tables.orders
    filters = orders[orders["product"] == "机油滤清器 Oil filter"].groupby("ordered_on")["list_price"].max()
    before, after = filters[:"2024-06-30"].iloc[-1], filters["2024-07-01":].iloc[0]
    assert after / before == pytest.approx(1.06, abs=0.002)


def test_the_reporting_break_hides_complaints_and_heaps_losses(company):
    customers = company.tables.customers
    lost_on = customers.loc[customers["branch"] == CHANGSHA, "lost_on"].dropna()
    quarter = lost_on[(lost_on >= "2024-10-01") & (lost_on < "2025-01-01")]
    assert len(quarter) == 0
    assert (lost_on == "2025-01-01").sum() >= 3
    assert (customers["lost_on"] == "2025-01-01").sum() - (lost_on == "2025-01-01").sum() <= 3


def test_the_crisis_doubles_failures_in_the_east(company):
    jobs = company.tables.service_jobs.assign(faulty=faulty(company))
    east = company.tables.customers.set_index("customer_id")["region"] == "华东 East"
    jobs = jobs[jobs["customer_id"].map(east)]
    rate = jobs["faulty"].groupby(jobs["done_on"].dt.to_period("Q")).sum()
    usual = rate.drop("2023Q4").mean()
    assert 1.6 <= rate["2023Q4"] / usual <= 2.9


def east_losses(monkeypatch, scenario: Scenario, alive: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Return the losses expected by quarter among living customers of the East, and who was living there."""
    seen = {}

    def watched(random, scenario, time, population, opinion):
        seen.update(population=population, history=live(random, scenario, time, population, opinion))
        return seen["history"]

    with monkeypatch.context() as patched:
        patched.setattr(company_module, "live", watched)
        simulate(scenario=scenario)
    region = np.array([branch.region for branch in vocabulary().branches])[seen["population"].branch]
    there = seen["history"].alive & (region == Scenario().shocks.crisis_region)[:, None] if alive is None else alive
    return ((1 - chance(seen["history"].base) ** 0.25) * there).sum(axis=0), there


def test_the_recall_costs_its_region_ten_customers_in_a_year_which_no_alarm_could_tell(monkeypatch):
    """Failures double for a quarter; a few of those they met leave in the year after. Chance hides so few."""
    from scipy.stats import poisson

    scenario = Scenario()
    lost, there = east_losses(monkeypatch, scenario)
    without = replace(scenario, shocks=replace(scenario.shocks, crisis_factor=1.0))
    usual, _ = east_losses(monkeypatch, without, there)
    recall = 5  # 2023Q4
    assert lost[:recall + 1] == pytest.approx(usual[:recall + 1])
    year = slice(recall + 1, recall + 5)
    assert 8 <= (lost - usual)[year].sum() <= 13
    assert 0.04 <= (lost - usual)[year].sum() / usual[year].sum() <= 0.08
    # An alarm that knew the usual number, watched the East alone and was false one time in twenty.
    for quarters in (1, 2, 4):
        window = slice(recall + 1, recall + 1 + quarters)
        threshold = poisson.isf(0.05, usual[window].sum())
        assert poisson.sf(threshold, lost[window].sum()) < 0.30


def test_the_quiet_company_has_no_events_and_no_campaigns(quiet_company):
    assert len(quiet_company.tables.events) == 0
    assert len(quiet_company.tables.campaigns) == 0
    assert list(quiet_company.tables.events.columns) == [
        "happened_on", "title", "kind", "branch", "region", "happened_at", "note"]
    assert quiet_company.truth.returns == 0
    assert quiet_company.truth.campaign_effect is None


def test_a_straight_truth_stays_straight():
    """At a nominal five per cent, the line is rejected about as often: one answer a customer, so independent."""
    rejected = tests = 0
    for seed in range(301, 321):
        made = simulate(1500, seed=seed, scenario=Scenario.silent())
        seen = answers(made).groupby("customer_id").sample(1, random_state=seed)
        for _, group in seen.groupby("market"):
            count = group.groupby("score")["stayed"].agg(["size", "sum"]).reindex(range(1, 6), fill_value=0)
            u, n, events = np.linspace(0, 1, 5), count["size"], count["sum"]
            free = np.ravel(fit_power(u, n, events).log_likelihood)[0]
            line = np.ravel(fit_fixed(u, n, events, 1.0).log_likelihood)[0]
            rejected += 2 * (free - line) > 3.841
            tests += 1
    assert tests == 60
    assert rejected <= 8
