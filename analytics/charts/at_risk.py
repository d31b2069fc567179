"""Charts of the classifier: what a capacity saves, how well calibrated, how well ranked."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import money_ticks
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator
from analytics.models.churn import CapacityCurve, ModelCard


def capacity(curve: CapacityCurve, chosen: int, words: Translator, currency: str) -> go.Figure:
    """Draw the expected saving against how many customers are contacted, with its 95 % band."""
    figure = Drawing(
        height=320, xaxis=dict(title=words("at_risk.axis_capacity")),
        yaxis=dict(title=words("at_risk.axis_saved"), rangemode="normal",
                   **money_ticks([*curve.low, *curve.high], words, currency)))
    figure.add_scatter(x=curve.capacity, y=curve.high, mode="lines", line=dict(width=0),
                       hoverinfo="skip")
    figure.add_scatter(x=curve.capacity, y=curve.low, mode="lines", line=dict(width=0), fill="tonexty",
                       fillcolor=theme.faded(theme.KEPT), hoverinfo="skip")
    figure.add_scatter(
        x=curve.capacity, y=curve.saved, mode="lines", line=dict(color=theme.KEPT, width=3),
        hovertext=[words("at_risk.hover_capacity", n=words.number(int(n)), saved=words.money(saved, currency),
                         low=words.money(low, currency), high=words.money(high, currency))
                   for n, saved, low, high
                   in zip(curve.capacity, curve.saved, curve.low, curve.high, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>")
    figure.add_vline(x=chosen, line=dict(color=theme.LOST, width=2))
    figure.add_annotation(x=chosen, y=1, yref="paper", yanchor="bottom", showarrow=False,
                          text=words("at_risk.chosen", n=words.number(chosen)))
    figure.add_hline(y=0, line=dict(color=theme.CONTEXT, width=1))
    return figure.drawn()


def calibration(card: ModelCard, words: Translator) -> go.Figure:
    """Draw what happened against what was predicted, by tenths of the customers, with intervals."""
    bins = card.calibration
    top = max([*(one.predicted for one in bins), *(one.observed.high or 0 for one in bins), 0.05]) * 1.05
    figure = Drawing(
        height=320, xaxis=dict(title=words("at_risk.axis_predicted"), tickformat=".0%", range=[0, top]),
        yaxis=dict(title=words("at_risk.axis_observed"), tickformat=".0%", range=[0, top]))
    figure.add_scatter(x=[0, top], y=[0, top], mode="lines", hoverinfo="skip",
                       line=dict(color=theme.CONTEXT, dash="dot"))
    observed = [one.observed for one in bins]
    figure.add_scatter(
        x=[one.predicted for one in bins], y=[one.estimate for one in observed], mode="markers",
        marker=dict(color=theme.KEPT, size=9),
        error_y=dict(type="data", symmetric=False, color=theme.CONTEXT, width=3,
                     array=[(one.high or 0) - (one.estimate or 0) for one in observed],
                     arrayminus=[(one.estimate or 0) - (one.low or 0) for one in observed]),
        hovertext=[words("at_risk.hover_calibration", predicted=words.percent(one.predicted),
                         observed=words.rate(one.observed)) for one in bins],
        hovertemplate="%{hovertext}<extra></extra>")
    return figure.drawn()


def lift(card: ModelCard, words: Translator) -> go.Figure:
    """Draw the share of leavers found against the share of customers contacted, riskiest first."""
    contacted = [one[0] for one in card.lift]
    figure = Drawing(
        height=320, xaxis=dict(title=words("at_risk.axis_contacted"), tickformat=".0%"),
        yaxis=dict(title=words("at_risk.axis_found"), tickformat=".0%", range=[0, 1.02]))
    figure.add_scatter(x=[0, 1], y=[0, 1], mode="lines", hoverinfo="skip",
                       line=dict(color=theme.CONTEXT, dash="dot"))
    figure.add_scatter(
        x=contacted, y=[one[1] for one in card.lift], mode="lines+markers",
        line=dict(color=theme.KEPT, width=3), marker=dict(size=5),
        hovertext=[words("at_risk.hover_lift", contacted=words.percent(one[0], 0),
                         found=words.percent(one[1], 0)) for one in card.lift],
        hovertemplate="%{hovertext}<extra></extra>")
    return figure.drawn()


def importance(card: ModelCard, words: Translator, shown: int = 8) -> go.Figure:
    """Draw how much ranking is lost when a theme's columns are shuffled."""
    themes = sorted(card.importance, key=lambda one: one.auc_drop)[-shown:]
    figure = Drawing(height=max(200, 70 + 30 * len(themes)),
                     xaxis=dict(title=words("at_risk.axis_importance")))
    figure.add_bar(orientation="h", x=[max(one.auc_drop, 0) for one in themes],
                   y=[words(f"churn.theme.{one.theme}") for one in themes], marker_color=theme.KEPT,
                   hovertemplate="%{y}: %{x:.3f}<extra></extra>")
    return figure.drawn()
