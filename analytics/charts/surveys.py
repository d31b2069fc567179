"""Charts of the survey: diverging bars of five levels, estimates with intervals, bounds, original scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import points_ticks, signed_ticks, time_ticks
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import thin_hatching, thin_symbols
from analytics.charts.margins import in_two_lines
from analytics.i18n import Translator
from analytics.metrics.survey_scores import LEVELS, Answers, level_of
from analytics.models.survey_facts import Cell
from analytics.models.survey_weighting import SurveyWeighting
from analytics.statistics.estimate import Estimate

#: From very dissatisfied to very satisfied.
LEVEL_COLOURS = (theme.LOST, "#F0A77B", "#D5DAE0", "#7FB8DC", theme.KEPT)
#: Text upon each of them.
LEVEL_TEXT = (theme.ON_MARK, "#1B1F24", "#1B1F24", "#1B1F24", theme.ON_MARK)
#: A share smaller than this has no room for its label.
LABELLED = 0.06
LIGHTS = {"above": (theme.KEPT, "triangle-up"), "uncertain": (theme.CONTEXT, "circle"),
          "below": (theme.LOST, "triangle-down")}
Unit = Literal["share", "points", "levels", "ratio"]
#: How the numbers of each unit read on an axis.
TICKS: Mapping[Unit, str] = MappingProxyType(
    {"share": ".0%", "ratio": ".2f"})
#: How much less satisfied the silent may be, in points of a hundred.
POINTS = tuple(range(0, 41, 5))


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of a chart of estimates.

    Attributes
    ----------
    label : str
    estimate : Estimate
    light : {"above", "uncertain", "below"}
    data : tuple
        What a click hands back.
    text : str
        What a hover says; the rate in words when empty.
    """

    label: str
    estimate: Estimate
    light: str = "uncertain"
    data: tuple[object, ...] = field(default=())
    text: str = ""


def distribution(rows: Sequence[tuple[str, Answers]], words: Translator) -> go.Figure:
    """Draw each row's five levels, the dissatisfied to the left of the middle of the undecided.

    A bar's ``customdata`` is (question, group, level).
    """
    drawing = Drawing(
        height=120 + 34 * max(len(rows), 3), barmode="relative", bargap=0.25, showlegend=True,
        # A share whose bar is too narrow for it on a phone is left to the hover and the table.
        uniformtext=dict(mode="hide", minsize=11),
        margin=dict(t=56, b=8), xaxis=dict(tickformat=".0%", range=_reaches(rows), zeroline=True,
                                           zerolinecolor=theme.CONTEXT, showticklabels=False),
        yaxis=dict(autorange="reversed"))
    # Relative bars stack outwards from nought, so that the undecided come first on either side.
    for level, part in ((3, -0.5), (2, -1.0), (1, -1.0), (3, 0.5), (4, 1.0), (5, 1.0)):
        shares = [answers.counts[level - 1] / answers.n for _, answers in rows]
        middle = level == 3
        drawing.add_bar(
            orientation="h", y=[label for label, _ in rows], x=[part * share for share in shares],
            name=words(f"surveys.levels.{level}"), legendgroup=str(level), legendrank=level,
            showlegend=part > 0 or not middle,
            marker=dict(color=LEVEL_COLOURS[level - 1],
                        pattern=thin_hatching([answers.state for _, answers in rows])),
            text=["" if middle or share < LABELLED else words.percent(share, 0) for share in shares],
            textposition="inside", insidetextanchor="middle", textangle=0, constraintext="inside",
            textfont_color=LEVEL_TEXT[level - 1],
            customdata=[[answers.question, answers.group, level] for _, answers in rows],
            hovertext=[words("surveys.hover_level", row=label, level=words(f"surveys.levels.{level}"),
                             share=words.percent(share), n=words.number(answers.n))
                       for (label, answers), share in zip(rows, shares, strict=True)],
            hovertemplate="%{hovertext}<extra></extra>")
    return drawing.drawn()


