"""Charts of forecasts: what is expected, and whether what was told came true."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.bought_together import item_name
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import add_points
from analytics.i18n import Translator
from analytics.models.next_purchase import NextPurchase
from analytics.statistics.estimate import Estimate


def expected_buyers(result: NextPurchase, words: Translator) -> go.Figure:
    """Draw how many customers are expected to buy each category, most on top."""
    shown = list(reversed(result.expected))
    names = [item_name(result.item, name, words) for name, _ in shown]
    drawing = Drawing(height=110 + 34 * len(shown), xaxis=dict(title=words("patterns.axis_expected")),
                      yaxis=dict(type="category", categoryorder="array", categoryarray=names))
    drawing.add_bar(
        x=[count for _, count in shown], y=names, orientation="h", marker_color=theme.KEPT,
        customdata=[[name] for name, _ in shown],
        hovertext=[words("patterns.hover_expected", item=name, n=words.number(count))
                   for name, (_, count) in zip(names, shown, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>")
    return drawing.drawn()


def came_true(calibration: Sequence[tuple[float, Estimate]], words: Translator) -> go.Figure:
    """Draw the share that came true against the chance told, with the line on which they agree."""
    highest = max((max(told, seen.high or 0.0) for told, seen in calibration), default=1.0)
    drawing = Drawing(
        height=320, xaxis=dict(title=words("patterns.axis_told"), tickformat=".0%", rangemode="tozero"),
        yaxis=dict(title=words("patterns.axis_true"), tickformat=".0%", range=[0, min(highest * 1.1, 1.02)]))
    drawing.add_scatter(x=[0, highest], y=[0, highest], mode="lines", hoverinfo="skip",
                        line=dict(color=theme.CONTEXT, dash="dot", width=1.5))
    add_points(drawing, [told for told, _ in calibration], [seen for _, seen in calibration],
               colour=theme.KEPT, horizontal=False,
               hover=[words("patterns.hover_true", told=words.percent(told), seen=words.rate(seen))
                      for told, seen in calibration])
    return drawing.drawn()
