"""Five per cent: the published figures to the digit, both readings, and what getting there may cost."""

from __future__ import annotations

from dataclasses import replace
from math import floor

import pytest

from analytics.models.economics.customer_value import Assumptions, customer_value, value_by_year
from analytics.models.economics.retention_effect import (
    CONDITIONS,
    MOST_KEPT,
    STARTS,
    effect_between,
    published_effects,
    raised,
    retention_effect,
    tornado,
)
from analytics.models.lifetime_value import retention_elasticity
from analytics.statistics.estimate import Estimate

DEALER = Assumptions(0.8, margin=500_000, growth=0.03, acquisition_cost=120_000, discount_rate=0.1)
#: In per cent, by growth and cost of acquisition, from 60, 70, 80, 85, 90 and 93 % of customers kept.
PUBLISHED = {(0.0, 0.0): [20, 22, 28, 32, 41, 49], (0.05, 0.0): [22, 25, 33, 42, 60, 83],
             (0.05, 1.0): [101, 53, 49, 55, 72, 96]}


def test_the_published_effects_come_out_to_the_digit():
    assert len(STARTS) == 6
    for condition, effects in zip(CONDITIONS, published_effects(), strict=True):
        # From 80 % it is 27.5 exactly, which is published rounded up.
        assert [floor(100 * one + 0.5 + 1e-9) for one in effects] == PUBLISHED[condition]


def test_read_as_a_share_of_the_losses_little_is_left():
    points, relative = (retention_effect(Assumptions(0.9), reading=reading) for reading in ("points", "relative"))
    assert (points.after.retention, relative.after.retention) == (pytest.approx(0.95), pytest.approx(0.905))
    assert points.share == pytest.approx(0.4074, abs=1e-4)
    assert relative.share == pytest.approx(0.031, abs=5e-4)


def test_nobody_keeps_more_than_everybody():
    assert raised(0.97, "points") == MOST_KEPT
    assert raised(0.999, "points") == 0.999


def test_elasticities_span_those_published():
    found = [round(retention_elasticity(rate, 0.1, step=0.01), 1) for rate in (0.6, 0.7, 0.8, 0.85, 0.9, 0.93)]
    assert found == [2.2, 2.8, 3.8, 4.6, 5.8, 6.8]


def test_the_most_that_getting_there_may_cost_eats_the_whole_gain():
    found = retention_effect(DEALER)
    assert found.net(found.most_a_year) == pytest.approx(0.0, abs=1e-6)
    assert found.net(0.0) == found.gain > 0
    # Paid at the beginning of each of 2,000 years by whoever is still there.
    paid = found.most_a_year + sum(value_by_year(replace(found.after, margin=found.most_a_year, growth=0.0), 2000))
    assert paid == pytest.approx(found.gain)


def test_the_interval_of_retention_becomes_that_of_the_effect():
    low, high = effect_between(DEALER, Estimate(500, 0.8, 0.76, 0.84))
    assert low < retention_effect(DEALER).share < high
    assert effect_between(DEALER, Estimate(5, 0.8, state="suppressed")) is None
    assert effect_between(replace(DEALER, growth=0.12), Estimate(50, 0.9, 0.8, 0.99)) is None


def test_a_customer_worth_nothing_has_no_share():
    assert retention_effect(replace(DEALER, acquisition_cost=5_000_000)).share is None


def test_the_tornado_moves_one_thing_at_a_time():
    bars = tornado(DEALER)
    assert [one.name for one in bars] == ["margin", "retention", "discount_rate", "growth", "acquisition_cost"]
    retention = next(one for one in bars if one.name == "retention")
    assert retention.up == pytest.approx(customer_value(DEALER.at(0.81)) - customer_value(DEALER))
    cost = next(one for one in bars if one.name == "acquisition_cost")
    assert (cost.down, cost.up) == (pytest.approx(12_000), pytest.approx(-12_000))
    reach = [max(abs(one.down), abs(one.up)) for one in bars]
    assert reach == sorted(reach, reverse=True)
    assert "acquisition_cost" not in [one.name for one in tornado(replace(DEALER, acquisition_cost=0.0))]
