"""Charts of who brings the money: whale curve of profit, Lorenz curve of revenue, cost to serve."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import money_ticks
from analytics.charts.drawing import Drawing
from analytics.charts.margins import in_two_lines
from analytics.i18n import Translator
from analytics.metrics.activity_costs import COST_PARTS
from analytics.metrics.value_concentration import SAID, TOP, CurvePoint, ValueConcentration

#: Shares of customers named on the axis.
SHARES = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]


def whale_curve(result: ValueConcentration, words: Translator) -> go.Figure:
    """Cumulate profit, the most profitable customers first: up to the peak, and down from there."""
    peak_at = result.peak_at or 0.0
    top = max([1.0, *(one.total for one in result.whale)])
    drawing = _curves(words, "profit", top * 1.12)
    rising = [one for one in result.whale if one.customers <= peak_at]
    falling = [one for one in result.whale if one.customers >= peak_at]
    if result.peak.estimate is not None:
        summit = CurvePoint(peak_at, result.peak.estimate)
        rising, falling = [*rising, summit], [summit, *falling]
    for part, colour, name in ((rising, theme.KEPT, "earn"), (falling, theme.LOST, "cost")):
        if len(part) > 1:
            _add_curve(drawing, part, words, colour=colour, hover="concentration.hover_profit",
                       name=words(f"concentration.series_{name}"))
    drawing.add_hline(1.0, dict(color=theme.CONTEXT, width=1, dash="dot"))
    if result.peak.estimate is not None:
        drawing.add_annotation(
            x=peak_at, y=result.peak.estimate, showarrow=False, yanchor="bottom", yshift=6,
            xanchor="right" if peak_at > 0.6 else "center",
            text=in_two_lines(words("concentration.peak_mark", peak=words.percent(result.peak.estimate),
                                    customers=words.percent(peak_at, 0))))
    return drawing.drawn()


def lorenz_curve(result: ValueConcentration, words: Translator) -> go.Figure:
    """Cumulate revenue, the largest customers first, against what 80/20 says and what equality would."""
    drawing = _curves(words, "revenue", 1.05)
    drawing.add_scatter(x=[0, 1], y=[0, 1], mode="lines", hoverinfo="skip",
                        line=dict(color=theme.CONTEXT, width=1, dash="dot"))
    _add_curve(drawing, result.lorenz, words, colour=theme.KEPT, hover="concentration.hover_revenue")
    # What is said is hollow and grey, what is found filled: they may lie upon each other.
    drawing.add_scatter(
        x=[TOP], y=[SAID], mode="markers", hovertext=[words("concentration.said")],
        hovertemplate="%{hovertext}<extra></extra>",
        marker=dict(size=15, color=theme.CONTEXT, symbol="diamond-open-dot", line=dict(width=2)))
    if result.top_share.estimate is not None:
        found = result.top_share.estimate
        low, high = result.top_share.low, result.top_share.high
        drawing.add_scatter(
            x=[TOP], y=[found], mode="markers", marker=dict(size=9, color=theme.LOST),
            error_y=dict(type="data", symmetric=False, array=[(high or found) - found],
                         arrayminus=[found - (low or found)], color=theme.LOST, thickness=2, width=5),
            hovertext=[words("concentration.hover_top", share=words.share(result.top_share),
                             n=words.number(result.customers))],
            hovertemplate="%{hovertext}<extra></extra>")
        drawing.add_annotation(
            x=TOP, y=found, xanchor="left", xshift=14, yanchor="top", showarrow=False,
            text=words("concentration.top_mark", share=words.percent(found)))
    return drawing.drawn()


def cost_parts(result: ValueConcentration, words: Translator, currency: str) -> go.Figure:
    """Draw what serving customers cost, part by part; parts that cost nothing are left out."""
    shown = [name for name in COST_PARTS if result.costs.get(name)]
    names = [words(f"concentration.cost.{name}") for name in shown]
    amounts = [result.costs[name] for name in shown]
    drawing = Drawing(
        height=90 + 34 * len(shown), yaxis=dict(autorange="reversed"),
        xaxis=dict(range=[0, 1.25 * max(amounts, default=1)],
                   **money_ticks(amounts, words, currency, most=3)))
    drawing.add_bar(
        x=amounts, y=names, orientation="h", marker_color=theme.CONTEXT, textposition="outside",
        text=[words.money(amount, currency) for amount in amounts], hoverinfo="skip", cliponaxis=False)
    return drawing.drawn()


def _curves(words: Translator, what: str, top: float) -> Drawing:
    return Drawing(
        height=380,
        xaxis=dict(title=words(f"concentration.axis_customers_{what}"), range=[0, 1.01], tickvals=SHARES,
                   ticktext=[words.percent(one, 0) for one in SHARES]),
        yaxis=dict(title=words(f"concentration.axis_{what}"), tickformat=".0%", range=[0, top]))


def _add_curve(drawing: Drawing, points: tuple[CurvePoint, ...] | list[CurvePoint], words: Translator, *,
               colour: str, hover: str, name: str = "") -> None:
    drawing.add_scatter(
        x=[one.customers for one in points], y=[one.total for one in points], mode="lines", name=name,
        fill="tozeroy", fillcolor=theme.faded(colour, 0.12), line=dict(color=colour, width=3),
        hovertext=[words(hover, customers=words.percent(one.customers, 0), share=words.percent(one.total))
                   for one in points],
        hovertemplate="%{hovertext}<extra></extra>")
