"""What the survey's charts draw: bars that add up to everybody, marks, standards, bounds."""

from __future__ import annotations

import pytest

from analytics.charts import surveys as charts
from analytics.charts.surveys import Mark
from analytics.i18n import LANGUAGES, Translator
from analytics.metrics.survey_scores import Answers
from analytics.models.survey_weighting import SurveyWeighting, Weighted
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate

OVERALL = Answers("overall", None, ((1, 5, 1, 5), (1, 5, 2, 10), (1, 5, 3, 15), (1, 5, 4, 40), (1, 5, 5, 30)))
THIN = Answers("speed", None, ((1, 5, 3, 4), (1, 5, 5, 8)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dissatisfied_stand_left_and_the_undecided_on_either_side(language):
    figure = charts.distribution([("Overall", OVERALL), ("Speed", THIN)], Translator(language))
    shares = {}
    for bar in figure.data:
        shares.setdefault(bar.customdata[0][2], []).append(bar.x[0])
    assert shares == {1: [-0.05], 2: [-0.1], 3: [-0.075, 0.075], 4: [0.4], 5: [0.3]}
    assert sum(abs(bar.x[0]) for bar in figure.data) == pytest.approx(1.0)
    assert len([bar for bar in figure.data if bar.showlegend]) == 5
    assert list(figure.data[-1].marker.pattern.shape) == ["", "x"]


def test_the_bars_take_the_whole_width():
    figure = charts.distribution([("Overall", OVERALL), ("Speed", THIN)], Translator("en"))
    # Left as far as the first row, 15 and half of 15 per cent; right as far as the second, 8 and half of 4 of 12.
    assert list(figure.layout.xaxis.range) == pytest.approx([-0.225 - 0.02, 10 / 12 + 0.02])


def test_marks_show_their_side_their_interval_and_thin_data():
    marks = [Mark("North", rate(80, 100), "above"), Mark("South", rate(12, 20)), Mark("East", rate(50, 100), "below")]
    figure = charts.estimates(marks, Translator("en"), reference=0.7, standards=[0.7, None, 0.75])
    symbols = {trace.y[0]: trace.marker.symbol[0] for trace in figure.data if trace.error_x.array is not None}
    assert symbols == {"North": "triangle-up", "South": "circle-open", "East": "triangle-down"}
    north = figure.data[0]
    assert (north.x[0], north.x[0] + north.error_x.array[0]) == pytest.approx((0.8, rate(80, 100).high))
    assert list(figure.data[-1].x) == [0.7, None, 0.75]
    assert list(figure.layout.yaxis.categoryarray) == ["North", "South", "East"]
    assert figure.layout.shapes[0].x0 == 0.7


@pytest.mark.parametrize(("low", "high", "step"), [(0.78, 0.83, 0.01), (0.3, 0.52, 0.05), (0.0, 0.9, 0.2)])
def test_ticks_are_whole_points(low, high, step):
    figure = charts.estimates([Mark("All", Estimate(100, (low + high) / 2, low, high))], Translator("en"))
    assert figure.layout.xaxis.dtick == step


def test_bounds_fall_and_the_extremes_are_shaded():
    found = SurveyWeighting("overall", 200, 100, {"top_two": Weighted(rate(80, 100), rate(80, 100))}, None)
    figure = charts.bounds(found, 10, Translator("en"))
    assert figure.data[0].y[0] == pytest.approx(0.8)
    assert figure.data[0].y[-1] == pytest.approx(0.5 * 0.8 + 0.5 * 0.4)
    assert figure.data[1].y[0] == pytest.approx(0.75)
    assert (figure.layout.shapes[0].y0, figure.layout.shapes[0].y1) == pytest.approx((0.4, 0.9))


def test_original_scores_keep_their_scale_and_the_colour_of_their_level():
    promoters = Answers("recommend", None, ((0, 10, 6, 10), (0, 10, 8, 30), (0, 10, 9, 20), (0, 10, 10, 40)))
    figure = charts.original(promoters, Translator("en"))
    drawn = {score: (share, trace.marker.color) for trace in figure.data for score, share in zip(trace.x or (), trace.y or (), strict=True)}
    assert drawn == {6: (0.1, charts.LEVEL_COLOURS[2]), 8: (0.3, charts.LEVEL_COLOURS[3]),
                     9: (0.2, charts.LEVEL_COLOURS[4]), 10: (0.4, charts.LEVEL_COLOURS[4])}
