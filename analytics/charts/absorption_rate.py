"""Charts of the absorption rate: branches against a year before, why it changed, and over time."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import MONTH_FORMAT, points_ticks
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator
from analytics.metrics.absorption_rate import Absorption, AbsorptionRate


def branch_rates(result: AbsorptionRate, words: Translator) -> go.Figure:
    """Draw each branch's rate beside its rate of a year before, and where expenses are covered.

    A point's ``customdata`` is (branch,).
    """
    shown = [one for one in result.branches if one.rate is not None]
    rates = [share for one in shown for share in (one.rate, one.before) if share is not None]
    drawing = Drawing(
        height=110 + 30 * len(shown), yaxis=dict(autorange="reversed", type="category"),
        xaxis=dict(tickformat=".0%", title=words("absorption.axis_rate"), showgrid=True, nticks=5,
                   tickangle=0, range=[min([0.7, *rates]) - 0.06, max([1.0, *rates]) + 0.1]))
    for one in shown:
        if one.before is not None:
            drawing.add_scatter(x=[one.before, one.rate], y=[one.branch, one.branch], mode="lines",
                                hoverinfo="skip", line=dict(color=theme.faded(theme.CONTEXT, 0.6), width=4))
    known = [one for one in shown if one.before is not None]
    drawing.add_scatter(
        x=[one.before for one in known], y=[one.branch for one in known], mode="markers",
        marker=dict(color=theme.CONTEXT, size=9, symbol="diamond"),
        hovertext=[words("absorption.hover_before", rate=words.percent(one.before)) for one in known],
        hovertemplate="%{y}<br>%{hovertext}<extra></extra>")
    drawing.add_scatter(
        x=[one.rate for one in shown], y=[one.branch for one in shown], mode="markers+text",
        text=[words.percent(one.rate, 0) for one in shown], textposition=[
            "middle left" if one.before is not None and one.before > (one.rate or 0) else "middle right"
            for one in shown], cliponaxis=False,
        customdata=[[one.branch] for one in shown],
        marker=dict(size=11, color=[theme.KEPT if (one.rate or 0) >= 1 else theme.LOST for one in shown]),
        hovertext=[words("absorption.hover_now", rate=words.percent(one.rate),
                         quarters=one.quarters) for one in shown],
        hovertemplate="%{y}<br>%{hovertext}<extra></extra>")
    drawing.add_vline(1.0, dict(color=theme.CONTEXT, width=1, dash="dash"), words("absorption.covered_mark"))
    return drawing.drawn()


def change_effects(shown: Sequence[Absorption], labels: Sequence[str], words: Translator) -> go.Figure:
    """Draw what margin and expenses each did to the rate, and the sum of both."""
    drawing = Drawing(
        height=130 + 34 * len(shown), barmode="relative", showlegend=True,
        yaxis=dict(autorange="reversed", type="category"))
    ends: list[float] = []
    for name, colour in (("numerator", theme.KEPT), ("denominator", theme.CAUTION)):
        effects = [getattr(one.change, name) for one in shown]
        ends += effects
        drawing.add_bar(
            x=effects, y=list(labels), orientation="h", marker_color=colour,
            name=words(f"absorption.effect_{name}"),
            hovertext=[words.points(effect) for effect in effects],
            hovertemplate="%{y}<br>%{hovertext}<extra>" + words(f"absorption.effect_{name}") + "</extra>")
    changes = [one.change.change for one in shown if one.change is not None]
    drawing.add_scatter(
        x=changes, y=list(labels), mode="markers", name=words("absorption.effect_change"),
        marker=dict(color=theme.CONTEXT, size=10, symbol="diamond", line=dict(color=theme.ON_MARK, width=1)),
        hovertext=[words.points(change) for change in changes],
        hovertemplate="%{y}<br>%{hovertext}<extra>" + words("absorption.effect_change") + "</extra>")
    drawing.layout["xaxis"] = dict(zeroline=True, zerolinecolor=theme.CONTEXT, showgrid=True, tickangle=0,
                                   title=words("format.points_axis"),
                                   **points_ticks([*ends, *changes], words, most=5, unit=False))
    return drawing.drawn()


def over_time(result: AbsorptionRate, chosen: str | None, words: Translator) -> go.Figure:
    """Draw one branch quarter by quarter before all together and every other branch."""
    drawing = Drawing(
        height=360, showlegend=True, xaxis=dict(type="date", tickformat=MONTH_FORMAT),
        yaxis=dict(tickformat=".0%", title=words("absorption.axis_rate"), rangemode="normal"))
    for one in result.branches:
        if one.branch != chosen:
            _add_line(drawing, one, words, color=theme.faded(theme.CONTEXT, 0.3), width=1)
    if result.company is not None:
        _add_line(drawing, result.company, words, named=True, color=theme.CONTEXT, width=3, dash="dot")
    for one in result.branches:
        if one.branch == chosen:
            _add_line(drawing, one, words, named=True, color=theme.KEPT, width=3)
    drawing.add_hline(1.0, dict(color=theme.CONTEXT, width=1, dash="dash"))
    return drawing.drawn()


def _add_line(drawing: Drawing, one: Absorption, words: Translator, *, named: bool = False,
              **line: object) -> None:
    known = [books for books in one.history if books.rate is not None]
    name = one.branch or words("absorption.company")
    drawing.add_scatter(
        x=[books.quarter for books in known], y=[books.rate for books in known], mode="lines", line=line,
        name=name, showlegend=named,
        hovertext=[words("absorption.hover_quarter", branch=name, rate=words.percent(books.rate),
                         quarter=words.month(books.quarter)) for books in known],
        hovertemplate="%{hovertext}<extra></extra>")
