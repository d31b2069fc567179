"""Charts of the satisfaction–loyalty curve: what is drawn, where, and what is left out."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.charts import satisfaction_loyalty as charts
from analytics.charts import satisfaction_responders as responder_charts
from analytics.i18n import Translator
from analytics.models.satisfaction_curve import (
    adjusted_curve,
    compare_groups,
    compare_responders,
    nonresponse_bounds,
    satisfaction_curve,
    worth_of_steps,
)
from analytics.models.satisfaction_loyalty import SatisfactionLoyalty
from analytics.statistics.estimate import Estimate
from tests.models.satisfaction_answers import CAPTIVE, CLIFF, FLAT, expected

WORDS = Translator("en")
COUNTS = (240, 240, 400, 600, 420)


def result_of(truth=CLIFF, counts=COUNTS) -> SatisfactionLoyalty:
    curve = satisfaction_curve(*expected(truth, counts), resamples=50)
    return SatisfactionLoyalty(
        outcome="stayed", outcomes=("stayed",), curve=curve, answers=curve.n, left_out=(), blank_days=30,
        horizon_days=365, values=(100_000.0,) * len(curve.steps), worth=worth_of_steps(curve, 100_000.0),
        living=(1,) * len(curve.steps))


def traces(figure) -> dict[str, object]:
    return {trace.name: trace for trace in figure.data}


def test_curve_draws_levels_intervals_line_band_and_n():
    result = result_of()
    figure = charts.loyalty_curve(result, WORDS)
    drawn = traces(figure)
    levels = drawn["Levels, 95% interval"]
    assert list(levels.x) == [1, 2, 3, 4, 5]
    assert list(levels.y) == pytest.approx([level.rate.estimate for level in result.curve.levels])
    assert np.add(levels.y, levels.error_y.array) == pytest.approx(
        [level.rate.high for level in result.curve.levels])
    assert [list(one) for one in levels.customdata] == [[1], [2], [3], [4], [5]]
    assert {"Straight line", "Fitted curve", "Band of the curve, 95%", "Only required to rise or fall"} <= set(drawn)
    bars = next(trace for trace in figure.data if trace.type == "bar")
    assert list(bars.y) == list(COUNTS)
    assert bars.yaxis == "y2"


def test_zones_cover_the_scale_without_gaps():
    figure = charts.loyalty_curve(result_of(), WORDS)
    assert [(shape.x0, shape.x1) for shape in figure.layout.shapes] == [(0.5, 2.5), (2.5, 4.5), (4.5, 5.5)]
    assert [note.text for note in figure.layout.annotations] == ["Defection", "Indifference", "Affection"]


def test_flat_answers_get_no_curve_and_too_few_no_points():
    assert "Fitted curve" not in traces(charts.loyalty_curve(result_of(FLAT), WORDS))
    few = charts.loyalty_curve(result_of(FLAT, (2, 2, 40, 15, 5)), WORDS)
    levels = traces(few)["Levels, 95% interval"]
    assert list(levels.x) == [3, 4]
    assert list(levels.marker.symbol) == ["circle", "circle-open"]


def test_adjusted_levels_stand_beside_the_raw_ones():
    scores, outcomes = expected(CLIFF, COUNTS)
    adjusted = adjusted_curve(scores, outcomes, np.arange(scores.size) % 2)
    drawn = traces(charts.loyalty_curve(result_of(), WORDS, adjusted))
    assert list(drawn["Adjusted"].x) == pytest.approx([1.08, 2.08, 3.08, 4.08, 5.08])
    assert drawn["Levels, 95% interval"].opacity < 1


def compared():
    one, other = expected(CLIFF, COUNTS), expected(CAPTIVE, COUNTS)
    groups = np.repeat(["open", "captive"], [one[0].size, other[0].size])
    return compare_groups(np.concatenate((one[0], other[0])), np.concatenate((one[1], other[1])), groups)


def test_groups_keep_their_colour_and_carry_their_name():
    figure = charts.group_curves(compared(), "market", WORDS)
    points = [trace for trace in figure.data if trace.mode == "markers"]
    assert [trace.name for trace in points] == ["Open competition", "Captive"]
    assert list(points[0].customdata[0]) == ["open", 1]
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    assert [len(trace.x) for trace in lines] == [33, 33]
    assert points[0].marker.color == lines[0].line.color != lines[1].line.color


def test_bends_lie_on_a_logarithmic_axis_with_their_intervals():
    comparison = compared()
    figure = charts.bends(comparison, "market", WORDS)
    (points,) = figure.data
    assert figure.layout.xaxis.type == "log"
    assert list(points.y) == ["Captive", "Open competition"]
    assert list(points.x) == pytest.approx([one.curve.fit.gamma.estimate for one in comparison.groups])


def test_a_group_has_one_colour_in_both_charts():
    comparison = compared()
    curves = {trace.legendgroup: trace.marker.color for trace in
              charts.group_curves(comparison, "segment", WORDS).data if trace.mode == "markers"}
    (points,) = charts.bends(comparison, "segment", WORDS).data
    assert len(set(curves.values())) == 2
    assert {row[0]: colour for row, colour in zip(points.customdata, points.marker.color, strict=True)} == curves


def test_worth_is_difference_times_value():
    result = result_of()
    (bars,) = charts.worth_of_a_point(result, WORDS, "CNY").data
    assert list(bars.x) == ["1 → 2", "2 → 3", "3 → 4", "4 → 5"]
    assert list(bars.y) == pytest.approx([step.difference.estimate * 100_000 for step in result.curve.steps])


def test_merged_levels_are_named_by_all_their_scores():
    (bars,) = charts.worth_of_a_point(result_of(counts=(10, 400, 400, 600, 420)), WORDS, "CNY").data
    assert list(bars.x) == ["1–2 → 3", "3 → 4", "4 → 5"]
    assert list(bars.customdata[0]) == [1, 2]


def test_an_open_interval_is_said_as_such():
    assert charts.bend(Estimate(100, 2.0, None, None), WORDS) == "2.0 (95% interval 0–∞)"
    assert charts.bend(Estimate(100, None), WORDS) == "–"


def test_responders_and_bounds():
    comparison = compare_responders(80, 100, 30, 60)
    (bars,) = responder_charts.responders(comparison, WORDS).data
    assert (list(bars.y), list(bars.x)) == (["Did not answer", "Answered"], [0.5, 0.8])
    figure = responder_charts.silence_bounds(nonresponse_bounds(result_of().curve, 500, 150), WORDS)
    loyalty, top = figure.data
    assert list(loyalty.x) == list(top.x) == [0, 0.5, 1, 1.5, 2]
    assert loyalty.y[-1] < loyalty.y[0]
    assert top.y[0] == pytest.approx((600 + 420) / 1900)
