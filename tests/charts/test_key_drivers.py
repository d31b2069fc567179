"""Charts of the key drivers: what is placed where."""

from __future__ import annotations

import pytest

from analytics.charts.key_drivers import importance_performance, penalty_and_reward, stated_and_behaviour
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.models.key_drivers import key_drivers

WORDS = Translator("en")


@pytest.fixture(scope="module")
def found(demo_reader):
    return key_drivers(demo_reader, Filters("all"))


def test_every_driver_is_on_the_map_once_with_both_intervals(found):
    traces = importance_performance(found, WORDS).data
    placed = {point[0]: (x, y) for trace in traces for point, x, y in zip(trace.customdata, trace.x, trace.y, strict=True)}
    assert placed == {one.question: (one.performance.estimate, one.importance.estimate) for one in found.drivers}
    assert {trace.name for trace in traces} == {WORDS(f"key_drivers.place.{one.quadrant}") for one in found.drivers}


def test_names_on_the_map_have_room_and_lead_away_from_the_crowd(found):
    figure = importance_performance(found, WORDS)
    done = [one.performance.estimate for one in found.drivers]
    low, high = figure.layout.xaxis.range
    assert low < min(done)
    assert high - max(done) > 0.3 * (max(done) - min(done))
    sides = {name: side for trace in figure.data for name, side in zip(trace.text, trace.textposition, strict=True)}
    best = max(found.drivers, key=lambda one: one.performance.estimate)
    assert sides[WORDS.value("question", best.question)].endswith("right")


def test_satisfaction_and_staying_stand_side_by_side(found, demo_reader):
    staying = key_drivers(demo_reader, Filters("all"), outcome="stayed")
    figure = stated_and_behaviour([found, staying], WORDS)
    assert [trace.name for trace in figure.data] == ["Overall satisfaction", "Still a customer"]
    assert figure.data[0].x[-1] == found.drivers[0].importance.estimate
    assert figure.layout.yaxis.ticktext[-1] == WORDS.value("question", found.drivers[0].question)


def test_penalties_lie_left_and_rewards_right(found):
    penalty, reward = penalty_and_reward(found, WORDS).data
    assert list(penalty.x) == sorted(penalty.x, reverse=True)
    assert dict(zip(reward.y, reward.x, strict=True))["Accuracy"] == next(
        one.reward.estimate for one in found.drivers if one.question == "accuracy")
