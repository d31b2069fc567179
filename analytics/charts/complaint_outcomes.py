"""Charts of what becomes of customers with a problem: by outcome, the iceberg, and speed."""

from __future__ import annotations

import math

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import points_ticks
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import add_points
from analytics.i18n import Translator
from analytics.metrics.complaint_reactions import ComplaintReactions
from analytics.models.complaint_iceberg import ComplaintIceberg
from analytics.models.complaint_speed import ComplaintSpeed
from analytics.models.repurchase_by_outcome import (
    BANDS,
    PUBLISHED,
    SITUATIONS,
    OutcomeTest,
    RepurchaseByOutcome,
)
from analytics.statistics.estimate import Estimate

COLOURS = {"all": theme.KEPT, "low": "#8CC3E6", "middle": "#2C8FC9", "high": "#1A6AA5"}
SYMBOLS = {"all": "circle", "low": "triangle-down", "middle": "square", "high": "triangle-up"}
SITUATION_COLOURS = {"silent": theme.CONTEXT, "unresolved": theme.LOST, "resolved": theme.CAUTION,
                     "quick": theme.WON_BACK, "undecided": "#B9B4BE"}


def by_outcome(result: RepurchaseByOutcome, words: Translator) -> go.Figure:
    """Draw the share loyal in each situation with intervals, in total and by amount at stake.

    A point's ``customdata`` is (situation, band).
    """
    drawing = Drawing(height=400, showlegend=True, margin=dict(t=50), xaxis=_situations(words),
                      yaxis=dict(title=words(f"complaints.axis.{result.outcome}"), tickformat=".0%"))
    for place, band in enumerate(BANDS):
        cells = [one for one in result.cells if one.band == band]
        if not any(one.share.estimate is not None and one.share.state != "suppressed" for one in cells):
            continue
        shift = 0.16 * (place - 1.5)
        add_points(
            drawing, [SITUATIONS.index(one.situation) + shift for one in cells], [one.share for one in cells],
            colour=COLOURS[band], symbol=SYMBOLS[band], size=15 if band == "all" else 9, horizontal=False,
            name=words(f"complaints.band.{band}"), customdata=[[one.situation, band] for one in cells],
            hover=[words("complaints.hover.outcome", situation=words(f"complaints.situation.{one.situation}"),
                         band=words(f"complaints.band.{band}"), rate=words.rate(one.share),
                         customers=words.number(one.customers)) for one in cells])
    return drawing.drawn()


def published(words: Translator) -> go.Figure:
    """Draw the figures circulated from TARP, which are stated intentions, on the same axis."""
    drawing = Drawing(height=400, showlegend=True, margin=dict(t=50), xaxis=_situations(words),
                      yaxis=dict(title=words("complaints.axis.intention"), tickformat=".0%",
                                 range=[0, 1.05]))
    for band, shares in PUBLISHED.items():
        drawing.add_scatter(
            x=[SITUATIONS.index(one) for one in shares], y=list(shares.values()), mode="lines+markers+text",
            text=[words.percent(one, 0) for one in shares.values()], cliponaxis=False,
            # Each line's figures stand on the side on which the other line is not.
            textposition="top left" if band == "low" else "bottom right",
            line=dict(color=theme.CONTEXT, dash="solid" if band == "low" else "dash"),
            marker=dict(color=theme.CONTEXT, symbol=SYMBOLS[band], size=10),
            name=words(f"complaints.published.{band}"), hovertemplate="%{y:.0%}<extra></extra>")
    return drawing.drawn()


