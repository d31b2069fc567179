"""Chart of the churn history under another silence threshold, beside the one in force."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import MONTH_FORMAT
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator
from analytics.metrics.churn_over_time import ChurnPoint
from analytics.metrics.silence_history import SilenceHistory


def churn_under(result: SilenceHistory, in_force: Sequence[ChurnPoint], words: Translator) -> go.Figure:
    """Draw churn by quarter were so many silent days a loss, with its interval, and churn as it stands.

    A quarter still running is left out. A point's ``customdata`` is (first day as ISO text,).
    """
    shown = [one for one in result.quarters if one.complete and one.churn_rate.state != "suppressed"]
    now = [one for one in in_force if one.complete and one.churn_rate.state != "suppressed"]
    days = [one.starts_on for one in shown]
    drawing = Drawing(height=340, showlegend=True, margin=dict(t=40), xaxis=dict(tickformat=MONTH_FORMAT),
                      yaxis=dict(title=words("columns.churn_rate"), tickformat=".0%", rangemode="tozero"))
    drawing.add_scatter(
        x=[*days, *reversed(days)], mode="lines", line=dict(width=0), hoverinfo="skip", fill="toself",
        showlegend=False, fillcolor=theme.faded(theme.LOST),
        y=[*(one.churn_rate.high for one in shown), *(one.churn_rate.low for one in reversed(shown))])
    drawing.add_scatter(
        x=[one.starts_on for one in now], y=[one.churn_rate.estimate for one in now], mode="lines",
        name=words("patterns.series.in_force"), line=dict(color=theme.CONTEXT, dash="dot", width=2),
        hoverinfo="skip")
    drawing.add_scatter(
        x=days, y=[one.churn_rate.estimate for one in shown], mode="lines+markers",
        name=words("patterns.series.chosen", days=words.number(result.days)),
        line=dict(color=theme.LOST, width=2.5), marker=dict(size=6, color=theme.LOST),
        customdata=[[day.isoformat()] for day in days],
        hovertext=[words("patterns.hover_history", start=words.date(one.starts_on),
                         rate=words.rate(one.churn_rate), lost=words.number(one.lost),
                         silent=words.number(one.silent), returned=words.number(one.returned))
                   for one in shown],
        hovertemplate="%{hovertext}<extra></extra>")
    return drawing.drawn()
