"""Charts of the acquisition filter: who stays by what brought them, what they bring, when costs are back."""

from __future__ import annotations

import math
from collections.abc import Mapping

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import money_ticks, points_ticks
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import add_points, panel_titles
from analytics.i18n import Translator
from analytics.metrics.acquisition_payback import AcquisitionPayback
from analytics.metrics.acquisition_quality import DISCOUNTS, GROUPINGS, AcquiredGroup, AcquisitionQuality

#: So many sources are followed by a curve; the largest.
SHOWN = 6


def group_name(group: AcquiredGroup, by: str, words: Translator) -> str:
    """Name what brought a group of customers."""
    return words.listing([_name(column, name, words)
                          for column, name in zip(GROUPINGS[by], group.names, strict=True)])


def shown_groups(result: AcquisitionQuality) -> list[AcquiredGroup]:
    """Return the groups that are large enough to be shown."""
    return [group for group in result.groups if group.kept.state != "suppressed"]


def kept_and_difference(result: AcquisitionQuality, words: Translator) -> go.Figure:
    """Draw the share kept of each group, and beside it how it differs from all others, size and year equal.

    The dotted line is everyone; differences within chance are grey. A point's ``customdata`` is the names of
    the group.
    """
    groups = shown_groups(result)[::-1]
    names = [group_name(group, result.by, words) for group in groups]
    compared = [group for group in groups if group.difference.low is not None]
    ends = [end for group in compared for end in (group.difference.low or 0.0, group.difference.high or 0.0)]
    drawing = Drawing(
        height=120 + 44 * len(groups), margin=dict(t=56),
        xaxis=dict(domain=[0.0, 0.54], tickformat=".0%", rangemode="normal", nticks=3, tickangle=0),
        xaxis2=dict(domain=[0.62, 1.0], zeroline=True, zerolinecolor=theme.CONTEXT, anchor="y",
                    tickangle=0, **points_ticks(ends, words, most=3, unit=False)),
        yaxis=dict(categoryorder="array", categoryarray=names, rangemode="normal"))
    add_points(drawing, names, [group.kept for group in groups], colour=theme.KEPT,
               hover=[words("growth.hover_kept", group=name, rate=words.rate(group.kept))
                      for name, group in zip(names, groups, strict=True)],
               customdata=[group.names for group in groups])
    for beyond, colour in ((True, theme.LOST), (False, theme.CONTEXT)):
        these = [group for group in compared if group.differs is beyond]
        add_points(
            drawing, [group_name(group, result.by, words) for group in these], [g.difference for g in these],
            colour=colour, symbol="diamond", xaxis="x2", customdata=[group.names for group in these],
            hover=[words("growth.hover_difference", group=group_name(group, result.by, words),
                         points=words.points(group.difference.estimate),
                         low=words.points(group.difference.low), high=words.points(group.difference.high))
                   for group in these])
    if result.kept.estimate is not None:
        drawing.add_vline(x=result.kept.estimate, line=dict(color=theme.CONTEXT, dash="dot", width=1))
    panel_titles(drawing, [(0.0, words("growth.panel_kept", months=result.months)),
                           (0.62, words("growth.panel_difference"))])
    return drawing.drawn()


def margins(result: AcquisitionQuality, words: Translator, currency: str) -> go.Figure:
    """Draw the mean margin a customer of each group has brought. ``customdata`` is the names of the group."""
    groups = shown_groups(result)[::-1]
    names = [group_name(group, result.by, words) for group in groups]
    ends = [group.margin.high or group.margin.estimate or 0.0 for group in groups]
    drawing = Drawing(height=90 + 40 * len(groups), margin=dict(t=16),
                      xaxis=dict(rangemode="tozero",
                                 **money_ticks(ends, words, currency, most=4, below=True)),
                      yaxis=dict(categoryorder="array", categoryarray=names, rangemode="normal"))
    add_points(drawing, names, [group.margin for group in groups], colour=theme.WON_BACK, symbol="square",
               hover=[words("growth.hover_margin", group=name,
                            amount=words.money(group.margin.estimate, currency),
                            low=words.money(group.margin.low, currency),
                            high=words.money(group.margin.high, currency), n=words.number(group.margin.n))
                      for name, group in zip(names, groups, strict=True)],
               customdata=[group.names for group in groups])
    return drawing.drawn()


