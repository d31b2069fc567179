"""Charts of what is said: topics per 100 contacts, their months, telling words, staff beside customers."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import MONTH_FORMAT
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator
from analytics.models.remark_agreement import TopicAgreement
from analytics.models.remarks import Said
from analytics.models.telling_words import Word
from analytics.statistics.estimate import THIN_BELOW, Estimate
from analytics.statistics.intervals import rate

#: Colour and shape of a topic named more or less often than in the period before.
CHANGES = {"more": (theme.LOST, "triangle-up"), "alike": (theme.CONTEXT, "circle"),
           "fewer": (theme.KEPT, "triangle-down")}


def topic_name(topic: str, words: Translator) -> str:
    """Return a topic in words."""
    return words(f"remarks.topic.{topic}")


def topics(said: Sequence[Said], words: Translator) -> go.Figure:
    """Draw how many of 100 contacts name each topic, with 95 % intervals.

    A point's ``customdata`` is (topic,).
    """
    names = [topic_name(one.topic, words) for one in said]
    drawing = Drawing(
        height=110 + 34 * max(len(said), 3), showlegend=True, margin=dict(t=36),
        xaxis=dict(title=words("remarks.axis_rate"), rangemode="tozero", nticks=6, tickangle=0),
        yaxis=dict(autorange="reversed", categoryorder="array", categoryarray=names))
    for told, (colour, symbol) in CHANGES.items():
        shown = [one for one in said if one.told == told]
        if not shown:
            continue
        drawing.add_scatter(
            mode="markers", y=[topic_name(one.topic, words) for one in shown],
            x=[_per_hundred(one.rate.estimate) for one in shown], name=words(f"remarks.told.{told}"),
            marker=dict(color=colour, symbol=symbol, size=11), customdata=[[one.topic] for one in shown],
            error_x=_bars([one.rate for one in shown], colour, 100.0),
            hovertext=[words("remarks.hover_topic", rate=words.number(_per_hundred(one.rate.estimate), 1),
                             low=words.number(_per_hundred(one.rate.low), 1),
                             high=words.number(_per_hundred(one.rate.high), 1),
                             mentions=words.number(one.mentions), n=words.number(one.rate.n))
                       for one in shown],
            hovertemplate="%{y}<br>%{hovertext}<extra></extra>")
    return drawing.drawn()


def months(one: Said, words: Translator) -> go.Figure:
    """Draw a topic per 100 contacts by month, with 95 % intervals; months of few contacts are left out."""
    shown = [(month, rate(mentions, contacts)) for month, mentions, contacts in one.months
             if contacts >= THIN_BELOW]
    drawing = Drawing(height=280, margin=dict(t=24), xaxis=dict(tickformat=MONTH_FORMAT),
                      yaxis=dict(title=words("remarks.axis_rate"), rangemode="tozero"))
    drawing.add_scatter(
        x=[month for month, _ in shown], y=[_per_hundred(found.estimate) for _, found in shown],
        mode="lines+markers", line=dict(color=theme.KEPT, width=2), marker=dict(color=theme.KEPT, size=8),
        error_y=_bars([found for _, found in shown], theme.KEPT, 100.0),
        hovertext=[words.rate(found) for _, found in shown],
        hovertemplate="%{x|%Y-%m}<br>%{hovertext}<extra></extra>")
    return drawing.drawn()


def telling(found: Sequence[Word], words: Translator) -> go.Figure:
    """Draw how much more one side uses a word, with 95 % intervals; what may be chance is grey."""
    drawing = Drawing(
        height=110 + 26 * max(len(found), 3), showlegend=True, margin=dict(t=36),
        xaxis=dict(title=words("remarks.axis_odds"), rangemode="normal", nticks=6, tickangle=0),
        yaxis=dict(autorange="reversed", categoryorder="array", categoryarray=[one.word for one in found]))
    for name, colour, symbol, shown in (
            ("dissatisfied", theme.LOST, "diamond", [one for one in found if one.told and one.log_odds > 0]),
            ("satisfied", theme.KEPT, "circle", [one for one in found if one.told and one.log_odds < 0]),
            ("either", theme.CONTEXT, "circle-open", [one for one in found if not one.told])):
        if not shown:
            continue
        drawing.add_scatter(
            mode="markers", y=[one.word for one in shown], x=[one.log_odds for one in shown],
            name=words(f"remarks.side.{name}"), marker=dict(color=colour, symbol=symbol, size=10),
            error_x=dict(type="data", symmetric=False, color=colour, thickness=2, width=4,
                         array=[one.high - one.log_odds for one in shown],
                         arrayminus=[one.log_odds - one.low for one in shown]),
            hovertext=[words("remarks.hover_word", dissatisfied=words.number(one.unhappy),
                             satisfied=words.number(one.happy)) for one in shown],
            hovertemplate="%{y}<br>%{hovertext}<extra></extra>")
    drawing.add_vline(0.0, dict(color=theme.CAUTION, dash="dot", width=2))
    return drawing.drawn()


def heard(found: Sequence[TopicAgreement], words: Translator) -> go.Figure:
    """Draw of how many customers each topic was named by themselves and by staff, with 95 % intervals."""
    rows = sorted(found, key=lambda one: one.customers.estimate or 0.0)
    names = [topic_name(one.topic, words) for one in rows]
    drawing = Drawing(height=120 + 40 * max(len(rows), 3), showlegend=True, margin=dict(t=36),
                      xaxis=dict(tickformat=".0%", rangemode="tozero", tickangle=0))
    for name, colour, symbol, shift in (("customers", theme.KEPT, "circle", 0.13),
                                        ("staff", theme.CAUTION, "square", -0.13)):
        shown = [getattr(one, name) for one in rows]
        drawing.add_scatter(
            mode="markers", x=[one.estimate for one in shown],
            y=[place + shift for place in range(len(rows))], name=words(f"remarks.by.{name}"),
            marker=dict(color=colour, symbol=symbol, size=10),
            error_x=_bars(shown, colour), hovertext=[
                f"{label}: {words.rate(one)}" for label, one in zip(names, shown, strict=True)],
            hovertemplate="%{hovertext}<extra>%{fullData.name}</extra>")
    drawing.layout["yaxis"] = dict(tickvals=list(range(len(rows))), ticktext=names, rangemode="normal")
    return drawing.drawn()


def _per_hundred(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _bars(estimates: Sequence[Estimate], colour: str, scale: float = 1.0) -> dict[str, object]:
    return dict(type="data", symmetric=False, color=colour, thickness=2, width=4,
                array=[scale * ((one.high or 0.0) - (one.estimate or 0.0)) for one in estimates],
                arrayminus=[scale * ((one.estimate or 0.0) - (one.low or 0.0)) for one in estimates])
