"""Charts of complaints: every mark stands for a number of the result."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from analytics.charts import complaint_clock as clock_charts
from analytics.charts import complaint_outcomes as outcome_charts
from analytics.charts import complaints as charts
from analytics.charts import theme
from analytics.charts.crisis_clock import hours_text, what_followed
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.complaint_clock import ComplaintClock, stage_time
from analytics.metrics.complaint_handling import ComplaintHandling, HandlingShare
from analytics.metrics.complaint_trend import ComplaintTrend
from analytics.metrics.complaints import ComplaintCell, ComplaintGroup, Complaints, count_of, per_100
from analytics.metrics.crisis_clock import Crisis, CrisisOutcome, CrisisStep
from analytics.models.complaint_iceberg import ComplaintIceberg, RiskPart
from analytics.models.outcome_comparison import Difference
from analytics.models.repurchase_by_outcome import OutcomeCell, OutcomeTest, RepurchaseByOutcome
from analytics.statistics.control_charts import ControlChart, ControlPoint
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate

WORDS = Translator("en")
NONE = Estimate(0, None, state="suppressed")


@pytest.fixture
def counted():
    period = Filters("all").resolve(date(2024, 12, 31), date(2024, 1, 1))
    cells = tuple(ComplaintCell(category, severity, number, per_100(number, 200))
                  for category, severity, number in (("late", "high", 12), ("late", "low", 4), ("rude", None, 4)))
    groups = (ComplaintGroup("North", count_of(18, 18, 100, 0), 0.001, "above"),
              ComplaintGroup("South", count_of(2, 2, 95, 0), 0.2, None),
              ComplaintGroup("East", count_of(0, 0, 5, 0), None, None))
    return Complaints(period, count_of(20, 20, 200, 400), None, None, cells, {"branch": groups}, ())


def test_pareto_stacks_severities_and_cumulates(counted):
    figure = charts.pareto(counted, WORDS)
    assert [trace.name for trace in figure.data] == ["Low", "High", "Not stated"]
    assert [list(trace.x) for trace in figure.data] == [[2.0, 0.0], [6.0, 0.0], [0.0, 2.0]]
    assert [one.text for one in figure.layout.annotations] == ["16 · Σ 80%", "4 · Σ 100%"]
    assert list(figure.data[1].customdata[0]) == ["late", "high"]
    assert [trace.x[0] for trace in charts.pareto(counted, WORDS, per="jobs").data] == [1.0, 3.0, 0.0]


def test_groups_that_stand_out_are_diamonds_and_small_ones_are_left_out(counted):
    figure = charts.concentration(counted, WORDS, "branch")
    usual, outside = figure.data
    assert (list(usual.y), list(outside.y)) == (["South"], ["North"])
    assert outside.x[0] == pytest.approx(18.0)
    assert outside.marker.symbol[0] == "diamond"
    assert figure.layout.shapes[0].x0 == 10.0


def test_a_low_month_next_to_a_break_is_a_hollow_square():
    points = (ControlPoint(0.02, 0.02, 0.01, 0.03, None, None), ControlPoint(0.04, 0.02, 0.01, 0.03, "above", None),
              ControlPoint(0.0, 0.02, 0.01, 0.03, "below", None), ControlPoint(0.0, 0.02, 0.01, 0.03, "below", None))
    months = tuple(date(2024, month, 1) for month in (1, 2, 3, 4))
    result = ComplaintTrend(months, (2, 4, 0, 0), (100,) * 4, ControlChart("laney", 0.02, 1.0, 4, False, points),
                            (False, False, True, False), ((date(2024, 4, 1), "Moved"),))
    figure = charts.trend(result, WORDS)
    line = figure.data[-1]
    assert list(line.y) == [2.0, 4.0, 0.0, 0.0]
    assert list(line.marker.symbol) == ["circle", "diamond", "square-open", "diamond"]
    assert list(line.marker.color) == [theme.KEPT, theme.LOST, theme.CAUTION, theme.WON_BACK]
    assert "no improvement" in line.hovertext[2]
    assert result.improved == (date(2024, 4, 1),)


def outcome(*cells):
    return RepurchaseByOutcome("stayed", ("bought_again", "stayed"), tuple(
        OutcomeCell(situation, band, n, rate(k, n)) for situation, band, k, n in cells), ())


def test_situations_stand_in_their_order_and_bands_beside_each_other():
    figure = outcome_charts.by_outcome(outcome(
        ("no_problem", "all", 80, 100), ("quick", "all", 45, 50), ("quick", "high", 18, 20), ("quick", "low", 5, 9)),
        WORDS)
    everybody, high = figure.data
    assert list(everybody.y) == [0.8, 0.9]
    assert [round(x) for x in everybody.x] == [0, 4]
    assert list(high.customdata[0]) == ["quick", "high"]
    assert high.marker.symbol[0] == "triangle-up-open", "twenty are thin"
    assert list(figure.layout.xaxis.ticktext) == [
        "No<br>problem", "Problem,<br>silent", "Not<br>resolved", "Resolved", "Quickly<br>resolved"]


def test_published_figures_are_those_of_the_dossier():
    low, high = outcome_charts.published(WORDS).data
    assert list(low.y) == [0.37, 0.46, 0.70, 0.95]
    assert list(high.y) == [0.09, 0.19, 0.54, 0.82]
    assert (low.textposition, high.textposition) == ("top left", "bottom right"), "off the other line"
    note = WORDS("complaints.chart.published_note")
    assert "US consumers, 1970s–80s, stated intention, TARP 1979/1986 as circulated" in note


def test_differences_have_a_mark_for_each_kind():
    one = Difference(Estimate(200, 0.1, 0.02, 0.18), 100, 100)
    paradox = OutcomeTest("paradox", one, Difference(NONE, 100, 100), one, "not_shown")
    figure = outcome_charts.differences((paradox,), WORDS)
    raw, adjusted, mild = figure.data
    assert (list(raw.x), list(adjusted.x), list(mild.x)) == ([0.1], [], [0.1])
    assert raw.error_x.array[0] == pytest.approx(0.08)


def test_the_iceberg_counts_downwards_below_the_waterline():
    silent = RiskPart("silent", Estimate(100, 60.0, 40.0, 90.0), NONE, NONE)
    parts = (silent, RiskPart("unresolved", Estimate(4, 4.0), NONE, NONE), RiskPart("resolved", Estimate(0, 0.0), NONE, NONE),
             RiskPart("quick", Estimate(6, 6.0), NONE, NONE))
    result = ComplaintIceberg(100, 30, 5, NONE, NONE, NONE, Estimate(100, 6.0, 4.5, 8.5), False, 12,
                              Estimate(100, 72.0), None, parts)
    figure = outcome_charts.iceberg(result, WORDS)
    assert [(trace.name, trace.y[0]) for trace in figure.data] == [
        ("Complained, unresolved", 4.0), ("Resolved quickly", 6.0), ("Not decided yet", 2.0), ("Problem, silent", -60.0)]
    below = figure.data[-1]
    assert (below.error_y.array[0], below.error_y.arrayminus[0]) == (20.0, 30.0)
    assert "-" not in "".join(figure.layout.yaxis.ticktext)
    number = next(one for one in figure.layout.annotations if one.text == "60")
    assert -40 < number.y < 0, "clear of the interval, which reaches up to 40"
    rows = outcome_charts.multipliers(result, WORDS).data
    assert list(rows[2].x) == [26.0]


def test_stage_times_are_days_with_their_target():
    stage = stage_time("assess", np.repeat([12.0, 36.0, 240.0], [20, 15, 5]), np.repeat([True, True, False], [20, 15, 5]), 48)
    clock = ComplaintClock((stage,), stage, {"branch": {"North": stage}})
    bars, slow, target = clock_charts.stage_times(clock, WORDS).data
    assert list(bars.x) == [0.5]
    assert list(target.x) == [2.0]
    assert slow.x[0] is None, "an eighth still waits: nine in ten are not reached"
    within = clock_charts.within_target(clock.groups["branch"], WORDS, {"North": "North"}).data[0]
    assert list(within.x) == [pytest.approx(35 / 40)]
    curve = clock_charts.waiting(stage, WORDS)
    assert curve.data[1].y[0] == 1.0
    assert curve.data[1].y[-1] == pytest.approx(5 / 40)


def test_five_more_leaves_out_what_is_not_recorded():
    shares = tuple(HandlingShare(name, rate(k, n), Estimate(n, 0.1, 0.0, 0.2) if n else NONE)
                   for name, k, n in (("patience", 20, 40), ("attitude", 0, 0), ("speed", 30, 40)))
    found = ComplaintHandling(40, shares, (), 0.6, NONE, None, NONE, NONE, NONE)
    now, before = clock_charts.five_more(found, WORDS).data
    assert list(now.y) == ["Patience", "Speed"]
    assert list(before.x) == pytest.approx([0.4, 0.65])


def test_times_are_said_as_people_say_them():
    assert clock_charts.duration(6, WORDS) == "6.0 hours"
    assert clock_charts.duration(47, WORDS) == "47 hours"
    assert clock_charts.duration(72, WORDS) == "3.0 days"
    assert clock_charts.duration(None, WORDS) == "more than observed"
    assert clock_charts.duration(72, Translator("zh-CN")) == "3.0 天"


def test_a_crisis_has_a_panel_for_each_outcome():
    outcomes = (CrisisOutcome("lost", 6, 3, 9, 0.5, 0.1, Estimate(9, 0.4, 0.1, 0.7)),
                CrisisOutcome("satisfaction", 6, 3, 9, -0.2, 0.0, Estimate(9, -0.2, -0.5, 0.1)))
    figure = what_followed(Crisis(date(2024, 3, 1), "Recall", "North", (), outcomes), WORDS)
    lost, satisfaction = figure.data
    assert (lost.x[0], lost.marker.symbol, satisfaction.marker.symbol) == (0.4, "diamond", "circle")
    assert (satisfaction.xaxis, satisfaction.yaxis) == ("x2", "y2")
    assert satisfaction.error_x.array[0] == pytest.approx(0.3)
    assert "beyond chance" in lost.hovertext[0]
    assert "may be chance" in satisfaction.hovertext[0]
    assert hours_text(CrisisStep("statement", "x", 26.0, True), WORDS) == "26.0 hours"
    assert hours_text(CrisisStep("statement", "x", 72.0, False), WORDS) == "3 days"
