"""Charts of the scorecard: today's profit against what is to come, and which losses pass every safeguard."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import money_ticks
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import thin_hatching
from analytics.i18n import Translator
from analytics.models.customer_scorecard import SAFEGUARDS, CustomerScorecard
from analytics.statistics.estimate import Estimate


def profit_and_future(result: CustomerScorecard, words: Translator, currency: str) -> go.Figure:
    """Draw profit and lifetime value of each proposal side by side; suppressed ones are left out."""
    shown = [one for one in result.proposals if one.profit.state != "suppressed"]
    names = [words("scorecard.bar", name=words(f"scorecard.proposal.{one.name}"),
                   n=words.number(one.customers)) for one in shown]
    ends = [end for one in shown for part in (one.profit, one.future)
            for end in (part.low, part.high, part.estimate) if end is not None]
    drawing = Drawing(
        height=130 + 70 * len(shown), showlegend=True, barmode="group",
        yaxis=dict(autorange="reversed", type="category"),
        xaxis=dict(zeroline=True, zerolinecolor=theme.CONTEXT, showgrid=True, tickangle=0,
                   **money_ticks(ends, words, currency, most=3, below=True)))
    for series, colour in (("profit", theme.CONTEXT), ("future", theme.KEPT)):
        parts: list[Estimate] = [getattr(one, series) for one in shown]
        drawing.add_bar(
            x=[part.estimate for part in parts], y=names, orientation="h",
            name=words(f"scorecard.series.{series}"),
            marker=dict(color=colour, pattern=thin_hatching([part.state for part in parts])),
            error_x=dict(type="data", symmetric=False, color=theme.LOST, thickness=2, width=5,
                         array=[(part.high or 0.0) - (part.estimate or 0.0) for part in parts],
                         arrayminus=[(part.estimate or 0.0) - (part.low or 0.0) for part in parts]),
            hovertext=[words("scorecard.hover", amount=words.money(part.estimate, currency),
                             low=words.money(part.low, currency), high=words.money(part.high, currency),
                             n=words.number(part.n)) for part in parts],
            hovertemplate="%{hovertext}<extra>" + words(f"scorecard.series.{series}") + "</extra>")
    return drawing.drawn()


def safeguards(result: CustomerScorecard, words: Translator) -> go.Figure:
    """Draw how many losses are left after each safeguard; the last are the proposals to let go."""
    counts = [result.safeguards[name] for name in SAFEGUARDS]
    drawing = Drawing(
        height=100 + 40 * len(counts), yaxis=dict(autorange="reversed", type="category"),
        xaxis=dict(title=words("columns.customers"), range=[0, 1.2 * max(counts, default=1) or 1]))
    drawing.add_bar(
        x=counts, y=[words(f"scorecard.safeguard.{name}") for name in SAFEGUARDS], orientation="h",
        marker_color=[theme.CONTEXT] * (len(counts) - 1) + [theme.LOST],
        text=[words.number(one) for one in counts], textposition="outside", cliponaxis=False,
        hoverinfo="skip")
    return drawing.drawn()
