"""What sets a segment apart: shares within it beside shares of the rest."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.filters.filters import column_label
from analytics.i18n import Translator
from analytics.metrics.segment_profile import Contrast

#: More rows than this nobody compares.
MOST_ROWS = 10


def shares(contrasts: tuple[Contrast, ...], words: Translator) -> go.Figure:
    """Draw the share of the segment and of the rest who have each value, joined by a line.

    Of ``contrasts`` the first ten shares are drawn, top down. A point's ``customdata`` is (dimension,
    value, whether of the segment).
    """
    drawn = [one for one in contrasts if not one.measured][:MOST_ROWS]
    names = [contrast_name(one, words) for one in drawn]
    figure = Drawing(
        height=90 + 40 * len(drawn), showlegend=True,
        xaxis=dict(tickformat=".0%", range=[-0.02, 1.02], showgrid=True, title=words("segments.axis_share")),
        yaxis=dict(categoryorder="array", categoryarray=names[::-1], showgrid=False))
    for one, name in zip(drawn, names, strict=True):
        figure.add_scatter(x=[one.outside.estimate, one.inside.estimate], y=[name, name], mode="lines",
                           line=dict(color=theme.CONTEXT, width=2), hoverinfo="skip", showlegend=False)
    for inside, colour, symbol in ((False, theme.CONTEXT, "circle-open"), (True, theme.KEPT, "circle")):
        sides = [one.inside if inside else one.outside for one in drawn]
        label = words("segments.inside" if inside else "segments.outside")
        figure.add_scatter(
            x=[side.estimate for side in sides], y=names, mode="markers", name=label,
            marker=dict(size=11, color=colour, symbol=symbol, line=dict(width=2, color=colour)),
            error_x=dict(type="data", symmetric=False, thickness=1.2, color=colour,
                         array=[(side.high or 0) - (side.estimate or 0) for side in sides],
                         arrayminus=[(side.estimate or 0) - (side.low or 0) for side in sides]),
            customdata=[[one.dimension, one.value, inside] for one in drawn],
            hovertext=[f"{name}<br>{label}: {words.rate(side)}"
                       for name, side in zip(names, sides, strict=True)],
            hovertemplate="%{hovertext}<extra></extra>")
    return figure.drawn()


def contrast_name(one: Contrast, words: Translator) -> str:
    """Name what is compared: "Size: Large", or a measure."""
    if one.measured:
        return words(f"columns.{one.dimension}")
    return words("filters.clause", column=column_label(one.dimension, words),
                 values=words.value(one.dimension, one.value))