def _reaches(rows: Sequence[tuple[str, Answers]]) -> list[float]:
    """Return how far the bars reach to the left and to the right; a phone has no width to lose beyond."""
    shares = [[count / answers.n for count in answers.counts] for _, answers in rows]
    left = max((one[0] + one[1] + one[2] / 2 for one in shares), default=1.0)
    right = max((one[2] / 2 + one[3] + one[4] for one in shares), default=1.0)
    return [-left - 0.02, right + 0.02]


def estimates(marks: Sequence[Mark], words: Translator, *, reference: float | None = None,
              reference_text: str = "", standards: Sequence[float | None] = (), unit: Unit = "share",
              title: str = "") -> go.Figure:
    """Draw estimates with their 95 % intervals under each other, and what they are held against.

    Parameters
    ----------
    marks : sequence of Mark
        Top first; thin ones are drawn hollow.
    words : Translator
    reference : float, optional
        A line for all.
    reference_text : str
        What it is.
    standards : sequence of float or None
        One for each mark.
    unit : {"share", "points", "levels", "ratio"}
        Shares, differences of shares, differences on five levels, or ratios.
    title : str
        Of the axis.
    """
    # A name in two lines needs a row of its own height.
    row = 38 if any("<br>" in in_two_lines(one.label) for one in marks) else 30
    drawing = Drawing(
        height=90 + row * max(len(marks), 3), margin=dict(t=34 if reference_text else 16),
        xaxis=dict(tickangle=0, title=title or (words("format.points_axis") if unit == "points" else ""),
                   rangemode="normal", **_ticks(marks, (reference, *standards), unit, words)),
        yaxis=dict(autorange="reversed", rangemode="normal", categoryorder="array",
                   categoryarray=[one.label for one in marks]))
    for light, (colour, symbol) in LIGHTS.items():
        chosen = [one for one in marks if one.light == light and one.estimate.estimate is not None]
        if not chosen:
            continue
        drawing.add_scatter(
            mode="markers", y=[one.label for one in chosen], x=[one.estimate.estimate for one in chosen],
            marker=dict(size=11, color=colour, line=dict(color=colour, width=2),
                        symbol=thin_symbols([one.estimate.state for one in chosen], symbol)),
            error_x=dict(type="data", symmetric=False, color=colour, thickness=2, width=4,
                         array=[(one.estimate.high or 0) - (one.estimate.estimate or 0) for one in chosen],
                         arrayminus=[(one.estimate.estimate or 0) - (one.estimate.low or 0)
                                     for one in chosen]),
            customdata=[list(one.data) for one in chosen],
            hovertext=[one.text or words.rate(one.estimate) for one in chosen],
            hovertemplate="%{y}<br>%{hovertext}<extra></extra>")
    if any(one is not None for one in standards):
        drawing.add_scatter(
            mode="markers", y=[one.label for one in marks], x=list(standards), hoverinfo="skip",
            marker=dict(size=18, symbol="line-ns-open", color=theme.CAUTION, line=dict(width=3)))
    if reference is not None:
        drawing.add_vline(x=reference, line=dict(color=theme.CAUTION, dash="dot", width=2),
                          text=reference_text)
    return drawing.drawn()


def _ticks(marks: Sequence[Mark], others: Sequence[float | None], unit: Unit,
           words: Translator) -> dict[str, object]:
    """Return an axis in the unit's own words, whose ticks lie far enough apart to read differently."""
    ends = [end for one in marks for end in (one.estimate.low, one.estimate.high) if end is not None]
    ends += [one for one in others if one is not None]
    if unit == "points":
        return points_ticks(ends, words, most=6, unit=False)
    if unit == "levels":
        return signed_ticks(ends, words)
    return {"tickformat": TICKS[unit], "dtick": _step(ends)}


def _step(ends: Sequence[float]) -> float:
    span = max(ends) - min(ends) if ends else 1.0
    return next((step for step in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if span / step <= 5), 1.0)


