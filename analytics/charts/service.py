"""Charts of service: the properties over time, branches, exceedances, causes, and what followed events."""

from __future__ import annotations

from unicodedata import east_asian_width

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import MONTH_FORMAT, signed_ticks
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import thin_symbols
from analytics.i18n import Translator
from analytics.metrics.event_effects import EventEffect
from analytics.metrics.service_causes import ServiceCauses
from analytics.metrics.service_quality import EXCEEDANCES, ServiceQuality
from analytics.statistics.estimate import Estimate

#: The properties drawn over time.
PROPERTIES = ("timely", "accurate", "reliable")
#: Half-width signs of an event's title that fit beside its month on a phone.
TITLE_WIDTH = 40


def properties_over_time(result: ServiceQuality, words: Translator) -> go.Figure:
    """Draw timely, accurate and reliable month by month, one above the other, with 95 % bands."""
    months = [one for one in result.months if one.complete]
    panels = ((0.70, 1.0), (0.36, 0.64), (0.0, 0.30))
    axes: dict[str, object] = {}
    for number, domain in zip(("", "2", "3"), panels, strict=True):
        axes[f"xaxis{number}"] = dict(anchor=f"y{number}", tickformat=MONTH_FORMAT,
                                      matches="x" if number else None, showticklabels=number == "3")
        axes[f"yaxis{number}"] = dict(anchor=f"x{number}", domain=domain, nticks=4, tickformat=".0%",
                                      rangemode="normal")
    drawing = Drawing(height=460, margin=dict(t=24), **axes)
    for name, domain in zip(PROPERTIES, panels, strict=True):
        drawing.add_annotation(
            text=f"<b>{words(f'service.property.{name}')}</b>", x=0, xref="paper", y=domain[1], yref="paper",
            xanchor="left", yanchor="bottom", showarrow=False)
    for number, name in zip(("", "2", "3"), PROPERTIES, strict=True):
        shown = [(one.month, found) for one in months
                 if (found := getattr(one.counts, name)).state != "suppressed"]
        on = dict(xaxis=f"x{number}", yaxis=f"y{number}")
        days = [day for day, _ in shown]
        drawing.add_scatter(
            x=[*days, *reversed(days)], mode="lines", line=dict(width=0), fill="toself", hoverinfo="skip",
            y=[*(found.high for _, found in shown), *(found.low for _, found in reversed(shown))],
            fillcolor=theme.faded(theme.KEPT), **on)
        drawing.add_scatter(
            x=days, y=[found.estimate for _, found in shown], mode="lines+markers",
            line=dict(color=theme.KEPT, width=2), marker=dict(size=5),
            hovertext=[words.rate(found) for _, found in shown],
            hovertemplate="%{x|%Y-%m}<br>%{hovertext}<extra></extra>", **on)
    return drawing.drawn()


def failures_by_branch(result: ServiceQuality, words: Translator) -> go.Figure:
    """Draw the share of failed jobs of every branch with its 95 % interval, the worst on top.

    A point's ``customdata`` is (branch,).
    """
    shown = sorted(((name, one.failure_rate) for name, one in result.branches.items()
                    if one.failure_rate.state != "suppressed"), key=lambda pair: pair[1].estimate or 0.0)
    drawing = Drawing(height=max(220, 90 + 26 * len(shown)), margin=dict(t=30),
                      yaxis=dict(showgrid=True), xaxis=dict(
                          title=words("service.axis_failed"), tickformat=".0%", rangemode="tozero"))
    drawing.add_scatter(
        x=[found.estimate for _, found in shown], y=[name for name, _ in shown], mode="markers",
        marker=dict(color=theme.LOST, size=10, line=dict(color=theme.LOST, width=2),
                    symbol=thin_symbols([found.state for _, found in shown])),
        error_x=_bars([found for _, found in shown]), customdata=[[name] for name, _ in shown],
        hovertext=[words.rate(found) for _, found in shown],
        hovertemplate="%{y}<br>%{hovertext}<extra></extra>")
    everyone = result.now.failure_rate.estimate
    if everyone is not None:
        drawing.add_vline(x=everyone, line=dict(color=theme.CONTEXT, dash="dot"))
        drawing.add_annotation(x=everyone, xref="x", xanchor="left", y=1, yref="y domain", yanchor="bottom",
                               showarrow=False,
                               text=words("service.everyone", share=words.share(result.now.failure_rate)))
    return drawing.drawn()


