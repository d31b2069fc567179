"""How far segments overlap: the share of each who also belong to another."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator
from analytics.metrics.segment_overlap import SegmentOverlap


def overlap(result: SegmentOverlap, words: Translator) -> go.Figure:
    """Draw, for the segment of each row, the share of its customers who also belong to that of the column."""
    places = list(range(len(result.names)))
    figure = Drawing(
        height=120 + 34 * len(places), margin=dict(b=60),
        xaxis=dict(tickvals=places, ticktext=[str(place + 1) for place in places], tickangle=0,
                   title=words("segments.axis_other"), range=[-0.5, len(places) - 0.5]),
        yaxis=dict(tickvals=places,
                   ticktext=[f"{place} {name}" for place, name in enumerate(result.names, 1)],
                   range=[len(places) - 0.5, -0.5], showgrid=False))
    figure.add_heatmap(
        x=places, y=places, z=[[result.share(row, column) for column in places] for row in places],
        text=[[words.percent(result.share(row, column), 0) if row != column
               else words.number(result.both[row][row]) for column in places] for row in places],
        texttemplate="%{text}", colorscale=[list(one) for one in theme.MOVE_SCALE], zmin=0, zmax=1,
        showscale=False, textfont_color=theme.ON_PALE, xgap=1, ygap=1,
        hovertext=[[words("segments.hover_overlap", one=result.names[row], other=result.names[column],
                          n=words.number(result.both[row][column]),
                          share=words.percent(result.share(row, column)))
                    for column in places] for row in places],
        hovertemplate="%{hovertext}<extra></extra>")
    return figure.drawn()