def kept_grid(result: AcquisitionQuality, words: Translator) -> go.Figure:
    """Draw the share kept by source and band of discount; cells of fewer than ten customers stay empty."""
    groups = shown_groups(result)
    sources = sorted({group.names[0] for group in groups}, reverse=True)
    bands = [band for band in DISCOUNTS if any(group.names[1] == band for group in groups)]
    cells = {group.names: group for group in groups}
    rows = [[cells.get((source, band)) for band in bands] for source in sources]
    drawing = Drawing(
        height=110 + 46 * len(sources), margin=dict(t=12),
        xaxis=dict(type="category", title=words("growth.axis_discount")),
        yaxis=dict(type="category", rangemode="normal"))
    drawing.add_heatmap(
        x=[words.value("discount_band", band) for band in bands],
        y=[words.value("acquisition_channel", source) for source in sources],
        z=[[None if cell is None else 1 - (cell.kept.estimate or 0.0) for cell in row] for row in rows],
        zmin=0.0, zmax=0.6, colorscale=[list(step) for step in theme.RATE_SCALE], showscale=False,
        xgap=3, ygap=3,
        text=[["" if cell is None else words("growth.cell", share=words.share(cell.kept, 0),
                                             n=words.number(cell.kept.n)) for cell in row] for row in rows],
        texttemplate="%{text}",
        customdata=[[[source, band] for band in bands] for source in sources],
        hovertext=[["" if cell is None else words.rate(cell.kept) for cell in row] for row in rows],
        hovertemplate="%{y}, %{x}<br>%{hovertext}<extra></extra>")
    return drawing.drawn()


def payback(result: AcquisitionPayback, costs: Mapping[str, float], words: Translator,
            currency: str) -> go.Figure:
    """Draw the mean margin a new customer has brought by the end of each month, source by source.

    A diamond marks the month in which the cost of winning the customer is back. ``customdata`` is (source,).
    """
    shown = result.sources[:SHOWN]
    highest = [one.margin[-1].estimate or 0.0 for one in shown if one.margin]
    drawing = Drawing(
        height=380, margin=dict(t=12, r=110),
        xaxis=dict(title=words("growth.axis_age"), dtick=6, range=[0, max(
            (len(one.margin) for one in shown), default=1) + 0.5]),
        yaxis=money_ticks([*highest, *costs.values()], words, currency))
    for place, one in enumerate(shown):
        if not one.margin:
            continue
        colour, name = theme.SERIES[place], words.value("acquisition_channel", one.source)
        ages = list(range(1, len(one.margin) + 1))
        drawing.add_scatter(
            x=[0, *ages], y=[0, *(step.estimate for step in one.margin)], mode="lines",
            line=dict(color=colour, width=2), customdata=[[one.source]] * (len(ages) + 1),
            hovertext=["", *(words("growth.hover_age", source=name, months=words.number(age),
                                   amount=words.money(step.estimate, currency),
                                   low=words.money(step.low, currency), high=words.money(step.high, currency),
                                   n=words.number(step.n))
                             for age, step in zip(ages, one.margin, strict=True))],
            hovertemplate="%{hovertext}<extra></extra>")
        cost = costs.get(one.source)
        month = one.payback(cost).months if cost else None
        if cost and month is not None:
            drawing.add_scatter(
                x=[month], y=[one.margin[month - 1].estimate], mode="markers", hoverinfo="skip",
                marker=dict(color=colour, symbol="diamond", size=12, line=dict(color=theme.ON_MARK, width=1)))
    ends = {place: one.margin[-1].estimate or 0.0 for place, one in enumerate(shown) if one.margin}
    for place, y in apart(ends, max(highest, default=1.0) / 16).items():
        drawing.add_annotation(
            x=len(shown[place].margin), y=y, xanchor="left", xshift=6, showarrow=False,
            text=words.value("acquisition_channel", shown[place].source),
            font=dict(color=theme.SERIES[place]))
    return drawing.drawn()


def apart(labels: Mapping[int, float], room: float) -> dict[int, float]:
    """Move labels at the ends of curves so far apart that each can be read."""
    placed: dict[int, float] = {}
    lowest = -math.inf
    for place, y in sorted(labels.items(), key=lambda label: label[1]):
        lowest = placed[place] = max(y, lowest + room)
    return placed


def _name(column: str, name: str, words: Translator) -> str:
    return words.value({"source": "acquisition_channel", "discount": "discount_band",
                        "promotion": "won_on_promotion"}[column], name)
