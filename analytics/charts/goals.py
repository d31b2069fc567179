"""Figures against their goals: a point with its interval, and a mark where it is meant to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import add_points
from analytics.i18n import Translator
from analytics.statistics.estimate import Estimate

#: Colour and shape of each light.
MARKS = {"met": (theme.KEPT, "circle"), "missed": (theme.LOST, "diamond"),
         "uncertain": (theme.CONTEXT, "square")}


@dataclass(frozen=True, slots=True)
class GoalPoint:
    """One goal: its name, the figure now, the goal, and its light."""

    name: str
    now: Estimate
    target: float
    light: str


def goal_chart(points: Sequence[GoalPoint], words: Translator) -> go.Figure:
    """Draw every figure with its interval and its goal; too few are drawn as the goal alone."""
    drawing = Drawing(
        height=130 + 46 * len(points), showlegend=True,
        yaxis=dict(autorange="reversed", type="category", categoryorder="array",
                   categoryarray=[one.name for one in points]),
        xaxis=dict(tickformat=".0%", rangemode="normal", showgrid=True))
    drawing.add_scatter(
        x=[one.target for one in points], y=[one.name for one in points], mode="markers",
        name=words("goals.chart.series_goal"), hoverinfo="skip",
        marker=dict(symbol="line-ns", size=22, color=theme.CAUTION, line=dict(width=4, color=theme.CAUTION)))
    for light, (colour, symbol) in MARKS.items():
        shown = [one for one in points if one.light == light]
        if shown:
            add_points(
                drawing, [one.name for one in shown], [one.now for one in shown], colour=colour,
                symbol=symbol, name=words(f"goals.light.{light}"),
                hover=[words("goals.chart.hover", figure=one.name, now=words.rate(one.now),
                             target=words.percent(one.target), light=words(f"goals.light.{light}"))
                       for one in shown])
    return drawing.drawn()
