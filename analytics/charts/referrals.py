"""Charts of referrals: whose recommendations are worth most, and the tree of those one customer brought."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import money_ticks
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator
from analytics.metrics.referrals import Brought, Referrals, Referrer

#: So many referrers stand in the chart.
SHOWN = 12
#: A name longer than this is cut: the hover has it whole.
LONGEST_NAME = 18


def top_referrers(result: Referrals, words: Translator, currency: str) -> go.Figure:
    """Draw what the customers brought are worth, by who brought them: directly, and further down the chain.

    A point's ``customdata`` is (customer,).
    """
    shown = result.referrers[:SHOWN][::-1]
    # Two customers may have one name.
    places = [f"{short(one.name)}<br>{one.customer_id}" for one in shown]
    ends = [one.value + one.value_further for one in shown]
    drawing = Drawing(
        height=110 + 40 * len(shown), barmode="stack", showlegend=True, margin=dict(t=44),
        xaxis=money_ticks(ends, words, currency, most=3),
        yaxis=dict(categoryorder="array", categoryarray=places, rangemode="normal"))
    for name, colour, pattern, values, counts in (
            ("direct", theme.KEPT, "", [one.value for one in shown], [one.brought for one in shown]),
            ("further", theme.KEPT, "/", [one.value_further for one in shown],
             [one.further for one in shown])):
        if not any(values):
            continue
        drawing.add_bar(
            orientation="h", x=values, y=places, name=words(f"growth.referral.{name}"),
            marker=dict(color=colour, pattern=dict(shape=pattern, fgcolor=theme.ON_MARK, fillmode="overlay",
                                                   solidity=0.3, size=7)),
            customdata=[[one.customer_id] for one in shown],
            hovertext=[words(f"growth.hover_referral_{name}", name=one.name, n=words.number(count),
                             amount=words.money(value, currency))
                       for one, value, count in zip(shown, values, counts, strict=True)],
            hovertemplate="%{hovertext}<extra></extra>")
    return drawing.drawn()


def referral_tree(referrer: Referrer, words: Translator, currency: str) -> go.Figure:
    """Draw a customer and whom it brought, step by step from left to right.

    Full marks are customers today, hollow crosses are lost; a larger mark is worth more. A point's
    ``customdata`` is (customer,).
    """
    tree = referrer.tree
    rows = _rows(tree)
    deepest = max(one.level for one in tree)
    most = max((one.value for one in tree), default=0) or 1
    drawing = Drawing(
        height=90 + 26 * len(tree), margin=dict(t=12, l=12, r=12),
        # On a phone the name of the last step needs a little more room than all steps before it.
        xaxis=dict(range=[-0.15, deepest + max(3.0, 1.45 * (deepest + 0.15))], tickangle=0,
                   tickvals=list(range(deepest + 1)), title=words("growth.axis_steps")),
        yaxis=dict(visible=False, range=[len(tree) - 0.3, -0.7], rangemode="normal"))
    lines_x: list[float | None] = []
    lines_y: list[float | None] = []
    for place, one in enumerate(tree):
        if one.parent is not None:
            start, end = tree[one.parent].level, one.level
            lines_x += [start, start, end, None]
            lines_y += [rows[one.parent], rows[place], rows[place], None]
    drawing.add_scatter(x=lines_x, y=lines_y, mode="lines", line=dict(color=theme.CONTEXT, width=1),
                        hoverinfo="skip")
    for active, colour, symbol in ((True, theme.KEPT, "circle"), (False, theme.LOST, "x-thin-open")):
        places = [place for place, one in enumerate(tree) if one.active is active]
        drawing.add_scatter(
            x=[tree[place].level for place in places], y=[rows[place] for place in places],
            mode="markers+text", text=[short(tree[place].name) for place in places],
            textposition="middle right",
            marker=dict(color=colour, symbol=symbol, line=dict(color=colour, width=2),
                        size=[9 + 9 * (tree[place].value / most) ** 0.5 for place in places]),
            customdata=[[tree[place].customer_id] for place in places],
            hovertext=[words("growth.hover_brought" if active else "growth.hover_brought_lost",
                             name=tree[place].name, customer=tree[place].customer_id,
                             amount=words.money(tree[place].value, currency)) for place in places],
            hovertemplate="%{hovertext}<extra></extra>")
    return drawing.drawn()


def short(name: str) -> str:
    """Cut a long name."""
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME - 1]}…"


def _rows(tree: tuple[Brought, ...]) -> list[int]:
    """Give everyone a row of its own, below the one who brought it and before that one's next."""
    children: dict[int, list[int]] = {}
    for place, one in enumerate(tree):
        if one.parent is not None:
            children.setdefault(one.parent, []).append(place)
    rows, waiting = [0] * len(tree), [0]
    for row in range(len(tree)):
        place = waiting.pop()
        rows[place] = row
        waiting.extend(reversed(children.get(place, [])))
    return rows
