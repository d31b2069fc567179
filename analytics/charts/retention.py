"""Charts of retention: churn per grade over time, cohorts, survival, and the silence threshold."""

from __future__ import annotations

import math
from datetime import date
from typing import Literal

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import time_ticks
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import thin_symbols
from analytics.i18n import Translator
from analytics.metrics.churn_over_time import ChurnOverTime, ChurnPoint
from analytics.metrics.cohorts import STEPS, CohortCell, Cohorts
from analytics.metrics.silence_threshold import ALL, SilenceThreshold
from analytics.metrics.survival import Survival, last_month
from analytics.statistics.survival import SurvivalCurve

#: More groups than this cannot be told apart.
MOST_GROUPS = 6

#: Cohorts shown unless all are asked for: three years of quarters, as much as a reader takes in at once.
NEWEST_COHORTS = 12

#: So many ages are named beneath the cohorts, which is what a phone has room for.
MOST_AGES = 8

#: So many points draw a curve of silence.
CURVE_POINTS = 60

Measure = Literal["customers", "revenue"]


def churn_panels(result: ChurnOverTime, words: Translator) -> go.Figure:
    """Draw churn of each group in a panel of its own, with its 95 % interval and everyone behind.

    A quarter still running is hollow at the end of a dotted line; suppressed points are left out. A
    point's ``customdata`` is (group, first day as ISO text).
    """
    groups: list[str | None] = [*result.groups] or [None]
    del groups[MOST_GROUPS:]
    rows = (len(groups) + 1) // 2
    shown = [[one for one in (result.everyone if group is None else result.groups[group])
              if one.churn_rate.state != "suppressed"] for group in groups]
    highest = max((one.churn_rate.high or 0 for points in shown for one in points), default=0.0)
    numbers = ["", *(str(place) for place in range(2, len(groups) + 1))]
    axes: dict[str, object] = {}
    for place, number in enumerate(numbers):
        across, down = _domains(place, len(groups), rows)
        axes[f"xaxis{number}"] = dict(domain=across, anchor=f"y{number}",
                                      **time_ticks([one.starts_on for one in result.everyone], most=2))
        axes[f"yaxis{number}"] = dict(domain=down, anchor=f"x{number}", tickformat=".0%", nticks=5,
                                      range=[0, highest * 1.05 or 1])
    figure = Drawing(height=60 + 190 * rows, margin=dict(t=30), **axes)
    for group, number in zip(groups, numbers, strict=True):
        figure.add_annotation(text=f"<b>{_group(result.dimension, group, words)}</b>", x=0, y=1,
                              xref=f"x{number} domain", yref=f"y{number} domain", xanchor="left",
                              yanchor="bottom", showarrow=False)
    everyone = [one for one in result.everyone if one.complete]
    for group, number, points in zip(groups, numbers, shown, strict=True):
        on = dict(xaxis=f"x{number}", yaxis=f"y{number}")
        if group is not None:
            figure.add_scatter(
                x=[one.starts_on for one in everyone], y=[one.churn_rate.estimate for one in everyone],
                mode="lines", hoverinfo="skip", line=dict(color=theme.CONTEXT, dash="dot", width=1.5), **on)
        days = [one.starts_on for one in points]
        figure.add_scatter(
            x=[*days, *reversed(days)], mode="lines", line=dict(width=0), hoverinfo="skip", fill="toself",
            y=[*(one.churn_rate.high for one in points), *(one.churn_rate.low for one in reversed(points))],
            fillcolor=theme.faded(theme.LOST), **on)
        figure.add_scatter(
            x=days, y=[one.churn_rate.estimate for one in points], mode="lines+markers",
            line=dict(color=theme.LOST, width=2),
            marker=dict(size=7, color=theme.LOST,
                        line=dict(color=theme.LOST, width=2),
                        symbol=[symbol for one in points for symbol in thin_symbols(
                            [one.churn_rate.state], "circle" if one.complete else "square")]),
            customdata=[[group, one.starts_on.isoformat()] for one in points],
            hovertext=[_churn_hover(one, words) for one in points],
            hovertemplate="%{hovertext}<extra></extra>", **on)
    return figure.drawn()


