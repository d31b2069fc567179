"""Where the threshold comes from, and who is silent for so long."""

from __future__ import annotations

import pytest

from analytics.filters import Filters
from analytics.metrics.silence_threshold import SilenceSegment, silence_threshold, silent_list


def test_the_threshold_is_where_the_chance_falls_to_the_target(demo_store, demo_reader):
    target = demo_store.settings.number("silence_return_chance")
    result = silence_threshold(demo_reader, Filters())
    assert result.segments[0] is result.everyone
    for one in result.segments:
        chances = dict(zip(one.silent_days, one.return_chance, strict=True))
        assert chances[one.threshold] <= target < chances[one.threshold - 5]
        assert one.at(one.threshold).low < one.at(one.threshold).estimate < one.at(one.threshold).high
    losses = demo_reader.rows(
        "select min(losses.lost_on - days.day), max(losses.lost_on - days.day) from losses join ("
        "select losses.loss_id, max(day) as day from losses join warehouse.customer_days as days "
        "on days.customer_key = losses.customer_key and day <= lost_on and days.orders > 0 group by 1) as days "
        "using (loss_id) where basis = 'silent'")[0]
    assert losses == (min(one.threshold for one in result.segments), max(one.threshold for one in result.segments))


def test_filters_choose_segments(demo_reader):
    segments = [one.segment for one in silence_threshold(demo_reader, Filters()).segments]
    one = silence_threshold(demo_reader, Filters.of(segment=segments[2]))
    assert [found.segment for found in one.segments] == ["all", segments[2]]


def test_the_chance_at_a_day_is_that_of_the_step_before():
    segment = SilenceSegment("all", (0, 5, 10), (0.9, 0.6, 0.2), (1000, 500, 100), 10)
    assert [segment.at(day).estimate for day in (0, 7, 10, 99)] == [0.9, 0.6, 0.2, 0.2]
    assert segment.at(7).n == 500
    assert SilenceSegment("all", (), (), (), None).at(3).estimate is None


def test_the_list_is_of_living_customers(demo_reader):
    listed = silent_list(demo_reader, Filters(), days=60)
    assert listed["days"].min() >= 60
    assert listed["value"].is_monotonic_decreasing
    segment = listed["segment"].iloc[0]
    assert 0 < len(silent_list(demo_reader, Filters(), days=60, segment=segment)) < len(listed)


def test_without_trade_there_is_no_curve(tiny):
    # Half a year is shorter than the window of 180 days after a silence.
    assert [one.threshold for one in silence_threshold(tiny, Filters()).segments] in ([], [None])
    assert silence_threshold(tiny, Filters()).table() == pytest.approx([])
