"""What became of complaints, and what stood behind them, against the hidden truth over several companies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.demo import Scenario, simulate
from analytics.demo.scenario import Curve, Service
from analytics.models.complaint_iceberg import multiplier_of
from tests.demo.observed import YEAR, left_on

SHARES = {"quick": 0.40, "resolved": 0.35, "unresolved": 0.25}
SHIFTS = {"quick": 0.9, "resolved": 0.35, "unresolved": -0.5}
STAYS = 0.75

#: Staying depends on nothing but the recovery of complaints: every level stays with the same chance, and
#: recovery changes the chance directly instead of through satisfaction.
ALONE = replace(
    Scenario(), campaigns=None, shocks=None, channel_shifts=(0.0,) * 5, club_shift=0.0,
    curves=tuple(Curve(market, 1.0, STAYS, STAYS) for market in ("open", "mixed", "captive")),
    service=replace(Service(), failure_effect=0.0, recovery_effects=(0.0, 0.0, 0.0)))


def situations(complaints: pd.DataFrame) -> pd.Series:
    days = (complaints["closed_at"].dt.normalize() - complaints["opened_on"]).dt.days
    return pd.Series(np.where(complaints["outcome"] == "unresolved", "unresolved",
                              np.where(days <= 7, "quick", "resolved")), index=complaints.index)


def decided(company) -> pd.DataFrame:
    complaints = company.tables.complaints
    complaints = complaints[complaints["outcome"].isin(("resolved", "unresolved"))]
    return complaints.assign(situation=situations(complaints))


def test_recoveries_have_their_shares(company):
    # A year back every case is closed by now, the slow ones too.
    found = decided(company)
    found = found[found["opened_on"] < pd.Timestamp("2026-01-01")]
    shares = found["situation"].value_counts(normalize=True)
    for situation, share in SHARES.items():
        assert abs(shares[situation] - share) <= 3 * np.sqrt(share * (1 - share) / len(found)), situation


def test_handovers_go_with_the_recovery(company):
    handed = decided(company).groupby("situation")["handovers"].agg(["mean", "size"])
    for situation, mean in {"quick": 0.15, "resolved": 0.7, "unresolved": 1.2}.items():
        # Of a Poisson number, the variance is the mean.
        assert abs(handed["mean"][situation] - mean) <= 3 * np.sqrt(mean / handed["size"][situation]), situation


def followed(company) -> pd.DataFrame:
    """Return complaints with the whole year in which their recovery acts: situation, and whether it stayed.

    That year is the four quarters after the one in which the complaint was made. Within that quarter leavers
    complain as often as others although they are there for a part of it only, so it is left out.
    """
    complaints = decided(company)
    edges = pd.to_datetime([str(company.time.first_day + edge) for edge in company.time.edges])
    quarter = np.searchsorted(edges, complaints["opened_on"], side="right") - 1
    whole = quarter + 5 < len(edges)
    complaints, quarter = complaints[whole], quarter[whole]
    left = complaints["customer_id"].map(left_on(company))
    there = left.isna() | (left >= edges[quarter + 1])
    stayed = left.isna() | (left >= edges[quarter + 5])
    return complaints.assign(stayed=stayed)[there]


@pytest.mark.slow
def test_shifts_of_staying_are_recovered():
    pooled = pd.concat([followed(simulate(8_000, seed=seed, scenario=ALONE)) for seed in range(201, 213)])
    for situation, truth in SHIFTS.items():
        stayed = pooled.loc[pooled["situation"] == situation, "stayed"]
        share = stayed.mean()
        found = np.log(share / (1 - share)) - np.log(STAYS / (1 - STAYS))
        error = 1 / np.sqrt(len(stayed) * share * (1 - share))
        assert error < 0.06, "the test must be able to tell the shifts apart"
        assert abs(found - truth) <= 3 * error, (situation, found, error)


@pytest.mark.slow
def test_the_survey_measures_what_stands_behind_a_complaint():
    """Where everybody answers alike, customers with a problem per complaint follow from the chances."""
    scenario = replace(Scenario(), shocks=None, response_slope=0.0, response_large=0.0)
    off = []
    for seed in range(211, 217):
        company = simulate(6_000, seed=seed, scenario=scenario)
        problem, made, quarters = behind(company)
        found, _ = multiplier_of(problem, made, np.ones(len(problem)))
        voiced = 1 / company.truth.problems_per_complaint
        truth = (1 - 0.9 ** quarters).sum() / (0.1 * voiced * quarters).sum()
        assert 4.8 < truth < 6.2
        off.append(found.estimate / truth - 1)
    assert abs(np.mean(off)) <= 3 * np.std(off, ddof=1) / np.sqrt(len(off))


def behind(company) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return for the latest answer of each customer: a problem, complaints of the year, quarters known."""
    surveys, complaints = company.tables.surveys, company.tables.complaints
    asked = surveys[(surveys["question"] == "no_problem") & (surveys["answered_on"] >= "2023-07-01")]
    asked = asked.sort_values("answered_on").groupby("customer_id").tail(1).set_index("customer_id")
    joined = complaints.merge(asked["answered_on"].reset_index(), on="customer_id")
    recent = joined[(joined["opened_on"] > joined["answered_on"] - YEAR) & (joined["opened_on"] <= joined["answered_on"])]
    made = recent.groupby("customer_id").size().reindex(asked.index, fill_value=0)
    acquired = company.tables.customers.set_index("customer_id")["acquired_on"].reindex(asked.index)
    since = asked["answered_on"].dt.to_period("Q").astype("int64") - acquired.dt.to_period("Q").astype("int64")
    problem = ((asked["score"] == 0) | (made > 0)).to_numpy(dtype=float)
    return problem, made.to_numpy(dtype=float), since.clip(1, 4).to_numpy(dtype=float)
