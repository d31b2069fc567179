"""Charts of growth: the bridge of revenue between two years, and what growth is made of."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import points_ticks, scale_below
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import add_points
from analytics.i18n import Translator
from analytics.metrics.earned_growth import EarnedGrowth
from analytics.metrics.revenue_pairs import SOURCES

#: The steps of the bridge in their order, and their colours.
STEPS: tuple[tuple[str, str], ...] = (
    ("lost", theme.LOST), ("contracted", theme.LOST), ("expanded", theme.KEPT), ("won_back", theme.WON_BACK),
    *((f"new_{source}", colour) for source, colour in zip(
        SOURCES, (theme.KEPT, theme.CAUTION, theme.ACCENT), strict=True)),
    ("credits", theme.CONTEXT))

#: What growth is made of, and its colours.
PARTS = {"kept": theme.CONTEXT, "earned": theme.KEPT, "unknown": theme.ACCENT, "bought": theme.CAUTION}
_SYMBOLS = {"kept": "circle", "earned": "diamond", "unknown": "square", "bought": "cross"}


def step_change(result: EarnedGrowth, step: str) -> int:
    """Return what a step of the bridge adds to revenue or takes from it, minor units."""
    kind, _, source = step.partition("_") if step.startswith("new_") else (step, "", "")
    return result.change(kind, source) if source else result.change(kind)


def step_customers(result: EarnedGrowth, step: str) -> int:
    """Return how many customers a step is made of."""
    kind, _, source = step.partition("_") if step.startswith("new_") else (step, "", "")
    return sum(flow.customers for flow in (result.of(kind, source) if source else result.of(kind)))


def shown_steps(result: EarnedGrowth) -> list[tuple[str, str]]:
    """Return the steps of the bridge that move anything, with their colours."""
    return [(step, colour) for step, colour in STEPS if step_change(result, step)]


def bridge(result: EarnedGrowth, words: Translator, currency: str) -> go.Figure:
    """Draw revenue of the stretch before, what was lost and won, and the revenue it led to.

    A bar begins where the one above it ends. A point's ``customdata`` is (what `growth_list` calls it,).
    """
    steps = [("before", theme.CONTEXT), *shown_steps(result), ("since", theme.CONTEXT)]
    sizes, bases, level = [], [], 0
    for step, _ in steps:
        if step in ("before", "since"):
            level = result.before if step == "before" else result.since
            sizes.append(level)
            bases.append(0)
            continue
        change = step_change(result, step)
        sizes.append(change)
        bases.append(level)
        level += change
    names = [words(f"growth.step.{step}") for step, _ in steps]
    ends = [base + size for base, size in zip(bases, sizes, strict=True)]
    drawing = Drawing(
        height=76 + 40 * len(steps), bargap=0.3, margin=dict(t=12, r=70),
        # Every bar carries its amount; ticks would stand aslant on a phone. The margin is the room of the
        # amounts: left to itself the axis would grow by it again, and press the bars flat.
        xaxis=dict(showticklabels=False, range=[min(0, *ends), max(0, *ends, *bases)]),
        yaxis=dict(categoryorder="array", categoryarray=names[::-1], rangemode="normal"))
    drawing.add_bar(
        orientation="h", x=sizes, base=bases, y=names,
        marker=dict(color=[colour for _, colour in steps], pattern=dict(
            shape=["/" if step == "contracted" else "." if step.endswith("_unknown") else ""
                   for step, _ in steps], fgcolor=theme.ON_MARK, fillmode="overlay", solidity=0.3, size=7)),
        customdata=[[{"before": "base", "since": "all"}.get(step, step)] for step, _ in steps],
        hovertext=[words("growth.hover_total", amount=words.money(size, currency))
                   if step in ("before", "since") else words(
                       "growth.hover_step", amount=_signed(size, words, currency),
                       n=words.number(step_customers(result, step)))
                   for (step, _), size in zip(steps, sizes, strict=True)],
        hovertemplate="%{y}<br>%{hovertext}<extra></extra>")
    for (step, _), name, size, base in zip(steps, names, sizes, bases, strict=True):
        whole = step in ("before", "since")
        drawing.add_annotation(
            x=max(base, base + size), y=name, xanchor="left", xshift=4, showarrow=False,
            align="left",
            text=scale_below(words.money(size, currency) if whole else _signed(size, words, currency)))
    for place, end in enumerate(ends[:-1]):
        # A thin line carries the level on to the next bar.
        drawing.add_shape(type="line", x0=end, x1=end, y0=len(steps) - 1 - place, y1=len(steps) - 2 - place,
                          line=dict(color=theme.CONTEXT, width=1))
    return drawing.drawn()


def shown_parts(result: EarnedGrowth) -> list[str]:
    """Return the parts growth is made of, where anybody stands behind them."""
    return [name for name in PARTS if result.part(name).n]


def growth_parts(result: EarnedGrowth, words: Translator) -> go.Figure:
    """Draw what kept customers and new ones by their source add to growth, in points, with 95 % intervals.

    A point's ``customdata`` is (what `growth_list` calls it,).
    """
    shown = shown_parts(result)[::-1]
    found = [result.part(name) for name in shown]
    names = [words(f"growth.part.{name}") for name in shown]
    ends = [end for one in found for end in (one.low, one.high, one.estimate) if end is not None]
    drawing = Drawing(
        height=100 + 46 * len(shown), margin=dict(t=16),
        xaxis=dict(zeroline=True, zerolinecolor=theme.CONTEXT, title=words("format.points_axis"), tickangle=0,
                   **points_ticks(ends, words, unit=False)),
        yaxis=dict(categoryorder="array", categoryarray=names, rangemode="normal"))
    for name, label, one in zip(shown, names, found, strict=True):
        add_points(drawing, [label], [one], colour=PARTS[name], symbol=_SYMBOLS[name], customdata=[[
            "base" if name == "kept" else f"came_{name}"]], hover=[words(
                "growth.hover_part", part=label, points=words.points(one.estimate),
                low=words.points(one.low), high=words.points(one.high), n=words.number(one.n))])
    return drawing.drawn()


def _signed(amount: float, words: Translator, currency: str) -> str:
    sign = "+" if amount > 0 else ""
    return f"{sign}{words.money(amount, currency)}"
