"""Estimates against the hidden truth, within three Monte-Carlo standard errors (methods H)."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.demo import Scenario, simulate, surveys
from analytics.demo.calendar import calendar
from analytics.demo.population import populate
from analytics.demo.scenario import Curve
from analytics.statistics.logistic import fit_logistic
from tests.demo.observed import answers, campaign_difference, faulty, gammas, left_on

SEEDS = range(101, 121)


@pytest.fixture(scope="module")
def runs():
    """Twenty companies of half the usual size: fitted gammas, campaign differences, their truths."""
    found = []
    for seed in SEEDS:
        made = simulate(2000, seed=seed)
        found.append((gammas(made), campaign_difference(made), made.truth))
    return found


@pytest.mark.parametrize(("market", "truth"), [("open", 3.5), ("mixed", 1.8), ("captive", 0.5)])
def test_gamma_of_each_market_is_recovered(runs, market, truth):
    logs = np.log([found[market] for found, _, _ in runs])
    spread = logs.std(ddof=1)
    assert abs(np.median(logs) - np.log(truth)) <= 3 * 1.2533 * spread / np.sqrt(len(logs))


def test_markets_stand_in_the_order_of_their_competition(runs):
    middle = {market: np.median([found[market] for found, _, _ in runs]) for market in ("open", "mixed", "captive")}
    assert middle["open"] > middle["mixed"] > 1.0 > middle["captive"]


def test_the_campaign_interval_covers_its_effect(runs):
    covered = [abs(seen.estimate - truth.campaign_effect) <= 1.96 * seen.error for _, seen, truth in runs]
    assert sum(covered) >= 17
    assert all(0.02 < truth.campaign_effect < 0.10 for _, _, truth in runs)


def test_each_level_stays_as_often_as_the_truth_says(company):
    seen = answers(company)
    for market in company.truth.markets:
        for level, expected in enumerate(market.stays_a_year, start=1):
            stayed = seen.loc[(seen["market"] == market.market) & (seen["score"] == level), "stayed"]
            # Overlapping years of the same customer: at most two answers share one outcome.
            error = np.sqrt(2 * expected * (1 - expected) / len(stayed))
            assert abs(stayed.mean() - expected) <= 3 * error, (market.market, level)


def test_curve_formula():
    assert Curve("open", 2.0, 0.2, 1.0).annual_retention(np.array([1, 3, 5])) == pytest.approx([0.2, 0.4, 1.0])


def test_churn_is_that_of_a_plausible_dealer(company):
    by_market = {market.market: market.annual_churn for market in company.truth.markets}
    assert by_market["open"] > by_market["mixed"] > by_market["captive"]
    start = pd.Timestamp("2023-07-01")
    customers = company.tables.customers
    left = customers["customer_id"].map(left_on(company))
    there = (customers["acquired_on"] < start) & (left.isna() | (left >= start))
    lost = there & (left < start + pd.DateOffset(years=1))
    assert 0.15 <= lost.sum() / there.sum() <= 0.26


def test_problems_per_complaint(company):
    complaints = len(company.tables.complaints)
    seen = faulty(company).sum() / complaints
    truth = company.truth.problems_per_complaint
    assert truth == pytest.approx(1 / (0.35 * 0.35 + 0.65 * 0.06))
    assert abs(seen - truth) <= 3 * truth * np.sqrt((1 - 1 / truth) / complaints)


def test_recorded_causes_have_their_shares(company):
    stated = company.tables.customers["lost_cause"].dropna()
    shares = stated.value_counts(normalize=True)
    for cause in company.truth.causes:
        error = np.sqrt(cause.recorded_share * (1 - cause.recorded_share) / len(stated))
        assert abs(shares.get(cause.cause, 0.0) - cause.recorded_share) <= 3 * error, cause.cause
    assert sum(cause.share for cause in company.truth.causes) == pytest.approx(1.0)
    assert sum(cause.weight for cause in company.truth.causes) == pytest.approx(1.0)


def test_those_who_answer_are_more_satisfied_than_those_who_do_not(company):
    truth = company.truth
    overall = company.tables.surveys.loc[company.tables.surveys["question"] == "overall", "score"].dropna()
    seen, expected, everyone = (overall >= 4).mean(), sum(truth.respondents[3:]), sum(truth.satisfaction[3:])
    assert abs(seen - expected) <= 3 * np.sqrt(2 * expected * (1 - expected) / len(overall))
    assert 0.03 <= expected - everyone <= 0.12


def test_the_response_model_is_recovered_from_who_was_asked(monkeypatch):
    seen = {}

    def watched(random, scenario, time, population, lived, opinion, history, *words):
        seen.update(level=opinion.level, large=population.size == 0, gone=history.left.any(axis=1))
        return draw(random, scenario, time, population, lived, opinion, history, *words)

    draw = surveys.surveys
    monkeypatch.setattr(surveys, "surveys", watched)
    made = simulate(seed=11)
    asked = made.tables.surveys[made.tables.surveys["question"] == "overall"]
    customer = asked["customer_id"].str[1:].astype(int).to_numpy() - 1
    wave = asked["wave"].astype(str)
    quarter = (wave.str[:4].astype(int) * 4 + wave.str[5].astype(int) - 2022 * 4 - 3).to_numpy()
    # Who has silently gone answers by another model; who left within the time cannot tell which held.
    stayed = ~seen["gone"][customer]
    design = np.column_stack((np.ones(len(asked)), seen["level"][customer, quarter] - 3.0, seen["large"][customer]))
    fit = fit_logistic(design[stayed], asked["score"].notna().to_numpy()[stayed], clusters=customer[stayed], ridge=0.0)
    scenario = made.truth.scenario
    truth = (scenario.response_intercept, scenario.response_slope, scenario.response_large)
    assert truth == (-0.9, 0.35, 0.4)
    assert (np.abs(fit.coefficients - truth) <= 3 * np.sqrt(np.diag(fit.covariance))).all()


def test_season(company):
    customers, orders = company.tables.customers, company.tables.orders
    left = customers["customer_id"].map(left_on(company))
    there = customers.loc[(customers["acquired_on"] < company.truth.first_day) & left.isna(), "customer_id"]
    days = orders.loc[orders["customer_id"].isin(there)].drop_duplicates("order_id")["ordered_on"]
    length = pd.Series(pd.date_range(company.truth.first_day, company.truth.last_day)).dt.month.value_counts()
    count = days.dt.month.value_counts()
    index = count / length
    for month, expected in enumerate(company.truth.season, start=1):
        error = expected / np.sqrt(count[month])
        assert abs(index[month] / index.mean() - expected) <= 3 * error, month
    assert company.truth.season[1] < 0.7 < 1.2 < company.truth.season[3]


def test_silent_losses_leave_no_record_and_no_trade(company):
    truth, customers = company.truth, company.tables.customers.set_index("customer_id")
    assert truth.exits == truth.recorded_exits + len(truth.silent_losses)
    assert 0.45 <= truth.recorded_exits / truth.exits <= 0.60
    silent = pd.Series({loss.customer_id: pd.Timestamp(loss.left_on) for loss in truth.silent_losses})
    # A few came back after a recorded loss and left silently the second time.
    assert customers.loc[silent.index, "lost_on"].isna().mean() > 0.95
    last = company.tables.orders.groupby("customer_id")["ordered_on"].max().reindex(silent.index)
    assert (last.dropna() < silent[last.notna()]).all()


def test_some_of_the_lost_come_back_after_an_offer(company):
    cases = company.tables.campaigns[company.tables.campaigns["campaign_id"] == "WINBACK"]
    cases = cases[cases["assigned_on"] < pd.Timestamp("2026-01-01")]
    later = company.tables.orders.merge(cases[["customer_id", "assigned_on", "arm"]], on="customer_id")
    back = set(later.loc[later["ordered_on"] > later["assigned_on"], "customer_id"])
    returned = cases["customer_id"].isin(back).groupby(cases["arm"], observed=True).agg(["mean", "size"])
    plan = Scenario().campaigns
    error = np.sqrt(0.2 * 0.8 / returned.loc["treated", "size"])
    assert plan.return_late - 3 * error <= returned.loc["treated", "mean"] <= plan.return_early + 3 * error
    assert returned.loc["control", "mean"] <= plan.return_unasked + 3 * np.sqrt(0.03 / returned.loc["control", "size"])


def test_some_customers_cost_more_than_they_bring(company):
    orders = company.tables.orders
    profit = (orders["revenue"] - orders["cost"]).groupby(orders["customer_id"]).sum()
    assert (profit < 0).mean() == pytest.approx(company.truth.loss_making_share)
    assert 0.10 <= company.truth.loss_making_share <= 0.20


def test_discounts_win_customers_who_leave():
    made = simulate(12_000, seed=3)
    customers = made.tables.customers
    left = customers["customer_id"].map(left_on(made)).notna()
    share = left.groupby(customers["acquisition_channel"], observed=True).mean()
    assert share["promotion"] > share["advertising"] > share["referral"]


def test_population_shares():
    scenario, random = Scenario(), np.random.default_rng(1)
    drawn = populate(random, scenario, calendar(16, seasonal=True), 20_000)
    shares = np.bincount(drawn.size) / drawn.count
    assert shares == pytest.approx([0.12, 0.28, 0.60], abs=3 * np.sqrt(0.25 / drawn.count))
    potential = [drawn.potential[drawn.size == size].mean() for size in range(3)]
    assert potential == pytest.approx([12.0, 4.0, 1.0], rel=0.05)


def test_truth_is_plain_json(company):
    data = json.loads(company.truth.to_json())
    assert [market["gamma"] for market in data["markets"]] == [3.5, 1.8, 0.5]
    assert data["scenario"]["service"]["failure_chance"] == 0.10
    assert len(data["silent_losses"]) == data["exits"] - data["recorded_exits"]
    assert {event["key"] for event in data["events"]} == {
        "price_rise", "competitor", "reporting_break", "crisis", "crisis_stop_sale", "crisis_statement",
        "crisis_decision"}


def test_truth_of_a_short_company_has_nulls_not_inventions():
    made = simulate(100, 4, seed=2, scenario=replace(Scenario(), campaigns=None))
    assert made.truth.campaign_effect is None
    assert json.loads(made.truth.to_json())["campaign_effect"] is None
