"""A loyalty programme: the published break-even points, who gets the rewards, and a range that holds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analytics.models.economics.customer_value import Assumptions, customer_value
from analytics.models.economics.loyalty_programme import (
    LIFTS,
    Plan,
    break_even,
    break_even_alike,
    net_a_member,
    programme_outlook,
)
from analytics.statistics.estimate import Estimate

MEMBER = Assumptions(0.8, margin=1_000_000)
PLAN = Plan(members=500, reward=0.05, breakage=0.2, fixed_cost=5_000_000, lift=0.02, doubt=0.02)
NONE = Estimate(0, None)


@pytest.mark.parametrize(("retention", "points"), [(0.7, 1.30), (0.8, 1.11), (0.9, 0.83)])
def test_the_published_break_even_points_come_out(retention, points):
    closed = break_even_alike(retention, 0.1, 0.05) - retention
    assert 100 * closed == pytest.approx(points, abs=0.005)
    free = replace(PLAN, breakage=0.0, fixed_cost=0.0)
    assert break_even(replace(MEMBER, retention=retention), free) == pytest.approx(closed, abs=1e-9)


def test_fixed_cost_and_breakage_move_the_break_even():
    found = break_even(MEMBER, PLAN)
    # 4 % of margin redeemed, and ¥100 of ¥10,000 a member and year.
    assert found == pytest.approx(break_even_alike(0.8, 0.1, 0.04, 0.01) - 0.8, abs=1e-9)
    assert net_a_member(MEMBER, PLAN, found) == pytest.approx(0.0, abs=1e-3)
    assert break_even(MEMBER, replace(PLAN, more=0.2)) == 0.0
    assert break_even(MEMBER, replace(PLAN, fixed_cost=5e9)) is None
    assert break_even(replace(MEMBER, growth=0.4), PLAN) is None


def test_what_a_member_is_worth_more_agrees_with_the_closed_forms():
    plan = replace(PLAN, fixed_cost=0.0)
    after = customer_value(replace(MEMBER, retention=0.82, margin=0.96 * MEMBER.margin))
    assert net_a_member(MEMBER, plan, 0.02) == pytest.approx(after - customer_value(MEMBER))


def test_most_rewards_go_to_those_who_would_have_stayed():
    found = programme_outlook(MEMBER, PLAN, NONE, NONE)
    assert found.rewards == pytest.approx(500 * 0.82 * 0.04 * 1_000_000)
    assert found.subsidy / found.rewards == pytest.approx(0.8 / 0.82)
    assert found.liability == found.rewards
    assert found.unredeemed == pytest.approx(500 * 0.82 * 0.01 * 1_000_000)
    later = programme_outlook(MEMBER, replace(PLAN, delay=1.5), NONE, NONE)
    assert later.liability == pytest.approx(1.5 * found.rewards)


def test_the_range_is_that_of_the_effect_and_of_the_records():
    certain = programme_outlook(MEMBER, replace(PLAN, doubt=0.0), NONE, NONE)
    assert certain.net.low == pytest.approx(certain.net.high) == pytest.approx(certain.net.estimate)
    assert certain.chance in (0.0, 1.0)
    found = programme_outlook(MEMBER, PLAN, Estimate(500, 0.8, 0.77, 0.83), Estimate(500, 1e6, 9e5, 1.1e6))
    assert found.net.low < found.net.estimate < found.net.high
    # The effect is as likely above the break-even as a normal one is.
    from scipy.stats import norm

    alone = programme_outlook(MEMBER, PLAN, NONE, NONE)
    assert alone.chance == pytest.approx(norm.sf(alone.break_even, PLAN.lift, PLAN.doubt / 1.96), abs=0.03)
    worth = [one.estimate for one in found.by_lift]
    assert len(worth) == len(LIFTS)
    assert np.all(np.diff(worth) > 0)
    assert found == programme_outlook(MEMBER, PLAN, Estimate(500, 0.8, 0.77, 0.83), Estimate(500, 1e6, 9e5, 1.1e6))


def test_without_members_or_margin_there_is_nothing_to_say():
    assert programme_outlook(MEMBER, replace(PLAN, members=0), NONE, NONE) is None
    assert programme_outlook(replace(MEMBER, margin=0.0), PLAN, NONE, NONE) is None
