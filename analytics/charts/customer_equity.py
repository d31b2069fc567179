"""Charts of customer equity: what it is made of, and what moves it."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import scale_below
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator
from analytics.models.valuation.customer_equity import CustomerEquity, Lever

PARTS = ("residual", "cohorts", "acquisition", "common", "total")


def equity_parts(result: CustomerEquity) -> list[tuple[str, float]]:
    """Return the parts of customer equity, and their sum; costs of nought are left out."""
    amounts = {"residual": result.residual.estimate or 0.0, "cohorts": result.cohorts.estimate or 0.0,
               "acquisition": -result.acquisition, "common": -result.common,
               "total": result.total.estimate or 0.0}
    return [(name, amounts[name]) for name in PARTS if amounts[name] or name in ("residual", "total")]


def equity_bridge(result: CustomerEquity, words: Translator, currency: str) -> go.Figure:
    """Draw how customer equity comes about: each part where the one before it ended."""
    parts = equity_parts(result)
    bases, so_far = [], 0.0
    for name, amount in parts:
        base = 0.0 if name == "total" else so_far
        so_far = base + amount
        bases.append(base)
    names = [words(f"value.equity.part.{name}") for name, _ in parts]
    colours = {"residual": theme.KEPT, "cohorts": theme.WON_BACK, "total": theme.CONTEXT}
    # The bars carry their amounts: ticks would take a phone the room of the names.
    drawing = Drawing(height=340, xaxis=dict(type="category"),
                      yaxis=dict(showticklabels=False, rangemode="normal"))
    drawing.add_bar(
        x=names, y=[amount for _, amount in parts], base=bases,
        marker_color=[colours.get(name, theme.LOST) for name, _ in parts],
        # A phone has room for the scale below its figure only.
        text=[scale_below(words.money(amount, currency)) for _, amount in parts],
        textposition="outside",
        constraintext="none", textangle=0, cliponaxis=False,
        hovertext=[words.money(amount, currency) for _, amount in parts],
        hovertemplate="%{x}<br>%{hovertext}<extra></extra>")
    return drawing.drawn()


def lever_name(lever: Lever, words: Translator) -> str:
    """Return what is moved, and by how much, in words."""
    step = words.number(100 * lever.step)
    return words(f"value.equity.lever.{lever.name}", step=step)


def tornado(result: CustomerEquity, words: Translator, currency: str) -> go.Figure:
    """Draw by how much customer equity changes where one thing is a step lower or higher, most on top."""
    levers = list(reversed(result.levers))
    names = [lever_name(one, words) for one in levers]
    values = [end for one in levers for end in (one.down, one.up)]
    # Room for the figures beside the bars, on a phone too; they say what ticks would.
    reach = max((abs(one) for one in values), default=1.0) * 2.7
    drawing = Drawing(
        height=90 + 52 * max(len(levers), 1), showlegend=True, barmode="relative",
        xaxis=dict(showticklabels=False, range=[-reach, reach]),
        yaxis=dict(type="category"))
    for name, colour in (("down", theme.CONTEXT), ("up", theme.KEPT)):
        amounts = [getattr(one, name) for one in levers]
        drawing.add_bar(
            x=amounts, y=names, orientation="h", name=words(f"value.equity.{name}"), marker_color=colour,
            text=[scale_below(_signed(one, words, currency)) for one in amounts],
            textposition="outside",
            constraintext="none", cliponaxis=False,
            hovertext=[_signed(one, words, currency) for one in amounts],
            hovertemplate="%{y}<br>%{hovertext}<extra></extra>")
    drawing.add_vline(0, dict(color=theme.CONTEXT, width=1))
    return drawing.drawn()


def _signed(amount: float, words: Translator, currency: str) -> str:
    return ("+" if amount > 0 else "") + words.money(amount, currency)
