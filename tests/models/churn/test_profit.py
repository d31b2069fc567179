"""Expected maximum profit, against the published package and by hand."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.models.churn.metrics import METRIC_NAMES, RankedRisk
from analytics.models.churn.profit import CampaignEconomics, expected_maximum_profit

EMPC = METRIC_NAMES.index("empc")


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("digits", [1, 2, 16])
def test_equals_the_published_package(seed, digits):
    empulse = pytest.importorskip("empulse.metrics")
    generator = np.random.default_rng(seed)
    n = int(generator.integers(60, 3_000))
    lost = generator.random(n) < generator.uniform(0.05, 0.5)
    risk = np.round(np.clip(0.3 * lost * generator.random() + generator.random(n) * 0.7, 0, 1), digits)
    ours = RankedRisk(lost, risk).figures()[EMPC]
    assert ours == pytest.approx(empulse.empc_score(lost.astype(int), risk), abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_equals_the_published_package_with_other_values(seed):
    empulse = pytest.importorskip("empulse.metrics")
    generator = np.random.default_rng(seed)
    lost = generator.random(500) < 0.2
    risk = generator.random(500) * 0.6 + 0.4 * lost * generator.random(500)
    economics = CampaignEconomics(lifetime_value=80, offer_cost=15, contact_cost=2, acceptance_alpha=3,
                                  acceptance_beta=5)
    ours = RankedRisk(lost, risk, economics).figures()[EMPC]
    theirs = empulse.empc_score(lost.astype(int), risk, clv=80, incentive_cost=15, contact_cost=2, alpha=3, beta=5)
    assert ours == pytest.approx(theirs, abs=1e-6)


def test_perfect_ranking_contacts_exactly_the_leavers():
    # Every leaver brings CLV·(γ(1 − δ) − φ) and no stayer costs anything: linear in γ, whose mean is 0.3.
    profit = expected_maximum_profit(np.array([0.0, 1.0, 1.0]), np.array([0.0, 0.0, 1.0]), 0.25)
    # Below γ = φ/(1−δ) = 1/190 nobody is contacted, which is worth less than a millionth here.
    assert profit == pytest.approx(0.25 * (200 * (0.3 * 0.95 - 0.005)), abs=1e-6)


def test_nothing_is_earned_where_contacts_never_pay():
    economics = CampaignEconomics(lifetime_value=10, offer_cost=9, contact_cost=9)
    assert expected_maximum_profit(np.array([0.0, 1.0]), np.array([0.0, 1.0]), 0.3, economics) == 0.0


def test_repeated_and_collinear_cut_offs_change_nothing():
    lost, kept = np.array([0.0, 0.5, 1.0]), np.array([0.0, 0.1, 1.0])
    doubled = expected_maximum_profit(np.repeat(lost, 3), np.repeat(kept, 3), 0.2)
    between = expected_maximum_profit(np.array([0, 0.25, 0.5, 0.75, 1.0]), np.array([0, 0.05, 0.1, 0.55, 1.0]), 0.2)
    expected = expected_maximum_profit(lost, kept, 0.2)
    assert (doubled, between) == (pytest.approx(expected), pytest.approx(expected))
