"""Chart of what is bought together: the lift of each pair with its interval."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import add_points
from analytics.charts.referrals import short
from analytics.i18n import Translator
from analytics.metrics.bought_together import Pair

#: More pairs than this cannot be read.
MOST_PAIRS = 15


def item_name(item: str, name: str, words: Translator) -> str:
    """Return an item in words: kinds are codes of the schema, everything else is the company's."""
    return words.value("kind", name) if item == "kind" else name


def pair_name(item: str, pair: Pair, words: Translator) -> str:
    """Return both items of a pair in words."""
    return words("patterns.pair", first=item_name(item, pair.first, words),
                 second=item_name(item, pair.second, words))


def pair_lifts(item: str, pairs: Sequence[Pair], words: Translator) -> go.Figure:
    """Draw so many times more often than by chance each pair is bought, surest on top.

    A point's ``customdata`` is (first, second).
    """
    shown = list(reversed(pairs[:MOST_PAIRS]))
    names, places = [pair_name(item, one, words) for one in shown], list(range(len(shown)))
    drawing = Drawing(
        height=150 + 44 * len(shown), xaxis=dict(title=words("patterns.axis_lift"), rangemode="normal"),
        # Both names in full would leave a phone no room for the chart; hover and table have them.
        yaxis=dict(tickvals=places, range=[-0.5, len(shown) - 0.5], ticktext=[words(
            "patterns.pair", first=short(item_name(item, one.first, words)),
            second=f"<br>{short(item_name(item, one.second, words))}") for one in shown]))
    add_points(
        drawing, places, [one.lift.lift for one in shown], colour=theme.KEPT,
        customdata=[[one.first, one.second] for one in shown],
        hover=[words("patterns.hover_pair", pair=name, lift=words.number(one.lift.lift.estimate, 2),
                     low=words.number(one.lift.lift.low, 2), high=words.number(one.lift.lift.high, 2),
                     n=words.number(one.lift.baskets), expected=words.number(one.lift.expected),
                     customers=words.number(one.lift.customers))
               for name, one in zip(names, shown, strict=True)])
    drawing.add_vline(x=1.0, line=dict(color=theme.CONTEXT, dash="dot", width=1.5))
    return drawing.drawn()
