"""Charts of complaints: about what, how many over time, where, and who makes them."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import MONTH_FORMAT, time_ticks
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import add_points
from analytics.i18n import Translator
from analytics.metrics.complainers import Complainers
from analytics.metrics.complaint_trend import ComplaintTrend
from analytics.metrics.complaints import ComplaintCount, Complaints

#: More categories than this are drawn as one.
MOST_CATEGORIES = 12
#: More groups than this cannot be read.
MOST_GROUPS = 20


def pareto(result: Complaints, words: Translator, *, per: str = "customers") -> go.Figure:
    """Draw complaints per 100 customers (or jobs) by category, stacked by severity, most on top.

    At the end of each bar stand the complaints and their cumulated share. A point's ``customdata`` is
    (category, severity).
    """
    totals: dict[str | None, int] = {}
    for cell in result.cells:
        totals[cell.category] = totals.get(cell.category, 0) + cell.complaints
    categories = sorted(totals, key=lambda one: -totals[one])[:MOST_CATEGORIES]
    units = result.now.customers if per == "customers" else result.now.jobs
    labels = {one: words.value("category", one) for one in categories}
    severities = theme.order_of("severity", list(dict.fromkeys(cell.severity for cell in result.cells)))
    drawing = Drawing(
        height=110 + 44 * max(len(categories), 2), barmode="stack", showlegend=len(severities) > 1,
        margin=dict(t=36, r=84), xaxis=dict(title=words(f"complaints.axis.per_{per}")),
        yaxis=dict(autorange="reversed"))
    found: dict[tuple[object, object], int] = {
        (cell.category, cell.severity): cell.complaints for cell in result.cells}
    for severity in severities:
        counts = [found.get((one, severity), 0) for one in categories]
        drawing.add_bar(
            orientation="h", name=words.value("severity", severity), y=[labels[one] for one in categories],
            x=[100 * count / units if units else 0 for count in counts],
            marker_color=theme.colour("severity", severity),
            customdata=[[one, severity] for one in categories],
            hovertext=[words("complaints.hover.cell", complaints=words.number(count),
                             rate=words.number(100 * count / units if units else None, 2),
                             per=words(f"complaints.per_{per}")) for count in counts],
            hovertemplate="%{y} · %{fullData.name}<br>%{hovertext}<extra></extra>")
    everything, so_far = max(result.now.complaints, 1), 0
    for one in categories:
        so_far += totals[one]
        drawing.add_annotation(
            y=labels[one], x=100 * totals[one] / units if units else 0, xanchor="left", xshift=4,
            showarrow=False,
            text=words("complaints.cumulated", n=words.number(totals[one]),
                       share=words.percent(so_far / everything, 0)))
    return drawing.drawn()


def trend(result: ComplaintTrend, words: Translator) -> go.Figure:
    """Draw monthly complaints per 100 customers with their limits.

    Months outside the limits are diamonds; a low month next to a change of the records is a hollow square.
    A point's ``customdata`` is (month as ISO text,).
    """
    months, points = list(result.months), result.chart.points
    drawing = Drawing(height=330, margin=dict(t=40),
                      yaxis=dict(title=words("complaints.axis.per_customers")),
                      xaxis=dict(hoverformat=MONTH_FORMAT, **time_ticks(months)))
    step = dict(mode="lines", hoverinfo="skip")
    drawing.add_scatter(x=months, y=[100 * one.high for one in points], line=dict(width=0, shape="hvh"),
                        **step)
    drawing.add_scatter(x=months, y=[100 * one.low for one in points], line=dict(width=0, shape="hvh"),
                        fill="tonexty", fillcolor=theme.faded(theme.CONTEXT), **step)
    drawing.add_scatter(x=months, y=[100 * one.centre for one in points],
                        line=dict(color=theme.CONTEXT, dash="dot", width=1.5, shape="hvh"), **step)
    looks = [_look(point.signal, doubt) for point, doubt in zip(points, result.doubtful, strict=True)]
    drawing.add_scatter(
        x=months, y=[None if one.value is None else 100 * one.value for one in points], mode="lines+markers",
        line=dict(color=theme.KEPT, width=2),
        marker=dict(size=[one[0] for one in looks], symbol=[one[1] for one in looks],
                    color=[one[2] for one in looks], line=dict(width=1.5, color=theme.KEPT)),
        customdata=[[month.isoformat()] for month in months],
        hovertext=[_month_hover(result, place, words) for place in range(len(months))],
        hovertemplate="%{hovertext}<extra></extra>")
    return drawing.drawn()


def concentration(result: Complaints, words: Translator, dimension: str) -> go.Figure:
    """Draw complaints per 100 customers of each group with intervals; the line is everyone.

    Groups that differ from the rest more than chance explains are diamonds. A point's ``customdata`` is
    (value,).
    """
    groups = result.groups[dimension][:MOST_GROUPS]
    order = theme.order_of(dimension, [one.value for one in groups])
    groups = tuple(sorted(groups, key=lambda one: order.index(one.value)))
    drawing = Drawing(height=90 + 34 * max(len(groups), 2), yaxis=dict(autorange="reversed"),
                      xaxis=dict(title=words("complaints.axis.per_customers"), rangemode="tozero"))
    for outside in (False, True):
        mine = [one for one in groups if bool(one.stands_out) == outside]
        add_points(
            drawing, [words.value(dimension, one.value) for one in mine],
            [one.count.per_customers for one in mine], colour=theme.LOST if outside else theme.KEPT,
            symbol="diamond" if outside else "circle", customdata=[[one.value] for one in mine],
            hover=[count_hover(words.value(dimension, one.value), one.count, words) for one in mine])
    if result.now.per_customers.estimate is not None:
        drawing.add_vline(x=result.now.per_customers.estimate, line=dict(color=theme.CONTEXT, dash="dot"))
    return drawing.drawn()


def who_complains(result: Complainers, words: Translator) -> go.Figure:
    """Draw the share who complained by size, length of the relation and value, with intervals."""
    labels = [words(f"complaints.who.{one.property}", value=_value(one.property, one.value, words))
              for one in result.groups]
    drawing = Drawing(height=96 + 38 * max(len(labels), 2), yaxis=dict(autorange="reversed"),
                      xaxis=dict(title=words("complaints.axis.complained"), tickformat=".0%",
                                 rangemode="tozero"))
    add_points(drawing, labels, [one.share for one in result.groups], colour=theme.KEPT,
               hover=[words.rate(one.share) for one in result.groups])
    if result.everyone.share.estimate is not None:
        drawing.add_vline(x=result.everyone.share.estimate, line=dict(color=theme.CONTEXT, dash="dot"))
    return drawing.drawn()


def rate_text(one: ComplaintCount, words: Translator) -> str:
    """Say a rate per 100 customers with its interval."""
    rate = one.per_customers
    if rate.estimate is None or rate.state == "suppressed":
        return words("format.suppressed", n=words.number(rate.n))
    return words("complaints.rate", rate=words.number(rate.estimate, 1), low=words.number(rate.low, 1),
                 high=words.number(rate.high, 1), n=words.number(rate.n))


def count_hover(name: str, one: ComplaintCount, words: Translator) -> str:
    """Say a group's complaints and rate."""
    return words("complaints.hover.group", group=name, complaints=words.number(one.complaints),
                 rate=rate_text(one, words))


def _value(name: str, value: str | None, words: Translator) -> str:
    return words.value("size", value) if name == "size" else words(f"complaints.{name}.{value}")


def _look(signal: Any, doubtful: bool) -> tuple[int, str, str]:
    if doubtful:
        return 11, "square-open", theme.CAUTION
    if signal == "above":
        return 12, "diamond", theme.LOST
    return (12, "diamond", theme.WON_BACK) if signal == "below" else (6, "circle", theme.KEPT)


def _month_hover(result: ComplaintTrend, place: int, words: Translator) -> str:
    point = result.chart.points[place]
    text = words("complaints.hover.month", month=words.month(result.months[place]),
                 rate=words.number(None if point.value is None else 100 * point.value, 2),
                 complaints=words.number(result.complaints[place]), n=words.number(result.customers[place]),
                 low=words.number(100 * point.low, 2), high=words.number(100 * point.high, 2))
    return f"{text}<br>{words('complaints.hover.doubtful')}" if result.doubtful[place] else text
