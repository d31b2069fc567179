"""The staff chain: on made-up branches whose slope is known, on the demo company and its truth, and on nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics.demo import Scenario, simulate
from analytics.filters import Filters
from analytics.metrics.staff import BranchQuarter, Staff
from analytics.models.staff_chain import chain_of, staff_chain
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.statistics.panel import fixed_effects_slope

QUARTERS = [date(2020 + number // 4, 3 * (number % 4) + 1, 1) for number in range(16)]


def company(slope: float, *, branches: int = 12, seed: int = 0, complete: int = 16) -> Staff:
    """Branches whose customers follow last quarter's staff with a slope, and nothing else."""
    random = np.random.default_rng(seed)
    happy = 3.5 + random.normal(0, 0.3, (branches, 16))
    satisfied = 4.0 + random.normal(0, 0.02, (branches, 16)) + np.linspace(0, 0.5, branches)[:, None]
    satisfied[:, 1:] += slope * (happy[:, :-1] - 3.5)
    cells = tuple(
        BranchQuarter(f"B{branch}", quarter, Estimate(30, float(happy[branch, place])), None,
                      Estimate(50, float(satisfied[branch, place]), 3.0, 5.0), rate(10, 200), 1_000_00, None,
                      place < complete)
        for branch in range(branches) for place, quarter in enumerate(QUARTERS))
    return Staff(cells, ())


def test_a_known_slope_is_found_at_its_lag_and_nowhere_else():
    chain = chain_of(company(0.6))
    slope = chain.link("staff_to_customers")
    assert slope.slope.estimate == pytest.approx(0.6, abs=0.02)
    assert slope.slope.low < 0.6 < slope.slope.high
    assert (slope.clusters, slope.periods, slope.slope.n, slope.bootstrapped) == (12, 15, 180, True)
    assert {one.quarters: round(one.slope.slope.estimate, 1) for one in chain.lags} == {
        -1: 0.0, 0: 0.0, 1: 0.6, 2: 0.0, 3: 0.0, 4: 0.0}
    assert len(chain.points) == 180
    assert sum(one.staff for one in chain.points) == pytest.approx(0.0, abs=1e-9)


def test_quarters_still_running_do_not_count():
    assert chain_of(company(0.6, complete=10)).link("staff_to_customers").slope.n == 12 * 9


def test_too_few_branches_say_nothing():
    chain = chain_of(company(0.6, branches=5))
    assert [one.slope for one in chain.links] == [None, None, None]
    assert chain.branches == 5
    assert chain.table()[0]["state"] == "suppressed"


def test_the_demo_company_shows_its_lag(demo_reader):
    chain = staff_chain(demo_reader, Filters())
    by_lag = {one.quarters: one.slope for one in chain.lags}
    assert by_lag[1].slope.low > 0
    assert by_lag[1].slope.estimate == max(one.slope.estimate for one in by_lag.values())
    assert chain.branches == 12


def slope_of(seed: int, *, customers: int = 2_000, effect: float = 0.5):
    """Return the first link of a simulated company, read from its frames."""
    made = simulate(customers, seed=seed, scenario=replace(Scenario(), climate_effect=effect))
    asked = made.tables.surveys
    asked = asked.loc[asked["question"] == "overall", ["customer_id", "score", "answered_on"]].dropna()
    branch = asked["customer_id"].map(made.tables.customers.set_index("customer_id")["branch"])
    cells = asked.assign(branch=branch.astype(str), quarter=asked["answered_on"].dt.to_period("Q")).groupby(
        ["branch", "quarter"])["score"].agg(["mean", "size"]).reset_index()
    staff = made.tables.branch_periods
    before = pd.Series(staff["staff_satisfaction"].to_numpy(), index=pd.MultiIndex.from_arrays(
        [staff["branch"].astype(str), staff["period"].dt.to_period("Q") + 1]))
    cells["staff"] = before.reindex(pd.MultiIndex.from_frame(cells[["branch", "quarter"]])).to_numpy()
    return fixed_effects_slope(cells["mean"], cells["staff"], cells["branch"], cells["quarter"].astype(str),
                               cells["size"])


def test_staff_that_do_not_matter_stay_silent():
    found = [slope_of(seed, effect=0.0).p for seed in range(200, 212)]
    assert sum(p < 0.05 for p in found) <= 2
    assert np.mean(found) > 0.25


@pytest.mark.slow
def test_the_slope_of_a_large_company_is_recovered_by_small_ones():
    truth = slope_of(1, customers=60_000).slope.estimate
    found = [slope_of(seed) for seed in range(300, 340)]
    slopes = np.array([one.slope.estimate for one in found])
    assert abs(slopes.mean() - truth) <= 3 * slopes.std(ddof=1) / np.sqrt(len(slopes))
    assert np.mean([one.slope.low <= truth <= one.slope.high for one in found]) >= 0.85
    assert np.mean([one.p < 0.05 for one in found]) >= 0.8


@pytest.mark.slow
def test_false_alarms_of_the_first_link():
    assert np.mean([slope_of(seed, effect=0.0).p < 0.05 for seed in range(1_000, 1_200)]) <= 0.07
