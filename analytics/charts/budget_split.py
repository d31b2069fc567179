"""Charts of a budget between keeping and winning: what every split brings, and what the last money brings."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import money_ticks
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator
from analytics.models.economics.budget_split import BudgetSplit


def worth_by_share(result: BudgetSplit, words: Translator, currency: str) -> go.Figure:
    """Draw what every split brings with its range; the best one is a line, its range a band across."""
    shares, worths = list(result.shares), result.worths
    values = [one.estimate or 0.0 for one in worths]
    low = [one.low if one.low is not None else value for one, value in zip(worths, values, strict=True)]
    high = [one.high if one.high is not None else value for one, value in zip(worths, values, strict=True)]
    drawing = Drawing(
        height=360, showlegend=True,
        xaxis=dict(title=words("budget_split.axis_share"), tickformat=".0%", range=[-0.02, 1.02]),
        yaxis=money_ticks([0.0, *high], words, currency))
    if result.share.low is not None and result.share.high is not None:
        drawing.add_vrect(result.share.low, result.share.high, fillcolor=theme.faded(theme.CAUTION, 0.15),
                          line_width=0, layer="below")
    drawing.add_scatter(x=[*shares, *reversed(shares)], y=[*high, *reversed(low)], mode="lines",
                        line=dict(width=0), fill="toself", fillcolor=theme.faded(theme.KEPT),
                        hoverinfo="skip", showlegend=False)
    drawing.add_scatter(
        x=shares, y=values, mode="lines", name=words("budget_split.brings"),
        line=dict(color=theme.KEPT, width=2.5), hovertemplate="%{hovertext}<extra></extra>",
        hovertext=[words("budget_split.hover_worth", share=words.percent(share, 0),
                         worth=words.money(value, currency), low=words.money(least, currency),
                         high=words.money(most, currency))
                   for share, value, least, most in zip(shares, values, low, high, strict=True)])
    # What the budget costs, so that a split that loses money is seen.
    drawing.add_scatter(x=[0.0, 1.0], y=[result.assumptions.budget] * 2, mode="lines", hoverinfo="skip",
                        name=words("budget_split.budget"),
                        line=dict(color=theme.CONTEXT, width=1.5, dash="dash"))
    drawing.add_vline(result.share.estimate or 0.0, dict(color=theme.KEPT, width=1.5, dash="dot"))
    return drawing.drawn()


def marginal_by_share(result: BudgetSplit, words: Translator) -> go.Figure:
    """Draw what the next money brings on either side at every split; they meet at the best one."""
    sides = [result.marginal(share) for share in result.shares]
    drawing = Drawing(
        height=300, showlegend=True,
        xaxis=dict(title=words("budget_split.axis_share"), tickformat=".0%", range=[-0.02, 1.02]),
        yaxis=dict(title=words("budget_split.axis_marginal")))
    for place, (name, colour, dash) in enumerate((("keeping", theme.KEPT, "solid"),
                                                  ("winning", theme.CAUTION, "dash"))):
        drawing.add_scatter(
            x=list(result.shares), y=[side[place] for side in sides], mode="lines",
            name=words(f"budget_split.{name}"), line=dict(color=colour, width=2.5, dash=dash),
            hovertext=[words("budget_split.hover_marginal", share=words.percent(share, 0),
                             brings=words.number(side[place], 2))
                       for share, side in zip(result.shares, sides, strict=True)],
            hovertemplate="%{hovertext}<extra></extra>")
    drawing.add_vline(result.share.estimate or 0.0, dict(color=theme.KEPT, width=1.5, dash="dot"))
    drawing.add_hline(1.0, dict(color=theme.CONTEXT, width=1, dash="dash"))
    return drawing.drawn()
