"""Charts of why customers leave: alarms, the change and its parts, when, and who returns."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import thin_symbols
from analytics.i18n import Translator
from analytics.metrics.churn_alarms import ChurnAlarm
from analytics.metrics.churn_change import ChurnChange
from analytics.metrics.exit_interviews import ExitInterviews
from analytics.metrics.loss_timing import HazardBand, LossTiming
from analytics.models.win_back import ReturnRate

#: Causes drawn as lines of their own.
SHOWN_CAUSES = 6
#: Months of tenure shown on the curves by cause.
CURVE_MONTHS = 60
#: Width of a bar of days between decision and loss.
NOTICE_DAYS = 15


def alarm_ranges(alarms: Sequence[ChurnAlarm], labels: Sequence[str], words: Translator) -> go.Figure:
    """Draw, for each alarm, the usual range of losses and what they were.

    A point's ``customdata`` is (place in the list,).
    """
    # Room for the number beside the last mark, on a phone too.
    most = max((max(alarm.lost, alarm.high) for alarm in alarms), default=1.0)
    figure = Drawing(height=90 + 40 * len(alarms), yaxis=dict(autorange="reversed"),
                     xaxis=dict(title=words("columns.lost"), range=[0, most * 1.3]))
    for place, (alarm, label) in enumerate(zip(alarms, labels, strict=True)):
        figure.add_scatter(
            x=[alarm.low, alarm.high], y=[label, label], mode="lines", hoverinfo="skip",
            line=dict(color=theme.faded(theme.CONTEXT, 0.6), width=12))
        figure.add_scatter(
            x=[alarm.lost], y=[label], mode="markers+text", text=[words.number(alarm.lost)],
            textposition="middle right", customdata=[[place]],
            marker=dict(color=theme.LOST if alarm.kind == "more" else theme.CAUTION, size=12,
                        symbol="diamond" if alarm.kind == "more" else "square"),
            hovertext=words("lost_customers.alarms.hover", lost=words.number(alarm.lost),
                            expected=words.number(alarm.expected, 1), low=words.number(alarm.low),
                            high=words.number(alarm.high)), hovertemplate="%{hovertext}<extra></extra>")
    return figure.drawn()


def change_waterfall(change: ChurnChange, labels: dict[str, str], words: Translator) -> go.Figure:
    """Lead from the churn rate before down to the one now, part by part, with the parts' intervals."""
    before, after = change.before or 0.0, change.after or 0.0
    parts = change.parts
    names = [labels["before"], *(labels[name] for name in parts), labels["after"]]
    levels = [before]
    for part in parts.values():
        levels.append(levels[-1] + (part.estimate or 0.0))
    ends = [level + max(0.0, (part.high or 0.0)) for level, part in zip(levels, parts.values(), strict=False)]
    # Beside each other the names of the parts have no room on a phone; on the right their figures need some.
    figure = Drawing(height=110 + 36 * len(names), yaxis=dict(autorange="reversed"),
                     xaxis=dict(tickformat=".0%", title=words("columns.churn_rate"),
                                range=[0, 1.6 * max(before, after, *levels, *ends)]))
    effects = [part.estimate or 0.0 for part in parts.values()]
    figure.add_bar(
        orientation="h", y=names, cliponaxis=False, hoverinfo="skip", textposition="outside",
        base=[0.0, *map(min, levels, levels[1:]), 0.0],
        x=[before, *map(abs, effects), after], constraintext="none",
        text=[words.percent(before), *[""] * len(parts), words.percent(after)],
        marker_color=[theme.CONTEXT, *(theme.LOST if effect > 0 else theme.KEPT for effect in effects),
                      theme.CONTEXT])
    for name, level, part in zip(names[1:-1], levels, parts.values(), strict=False):
        effect = part.estimate or 0.0
        if part.low is not None and part.high is not None:
            figure.add_scatter(
                x=[level + effect], y=[name], mode="markers", cliponaxis=False,
                marker=dict(color="rgba(0,0,0,0)", size=14),
                error_x=dict(type="data", symmetric=False, array=[part.high - effect],
                             arrayminus=[effect - part.low], color=theme.CONTEXT, width=6),
                hovertext=f"{words.points(effect)} ({words.points(part.low)} – {words.points(part.high)})",
                hovertemplate="%{y}<br>%{hovertext}<extra></extra>")
        # Beyond bar and interval, which the text would cover.
        figure.add_annotation(x=level + max(0.0, effect, part.high or 0.0), y=name, xanchor="left", xshift=6,
                              showarrow=False, text=words.points(effect))
    return figure.drawn()


