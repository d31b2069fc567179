"""Charts of a planned loyalty programme: it pays from its break-even on, and grades have their intervals."""

from __future__ import annotations

import pytest

from analytics.charts.loyalty_programme import net_by_grade, net_by_lift
from analytics.i18n import Translator
from analytics.models.economics.loyalty_programme import LIFTS, programme_outlook
from analytics.statistics.estimate import Estimate
from tests.models.economics.test_loyalty_programme import MEMBER, PLAN

WORDS = Translator("en")
FOUND = programme_outlook(MEMBER, PLAN, Estimate(500, 0.8, 0.77, 0.83), Estimate(500, 1e6, 9e5, 1.1e6))


def test_the_line_crosses_nought_at_the_break_even():
    figure = net_by_lift(FOUND, PLAN, WORDS, "CNY")
    line, plan = figure.data[1], figure.data[2]
    before = [value for lift, value in zip(LIFTS, line.y, strict=True) if lift < FOUND.break_even]
    after = [value for lift, value in zip(LIFTS, line.y, strict=True) if lift > FOUND.break_even]
    assert max(before) < 0 < min(after)
    assert (plan.x[0], plan.y[0]) == (PLAN.lift, FOUND.net.estimate)
    assert figure.layout.shapes[1].x0 == FOUND.break_even


def test_grades_stand_with_their_intervals():
    nets = [Estimate(120, 500_000, -100_000, 900_000), Estimate(20, 80_000, 10_000, 150_000, "thin")]
    points = net_by_grade(["A", "B"], nets, WORDS, "CNY").data[0]
    assert (list(points.y), list(points.x)) == (["A", "B"], [500_000, 80_000])
    assert points.error_x.arrayminus[0] == pytest.approx(600_000)
    assert list(points.marker.symbol) == ["circle", "circle-open"]
