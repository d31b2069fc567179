"""Chart of inertia: the share of choices taken again out of habit, by category."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import add_points
from analytics.i18n import Translator
from analytics.metrics.inertia import Inertia


def inertia_points(result: Inertia, words: Translator) -> go.Figure:
    """Draw the inertia index of each category with its interval, the most inert on top.

    A point's ``customdata`` is (category,).
    """
    shown = [one for one in reversed(result.categories) if one.index.state != "suppressed"]
    names = [one.category for one in shown]
    drawing = Drawing(
        height=130 + 38 * len(shown),
        xaxis=dict(title=words("patterns.axis_inertia"), tickformat=".0%", rangemode="normal"),
        yaxis=dict(type="category", categoryorder="array", categoryarray=names))
    add_points(
        drawing, names, [one.index for one in shown], colour=theme.KEPT,
        customdata=[[name] for name in names],
        hover=[words("patterns.hover_inertia", category=one.category, index=words.rate(one.index),
                     repeated=words.percent(one.repeated), taste=words.percent(one.by_taste))
               for one in shown])
    drawing.add_vline(x=0.0, line=dict(color=theme.CONTEXT, dash="dot", width=1.5))
    return drawing.drawn()
