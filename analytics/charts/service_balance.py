"""Charts of contacts against value: by tenth of revenue, and by account manager."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import add_points
from analytics.i18n import Translator
from analytics.models.service_balance import ServiceBalance

#: Account managers drawn at either end.
ENDS = 8


def shares_by_tenth(result: ServiceBalance, words: Translator) -> go.Figure:
    """Draw each tenth's share of revenue beside its share of what contacts cost."""
    drawing = Drawing(
        height=340, barmode="group", showlegend=True,
        xaxis=dict(title=words("service_balance.axis_tenth"), type="category"),
        yaxis=dict(tickformat=".0%"))
    names = [words.number(one.tenth) for one in result.tenths]
    for series, colour in (("revenue", theme.KEPT), ("cost", theme.CAUTION)):
        drawing.add_bar(
            x=names, y=[getattr(one, series) for one in result.tenths], marker_color=colour,
            name=words(f"service_balance.series.{series}"),
            hovertext=[words("service_balance.hover", share=words.percent(getattr(one, series)),
                             contacts=words.number(one.contacts, 1), usual=words.number(one.usual, 1),
                             n=words.number(one.customers)) for one in result.tenths],
            hovertemplate="%{hovertext}<extra>" + words(f"service_balance.series.{series}") + "</extra>")
    return drawing.drawn()


def manager_ratios(result: ServiceBalance, words: Translator) -> go.Figure:
    """Draw contacts over the usual by account manager: those at either end, most first."""
    shown = result.managers if len(result.managers) <= 2 * ENDS else (
        *result.managers[:ENDS], *result.managers[-ENDS:])
    drawing = Drawing(
        height=110 + 26 * len(shown), yaxis=dict(autorange="reversed", type="category"),
        xaxis=dict(title=words("service_balance.axis_ratio"), rangemode="normal", showgrid=True,
                   tickformat=".0%"))
    add_points(
        drawing, [one.manager for one in shown], [one.ratio for one in shown], colour=theme.KEPT,
        hover=[words("service_balance.hover_manager", manager=one.manager, rate=words.rate(one.ratio, 0))
               for one in shown])
    drawing.add_vline(1.0, dict(color=theme.CONTEXT, width=1, dash="dash"), words("service_balance.usual"))
    return drawing.drawn()