def cohort_map(result: Cohorts, words: Translator, currency: str,
               measure: Measure = "customers", *, newest: int | None = NEWEST_COHORTS) -> go.Figure:
    """Draw cohorts by age: the share still there, or the revenue per customer won.

    The bottom row is the mean over all cohorts, shown or not, weighted by their customers. Cells not over
    yet are pale and carry a star. A cell's ``customdata`` is (first day of the cohort as ISO text, step).
    """
    every = sorted({cell.cohort for cell in result.cells})
    kept = set(every if newest is None else every[-newest:])
    drawn = [cell for cell in result.cells if cell.cohort in kept]
    # Numbered rows, the mean at the bottom: over named rows plotly misplaces the text of cells.
    starts = sorted(kept, reverse=True)
    steps = sorted({cell.step for cell in drawn})
    stride = -(-len(steps) // MOST_AGES) or 1
    rows = list(range(1, len(starts) + 1))
    cells = {(cell.cohort, cell.step): cell for cell in drawn}
    values = [value for cell in drawn if (value := _measured(cell, measure)) is not None]
    scale, low, high = _scale(measure, values)
    look = dict(colorscale=scale, zmin=low, zmax=high, showscale=False, textfont_size=10, xgap=1, ygap=1,
                hoverinfo="skip")
    figure = Drawing(
        height=130 + 24 * (len(starts) + 1), margin=dict(t=16, b=50),
        xaxis=dict(title=words("retention.age"), tickvals=steps, range=[-0.5, len(steps) - 0.5],
                   tickangle=0, ticktext=[
                       words.number((step + 1) * STEPS[result.length]) if (step + 1) % stride == 0 else ""
                       for step in steps]),
        yaxis=dict(tickvals=[0, *rows], range=[-0.6, len(starts) + 0.6], showgrid=False,
                   ticktext=[f"<b>{words('retention.mean')}</b>",
                             *(cohort_name(start, result.length, words) for start in starts)]))
    for complete in (True, False):
        shown = [[one if (one := cells.get((start, step))) and one.complete == complete else None
                  for step in steps] for start in starts]
        if any(one for row in shown for one in row):
            figure.add_heatmap(
                x=steps, y=rows, opacity=1.0 if complete else theme.PALE_OPACITY,
                # On faded cells the text of the heat map would fade too; it stands on the squares instead.
                texttemplate="%{text}" if complete else None,
                z=[[_measured(one, measure) if one else None for one in row] for row in shown],
                text=[[_cell(one, words, currency, measure) if one else "" for one in row] for row in shown],
                **look)
    figure.add_heatmap(
        x=steps, y=[0], dy=1, z=[[_mean(result, step, measure) for step in steps]],
        texttemplate="<b>%{text}</b>",
        text=[[_text(_mean(result, step, measure), words, currency, measure) for step in steps]], **look)
    # A heat map cannot be clicked; squares over its cells can.
    figure.add_scatter(
        mode="markers+text", x=[cell.step for cell in drawn],
        y=[1 + starts.index(cell.cohort) for cell in drawn],
        text=["" if cell.complete else _cell(cell, words, currency, measure) for cell in drawn],
        textposition="middle center", textfont_size=10,
        marker=dict(symbol="square", size=20, opacity=0.0, color=theme.CONTEXT),
        customdata=[[cell.cohort.isoformat(), cell.step] for cell in drawn],
        hovertext=[_cohort_hover(cell, result, words, currency) for cell in drawn],
        hovertemplate="%{hovertext}<extra></extra>")
    return figure.drawn()


def survival_curves(result: Survival, words: Translator) -> go.Figure:
    """Draw the share still a customer by months since the beginning, with 95 % bands.

    A curve ends where fewer than ten customers are observed. A point's ``customdata`` is (group,
    month); the group is None for everyone.
    """
    order = theme.order_of(result.dimension, list[object](result.groups)[:MOST_GROUPS])
    curves: list[tuple[str | None, SurvivalCurve]] = [
        (str(group), result.groups[str(group)]) for group in order]
    if len(curves) < 2 and result.everyone is not None:
        curves = [(None, result.everyone)]
    longest = max((last_month(curve) for _, curve in curves), default=0)
    figure = Drawing(
        height=380, showlegend=len(curves) > 1, margin=dict(t=40),
        xaxis=dict(title=words("retention.months_since"), rangemode="tozero",
                   tickangle=0, dtick=12 if longest <= 84 else 24 if longest <= 168 else 48),
        yaxis=dict(title=words("retention.still_there"), tickformat=".0%", range=[0, 1.02]))
    for place, (group, curve) in enumerate(curves):
        colour = theme.KEPT if group is None else theme.colour(result.dimension, group, place)
        months = list(range(last_month(curve) + 1))
        points = curve.along(months)
        name = _group(result.dimension, group, words)
        figure.add_scatter(
            x=[*months, *reversed(months)], hoverinfo="skip", mode="lines", line=dict(width=0),
            showlegend=False, y=[*(one.high for one in points), *(one.low for one in reversed(points))],
            fill="toself", fillcolor=theme.faded(colour, 0.15), legendgroup=name)
        figure.add_scatter(
            x=months, y=[one.estimate for one in points], mode="lines+markers", name=name, legendgroup=name,
            line=dict(color=colour, width=2.5), marker=dict(size=4, color=colour),
            customdata=[[group, month] for month in months],
            hovertext=[words("retention.hover_survival", group=name, month=month,
                             share=words.percent(one.estimate), interval=words.interval(one),
                             n=words.number(curve.n)) for month, one in zip(months, points, strict=True)],
            hovertemplate="%{hovertext}<extra></extra>")
    return figure.drawn()


def return_chances(result: SilenceThreshold, words: Translator, target: float) -> go.Figure:
    """Draw the chance of coming back against days of silence, with the thresholds chosen on it.

    A point's ``customdata`` is (segment, days).
    """
    segments = result.segments[:MOST_GROUPS]
    # Long after the thresholds nothing happens any more.
    last = max((one.silent_days[-1] for one in segments if one.silent_days), default=0)
    end = min(last, 3 * max((one.threshold or 0 for one in segments), default=0)) or last
    step = 5 * math.ceil(end / 5 / CURVE_POINTS) or 5
    figure = Drawing(
        height=380, showlegend=len(segments) > 1, margin=dict(t=60),
        xaxis=dict(title=words("retention.silent_days"), range=[0, end]),
        yaxis=dict(title=words("retention.return_chance"), tickformat=".0%"))
    for place, one in enumerate(segments):
        drawn = [(days, chance, n) for days, chance, n
                 in zip(one.silent_days, one.return_chance, one.at_risk, strict=True)
                 if days % step == 0 and days <= end]
        colour = theme.CONTEXT if one.segment == ALL else theme.SERIES[(place - 1) % len(theme.SERIES)]
        name = words.value("segment", one.segment)
        figure.add_scatter(
            x=[days for days, _, _ in drawn], y=[chance for _, chance, _ in drawn], mode="lines", name=name,
            legendgroup=name,
            line=dict(color=colour, width=4 if one.segment == ALL else 1.5),
            customdata=[[one.segment, days] for days, _, _ in drawn],
            hovertext=[words("retention.hover_silence", segment=name, days=days, chance=words.percent(chance),
                             n=words.number(n)) for days, chance, n in drawn],
            hovertemplate="%{hovertext}<extra></extra>")
        if one.threshold is not None and one.silent_days and one.threshold <= one.silent_days[-1]:
            chance = one.at(one.threshold).estimate
            figure.add_scatter(
                x=[one.threshold], y=[chance], mode="markers", showlegend=False, legendgroup=name,
                marker=dict(symbol="diamond", size=12, color=colour),
                customdata=[[one.segment, one.threshold]],
                hovertext=[words("retention.hover_threshold", segment=name, days=one.threshold,
                                 chance=words.percent(chance))],
                hovertemplate="%{hovertext}<extra></extra>")
    figure.add_hline(y=target, line=dict(color=theme.LOST, dash="dot", width=1.5))
    return figure.drawn()


def cohort_name(start: date, length: str, words: Translator) -> str:
    """Name a cohort by the time it was won in."""
    if length == "month":
        return words.month(start)
    return words(f"retention.cohort.{length}", year=start.year, quarter=(start.month - 1) // 3 + 1)


def _group(dimension: str, group: str | None, words: Translator) -> str:
    if group is None:
        return words("retention.everyone")
    label = words.value(dimension, group)
    return words("retention.grade", grade=label) if dimension == "grade" else label


def _domains(place: int, panels: int, rows: int) -> tuple[list[float], list[float]]:
    """Return the stretch of the chart, across and up, that a panel takes."""
    left, width = place % 2 * 0.54, 1.0 if panels == 1 else 0.46
    # The lowest row ends where the chart does: its labels have the margin, the others a gap.
    gap = 0.3 / rows
    height = (1 - gap * (rows - 1)) / rows
    bottom = (rows - 1 - place // 2) * (height + gap)
    return [left, left + width], [bottom, bottom + height]


def _churn_hover(one: ChurnPoint, words: Translator) -> str:
    return words("retention.hover_churn", start=words.date(one.starts_on), rate=words.rate(one.churn_rate),
                 lost=words.number(one.lost), state="" if one.complete else words("retention.running"))


def _measured(cell: CohortCell, measure: Measure) -> float | None:
    return cell.kept.estimate if measure == "customers" else cell.revenue_each


def _mean(result: Cohorts, step: int, measure: Measure) -> float | None:
    found = next((one for one in result.means if one.step == step), None)
    if found is None:
        return None
    return found.kept.estimate if measure == "customers" else found.revenue_each


def _cell(cell: CohortCell, words: Translator, currency: str, measure: Measure) -> str:
    if measure == "customers" and cell.kept.state == "suppressed":
        return ""
    return f"{_text(_measured(cell, measure), words, currency, measure)}{'' if cell.complete else '*'}"


def _text(value: float | None, words: Translator, currency: str, measure: Measure) -> str:
    if value is None:
        return ""
    return words.number(100 * value) if measure == "customers" else words.money(value, currency)


def _scale(measure: Measure, values: list[float]) -> tuple[list[list[object]], float, float]:
    if measure == "customers":
        # The fewer are left, the deeper the colour.
        return [[1 - place, colour] for place, colour in reversed(theme.RATE_SCALE)], 0.0, 1.0
    return [[0.0, theme.faded(theme.KEPT, 0.05)], [1.0, theme.KEPT]], 0.0, max(values, default=1.0) or 1.0


def _cohort_hover(cell: CohortCell, result: Cohorts, words: Translator, currency: str) -> str:
    return words("retention.hover_cohort", cohort=cohort_name(cell.cohort, result.length, words),
                 month=words.number((cell.step + 1) * STEPS[result.length]), kept=words.rate(cell.kept),
                 alive=words.number(cell.alive), customers=words.number(cell.customers),
                 revenue=words.money(cell.revenue_each, currency),
                 state="" if cell.complete else words("retention.running"))
