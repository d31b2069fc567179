"""Charts of the overview: what is drawn, and what a click tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from analytics.charts import theme
from analytics.charts.events import mark_events
from analytics.charts.overview import (
    coming_and_going,
    customers_and_money,
    group_name,
    largest_changes,
)
from analytics.filters import Filters, resolve_period
from analytics.i18n import Translator
from analytics.metrics.customer_movement import customer_movement
from analytics.metrics.largest_movements import GroupChange
from analytics.metrics.movement import CustomerMovement, GroupMovement, Movement, MovementMonth
from analytics.statistics.estimate import Estimate

WORDS = Translator("en")
EVENTS = ((date(2023, 12, 1), "before"), (date(2024, 5, 4), "prices up"))


@pytest.fixture
def result():
    months = (MovementMonth(date(2024, 4, 1), 100, 5, 1, 10, 50_000_00, 900_00, True),
              MovementMonth(date(2024, 5, 1), 96, 6, 0, 4, 52_000_00, 400_00, True),
              MovementMonth(date(2024, 6, 1), 98, 2, 0, 1, 51_000_00, 100_00, False))
    total = GroupMovement((), Movement(98, 2, 0, 1, 100_00), None, None, Estimate(98, 0.01), 51_000_00)
    return CustomerMovement(resolve_period("month", date(2024, 6, 12), date(2020, 1, 1)), total, 51_500_00, {}, months)


def test_customers_and_money_are_two_curves_that_end_today(result):
    figure = customers_and_money(result, WORDS, "CNY")
    assert mark_events(figure, EVENTS) == EVENTS[1:]
    customers, money = figure.data
    assert list(customers.x) == [date(2024, 4, 1), date(2024, 5, 1), date(2024, 6, 1), date(2024, 6, 13)]
    assert list(customers.y) == [100, 96, 98, 99]
    assert list(money.y) == [50_000_00, 52_000_00, 51_000_00, 51_500_00]
    assert (customers.yaxis, money.yaxis) == ("y", "y2")
    assert list(customers.customdata[1]) == ["2024-05-01"]
    texts = [one.text for one in figure.layout.annotations]
    assert "<b>99</b>" in texts
    label = next(one for one in figure.layout.annotations if one.text == "<b>99</b>")
    assert (label.y, label.yanchor) == (100, "bottom"), "clear of the curve it stands over"
    assert "<b>¥51.5k</b>" in texts
    assert "1" in texts, "the event within the months, numbered"
    assert "2" not in texts


def test_without_known_money_there_is_one_curve(result):
    months = tuple(replace(one, value_at_start=None) for one in result.months)
    figure = customers_and_money(replace(result, months=months), WORDS, "CNY")
    assert len(figure.data) == 1
    assert figure.layout.xaxis.anchor == "y"


def test_the_period_looked_at_is_shaded(result):
    shapes = customers_and_money(result, WORDS, "CNY").layout.shapes
    assert [(shape.x0, shape.x1) for shape in shapes] == [(date(2024, 6, 1), date(2024, 6, 13))]


def test_coming_and_going_stands_above_and_below_the_line(result):
    figure = coming_and_going(result, WORDS)
    assert [trace.name for trace in figure.data] == ["won", "won back", "lost"]
    won, back, lost = figure.data
    assert (list(won.y), list(back.y), list(lost.y)) == ([5, 6, 2], [1, 0, 0], [-10, -4, -1])
    assert list(lost.marker.pattern.shape) == ["", "", "/"], "the running month is hatched"
    assert list(lost.customdata[0]) == ["lost", "2024-04-01"]
    assert "still running" in won.hovertext[2]
    assert (won.marker.color, lost.marker.color) == (theme.KEPT, theme.LOST)


def test_changes_carry_intervals_and_fade_within_chance():
    def change(value, excess, low, high, p):
        return GroupChange("size", value, 50, 20, Estimate(200, 0.25), Estimate(100, 0.2),
                           Estimate(300, excess / 200, low / 200, high / 200), excess, 100, p)

    figure = largest_changes((change("large", 30.0, 12.0, 50.0, 0.001), change("small", -5.0, -20.0, 9.0, 0.4)), WORDS)
    bars = figure.data[0]
    assert list(bars.y) == ["Size: Small", "Size: Large"], "the largest on top"
    assert list(bars.x) == [-5.0, 30.0]
    assert list(bars.error_x.array) == pytest.approx([14.0, 20.0])
    assert list(bars.error_x.arrayminus) == pytest.approx([15.0, 18.0])
    assert list(bars.marker.color) == [theme.faded(theme.KEPT, theme.PALE_OPACITY), theme.LOST]
    assert list(bars.customdata[1]) == ["size", "large"]
    assert group_name(change("large", 1, 0, 2, 1.0), Translator("zh-CN")) == "规模：大型"


def test_the_demo_company_is_drawn_whole(demo_reader):
    result = customer_movement(demo_reader, Filters())
    customers, money = customers_and_money(result, WORDS, "CNY").data
    assert len(customers.x) == len(result.months) + 1
    assert customers.y[-1] == result.total.period.at_end
    assert money.y[0] is None, "twelve months' revenue is not known in the first year"
    assert money.y[-1] == result.value_at_end
