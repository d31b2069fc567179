"""Charts of what retention is worth: five points from every start, and what moves a customer's value."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import scale_below
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator
from analytics.models.economics.customer_value import Assumptions
from analytics.models.economics.retention_effect import (
    CONDITIONS,
    QUOTED,
    TornadoBar,
    can_be_told,
    retention_effect,
)

#: Chances of staying along the chart, and the highest effect drawn.
GRID = tuple(place / 100 for place in range(50, 95))
MOST_DRAWN = 1.25
_DASHES = ("dot", "dash", "dashdot")


def effect_curve(assumptions: Assumptions, size: float) -> list[tuple[float, float]]:
    """Return the effect of more retention for every start at which it can be told."""
    found = []
    for start in GRID:
        share = _share(assumptions.at(start), size)
        if share is not None:
            found.append((start, share))
    return found


def effect_by_start(assumptions: Assumptions, size: float, words: Translator) -> go.Figure:
    """Draw by how much more retention raises a customer's value, by the rate it starts from.

    The quoted range is a band; the three published conditions are thin lines; the reader's own assumptions
    a thick one, with a mark where they stand.
    """
    drawing = Drawing(
        height=400, showlegend=True,
        xaxis=dict(title=words("economics.axis_start"), tickformat=".0%", range=[0.49, 0.965]),
        yaxis=dict(tickformat=".0%", range=[0, MOST_DRAWN]))
    drawing.add_hrect(*QUOTED, fillcolor=theme.faded(theme.CAUTION, 0.15), line_width=0, layer="below")
    drawing.add_annotation(
        text=words("economics.quoted"), x=0, xref="x domain", y=QUOTED[1], yref="y", xanchor="left",
        yanchor="bottom", showarrow=False)
    for place, (growth, cost) in enumerate(CONDITIONS):
        told = words(f"economics.condition.{place}")
        _curve(drawing, effect_curve(Assumptions(0.8, growth=growth, acquisition_cost=cost), size), told,
               dict(color=theme.CONTEXT, width=1.5, dash=_DASHES[place]), words)
    own = effect_curve(assumptions, size)
    _curve(drawing, own, words("economics.own"), dict(color=theme.KEPT, width=3), words)
    share = _share(assumptions, size)
    if share is not None and GRID[0] <= assumptions.retention <= GRID[-1] + 0.02 and share <= MOST_DRAWN:
        drawing.add_scatter(
            x=[assumptions.retention], y=[share], mode="markers+text", showlegend=False,
            marker=dict(size=13, color=theme.KEPT, symbol="diamond"), cliponaxis=False,
            text=[f"{words.percent(share, 0)}"], textposition="bottom right",
            hovertext=[_told(assumptions.retention, share, words)],
            hovertemplate="%{hovertext}<extra></extra>")
    return drawing.drawn()


def _curve(drawing: Drawing, points: Sequence[tuple[float, float]], name: str, line: dict[str, object],
           words: Translator) -> None:
    shown = [(start, share) for start, share in points if 0 <= share <= MOST_DRAWN]
    drawing.add_scatter(
        x=[start for start, _ in shown], y=[share for _, share in shown], mode="lines", name=name, line=line,
        hovertext=[f"{name}<br>{_told(start, share, words)}" for start, share in shown],
        hovertemplate="%{hovertext}<extra></extra>")


def _share(assumptions: Assumptions, size: float) -> float | None:
    return retention_effect(assumptions, size=size).share if can_be_told(assumptions, size=size) else None


def _told(start: float, share: float, words: Translator) -> str:
    return words("economics.hover_effect", start=words.percent(start), share=words.percent(share, 0))


def bar_name(bar: TornadoBar, words: Translator) -> str:
    """Return what is moved, and by how much, in words."""
    return words(f"economics.lever_step.{bar.name}", step=words.number(100 * bar.step))


def tornado(bars: Sequence[TornadoBar], words: Translator, currency: str) -> go.Figure:
    """Draw by how much a customer's value changes where one thing is a step lower or higher, most on top."""
    turned = list(reversed(bars))
    names = [bar_name(one, words) for one in turned]
    # Room for the figures beside the bars, on a phone too; they say what ticks would.
    reach = max((abs(end) for one in turned for end in (one.down, one.up)), default=1.0) * 2.7
    drawing = Drawing(height=90 + 52 * max(len(turned), 1), showlegend=True, barmode="relative",
                      xaxis=dict(showticklabels=False, range=[-reach, reach]), yaxis=dict(type="category"))
    for name, colour in (("down", theme.CONTEXT), ("up", theme.KEPT)):
        told = [signed_money(getattr(one, name), words, currency) for one in turned]
        drawing.add_bar(
            x=[getattr(one, name) for one in turned], y=names, orientation="h",
            name=words(f"economics.{name}"), marker_color=colour, text=[scale_below(one) for one in told],
            textposition="outside", constraintext="none", cliponaxis=False, hovertext=told,
            hovertemplate="%{y}<br>%{hovertext}<extra></extra>")
    drawing.add_vline(0, dict(color=theme.CONTEXT, width=1))
    return drawing.drawn()


def signed_money(amount: float, words: Translator, currency: str) -> str:
    """Return an amount with its sign."""
    return ("+" if amount > 0 else "") + words.money(amount, currency)
