"""Two hundred simulated campaigns with an effect, and two hundred without: what the read-out says of them."""

from __future__ import annotations

import pytest

from tests.models.campaigns.simulated import Campaigns

CAMPAIGNS = 200
TREATING = Campaigns(shift=0.6)


@pytest.fixture(scope="module")
def found():
    return [TREATING.read(10_000 + seed) for seed in range(CAMPAIGNS)]


def test_the_interval_covers_the_truth(found):
    covered = sum(one.difference.low <= TREATING.truth <= one.difference.high for one in found)
    assert 0.90 <= covered / CAMPAIGNS <= 0.98


def test_the_difference_is_right_on_average(found):
    errors = [one.difference.estimate - TREATING.truth for one in found]
    # Three standard errors of the mean of 200 campaigns, each known to about 0.022.
    assert abs(sum(errors) / CAMPAIGNS) < 3 * 0.022 / CAMPAIGNS ** 0.5


def test_a_real_effect_is_found_about_as_often_as_the_power_says(found):
    assert 0.85 <= sum(one.state == "gain" for one in found) / CAMPAIGNS <= 1
    assert not any(one.state == "harm" for one in found)


def test_a_campaign_without_an_effect_is_called_one():
    nothing = Campaigns(shift=0.0)
    states = [nothing.read(50_000 + seed).state for seed in range(CAMPAIGNS)]
    assert states.count("no_effect") / CAMPAIGNS >= 0.93
    assert set(states) <= {"no_effect", "gain", "harm"}
