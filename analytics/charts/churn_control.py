"""Monthly churn with its control limits."""

from __future__ import annotations

from datetime import date

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import MONTH_FORMAT
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator
from analytics.metrics.churn_control import ControlSeries

Events = tuple[tuple[date, str], ...]

#: So many months fit a chart that a reader can still read.
SHOWN_MONTHS = 36


def control_chart(series: ControlSeries, words: Translator, *,
                  events: Events = ()) -> go.Figure:
    """Draw monthly churn, what is usual for the season, and the limits of the usual.

    Months outside the limits are marked by shape and colour; events are lines with their title. A
    point's ``customdata`` is (month as ISO text,).
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
    # Titles are longer than there is room for: lines carry numbers, which the note under the chart explains.
    for number, (day, title) in enumerate(shown_events(series, events), start=1):
        figure.add_vline(x=day, line=dict(color=theme.CAUTION, dash="dash", width=1))
        figure.add_annotation(x=day, y=1, yref="paper", yanchor="bottom", showarrow=False, text=str(number),
                              hovertext=title)
    return figure.drawn()


def shown_events(series: ControlSeries, events: Events) -> Events:
    """Return the events that fall within the months drawn."""
    months = series.months[-SHOWN_MONTHS:]
    return tuple(event for event in events if months and months[0] <= event[0] <= months[-1])


def _hover(series: ControlSeries, place: int, words: Translator) -> str:
    point = series.chart.points[place]
    return words("churn_control.hover", month=words.month(series.months[place]),
                 rate=words.percent(point.value), lost=words.number(series.lost[place]),
                 customers=words.number(series.customers[place]),
                 low=words.percent(point.low), high=words.percent(point.high))
