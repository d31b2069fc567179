"""Charts of who answers: loyalty with and without an answer, and what silence may hide."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator
from analytics.models.satisfaction_curve import NonresponseBounds, ResponderComparison


def responders(comparison: ResponderComparison, words: Translator) -> go.Figure:
    """Draw the share loyal of both with 95 % intervals. A point's ``customdata`` is (answered,)."""
    both = ((False, comparison.non_responders), (True, comparison.responders))
    rows = [(answered, one) for answered, one in both
            if one.state != "suppressed" and one.estimate is not None]
    drawing = Drawing(height=230, margin=dict(t=24), xaxis=dict(tickformat=".0%", rangemode="tozero"),
                      yaxis=dict(range=[-0.6, len(rows) - 0.4]))
    drawing.add_bar(
        orientation="h",
        y=[words(f"satisfaction_loyalty.answered.{str(answered).lower()}") for answered, _ in rows],
        x=[one.estimate for _, one in rows], width=0.5,
        marker_color=[theme.KEPT if answered else theme.CONTEXT for answered, _ in rows],
        error_x=dict(type="data", symmetric=False, color=theme.CAUTION, thickness=2, width=5,
                     array=[(one.high or 0) - (one.estimate or 0) for _, one in rows],
                     arrayminus=[(one.estimate or 0) - (one.low or 0) for _, one in rows]),
        customdata=[[answered] for answered, _ in rows], hovertext=[words.rate(one) for _, one in rows],
        hovertemplate="%{y}<br>%{hovertext}<extra></extra>")
    return drawing.drawn()


def silence_bounds(bounds: NonresponseBounds, words: Translator) -> go.Figure:
    """Draw everybody's loyalty and top-two-box share against how much less satisfied the silent are."""
    points = [one.points_lower for one in bounds.bounds]
    drawing = Drawing(
        height=300, showlegend=True, margin=dict(t=48),
        xaxis=dict(title=words("satisfaction_loyalty.axis_points_lower"), tickvals=points),
        yaxis=dict(tickformat=".0%", range=[0, 1.03]))
    for name, colour, dash, values in (
            ("loyalty", theme.KEPT, "solid", [one.loyalty for one in bounds.bounds]),
            ("top_two_box", theme.WON_BACK, "dash", [one.top_two_box for one in bounds.bounds])):
        drawing.add_scatter(
            x=points, y=values, mode="lines+markers", line=dict(color=colour, dash=dash, width=2.5),
            name=words(f"satisfaction_loyalty.everybody.{name}"),
            hovertext=[words.percent(one) for one in values],
            hovertemplate="%{fullData.name}: %{hovertext}<extra></extra>")
    if bounds.implied_points_lower is not None:
        drawing.add_vline(x=bounds.implied_points_lower, line=dict(color=theme.CAUTION, dash="dot"))
        drawing.add_annotation(x=bounds.implied_points_lower, xref="x", xanchor="left", y=0, yref="y domain",
                               yanchor="bottom", showarrow=False, text=words("satisfaction_loyalty.implied"))
    return drawing.drawn()
