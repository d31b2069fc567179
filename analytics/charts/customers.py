"""Charts of the customers: how their value lies on few or many."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator
from analytics.metrics.customers import CustomerSummary

#: Tenths that make up the fifth the page speaks of.
TOP_TENTHS = 2


def value_by_tenth(summary: CustomerSummary, words: Translator, currency: str) -> go.Figure:
    """Draw each tenth of the active customers' share of their value, the top fifth set apart.

    The label of a bar is its share; that of the line the share cumulated so far. A point's
    ``customdata`` is (tenth,), or all tenths added up.
    """
    tenths = [one for one in summary.tenths if one.share is not None]
    positions = [one.tenth for one in tenths]
    cumulated, running = [], 0.0
    for one in tenths:
        running += one.share or 0.0
        cumulated.append(running)
    names = [words("customers.tenth", place=words.number(one.tenth)) for one in tenths]
    figure = Drawing(
        height=300, showlegend=True, margin=dict(t=44),
        xaxis=dict(title=words("customers.axis_tenth"), tickmode="array", tickvals=positions),
        yaxis=dict(title=words("customers.axis_share"), tickformat=".0%"))
    figure.add_bar(
        x=positions, y=[one.share for one in tenths], name=words("customers.share"),
        marker_color=[theme.KEPT if one.tenth <= TOP_TENTHS else theme.CONTEXT for one in tenths],
        text=[words.percent(one.share, 0) for one in tenths], textposition="outside", cliponaxis=False,
        textfont=dict(size=11), constraintext="none", textangle=0,
        customdata=[[one.tenth] for one in tenths],
        hovertext=[words("customers.tenth_hover", tenth=name, share=words.percent(one.share),
                         value=words.money(one.value, currency), n=words.number(one.customers))
                   for name, one in zip(names, tenths, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>")
    figure.add_scatter(
        # The first tenth added up is the first tenth.
        x=positions[1:], y=cumulated[1:], mode="lines+markers", name=words("customers.cumulated"),
        line=dict(color=theme.CAUTION, width=2, dash="dot"), marker=dict(size=7, symbol="diamond"),
        customdata=[positions[:place] for place in range(2, len(tenths) + 1)],
        hovertext=[words("customers.cumulated_hover", tenth=words.number(one.tenth),
                         share=words.percent(share))
                   for one, share in zip(tenths[1:], cumulated[1:], strict=True)],
        hovertemplate="%{hovertext}<extra></extra>")
    return figure.drawn()
