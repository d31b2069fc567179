"""Charts of a planned loyalty programme: what it brings by its effect, and by grade."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import money_ticks
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import add_points
from analytics.i18n import Translator
from analytics.models.economics.loyalty_programme import LIFTS, Plan, ProgrammeOutlook
from analytics.statistics.estimate import Estimate


def net_by_lift(result: ProgrammeOutlook, plan: Plan, words: Translator, currency: str) -> go.Figure:
    """Draw what a programme brings by its effect, with its band; break-even and plan are lines."""
    low = [one.low or 0.0 for one in result.by_lift]
    high = [one.high or 0.0 for one in result.by_lift]
    values = [one.estimate or 0.0 for one in result.by_lift]
    ticks = LIFTS[::4]
    drawing = Drawing(
        height=360, xaxis=dict(title=words("loyalty_programme.axis_lift"), range=[-0.002, LIFTS[-1] + 0.002],
                               tickvals=list(ticks), ticktext=[words.number(100 * one) for one in ticks]),
        yaxis={**money_ticks([*low, *high], words, currency, from_zero=False), "rangemode": "normal"})
    drawing.add_scatter(x=[*LIFTS, *reversed(LIFTS)], y=[*high, *reversed(low)], mode="lines",
                        line=dict(width=0), fill="toself", fillcolor=theme.faded(theme.KEPT),
                        hoverinfo="skip", showlegend=False)
    drawing.add_scatter(
        x=list(LIFTS), y=values, mode="lines", line=dict(color=theme.KEPT, width=2.5),
        hovertext=[words("loyalty_programme.hover_lift", lift=words.points(lift),
                         net=words.money(value, currency), low=words.money(least, currency),
                         high=words.money(most, currency))
                   for lift, value, least, most in zip(LIFTS, values, low, high, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>")
    drawing.add_hline(0.0, dict(color=theme.CONTEXT, width=1))
    if result.break_even is not None and result.break_even <= LIFTS[-1]:
        drawing.add_vline(result.break_even, dict(color=theme.LOST, width=1.5, dash="dash"),
                          words("loyalty_programme.break_even"))
    if plan.lift <= LIFTS[-1]:
        drawing.add_scatter(
            x=[plan.lift], y=[result.net.estimate], mode="markers", hoverinfo="skip",
            marker=dict(size=13, color=theme.KEPT, symbol="diamond"))
    return drawing.drawn()


def net_by_grade(grades: Sequence[str], nets: Sequence[Estimate], words: Translator,
                 currency: str) -> go.Figure:
    """Draw what a member of each grade brings at the planned effect, with its interval."""
    ends = [end for one in nets for end in (one.low, one.high, one.estimate) if end is not None]
    drawing = Drawing(
        height=110 + 44 * len(grades), yaxis=dict(autorange="reversed", type="category"),
        xaxis={**money_ticks([*ends, 0.0], words, currency, from_zero=False, most=4, below=True),
               "title": words("loyalty_programme.axis_member"), "rangemode": "normal", "showgrid": True})
    add_points(drawing, list(grades), list(nets), colour=theme.KEPT, hover=[
        words("loyalty_programme.hover_grade", grade=grade, net=words.money(one.estimate, currency),
              low=words.money(one.low, currency), high=words.money(one.high, currency), n=words.number(one.n))
        for grade, one in zip(grades, nets, strict=True)])
    drawing.add_vline(0.0, dict(color=theme.CONTEXT, width=1, dash="dash"))
    return drawing.drawn()
