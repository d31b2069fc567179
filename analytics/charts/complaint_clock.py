"""Charts of complaint handling: time by stage, share within the target, who still waits, the five "more"."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import add_points, thin_hatching
from analytics.i18n import Translator
from analytics.metrics.complaint_clock import TOTAL, ComplaintClock, StageTime
from analytics.metrics.complaint_handling import ComplaintHandling

#: So many points draw a curve of waiting.
CURVE_POINTS = 80


def stage_times(result: ComplaintClock, words: Translator) -> go.Figure:
    """Draw for each stage the days by which half and nine in ten have left it, and its target.

    A point's ``customdata`` is (stage,).
    """
    stages = [one for one in result.stages if one.median.state != "suppressed"]
    labels = [words(f"complaints.stage.{one.stage}") for one in stages]
    drawing = Drawing(height=110 + 44 * max(len(stages), 2), showlegend=True, margin=dict(t=44),
                      xaxis=dict(title=words("complaints.axis.stage_days"), rangemode="tozero"),
                      yaxis=dict(autorange="reversed"))
    drawing.add_bar(
        orientation="h", y=labels, x=[_days(one.median.estimate) for one in stages], width=0.45,
        name=words("complaints.clock.median"), customdata=[[one.stage] for one in stages],
        marker=dict(color=theme.KEPT, pattern=thin_hatching([one.median.state for one in stages])),
        error_x=dict(type="data", symmetric=False, color=theme.CONTEXT, thickness=2, width=5,
                     array=[_reach(one.median.high, one.median.estimate) for one in stages],
                     arrayminus=[_reach(one.median.estimate, one.median.low) for one in stages]),
        hovertext=[_stage_hover(one, words) for one in stages], hovertemplate="%{hovertext}<extra></extra>")
    drawing.add_scatter(
        mode="markers", y=labels, x=[_days(one.slow.estimate) for one in stages],
        name=words("complaints.clock.slow"), customdata=[[one.stage] for one in stages],
        marker=dict(symbol="diamond", size=11, color=theme.CAUTION),
        hovertext=[_stage_hover(one, words) for one in stages], hovertemplate="%{hovertext}<extra></extra>")
    drawing.add_scatter(
        mode="markers", y=labels, x=[one.target / 24 for one in stages], hoverinfo="skip",
        name=words("complaints.clock.target"),
        marker=dict(symbol="line-ns-open", size=20, color=theme.LOST, line=dict(width=3)))
    return drawing.drawn()


def within_target(times: Mapping[str, StageTime], words: Translator,
                  labels: Mapping[str, str]) -> go.Figure:
    """Draw the share within the target of several stages, branches or ranks, with intervals.

    A point's ``customdata`` is (name,).
    """
    shown = {name: one for name, one in times.items() if one.within.state != "suppressed"}
    drawing = Drawing(height=100 + 34 * max(len(shown), 2), yaxis=dict(autorange="reversed"),
                      xaxis=dict(title=words("complaints.axis.within"), tickformat=".0%",
                                 range=[0, 1.05]))
    add_points(drawing, [labels[name] for name in shown], [one.within for one in shown.values()],
               colour=theme.KEPT, customdata=[[name] for name in shown],
               hover=[f"{labels[name]}<br>{_stage_hover(one, words)}" for name, one in shown.items()])
    return drawing.drawn()


def waiting(one: StageTime, words: Translator) -> go.Figure:
    """Draw the share of cases still in a stage by days, with its band, and the target."""
    curve = one.curve
    last = curve.last
    hours = [last * step / CURVE_POINTS for step in range(CURVE_POINTS + 1)]
    points = curve.along(hours)
    days = [hour / 24 for hour in hours]
    drawing = Drawing(height=320,
                      xaxis=dict(title=words("complaints.axis.stage_days"), rangemode="tozero"),
                      yaxis=dict(title=words("complaints.axis.still"), tickformat=".0%", range=[0, 1.03]))
    drawing.add_scatter(x=[*days, *reversed(days)], mode="lines", line=dict(width=0), hoverinfo="skip",
                        y=[*(point.high for point in points), *(point.low for point in reversed(points))],
                        fill="toself", fillcolor=theme.faded(theme.KEPT, 0.2))
    drawing.add_scatter(
        x=days, y=[point.estimate for point in points], mode="lines",
        line=dict(color=theme.KEPT, width=2.5, shape="hv"),
        hovertext=[words("complaints.hover.waiting", days=words.number(day, 1),
                         share=words.percent(point.estimate), interval=words.interval(point))
                   for day, point in zip(days, points, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>")
    drawing.add_vline(x=one.target / 24, line=dict(color=theme.LOST, dash="dash", width=1.5))
    return drawing.drawn()


def five_more(result: ComplaintHandling, words: Translator) -> go.Figure:
    """Draw the shares for patience, attitude, speed, compensation and rank, beside the period before."""
    rows = [one for one in result.five if one.recorded]
    labels = [words(f"complaints.five.{one.name}") for one in rows]
    drawing = Drawing(height=110 + 44 * max(len(rows), 2), showlegend=True, margin=dict(t=44),
                      yaxis=dict(autorange="reversed"),
                      xaxis=dict(title=words("complaints.axis.share"), tickformat=".0%", range=[0, 1.05]))
    add_points(drawing, labels, [one.share for one in rows], colour=theme.KEPT, size=13,
               name=words("complaints.clock.now"),
               hover=[f"{words(f'complaints.five_means.{one.name}')}<br>{words.rate(one.share)}"
                      for one in rows])
    before = [(label, one.share.estimate - one.change.estimate)
              for label, one in zip(labels, rows, strict=True)
              if one.share.estimate is not None and one.change.estimate is not None
              and one.change.state != "suppressed"]
    drawing.add_scatter(
        mode="markers", y=[label for label, _ in before], x=[share for _, share in before],
        name=words("complaints.clock.before"),
        marker=dict(symbol="circle-open", size=11, color=theme.CONTEXT),
        hovertext=[words.percent(share) for _, share in before], hovertemplate="%{hovertext}<extra></extra>")
    return drawing.drawn()


def duration(hours: float | None, words: Translator) -> str:
    """Say a time: hours up to two days, days beyond."""
    if hours is None:
        return words("complaints.not_reached")
    if hours < 48:
        return words("complaints.hours", n=words.number(hours, 0 if hours >= 10 else 1))
    return words("complaints.days", n=words.number(hours / 24, 1))


def stage_name(stage: str, words: Translator) -> str:
    """Name a stage, or the whole way."""
    return words("complaints.stage.total") if stage == TOTAL else words(f"complaints.stage.{stage}")


def _stage_hover(one: StageTime, words: Translator) -> str:
    return words("complaints.hover.stage", median=duration(one.median.estimate, words),
                 slow=duration(one.slow.estimate, words), target=duration(one.target, words),
                 within=words.rate(one.within), running=words.number(one.running))


def _days(hours: float | None) -> float | None:
    return None if hours is None else hours / 24


def _reach(high: float | None, low: float | None) -> float:
    return 0.0 if high is None or low is None else (high - low) / 24
