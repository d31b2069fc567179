"""Charts of lifetime value: did the model foretell right, who brings how much, how contracts are renewed."""

from __future__ import annotations

from datetime import date, timedelta

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import money_ticks, time_ticks
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import add_points
from analytics.i18n import Translator
from analytics.models.valuation import HeldOut, RenewalModel
from analytics.models.valuation.lifetime_value import LifetimeValue


def tracking_days(result: HeldOut) -> list[date]:
    """Return the day of each point of a tracking plot."""
    cut_off, unit = date.fromisoformat(result.cut_off), result.unit_days
    return [cut_off + timedelta(days=round(point.time * unit)) for point in result.tracking.points]


def tracking(result: HeldOut, words: Translator) -> go.Figure:
    """Draw purchases foretold, with their interval, against those made, cumulated from the cut-off."""
    cut_off, points = date.fromisoformat(result.cut_off), result.tracking.points
    days = [cut_off, *tracking_days(result)]
    low, high, foretold = ([0.0, *(getattr(one.predicted, name) or 0.0 for one in points)]
                           for name in ("low", "high", "estimate"))
    made = [0.0, *(one.actual for one in points)]
    drawing = Drawing(
        height=340, showlegend=True, xaxis=time_ticks(days),
        yaxis=dict(title=words("value.axis_purchases"), tickformat=",d"))
    drawing.add_scatter(x=[*days, *reversed(days)], y=[*high, *reversed(low)], mode="lines",
                        line=dict(width=0), fill="toself", fillcolor=theme.faded(theme.KEPT),
                        hoverinfo="skip", showlegend=False)
    for name, values, colour, dash in (("foretold", foretold, theme.KEPT, "dash"),
                                       ("made", made, theme.LOST, "solid")):
        drawing.add_scatter(
            x=days, y=values, mode="lines+markers", name=words(f"value.{name}"),
            line=dict(color=colour, width=2.5, dash=dash), marker=dict(size=6),
            hovertext=[words(f"value.hover_{name}", day=words.date(day), n=words.number(value),
                             low=words.number(least), high=words.number(most))
                       for day, value, least, most in zip(days, values, low, high, strict=True)],
            hovertemplate="%{hovertext}<extra></extra>")
    return drawing.drawn()


def tenths(result: LifetimeValue, words: Translator, currency: str) -> go.Figure:
    """Draw what each tenth of the customers is expected to bring, the most valuable on the left."""
    brought, total = result.tenths, sum(result.tenths)
    names = [words("value.tenth", n=place) for place in range(1, len(brought) + 1)]
    drawing = Drawing(
        height=340, xaxis=dict(type="category", title=words("value.axis_tenths")),
        # The heading says what is brought; on a phone a title would take the room of two bars.
        yaxis=money_ticks(brought, words, currency))
    drawing.add_bar(
        x=names, y=list(brought), marker_color=[theme.KEPT if one >= 0 else theme.LOST for one in brought],
        text=[words.percent(one / total, 0) if total > 0 else "" for one in brought], textposition="outside",
        constraintext="none", textangle=0, cliponaxis=False, textfont=dict(size=11),
        hovertext=[words("value.hover_tenth", n=place, value=words.money(one, currency),
                         share=words.percent(one / total if total > 0 else None))
                   for place, one in enumerate(brought, start=1)],
        hovertemplate="%{hovertext}<extra></extra>")
    return drawing.drawn()


def renewals(result: RenewalModel, words: Translator) -> go.Figure:
    """Draw the share of contracts renewed at the end of each year, and what the model says."""
    shown = [one for one in result.years if one.observed.state != "suppressed"]
    names = [words("value.contract_year", n=one.year) for one in shown]
    drawing = Drawing(height=300, showlegend=True, xaxis=dict(type="category"),
                      yaxis=dict(title=words("value.axis_renewed"), tickformat=".0%", range=[0, 1.02]))
    drawing.add_scatter(x=names, y=[one.fitted for one in shown], mode="lines", name=words("value.by_model"),
                        line=dict(color=theme.CONTEXT, width=2, dash="dash"), hoverinfo="skip")
    add_points(drawing, names, [one.observed for one in shown], colour=theme.KEPT, horizontal=False,
               name=words("value.renewed"),
               hover=[words("value.hover_renewed", n=one.year, rate=words.rate(one.observed),
                            fitted=words.percent(one.fitted)) for one in shown])
    return drawing.drawn()
