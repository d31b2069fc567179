"""A campaign read out: states, evidence and figures by hand, and the imported campaigns of the demo company."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from analytics.filters import Filters
from analytics.models.campaigns.readout import campaign_readout, read
from analytics.models.campaigns.readouts import campaign_readouts, imported_campaigns
from tests.models.campaigns.simulated import END, START, drawn

LAST = END - timedelta(days=1)


def rows(treated: int = 70, control: int = 80, lost: tuple[int, int] = (14, 32), after: float = 100.0) -> pd.DataFrame:
    arms = [True] * treated + [False] * control
    leaves = [place < lost[0] for place in range(treated)] + [place < lost[1] for place in range(control)]
    return pd.DataFrame({"treated": arms, "lost": leaves, "grade": ["A", "B"] * ((treated + control) // 2),
                         "before": 50.0, "after": [after + 30.0 * one for one in arms]})


def test_the_difference_is_newcombes():
    found = read(drawn(150, 70 / 150), rows(), as_of=LAST)
    assert (found.treated, found.control, found.state, found.evidence) == (70, 80, "gain", "A")
    assert found.kept_treated.estimate == pytest.approx(56 / 70)
    assert found.kept_control.estimate == pytest.approx(48 / 80)
    # Newcombe 1998, 56 of 70 against 48 of 80.
    assert (found.difference.low, found.difference.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_margin_and_profit_by_hand():
    found = read(drawn(150, 70 / 150, cost=1_000), rows(), as_of=LAST)
    assert found.margin.adjusted.estimate == pytest.approx(30)
    assert (found.profit.estimate, found.profit.low) == pytest.approx((70 * 30 - 1_000, 70 * 30 - 1_000))
    # 0.2 of 70 treated stayed who would have left.
    assert found.cost_of_one_kept == pytest.approx(1_000 / 14)


def test_nothing_is_told_before_the_day():
    found = read(drawn(150, 70 / 150), rows(), as_of=LAST - timedelta(days=1))
    assert (found.state, found.decided, found.difference.estimate, found.profit.estimate) == (
        "too_early", False, None, None)
    assert (found.treated, found.ratio.p) == (70, 1)


@pytest.mark.parametrize(("changed", "state", "evidence"), [
    ({"share": 0.65}, "unequal", "C"), ({"starts_on": START - timedelta(days=400)}, "unobserved", "A"),
    ({"customers": ("C",) * 200, "treated": (True,) * 70 + (False,) * 130}, "gain", "B")])
def test_what_weakens_a_read_out(changed, state, evidence):
    found = read(replace(drawn(150, 70 / 150), **changed), rows(), as_of=LAST, observed_on=date(2025, 6, 1))
    assert (found.state, found.evidence) == (state, evidence)


def test_arms_that_differed_before_are_not_compared():
    uneven = rows().assign(grade=["A"] * 70 + ["B"] * 80)
    found = read(drawn(150, 70 / 150), uneven, as_of=LAST)
    assert (found.state, found.evidence, found.kept_treated.estimate) == ("unequal", "C", None)


@pytest.mark.parametrize(("arms", "lost", "state"), [
    ((28, 80), (5, 20), "too_few"), ((70, 80), (4, 5), "too_few"), ((70, 80), (20, 24), "no_effect"),
    ((70, 80), (30, 5), "harm")])
def test_the_verdict(arms, lost, state):
    assert read(drawn(sum(arms), arms[0] / sum(arms)), rows(*arms, lost), as_of=LAST).state == state


def test_the_imported_campaigns_of_the_demo_company(demo_reader):
    found = campaign_readouts(demo_reader, Filters())
    assert [one.code for one in found.readouts][:1] == ["KEEP-2026-01"]
    assert found.of("KEEP-2026-01").state == "too_early"
    # Win-back cases are assigned one by one, as customers are lost.
    assert "WINBACK" not in {one.code for one in found.readouts}
    one = found.of("KEEP-2025-04")
    (treated, control, kept, cost), = demo_reader.rows("""
        with members as (
            select customer_key, arm = 'treated' as treated, cost from warehouse.campaigns
            join customers_now using (customer_id) where campaign_id = 'KEEP-2025-04'),
        lost as (
            select distinct customer_key from losses
            where lost_on < date '2026-04-01' and known_on >= date '2025-04-01'),
        before as (select distinct customer_key from losses where known_on < date '2025-04-01'
            and (returned_on is null or returned_on >= date '2025-04-01'))
        select count(*) filter (treated), count(*) filter (not treated),
            count(*) filter (treated and lost.customer_key is null), round(100 * (select sum(cost) from members))
        from members left join lost using (customer_key)
        where customer_key not in (select customer_key from before)""")
    assert (one.treated, one.control, one.cost) == (treated, control, cost)
    assert one.kept_treated.estimate == pytest.approx(kept / treated)
    decided = [one for one in found.readouts if one.decided]
    assert found.pooled.studies == len(decided) == 4
    assert found.pooled_customers == sum(one.treated + one.control for one in decided)
    assert min(one.difference.estimate for one in decided) < found.pooled.fixed.estimate < max(
        one.difference.estimate for one in decided)


def test_a_customer_nobody_knows_is_left_out(demo_reader):
    campaign = imported_campaigns(demo_reader)[0]
    more = replace(campaign, customers=(*campaign.customers, "nobody"), treated=(*campaign.treated, True))
    known, found = (campaign_readout(demo_reader, Filters(), campaign=one) for one in (campaign, more))
    assert found.left_out == known.left_out + 1
    assert found.difference == known.difference
