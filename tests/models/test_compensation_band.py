"""The band of a settlement, reckoned by hand, and what it rests on in the demo company."""

from __future__ import annotations

import pytest

from analytics.filters import Filters
from analytics.metrics.complaint_precedents import ComplaintPrecedents, Precedent, complaint_precedents
from analytics.models.compensation_band import compensation_band
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate

NONE = Estimate(0, None, state="suppressed")


def precedent(severity: str, paid: int, lower: float | None, upper: float | None,
              difference: Estimate = NONE) -> Precedent:
    return Precedent(severity, 40, rate(paid, 40), paid, lower, lower, upper, NONE, NONE, difference)


HIGH = precedent("high", 12, 0.10, 0.30, Estimate(80, 0.2, 0.05, 0.35))
ALL = precedent("all", 30, 0.20, 0.50, Estimate(200, 0.1, -0.02, 0.22))
KNOWN = ComplaintPrecedents((ALL, HIGH, precedent("low", 9, 0.9, 0.9)))


def band(claim=100_000, *, severity="high", fault="ours", repurchase="open", value=None, cost=3_000,
         precedents=KNOWN):
    return compensation_band(claim, severity=severity, fault=fault, repurchase=repurchase,
                             precedents=precedents, value=value, cost=cost)


@pytest.mark.parametrize(("asked", "low", "high"), [
    # 100,000 × 1 × 10 % and 30 %.
    ({}, 10_000, 30_000),
    # Half the fault: half of both.
    ({"fault": "shared"}, 5_000, 15_000),
    # The customer's fault: nothing is owed.
    ({"fault": "customer"}, 0, 0),
    # Not assessed: from nothing to all that comparable complaints got.
    ({"fault": ""}, 0, 30_000),
    # Nine compensated complaints of low severity are too few: those of every severity, 20 % and 50 %.
    ({"severity": "low"}, 20_000, 50_000),
    # 0.2 × 400,000 − 3,000 = 77,000 exceeds what is owed.
    ({"value": 400_000}, 10_000, 77_000),
    # 0.2 × 100,000 − 3,000 = 17,000 does not.
    ({"value": 100_000}, 10_000, 30_000),
    # Never beyond the amount at stake.
    ({"value": 9_000_000}, 10_000, 100_000),
    # The customer's own fault, and worth a gesture.
    ({"fault": "customer", "value": 400_000}, 0, 77_000),
    # Whoever leaves whatever is done is not kept by money.
    ({"repurchase": "unlikely", "value": 400_000}, 10_000, 30_000),
    # The difference of every severity does not exclude zero.
    ({"severity": "medium", "value": 4_000_000}, 20_000, 50_000),
    # Without any precedent the whole range stands.
    ({"precedents": ComplaintPrecedents(())}, 0, 100_000)])
def test_the_band_by_hand(asked, low, high):
    found = band(**asked)
    assert (found.low, found.high) == (low, high)


def test_it_says_which_terms_it_rests_on_and_why_a_term_does_not_count():
    assert (band(value=400_000).why, band(value=400_000).keeping, band(value=400_000).precedent) == (
        "counted", 77_000, HIGH)
    assert band(value=4_000_000, repurchase="unlikely").why == "unlikely"
    assert band(severity="", value=1).why == "not_shown"
    assert band(value=None).why == "unknown"
    assert band(precedents=ComplaintPrecedents(()), value=1).why == "unknown"


def test_precedents_of_the_demo_company_are_those_of_its_records(demo_reader):
    found = complaint_precedents(demo_reader, Filters())
    (resolved, paid, lower, upper), = demo_reader.rows(
        "select count(*), count(compensation), quantile_cont(compensation / amount_at_stake, 0.25), "
        "quantile_cont(compensation / amount_at_stake, 0.75) from complaint_facts "
        "where outcome = 'resolved' and severity = 'high' and amount_at_stake > 0")
    high = found.of("high")
    assert (high.resolved, high.paid_cases) == (resolved, paid)
    assert (high.lower_quarter, high.upper_quarter) == pytest.approx((lower, upper))
    every = found.of("all")
    assert every.resolved == sum(one.resolved for one in found.precedents if one.severity != "all")
    # The demo company's truth: who was left unresolved leaves more often.
    assert every.stayed_difference.low > 0
