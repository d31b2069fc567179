"""Key drivers: known parts found again, quadrants, too little data, and the demo company's truth."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.models.key_drivers import NO_DRIVERS, _quadrant, _weighed, key_drivers
from analytics.statistics.estimate import Estimate

NAMES = ["speed", "price", "skill"]


def forms(seed: int, *, count: int = 2_000, weights=(1.0, 0.5, 0.0)):
    """Independent drivers on five levels, and an outcome that follows them."""
    random = np.random.default_rng(seed)
    x = random.integers(1, 6, (count, 3)).astype(float)
    y = x @ np.array(weights) + random.normal(0, 1.0, count)
    return y, x, np.zeros(count), random.integers(0, count // 2, count)


def test_independent_drivers_get_the_share_of_their_own_variance():
    found = _weighed("satisfaction", NAMES, *forms(1), {"speed": 4.5})
    shares = {one.question: one.importance for one in found.drivers}
    assert [one.question for one in found.drivers] == ["speed", "price", "skill"]
    # Levels have variance 2: parts 2, 0.5 and 0 of 3.5 with the noise.
    assert found.explained.estimate == pytest.approx(2.5 / 3.5, abs=0.02)
    assert shares["speed"].low < 0.8 < shares["speed"].high
    assert shares["price"].low < 0.2 < shares["price"].high
    assert sum(one.importance.estimate for one in found.drivers) == pytest.approx(1.0)
    assert sum(one.johnson.estimate for one in found.drivers) == pytest.approx(1.0)
    assert (found.drivers[0].stated, found.drivers[1].stated) == (4.5, None)


def test_penalty_and_reward_are_those_put_in():
    y, x, large, customers = forms(2, weights=(0.0, 0.0, 0.0))
    y = y - 1.0 * (x[:, 0] < 2.5) + 0.25 * (x[:, 0] > 4.5) + 0.8 * (x[:, 1] > 4.5)
    found = {one.question: one for one in _weighed("satisfaction", NAMES, y, x, large, customers, {}).drivers}
    for estimate, truth in ((found["speed"].penalty, -1.0), (found["speed"].reward, 0.25),
                            (found["price"].reward, 0.8), (found["skill"].penalty, 0.0)):
        error = (estimate.high - estimate.low) / 3.92
        assert abs(estimate.estimate - truth) <= 3 * error
        assert 0.03 < error < 0.08, "as the noise and the forms make it"
    assert found["speed"].asymmetry.high < 0, "it can only disappoint"
    assert found["price"].asymmetry.low > 0, "it delights"


def test_a_place_needs_both_intervals_clear_of_the_lines():
    important, unimportant = Estimate(500, 0.4, 0.3, 0.5), Estimate(500, 0.1, 0.05, 0.15)
    good, bad, middling = Estimate(500, 0.9, 0.85, 0.95), Estimate(500, 0.5, 0.45, 0.55), Estimate(500, 0.7, 0.6, 0.8)
    assert [_quadrant(share, level, 0.25, 0.7) for share in (important, unimportant)
            for level in (good, bad, middling)] == ["keep", "improve", "unclear", "enough", "watch", "unclear"]


def test_the_demo_company_orders_drivers_by_how_closely_they_follow_satisfaction(demo_reader):
    found = key_drivers(demo_reader, Filters("all"))
    order = [one.question for one in found.drivers]
    # Loading over noise: accuracy 1.17, speed 1.07, reliability 1.17 … product 0.64, price 0.44.
    assert set(order[:3]) == {"accuracy", "reliability", "speed"}
    assert order[-2:] == ["product", "price"]
    assert not NO_DRIVERS & set(order)
    price = found.drivers[-1]
    assert price.stated > 4.2, "called important, though it explains least"


def test_staying_is_weighed_over_the_whole_history_and_says_how_little_is_explained(demo_reader):
    year, everything = (key_drivers(demo_reader, Filters(period), outcome="stayed") for period in ("12m", "all"))
    assert year == everything
    assert 0.03 < year.explained.estimate < 0.15
    assert year.explained.low < year.explained.estimate < year.explained.high


def test_too_little_says_nothing(demo_reader):
    few = key_drivers(demo_reader, Filters.of("month", size="large", region="西部 West"))
    assert few.drivers == ()
    assert few.explained.state == "suppressed"
    with pytest.raises(UnknownName):
        key_drivers(demo_reader, Filters(), outcome="luck")


@pytest.mark.slow
def test_intervals_cover_the_true_share():
    inside = 0
    for seed in range(200):
        found = {one.question: one.importance for one in _weighed("satisfaction", NAMES, *forms(seed, count=600), {}).drivers}
        inside += found["speed"].low <= 0.8 <= found["speed"].high
    assert 0.90 <= inside / 200 <= 0.98
