"""Thin data looks the same on every chart: hollow marks and cross-hatched bars in full colour, with a legend."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from analytics.charts import intervals, theme
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import add_points, shows_thin, thin_hatching, thin_symbols
from analytics.statistics.estimate import Estimate

ENOUGH, THIN, HIDDEN = (Estimate(n, 0.5, 0.3, 0.7, state) for n, state in (
    (40, "enough"), (20, "thin"), (5, "suppressed")))


def drawn(*estimates: Estimate) -> go.Figure:
    drawing = Drawing()
    add_points(drawing, ["a", "b", "c"][:len(estimates)], estimates, colour=theme.KEPT, hover=["", "", ""])
    return drawing.drawn()


def test_thin_marks_are_hollow_in_full_colour_and_suppressed_ones_left_out():
    (points,) = drawn(ENOUGH, THIN, HIDDEN).data
    assert list(points.x) == [0.5, 0.5]
    assert list(points.marker.symbol) == ["circle", "circle-open"]
    assert points.marker.color == points.marker.line.color == theme.KEPT
    assert points.marker.opacity is None


@pytest.mark.parametrize(("estimates", "thin"), [((ENOUGH, ENOUGH), False), ((ENOUGH, THIN), True), ((), False)])
def test_a_figure_knows_whether_it_shows_thin_data(estimates, thin):
    assert shows_thin(drawn(*estimates)) is thin


def test_cross_hatched_bars_are_thin_data_too():
    for states, thin in ((["enough"], False), (["enough", "thin"], True)):
        drawing = Drawing()
        drawing.add_bar(x=[1] * len(states), marker=dict(color=theme.KEPT, pattern=thin_hatching(states)))
        assert shows_thin(drawing.drawn()) is thin


def test_a_month_still_running_is_hatched_one_way_and_not_thin():
    drawing = Drawing()
    drawing.add_bar(x=[1, 2], marker=dict(color=theme.KEPT, pattern=dict(shape=["", "/"])))
    assert not shows_thin(drawing.drawn())


def test_one_hollow_symbol_for_all_means_something_else():
    drawing = Drawing()
    drawing.add_scatter(x=[1], y=[1], marker=dict(symbol="circle-open"))
    assert not shows_thin(drawing.drawn())
    assert thin_symbols(["thin"], "diamond") == [f"diamond{intervals.HOLLOW}"]
