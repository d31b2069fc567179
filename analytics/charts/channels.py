"""Charts of channels and partners: what is sold through each, and whether its customers stay content."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import add_points, panel_titles
from analytics.i18n import Translator
from analytics.metrics.channels import Channel, Channels

#: So many fit into a chart; the table has all.
SHOWN = 15


def channel_name(by: str, name: str, words: Translator) -> str:
    """Name a channel in words; people and branches stay as they are."""
    return words.value(by, name)


def shares(result: Channels, words: Translator, currency: str) -> go.Figure:
    """Draw each channel's share of revenue, told beside its name; a mark is the share in the stretch before.

    A point's ``customdata`` is (channel,).
    """
    shown = result.channels[:SHOWN][::-1]
    # At the end of its bar a figure would stand beside the mark, and be read as the mark's.
    names = [words("growth.channel_label", name=channel_name(result.by, one.name, words),
                   share=words.percent(one.share)) for one in shown]
    total = sum(one.before for one in result.channels)
    before = [one.before / total if total > 0 else 0.0 for one in shown]
    drawing = Drawing(
        height=100 + 36 * len(shown), showlegend=True, margin=dict(t=44),
        xaxis=dict(tickformat=".0%", rangemode="tozero", nticks=5),
        yaxis=dict(categoryorder="array", categoryarray=names, rangemode="normal"))
    drawing.add_bar(
        orientation="h", x=[one.share for one in shown], y=names, name=words("growth.share_now"),
        marker=dict(color=theme.KEPT), customdata=[[one.name] for one in shown],
        hovertext=[f"{channel_name(result.by, one.name, words)}<br>" + words(
            "growth.hover_channel", share=words.percent(one.share), amount=words.money(one.revenue, currency),
            n=words.number(one.buyers), margin=words.percent(one.margin),
            discount=words.percent(one.discount))
            for one in shown], hovertemplate="%{hovertext}<extra></extra>")
    drawing.add_scatter(
        x=before, y=names, mode="markers", name=words("growth.share_before"), hoverinfo="skip",
        marker=dict(symbol="line-ns", size=16, color=theme.CAUTION,
                    line=dict(color=theme.CAUTION, width=3)))
    return drawing.drawn()


def kept_and_content(result: Channels, words: Translator) -> go.Figure:
    """Draw how many of each channel's customers brought revenue again, and how content they are.

    A point's ``customdata`` is (channel,). The second panel is there where anybody was asked.
    """
    shown = [one for one in result.channels[:SHOWN] if one.kept.state != "suppressed"][::-1]
    names = [channel_name(result.by, one.name, words) for one in shown]
    asked = any(one.satisfaction.state != "suppressed" for one in shown)
    drawing = Drawing(
        height=120 + 38 * len(shown), margin=dict(t=56),
        xaxis=dict(domain=[0.0, 0.46 if asked else 1.0], tickformat=".0%", rangemode="normal", nticks=3,
                   tickangle=0),
        xaxis2=dict(domain=[0.56, 1.0], nticks=3, anchor="y", tickangle=0),
        yaxis=dict(categoryorder="array", categoryarray=names, rangemode="normal"))
    add_points(drawing, names, [one.kept for one in shown], colour=theme.KEPT, customdata=_data(shown),
               hover=[words("growth.hover_kept", group=name, rate=words.rate(one.kept))
                      for name, one in zip(names, shown, strict=True)])
    titles = [(0.0, words("growth.panel_again"))]
    if asked:
        add_points(drawing, names, [one.satisfaction for one in shown], colour=theme.WON_BACK,
                   symbol="square", xaxis="x2", customdata=_data(shown), hover=[
                       words("growth.hover_content", group=name,
                             mean=words.number(one.satisfaction.estimate, 2),
                             low=words.number(one.satisfaction.low, 2),
                             high=words.number(one.satisfaction.high, 2), n=words.number(one.satisfaction.n))
                       for name, one in zip(names, shown, strict=True)])
        titles.append((0.56, words("growth.panel_content")))
    panel_titles(drawing, titles, room=66.0)
    return drawing.drawn()


def _data(shown: Sequence[Channel]) -> list[list[str]]:
    return [[one.name] for one in shown]