def hazards(bands: Sequence[HazardBand], labels: Sequence[str], words: Translator) -> go.Figure:
    """Draw losses per customer and quarter by band of tenure, one marker series a size; thin bands hollow."""
    order = list(dict.fromkeys(labels))
    figure = Drawing(height=340, showlegend=True,
                     xaxis=dict(title=words("lost_customers.timing.tenure"), type="category",
                                categoryorder="array", categoryarray=order),
                     yaxis=dict(tickformat=".1%", title=words("lost_customers.timing.hazard")))
    sizes = list(dict.fromkeys(one.size for one in bands))
    names = dict(zip([(one.from_month, one.to_month) for one in bands], labels, strict=True))
    for place, size in enumerate(sizes):
        mine = [one for one in bands if one.size == size and one.hazard.state != "suppressed"]
        colour = theme.KEPT if size is None else theme.colour("size", size, place)
        figure.add_scatter(
            x=[names[one.from_month, one.to_month] for one in mine], y=[one.hazard.estimate for one in mine],
            name=words("lost_customers.everyone") if size is None else words.value("size", size),
            mode="lines+markers", line=dict(color=colour, width=3 if size is None else 1),
            marker=dict(size=9, line=dict(color=colour, width=2), symbol=thin_symbols(
                [one.hazard.state for one in mine], "circle" if size is None else "diamond")),
            error_y=dict(type="data", symmetric=False, color=theme.faded(colour, 0.6), width=3,
                         visible=size is None,
                         array=[(one.hazard.high or 0) - (one.hazard.estimate or 0) for one in mine],
                         arrayminus=[(one.hazard.estimate or 0) - (one.hazard.low or 0) for one in mine]),
            hovertext=[f"{words.rate(one.hazard)}, {words.number(one.lost)}" for one in mine],
            hovertemplate="%{x} · %{fullData.name}<br>%{hovertext}<extra></extra>")
    return figure.drawn()


def lost_by_cause(timing: LossTiming, words: Translator) -> go.Figure:
    """Draw the share of customers lost to each class of cause by months since the beginning."""
    figure = Drawing(height=360, showlegend=True, xaxis=dict(title=words("columns.months")),
                     yaxis=dict(tickformat=".0%", title=words("lost_customers.timing.lost_by_then")))
    seen = max((curve.last for curve in timing.causes.values()), default=0.0)
    months = list(range(min(CURVE_MONTHS, int(seen)) + 1))
    dashes = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
    for place, (cause, curve) in enumerate(list(timing.causes.items())[:SHOWN_CAUSES]):
        points = [curve.at(month) for month in months]
        label = words.value("cause_class", cause or None)
        figure.add_scatter(
            x=months, y=[one.estimate for one in points], name=label, mode="lines",
            line=dict(color=theme.CONTEXT if cause in ("", "not_stated") else theme.SERIES[place - 1],
                      width=2, shape="hv", dash=dashes[place]),
            hovertext=[words.rate_short(one) for one in points],
            hovertemplate="%{x} · %{fullData.name}<br>%{hovertext}<extra></extra>")
    return figure.drawn()


def notice(told: ExitInterviews, words: Translator) -> go.Figure:
    """Count lost customers by the days from their decision to the loss as recorded."""
    figure = Drawing(height=280, bargap=0.05, xaxis=dict(title=words("lost_customers.exit.days")),
                     yaxis=dict(title=words("columns.lost")))
    last = max(told.notice, default=0) // NOTICE_DAYS + 1
    counts = [sum(1 for day in told.notice if day // NOTICE_DAYS == place) for place in range(last)]
    figure.add_bar(
        x=[(place + 0.5) * NOTICE_DAYS for place in range(last)], y=counts, marker_color=theme.LOST,
        hovertext=[f"{place * NOTICE_DAYS}–{(place + 1) * NOTICE_DAYS - 1}: {words.number(count)}"
                   for place, count in enumerate(counts)], hovertemplate="%{hovertext}<extra></extra>")
    if told.decided.estimate is not None:
        figure.add_vline(x=told.decided.estimate, line=dict(color=theme.CONTEXT, dash="dot"))
    return figure.drawn()


def return_rates(rates: Sequence[ReturnRate], labels: Sequence[str], words: Translator) -> go.Figure:
    """Draw the share that returned by group, with its 95 % interval; suppressed groups are left out."""
    shown = [(one, label) for one, label in zip(rates, labels, strict=True) if one.rate.state != "suppressed"]
    figure = Drawing(height=90 + 34 * len(shown), yaxis=dict(autorange="reversed"),
                     xaxis=dict(tickformat=".0%", rangemode="tozero",
                                title=words("lost_customers.win_back.rate")))
    figure.add_scatter(
        mode="markers", y=[label for _, label in shown], x=[one.rate.estimate for one, _ in shown],
        marker=dict(color=theme.WON_BACK, size=11, line=dict(color=theme.WON_BACK, width=2),
                    symbol=thin_symbols([one.rate.state for one, _ in shown])),
        error_x=dict(type="data", symmetric=False, color=theme.CONTEXT, width=5,
                     array=[(one.rate.high or 0) - (one.rate.estimate or 0) for one, _ in shown],
                     arrayminus=[(one.rate.estimate or 0) - (one.rate.low or 0) for one, _ in shown]),
        hovertext=[f"{words.rate(one.rate)}, n = {words.number(one.cases)}" for one, _ in shown],
        hovertemplate="%{y}<br>%{hovertext}<extra></extra>")
    return figure.drawn()
