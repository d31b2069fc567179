"""Monthly churn with its control limits."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import MONTH_FORMAT
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator
from analytics.metrics.churn_control import ControlSeries

#: So many months fit a chart that a reader can still read.
SHOWN_MONTHS = 36


def control_chart(series: ControlSeries, words: Translator) -> go.Figure:
    """Draw monthly churn, what is usual for the season, and the limits of the usual.

    Months outside the limits are marked by shape and colour. A point's ``customdata`` is
    (month as ISO text,).
    """
    start = max(len(series.months) - SHOWN_MONTHS, 0)
    months = list(series.months[start:])
    points = series.chart.points[start:]
    figure = Drawing(height=320, yaxis=dict(tickformat=".1%", title=words("columns.churn_rate")),
                     xaxis=dict(tickformat=MONTH_FORMAT, hoverformat=MONTH_FORMAT))
    figure.add_scatter(x=months, y=[point.high for point in points], mode="lines", hoverinfo="skip",
                       line=dict(width=0, shape="hvh"))
    figure.add_scatter(x=months, y=[point.low for point in points], mode="lines", hoverinfo="skip",
                       line=dict(width=0, shape="hvh"), fill="tonexty", name=words("churn_control.usual"),
                       fillcolor=theme.faded(theme.CONTEXT))
    figure.add_scatter(x=months, y=[point.centre for point in points], mode="lines", hoverinfo="skip",
                       line=dict(color=theme.CONTEXT, dash="dot", width=1.5, shape="hvh"))
    out = [point.signal is not None for point in points]
    figure.add_scatter(
        x=months, y=[point.value for point in points], mode="lines+markers",
        line=dict(color=theme.KEPT, width=2),
        marker=dict(size=[12 if one else 6 for one in out],
                    color=[theme.LOST if one else theme.KEPT for one in out],
                    symbol=["diamond" if one else "circle" for one in out]),
        customdata=[[month.isoformat()] for month in months],
        hovertext=[_hover(series, place, words) for place in range(start, len(series.months))],
        hovertemplate="%{hovertext}<extra></extra>")
    return figure.drawn()


def _hover(series: ControlSeries, place: int, words: Translator) -> str:
    point = series.chart.points[place]
    return words("churn_control.hover", month=words.month(series.months[place]),
                 rate=words.percent(point.value), lost=words.number(series.lost[place]),
                 customers=words.number(series.customers[place]),
                 low=words.percent(point.low), high=words.percent(point.high))