def differences(tests: tuple[OutcomeTest, ...], words: Translator) -> go.Figure:
    """Draw each question's difference, raw and adjusted, with intervals around no difference."""
    drawing = Drawing(height=110 + 62 * len(tests), showlegend=True, margin=dict(t=44),
                      xaxis=dict(title=words("complaints.axis.difference"), **points_ticks([
                          end for one in tests for kind in ("raw", "adjusted", "mild")
                          if (difference := getattr(one, kind)) is not None
                          for end in (difference.estimate.low, difference.estimate.high) if end is not None],
                          words, most=4, unit=False)),
                      yaxis=dict(autorange="reversed", tickvals=list(range(len(tests))),
                                 ticktext=[words(f"complaints.test.{one.name}") for one in tests]))
    kinds = (("raw", "circle", theme.KEPT, -0.2), ("adjusted", "diamond", theme.LOST, 0.0),
             ("mild", "square", theme.CONTEXT, 0.2))
    for kind, symbol, colour, shift in kinds:
        found = [(place, difference) for place, one in enumerate(tests)
                 if (difference := getattr(one, kind)) is not None]
        add_points(
            drawing, [place + shift for place, _ in found], [one.estimate for _, one in found], colour=colour,
            symbol=symbol, size=10, name=words(f"complaints.kind.{kind}"),
            hover=[words("complaints.hover.difference", difference=words.points(one.estimate.estimate),
                         low=words.points(one.estimate.low), high=words.points(one.estimate.high),
                         first=words.number(one.first), second=words.number(one.second)) for _, one in found])
    drawing.add_vline(x=0, line=dict(color=theme.CONTEXT, dash="dot"))
    return drawing.drawn()


def multipliers(result: ComplaintIceberg, words: Translator) -> go.Figure:
    """Draw problems per complaint as measured by the survey and by the jobs, beside the prior's wide band."""
    prior = result.multiplier if result.prior else Estimate(0, 26.0, 5.0, 100.0)
    rows = [("survey", result.measured, theme.KEPT), ("jobs", result.jobs, theme.WON_BACK),
            ("prior", prior, theme.CONTEXT)]
    drawing = Drawing(height=230, yaxis=dict(autorange="reversed"),
                      xaxis=dict(title=words("complaints.axis.multiplier"), type="log", range=[0, 2.1],
                                 tickvals=[1, 3, 10, 30, 100], tickangle=0))
    for name, one, colour in rows:
        add_points(drawing, [words(f"complaints.multiplier.{name}")], [one], colour=colour,
                   symbol="square" if name == "prior" else "circle",
                   hover=[words("complaints.hover.multiplier", figure=words.number(one.estimate, 1),
                                low=words.number(one.low, 1), high=words.number(one.high, 1))])
    return drawing.drawn()


def iceberg(result: ComplaintIceberg, words: Translator) -> go.Figure:
    """Draw complaints above the waterline and, with its interval, the customers who stay silent below it."""
    silent = result.parts[0].customers
    drawing = Drawing(height=380, barmode="relative", showlegend=True, margin=dict(t=50),
                      xaxis=dict(showticklabels=False, range=[-1, 1]),
                      yaxis=dict(title=words("complaints.axis.iceberg"), rangemode="normal",
                                 **_depths(result.complaints, silent.high or 0.0, words)))
    above = [(part.situation, part.customers.estimate or 0.0) for part in result.parts[1:]]
    undecided = result.complaints - sum(number for _, number in above)
    for situation, number in (*above, ("undecided", float(undecided))):
        if number > 0:
            drawing.add_bar(x=[0], y=[number], width=0.5, marker_color=SITUATION_COLOURS[situation],
                            name=words(f"complaints.situation.{situation}"),
                            hovertext=[words.number(number)],
                            hovertemplate="%{fullData.name}: %{hovertext}<extra></extra>")
    below = silent.estimate or 0.0
    drawing.add_bar(
        x=[0], y=[-below], width=0.9, marker_color=theme.KEPT,
        name=words("complaints.situation.silent"),
        error_y=dict(type="data", symmetric=False, array=[below - (silent.low or 0.0)],
                     arrayminus=[(silent.high or 0.0) - below], width=6),
        hovertext=[words("complaints.hover.below", n=words.number(below), low=words.number(silent.low),
                         high=words.number(silent.high))],
        hovertemplate="%{hovertext}<extra></extra>")
    # An annotation takes the text colour of the theme, and stands clear of the interval at the bar's end.
    drawing.add_annotation(x=0, y=-0.3 * below, showarrow=False, text=words.number(below))
    drawing.add_hline(y=0, line=dict(color=theme.KEPT, width=2))
    drawing.add_annotation(x=-0.98, y=0, xanchor="left", yanchor="bottom", showarrow=False,
                           text=words("complaints.waterline"))
    return drawing.drawn()


