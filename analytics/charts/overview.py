"""Charts of the overview: customers and money over time, who came and went, and what moved most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import MONTH_FORMAT, money_ticks, time_ticks
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator
from analytics.metrics.largest_movements import GroupChange
from analytics.metrics.movement import CustomerMovement, MovementMonth

#: Axis, values, colour, title, and how a value is put into words.
Panel = tuple[str, list[float | None], str, str, Callable[[float | None], str]]

#: So many months of coming and going fit side by side.
SHOWN_MONTHS = 24
#: So many months of a curve lie above or below the label at its end, on a phone.
LABELLED = 10
#: So many movements are drawn.
SHOWN_CHANGES = 8


def customers_and_money(result: CustomerMovement, words: Translator, currency: str) -> go.Figure:
    """Draw the number of customers and what they are worth as two curves over one axis of time.

    The shaded stretch is the period looked at. A point's ``customdata`` is (month as ISO text,).
    """
    months = _shown(result)
    days = [one.month for one in months]
    customers: list[float | None] = [one.at_start for one in months]
    money: list[float | None] = [one.value_at_start for one in months]
    hovers = [_hover(one, words, currency) for one in months]
    if months and _ends_now(result) and result.period.end is not None:
        last = months[-1]
        days.append(result.period.end)
        now = last.at_start + last.won + last.won_back - last.lost
        customers.append(now)
        money.append(result.value_at_end)
        hovers.append(words("overview.hover_now", day=words.date(result.period.as_of),
                            customers=words.number(now), value=words.money(money[-1], currency)))
    # Without two points of money there is but the curve of customers.
    panels: list[Panel] = [("y", customers, theme.KEPT, words("overview.panel_customers"), words.number)]
    if sum(one is not None for one in money) > 1:
        panels.append(("y2", money, theme.WON_BACK, words("overview.panel_value"),
                       partial(words.money, currency=currency)))
    figure = Drawing(
        height=460 if len(panels) > 1 else 300, margin=dict(r=20, t=44),
        xaxis=dict(anchor=panels[-1][0], hoverformat=MONTH_FORMAT, range=_span(days), **time_ticks(days)),
        yaxis=dict(domain=[0.56 if len(panels) > 1 else 0.0, 1.0], rangemode="normal", tickformat=",d",
                   nticks=5),
        yaxis2=dict(domain=[0.0, 0.42], rangemode="normal", **money_ticks(
            [one for one in money if one is not None], words, currency, from_zero=False, most=4)))
    for axis, values, colour, title, text in panels:
        figure.add_scatter(
            x=days, y=values, yaxis=axis, mode="lines+markers", line=dict(color=colour, width=2.5),
            marker=dict(size=[*[4] * (len(days) - 1), 9], color=colour),
            customdata=[[day.isoformat()] for day in days], hovertext=hovers,
            hovertemplate="%{hovertext}<extra></extra>")
        figure.add_annotation(x=0, y=1, xref="paper", yref=f"{axis} domain", xanchor="left", yanchor="bottom",
                              text=title, showarrow=False, yshift=18)
        if len(days) > 1 and (end := values[-1]) is not None:
            # Where the curve falls to its end, the room is below it: below all that the label stands under.
            falls = (values[-2] or 0) > end
            over = [one for one in values[-LABELLED:] if one is not None]
            figure.add_annotation(x=days[-1], y=min(over) if falls else max(over), yref=axis,
                                  text=f"<b>{text(end)}</b>",
                                  showarrow=False, xanchor="right", yanchor="top" if falls else "bottom",
                                  yshift=-8 if falls else 8)
    _mark_period(figure, result, days)
    return figure.drawn()


def coming_and_going(result: CustomerMovement, words: Translator) -> go.Figure:
    """Draw customers won and won back above the line and lost below it, month by month.

    A month still running is hatched. A point's ``customdata`` is (kind, month as ISO text).
    """
    months = result.months[-SHOWN_MONTHS:]
    figure = Drawing(height=300, barmode="relative", showlegend=True, margin=dict(t=36),
                     xaxis=dict(tickformat=MONTH_FORMAT, hoverformat=MONTH_FORMAT),
                     yaxis=dict(title=words("columns.customers"), rangemode="normal", tickformat=",d"))
    pattern = ["" if one.complete else "/" for one in months]
    for kind, colour, sign in (("won", theme.KEPT, 1), ("won_back", theme.WON_BACK, 1),
                               ("lost", theme.LOST, -1)):
        counts = [getattr(one, kind) for one in months]
        if not any(counts):
            continue
        name = words(f"overview.kind.{kind}")
        figure.add_bar(
            name=name, x=[one.month for one in months], y=[sign * count for count in counts],
            marker=dict(color=colour, pattern=dict(shape=pattern)),
            customdata=[[kind, one.month.isoformat()] for one in months],
            hovertext=[words("overview.hover_kind", month=words.month(one.month), kind=name,
                             n=words.number(count), state="" if one.complete else words("overview.running"))
                       for one, count in zip(months, counts, strict=True)],
            hovertemplate="%{hovertext}<extra></extra>")
    figure.add_hline(y=0, line=dict(color=theme.CONTEXT, width=1))
    return figure.drawn()


def largest_changes(changes: tuple[GroupChange, ...], words: Translator) -> go.Figure:
    """Draw how many customers more or fewer each group lost than its earlier rate would give.

    Bars carry 95 % intervals; those within chance are faded. A point's ``customdata`` is
    (dimension, value).
    """
    shown = [one for one in changes if one.difference.low is not None][:SHOWN_CHANGES][::-1]
    figure = Drawing(
        height=max(180, 76 + 34 * len(shown)), margin=dict(t=24, r=64),
        xaxis=dict(title=words("overview.axis_excess"), zeroline=True, zerolinecolor=theme.CONTEXT),
        yaxis=dict(rangemode="normal"))
    excess = [one.excess for one in shown]
    colours = [theme.LOST if one.excess > 0 else theme.KEPT for one in shown]
    figure.add_bar(
        orientation="h", x=excess, y=[group_name(one, words) for one in shown],
        marker=dict(color=[colour if one.beyond_chance else theme.faded(colour, theme.PALE_OPACITY)
                           for one, colour in zip(shown, colours, strict=True)],
                    line=dict(color=colours, width=2)),
        error_x=dict(type="data", symmetric=False, color=theme.CONTEXT, thickness=1.5, width=4,
                     array=[(one.difference.high or 0) * one.rate.n - one.excess for one in shown],
                     arrayminus=[one.excess - (one.difference.low or 0) * one.rate.n for one in shown]),
        customdata=[[one.dimension, one.value] for one in shown],
        hovertext=[words("overview.hover_change", lost=words.number(one.lost),
                         previous=words.number(one.lost_previous), rate=words.share(one.rate),
                         before=words.share(one.rate_previous),
                         points=words.points(one.difference.estimate)) for one in shown],
        hovertemplate="%{y}<br>%{hovertext}<extra></extra>")
    return figure.drawn()


def group_name(one: GroupChange, words: Translator) -> str:
    """Name a group with its dimension, as one size may be called like a branch."""
    return words("overview.group", dimension=words(f"overview.dimension.{one.dimension}"),
                 value=words.value(one.dimension, one.value))


def _hover(one: MovementMonth, words: Translator, currency: str) -> str:
    return words("overview.hover_month", month=words.month(one.month), customers=words.number(one.at_start),
                 value=words.money(one.value_at_start, currency), won=words.number(one.won + one.won_back),
                 lost=words.number(one.lost))


def _shown(result: CustomerMovement) -> list[MovementMonth]:
    return [one for one in result.months if one.at_start > 0]


def _span(days: list[date]) -> list[date] | None:
    """Return the axis' ends, with a little air for the last point."""
    return [days[0], days[-1] + (days[-1] - days[0]) * 0.03] if len(days) > 1 else None


def _ends_now(result: CustomerMovement) -> bool:
    period = result.period
    return period.as_of is not None and period.end == period.as_of + timedelta(days=1)


def _mark_period(figure: Drawing, result: CustomerMovement, days: list[date]) -> None:
    start, end = result.period.start, result.period.end
    if start is not None and end is not None and days and days[0] < start:
        figure.add_vrect(x0=start, x1=end, fillcolor=theme.CONTEXT, opacity=0.12, line_width=0, layer="below")
