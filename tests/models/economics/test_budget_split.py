"""The split of a budget: the optimum is where the last money brings the same, and nowhere better."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analytics.models.economics.budget_split import (
    BudgetAssumptions,
    Response,
    best_share,
    budget_split,
    worth_of,
)
from analytics.models.economics.customer_value import Assumptions, yearly_margins
from analytics.statistics.estimate import Estimate

DEALER = BudgetAssumptions(
    budget=300_000_000, customers=2_000, retention=0.8, growth=0.02, discount_rate=0.1, margin=3_000_000,
    keep_effect=0.03, keep_cost=40_000, keep_share=0.5, won=400, acquisition_cost=900_000, win_reach=2.0,
    new_margin=1_500_000, new_kept=0.75)


def test_a_curve_runs_through_what_is_known_and_flattens():
    curve = Response.through(60, 1_000.0, 200)
    assert curve.gain(1_000.0) == pytest.approx(60)
    assert curve.gain(2_000.0) < 120
    assert curve.gain(1e9) == pytest.approx(200)
    assert curve.next(500.0) == pytest.approx((curve.gain(500.001) - curve.gain(500.0)) / 0.001, rel=1e-3)
    assert Response.through(0, 1_000.0, 200).gain(500.0) == 0


def test_the_optimum_beats_every_other_split():
    best = best_share(DEALER)
    assert 0 < best < 1
    grid = np.linspace(0, 1, 2_001)
    assert grid[np.argmax([worth_of(DEALER, share) for share in grid])] == pytest.approx(best, abs=1e-3)
    keeping, winning = budget_split(DEALER, {}).marginal(best)
    assert keeping == pytest.approx(winning, rel=1e-6)


def test_what_a_customer_kept_is_worth_agrees_with_the_closed_form():
    # Who would have left for certain stays for certain: the value divided by the chance of staying.
    multiple = yearly_margins(Assumptions(0.8, growth=0.02))
    assert DEALER.kept_worth == pytest.approx(DEALER.margin * multiple / 0.8)


def test_one_side_gets_everything_where_the_other_brings_nothing():
    assert best_share(replace(DEALER, keep_effect=0.0)) == 0.0
    assert best_share(replace(DEALER, acquisition_cost=0.0)) == 1.0
    assert best_share(replace(DEALER, budget=1_000, keep_effect=0.2)) == 1.0


def test_winning_begins_where_todays_spending_ended():
    # At most twice as many: half of the curve is used, so the last of today's customers cost 1/ln 2 the mean.
    assert 1 / DEALER.winning().next(0.0) == pytest.approx(DEALER.acquisition_cost / np.log(2))


def test_the_range_widens_with_the_doubt():
    sure = budget_split(DEALER, {"keep_effect": Estimate(800, 0.03, 0.029, 0.031)})
    doubtful = budget_split(DEALER, {"keep_effect": Estimate(800, 0.03, 0.001, 0.059)})
    assert sure.share.low < sure.share.estimate < sure.share.high
    assert doubtful.share.high - doubtful.share.low > 3 * (sure.share.high - sure.share.low)
    assert doubtful == budget_split(DEALER, {"keep_effect": Estimate(800, 0.03, 0.001, 0.059)})
    assert budget_split(DEALER, {}).share.low is None


def test_the_range_holds_the_best_split_of_the_truth():
    """Sixty companies whose campaign was seen with noise: 95 of 100 ranges hold the optimum."""
    generator, held = np.random.default_rng(4), 0
    error = 0.005
    truth = best_share(DEALER)
    for _ in range(60):
        seen = max(DEALER.keep_effect + error * generator.standard_normal(), 0.0)
        found = Estimate(800, seen, seen - 1.96 * error, seen + 1.96 * error)
        told = budget_split(replace(DEALER, keep_effect=seen), {"keep_effect": found}).share
        held += told.low <= truth <= told.high
    assert held >= 53