def speed(result: ComplaintSpeed, words: Translator) -> go.Figure:
    """Draw the share loyal by days to closing: bins raw and adjusted, the adjusted curve with its band."""
    bins = [one for one in result.bins if one.share.state != "suppressed"]
    middle = [(one.first + (one.last if one.last is not None else one.first + 20)) / 2 for one in bins]
    drawing = Drawing(height=360, showlegend=True, margin=dict(t=50),
                      xaxis=dict(title=words("complaints.axis.days"), rangemode="tozero"),
                      yaxis=dict(title=words(f"complaints.axis.{result.outcome}"), tickformat=".0%",
                                 range=[0, 1.05]))
    if result.curve:
        days = list(result.days)
        drawing.add_scatter(
            x=[*days, *reversed(days)], mode="lines", line=dict(width=0), hoverinfo="skip", showlegend=False,
            y=[*(one.high for one in result.curve), *(one.low for one in reversed(result.curve))],
            fill="toself", fillcolor=theme.faded(theme.CAUTION, 0.2))
        drawing.add_scatter(x=days, y=[one.estimate for one in result.curve], mode="lines", hoverinfo="skip",
                            line=dict(color=theme.CAUTION, width=2), name=words("complaints.kind.curve"))
    kinds = (("raw", theme.KEPT, "circle", 0.0), ("adjusted", theme.LOST, "diamond", 0.5))
    for kind, colour, symbol, shift in kinds:
        values = [one.share if kind == "raw" else one.adjusted for one in bins]
        add_points(drawing, [day + shift for day in middle], values, colour=colour, symbol=symbol,
                   horizontal=False, name=words(f"complaints.kind.{kind}"),
                   hover=[words("complaints.hover.speed", days=bin_name(one.first, one.last, words),
                                rate=words.rate(value)) for one, value in zip(bins, values, strict=True)])
    return drawing.drawn()


def bin_name(first: int, last: int | None, words: Translator) -> str:
    """Name a stretch of days."""
    if last is None:
        return words("complaints.days_over", first=first)
    return words("complaints.days_between", first=first, last=last)


def reactions(result: ComplaintReactions, words: Translator) -> go.Figure:
    """Draw by reaction the share left unresolved and the share of customers who stayed, with intervals."""
    rows = result.rows
    drawing = Drawing(height=110 + 52 * max(len(rows), 2), showlegend=True, margin=dict(t=44),
                      xaxis=dict(title=words("complaints.axis.share"), tickformat=".0%", range=[0, 1.05]),
                      yaxis=dict(autorange="reversed", tickvals=list(range(len(rows))),
                                 ticktext=[words("complaints.reaction_label",
                                                 reaction=words.value("reaction", _code(one.reaction)),
                                                 n=words.number(one.complaints)) for one in rows]))
    for name, colour, symbol, shift in (("unresolved", theme.LOST, "diamond", -0.14),
                                        ("stayed", theme.KEPT, "circle", 0.14)):
        estimates = [getattr(one, name) for one in rows]
        add_points(drawing, [place + shift for place in range(len(rows))], estimates, colour=colour,
                   symbol=symbol, name=words(f"complaints.reacted.{name}"),
                   customdata=[[one.reaction] for one in rows], hover=[words.rate(one) for one in estimates])
    return drawing.drawn()


def _situations(words: Translator) -> dict[str, object]:
    """Return the axis of situations; their short names break over lines, so that none is left out."""
    return dict(range=[-0.5, len(SITUATIONS) - 0.5], tickvals=list(range(len(SITUATIONS))), tickangle=0,
                tickfont_size=10,
                ticktext=[words(f"complaints.situation_axis.{one}") for one in SITUATIONS])


def _depths(above: float, below: float, words: Translator) -> dict[str, object]:
    """Return ticks of an axis that counts upwards and downwards from the waterline."""
    rough = max(above + below, 1.0) / 6
    scale = 10 ** math.floor(math.log10(rough))
    step = next(scale * factor for factor in (1, 2, 5, 10) if scale * factor >= rough)
    ticks = [step * place for place in range(-math.ceil(below / step), math.ceil(above / step) + 1)]
    return {"tickvals": ticks, "ticktext": [words.number(abs(tick)) for tick in ticks]}


def _code(reaction: str) -> str | None:
    return None if reaction == "not_stated" else reaction