def exceedance_map(result: ServiceQuality, words: Translator) -> go.Figure:
    """Count every exceedance by branch and kind; a cell's ``customdata`` is (branch, kind)."""
    branches = sorted(result.branches, key=lambda name: sum(
        getattr(result.branches[name], kind) for kind in EXCEEDANCES))
    counts = [[getattr(result.branches[name], kind) for kind in EXCEEDANCES] for name in branches]
    kinds = [words(f"service.exceedance.{kind}") for kind in EXCEEDANCES]
    drawing = Drawing(height=max(240, 110 + 30 * len(branches)), xaxis=dict(side="top"))
    drawing.add_heatmap(
        z=counts, x=kinds, y=branches, hovertext=[kinds for _ in branches],
        colorscale=[list(step) for step in theme.RATE_SCALE], showscale=False, xgap=2, ygap=2,
        texttemplate="%{z}", customdata=[[[name, kind] for kind in EXCEEDANCES] for name in branches],
        hovertemplate="%{y} · %{hovertext}: %{z}<extra></extra>")
    return drawing.drawn()


def causes_of_failure(result: ServiceCauses, words: Translator) -> go.Figure:
    """Draw each cause per 100 jobs: as seen in the jobs, and as complained about, with 95 % intervals."""
    causes = list(reversed(result.causes))
    labels = [cause_name(one.cause, words) for one in causes]
    drawing = Drawing(height=max(280, 100 + 46 * len(causes)), showlegend=True, barmode="group",
                      xaxis=dict(title=words("service.axis_hundred")), yaxis=dict(showgrid=False))
    for name, colour, found in (
            ("complained", theme.LOST, [one.complaint_rate for one in causes]),
            ("seen", theme.KEPT, [one.jobs or Estimate(0, None) for one in causes])):
        drawing.add_bar(
            orientation="h", name=words(f"service.{name}"), y=labels, marker_color=colour,
            x=[None if one.estimate is None else 100 * one.estimate for one in found],
            error_x=_bars(found, 100.0), hovertext=[words.rate(one, 2) for one in found],
            hovertemplate="%{y} · %{fullData.name}<br>%{hovertext}<extra></extra>")
    return drawing.drawn()


def cause_name(code: str, words: Translator) -> str:
    """Return a cause in words; the company's own stay as they are."""
    return words.value("service_cause", code)


def event_forest(effects: list[EventEffect], words: Translator) -> go.Figure:
    """Draw the effect after each event with its 95 % interval, newest on top; a diamond without controls.

    The events' titles stand above the marks, over the whole width: beside them a phone had no room left.
    """
    shown = list(reversed(effects))
    rows = list(range(len(shown)))
    drawing = Drawing(height=max(200, 90 + 54 * len(shown)), margin=dict(t=16),
                      yaxis=dict(tickvals=rows, showticklabels=False, range=[-0.5, len(shown) - 0.2]),
                      xaxis=dict(title=words("service.axis_effect"), zeroline=True,
                                 zerolinecolor=theme.CONTEXT, **signed_ticks(
                                     [end for one in shown for end in (one.effect.low, one.effect.high)
                                      if end is not None], words)))
    for row, one in zip(rows, shown, strict=True):
        drawing.add_annotation(x=0, xref="paper", xanchor="left", y=row + 0.2, yanchor="bottom",
                               showarrow=False, text=event_name(one, words))
    drawing.add_scatter(
        x=[one.effect.estimate for one in shown], y=rows, mode="markers",
        text=[event_name(one, words) for one in shown],
        marker=dict(color=theme.KEPT, size=11,
                    symbol=["circle" if one.branch else "diamond" for one in shown]),
        error_x=_bars([one.effect for one in shown]),
        hovertext=[words("service.hover_effect", before=words.number(one.before, 2),
                         after=words.number(one.after, 2), effect=words.signed(one.effect.estimate, 2),
                         low=words.signed(one.effect.low, 2), high=words.signed(one.effect.high, 2))
                   for one in shown],
        hovertemplate="%{text}<br>%{hovertext}<extra></extra>")
    return drawing.drawn()


def event_name(effect: EventEffect, words: Translator) -> str:
    """Return an event's month and title, short enough for a phone's width."""
    return f"{effect.happened_on:%Y-%m} {_shortened(effect.title)}"


def _shortened(title: str) -> str:
    """Cut a title after so many half-width signs; Chinese ones take two."""
    taken = 0
    for place, sign in enumerate(title):
        taken += 2 if east_asian_width(sign) in "WF" else 1
        if taken > TITLE_WIDTH:
            return f"{title[:place].rstrip()}…"
    return title


def _bars(found: list[Estimate], scale: float = 1.0) -> dict[str, object]:
    return dict(type="data", symmetric=False, color=theme.CONTEXT, thickness=1.5,
                array=[scale * ((one.high or 0.0) - (one.estimate or 0.0)) for one in found],
                arrayminus=[scale * ((one.estimate or 0.0) - (one.low or 0.0)) for one in found])