def bounds(found: SurveyWeighting, points_lower: int, words: Translator) -> go.Figure:
    """Draw everybody's share satisfied against how many points less the silent are satisfied."""
    values = [found.everybody(points / 100) or 0.0 for points in POINTS]
    drawing = Drawing(
        height=280, margin=dict(t=16), xaxis=dict(title=words("surveys.axis_lower"), tickvals=list(POINTS)),
        yaxis=dict(tickformat=".0%", range=[0, 1.02]))
    extremes = found.extremes
    if extremes is not None:
        drawing.add_hrect(y0=extremes[0], y1=extremes[1], fillcolor=theme.faded(theme.CONTEXT, 0.18),
                          line_width=0)
    drawing.add_scatter(
        x=list(POINTS), y=values, mode="lines", line=dict(color=theme.KEPT, width=2.5),
        hovertext=[words.percent(value) for value in values],
        hovertemplate="%{x}: %{hovertext}<extra></extra>")
    chosen = found.everybody(points_lower / 100)
    drawing.add_scatter(x=[points_lower], y=[chosen], mode="markers+text", text=[words.percent(chosen)],
                        textposition="top right", marker=dict(size=12, color=theme.KEPT), hoverinfo="skip")
    return drawing.drawn()


def original(answers: Answers, words: Translator) -> go.Figure:
    """Draw the scores as they were given, each bar in the colour of the level it comes to."""
    total = answers.n
    drawing = Drawing(height=260, margin=dict(t=16), bargap=0.15,
                      xaxis=dict(dtick=1 if len(answers.scores) <= 12 else None),
                      yaxis=dict(tickformat=".0%"))
    for level in LEVELS:
        chosen = [one for one in answers.scores if level_of(one[2], one[0], one[1]) == level]
        drawing.add_bar(
            x=[score for _, _, score, _ in chosen], y=[count / total for *_, count in chosen],
            marker_color=LEVEL_COLOURS[level - 1],
            hovertext=[words("surveys.hover_score", level=words(f"surveys.levels.{level}"),
                             score=words.number(score, 0 if score == int(score) else 1),
                             share=words.percent(count / total), n=words.number(count))
                       for _, _, score, count in chosen],
            hovertemplate="%{hovertext}<extra></extra>")
    return drawing.drawn()


def facts(cells: Sequence[Cell], words: Translator) -> go.Figure:
    """Draw a branch's mean answer month by month beside what its facts lead one to expect.

    A point's ``customdata`` is (month,); months in which both diverge are marked by a diamond.
    """
    drawing = Drawing(height=300, showlegend=True, margin=dict(t=48),
                      xaxis=time_ticks([one.month for one in cells]),
                      yaxis=dict(rangemode="normal", tickformat=".1f", title=words("surveys.axis_mean")))
    months = [one.month for one in cells]
    drawing.add_scatter(x=months, y=[one.expected for one in cells], mode="lines",
                        line=dict(color=theme.CONTEXT, dash="dash", width=2), name=words("surveys.expected"),
                        hovertemplate="%{x|%Y-%m}: %{y:.2f}<extra>%{fullData.name}</extra>")
    drawing.add_scatter(
        x=months, y=[one.score for one in cells], mode="lines+markers",
        line=dict(color=theme.KEPT, width=2.5), name=words("surveys.answered_mean"),
        customdata=[[one.month.isoformat()] for one in cells],
        marker=dict(size=[12 if one.diverges else 7 for one in cells],
                    symbol=["diamond" if one.diverges else "circle" for one in cells],
                    color=[theme.LOST if one.diverges else theme.KEPT for one in cells]),
        hovertext=[words("surveys.hover_facts", score=words.number(one.score, 2),
                         expected=words.number(one.expected, 2), residual=words.signed(one.residual, 1),
                         n=words.number(one.answers)) for one in cells],
        hovertemplate="%{x|%Y-%m}<br>%{hovertext}<extra></extra>")
    return drawing.drawn()
