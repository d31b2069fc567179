"""Charts of programmes: customers kept with and without, and revenue by quarter around joining."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import money_ticks, points_ticks
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import add_points
from analytics.i18n import Translator
from analytics.models.programme_effects import ALL_CAMPAIGNS, QUARTERS, ProgrammeEffect, ProgrammeEffects

#: More programmes than this are told in the table only.
MOST = 12


def effects(result: ProgrammeEffects, words: Translator) -> go.Figure:
    """Draw how many more customers each programme kept than their like, with intervals, by evidence.

    What may be chance, or rests on weak evidence, is grey. A point's ``customdata`` is (programme,).
    """
    shown = [one for one in reversed(result.programmes[:MOST])
             if one.kept.estimate is not None and one.kept.state != "suppressed"]
    names = [f"{programme_name(one, words)} · {one.evidence}" for one in shown]
    ends = [end for one in shown for end in (one.kept.low, one.kept.high) if end is not None]
    drawing = Drawing(
        height=110 + 40 * len(shown),
        xaxis={**dict(zeroline=True, zerolinecolor=theme.CONTEXT, showgrid=True, tickangle=0,
                      title=words("format.points_axis")), **points_ticks(ends, words, unit=False)},
        yaxis=dict(type="category", categoryarray=names))
    for clear, colour in ((True, theme.KEPT), (False, theme.CONTEXT)):
        part = [one for one in shown if (one.clear and one.evidence != "C") == clear]
        add_points(
            drawing, [names[shown.index(one)] for one in part], [one.kept for one in part], colour=colour,
            hover=[words("programmes.hover_effect", programme=programme_name(one, words),
                         effect=words.points(one.kept.estimate), low=words.points(one.kept.low),
                         high=words.points(one.kept.high), n=words.number(one.matched),
                         compared=words.number(one.compared)) for one in part],
            customdata=[[one.programme] for one in part])
    return drawing.drawn()


def revenue_around(one: ProgrammeEffect, words: Translator, currency: str) -> go.Figure:
    """Draw revenue a quarter against the mean of the year before, less that of the like, around joining."""
    labels = [words("programmes.quarter_before", n=-quarter) if quarter < 0
              else words("programmes.quarter_after", n=quarter + 1) for quarter in QUARTERS]
    ends = [end for each in one.quarters for end in (each.low, each.high) if end is not None]
    drawing = Drawing(
        height=300, xaxis=dict(type="category", categoryarray=labels, tickvals=labels, tickangle=0,
                               title=words("programmes.column.quarter"), ticktext=[
                                   words.signed(one if one < 0 else one + 1) for one in QUARTERS]),
        yaxis={**dict(zeroline=True, zerolinecolor=theme.CONTEXT, rangemode="normal"),
               **money_ticks([*ends, 0.0], words, currency, most=5)})
    for after, colour in ((False, theme.CONTEXT), (True, theme.KEPT)):
        places = [place for place, quarter in enumerate(QUARTERS) if (quarter >= 0) == after]
        add_points(
            drawing, [labels[place] for place in places], [one.quarters[place] for place in places],
            colour=colour, horizontal=False, hover=[
                words("programmes.hover_quarter", quarter=labels[place],
                      gap=words.money(one.quarters[place].estimate, currency),
                      low=words.money(one.quarters[place].low, currency),
                      high=words.money(one.quarters[place].high, currency)) for place in places])
    drawing.add_vline(3.5, dict(color=theme.CONTEXT, width=1, dash="dash"))
    return drawing.drawn()


def programme_name(one: ProgrammeEffect, words: Translator) -> str:
    """Return a programme's name in words; the company's own names stay as they are."""
    if one.programme == ALL_CAMPAIGNS:
        return words("programmes.all_campaigns")
    return words(f"programmes.contact.{one.programme}") if one.kind == "contact" else one.programme
