"""Charts of revenue retention: what is kept over time, what came and went, and how groups compare."""

from __future__ import annotations

from datetime import timedelta

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import MONTH_FORMAT, money_ticks
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import add_points
from analytics.i18n import Translator
from analytics.metrics.net_revenue_retention import GroupRetention, NetRevenueRetention
from analytics.metrics.revenue_bridge import MOVES, BridgeYear, RevenueBridge

_COLOURS = {"lost": theme.LOST, "contracted": theme.CAUTION, "expanded": theme.KEPT,
            "won_back": theme.WON_BACK, "new": theme.ACCENT}
#: What is drawn over time: colour, dash and symbol of each.
_RATES = {"net": (theme.KEPT, "solid", "circle"), "gross": (theme.LOST, "dot", "square"),
          "logo": (theme.WON_BACK, "dash", "diamond")}


def kept_over_time(result: RevenueBridge, words: Translator) -> go.Figure:
    """Draw net and gross revenue retention and customers kept, for the year that ends with each quarter.

    The band is the 95 % interval of the net rate; stars are three years together. A point's ``customdata`` is
    (last day as ISO text,).
    """
    years = [one for one in result.years if one.net.state != "suppressed" and one.net.estimate is not None]
    days = [one.end - timedelta(days=1) for one in years]
    drawing = Drawing(
        height=380, showlegend=True, margin=dict(t=44),
        xaxis=dict(tickformat=MONTH_FORMAT, hoverformat=MONTH_FORMAT),
        yaxis=dict(tickformat=".0%", rangemode="tozero"))
    band = [(one.net.low or 0.0, one.net.high or 0.0) for one in years]
    drawing.add_scatter(
        x=[*days, *reversed(days)], y=[*(high for _, high in band), *(low for low, _ in reversed(band))],
        fill="toself", fillcolor=theme.faded(theme.KEPT), line=dict(width=0), hoverinfo="skip",
        showlegend=False, mode="lines")
    for name, (colour, dash, symbol) in _RATES.items():
        rates = [getattr(one, name) for one in years]
        drawing.add_scatter(
            x=days, y=[one.estimate for one in rates], mode="lines+markers",
            name=words(f"growth.figure.{name}"), line=dict(color=colour, dash=dash, width=2),
            marker=dict(color=colour, symbol=symbol, size=7), customdata=[[day.isoformat()] for day in days],
            hovertext=[words("growth.hover_rate", name=words(f"growth.figure.{name}"), day=words.date(day),
                             rate=words.rate(one)) for day, one in zip(days, rates, strict=True)],
            hovertemplate="%{hovertext}<extra></extra>")
    three = [(day, one.three_years) for day, one in zip(days, years, strict=True)
             if one.three_years is not None]
    if three:
        add_points(drawing, [day for day, _ in three], [one for _, one in three], colour=theme.KEPT,
                   symbol="star", size=13, horizontal=False, name=words("growth.three_years"),
                   hover=[words("growth.hover_rate", name=words("growth.three_years"), day=words.date(day),
                                rate=words.rate(one)) for day, one in three],
                   customdata=[[day.isoformat()] for day, _ in three])
    drawing.add_hline(y=1.0, line=dict(color=theme.CONTEXT, width=1))
    return drawing.drawn()


def came_and_went(result: RevenueBridge, words: Translator, currency: str) -> go.Figure:
    """Draw what was won above the line and what was lost below it, for the year that ends with each quarter.

    A point's ``customdata`` is (kind, last day as ISO text).
    """
    years = result.years
    days = [one.end - timedelta(days=1) for one in years]
    drawing = Drawing(
        height=360, barmode="relative", showlegend=True, margin=dict(t=60),
        # The first, the middle and the last: a phone has room for three.
        xaxis=dict(tickformat=MONTH_FORMAT, hoverformat=MONTH_FORMAT, tickangle=0,
                   tickvals=[one.end for one in years[::max(1, (len(years) - 1) // 2)]]),
        yaxis=dict(rangemode="normal", **money_ticks(
            [part for one in years for part in _ends(one)], words, currency)))
    for kind in MOVES:
        changes = [one.changes[kind] for one in years]
        if not any(changes):
            continue
        name = words.value("growth_kind", kind)
        drawing.add_bar(
            x=days, y=changes, name=name,
            marker=dict(color=_COLOURS[kind], pattern=dict(
                shape="/" if kind in ("contracted", "won_back") else "", fgcolor=theme.ON_MARK,
                fillmode="overlay", solidity=0.3, size=7)),
            customdata=[[kind, day.isoformat()] for day in days],
            hovertext=[words("growth.hover_move", name=name, day=words.date(day),
                             amount=words.money(change, currency))
                       for day, change in zip(days, changes, strict=True)],
            hovertemplate="%{hovertext}<extra></extra>")
    drawing.add_hline(y=0, line=dict(color=theme.CONTEXT, width=1))
    return drawing.drawn()


def group_retention(result: NetRevenueRetention, words: Translator) -> go.Figure:
    """Draw net (circle) and gross (square) revenue retention and customers kept (diamond) of each group.

    A point's ``customdata`` is (value,).
    """
    groups = shown_groups(result)[::-1]
    names = [words.value(result.by, one.value) for one in groups]
    drawing = Drawing(
        height=110 + 46 * len(groups), showlegend=True, margin=dict(t=44),
        xaxis=dict(tickformat=".0%", rangemode="normal", nticks=6),
        yaxis=dict(categoryorder="array", categoryarray=names, rangemode="normal"))
    for rate, (colour, _, symbol) in _RATES.items():
        add_points(
            drawing, names, [getattr(one, rate) for one in groups], colour=colour, symbol=symbol, size=9,
            name=words(f"growth.figure.{rate}"), customdata=[[one.value] for one in groups],
            hover=[words("growth.hover_group_rate", group=name, name=words(f"growth.figure.{rate}"),
                         rate=words.rate(getattr(one, rate)))
                   for name, one in zip(names, groups, strict=True)])
    if result.everyone is not None and result.everyone.net.estimate is not None:
        drawing.add_vline(x=result.everyone.net.estimate, line=dict(color=theme.CONTEXT, dash="dot", width=1))
    return drawing.drawn()


def shown_groups(result: NetRevenueRetention) -> list[GroupRetention]:
    """Return the groups that are large enough to be shown; those with a meaning of their own in its order."""
    known = [one for one in result.groups if one.net.state != "suppressed"]
    order = theme.order_of(result.by, [one.value for one in known])
    return sorted(known, key=lambda one: order.index(one.value))[:20]


def _ends(one: BridgeYear) -> tuple[int, int]:
    changes = one.changes.values()
    return sum(part for part in changes if part > 0), sum(part for part in changes if part < 0)
