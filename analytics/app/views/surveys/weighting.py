"""Answers weighted to the mix of all customers, and bounds for what no weighting can cure."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.context import Context
from analytics.app.views.surveys.choosing import chosen_question, question_name
from analytics.charts import surveys as charts
from analytics.charts.surveys import POINTS, Mark
from analytics.metrics.survey_scores import SurveyScores
from analytics.models.survey_weighting import SHARES, SurveyWeighting
from analytics.store import read_standards, standard_on

#: How much less satisfied the silent are taken to be until the reader says otherwise.
FIRST = 10


def weighting(context: Context, result: SurveyScores) -> None:
    """Draw raw and weighted side by side, then the bounds with a slider."""
    question = chosen_question(context, result, "weighted")
    found: SurveyWeighting = context.metric("survey_weighting", question=question)
    if found.state == "suppressed" or found.weights is None:
        st.caption(context.text("answer_few", n=context.words.number(found.answers)))
        return
    _side_by_side(context, found)
    if found.answered_share < 1:
        _bounds(context, found)


def _side_by_side(context: Context, found: SurveyWeighting) -> None:
    words, weights = context.words, found.weights
    if weights is None:
        return
    marks = []
    for name in SHARES:
        label, one = context.text(f"figure.{name}"), found.figures[name]
        marks.append(Mark(context.text("as_answered", figure=label), one.raw))
        marks.append(Mark(context.text("as_weighted", figure=label), one.weighted))
    mean = found.figures["mean"]
    chart_card(
        context, "weighted", charts.estimates(marks, words),
        title=context.text("chart.weighted", question=question_name(context, found.question)),
        alt=context.text("chart.weighted_alt", raw=words.rate(found.figures["top_two"].raw),
                         weighted=words.rate(found.figures["top_two"].weighted)),
        note=words.sentences(
            context.text("chart.weighted_note" if found.margins else "chart.unweighted_note",
                         margins=words.listing([words(f"columns.{one}").lower() for one in found.margins]),
                         n=words.number(found.answers), effective=words.number(weights.effective_n),
                         customers=words.number(found.customers)),
            context.text("chart.trimmed", n=words.number(weights.trimmed)) if weights.trimmed else "",
            context.text("chart.uncovered", share=words.percent(weights.uncovered))
            if weights.uncovered else "",
            context.text("chart.means", raw=words.number(mean.raw.estimate, 2),
                         weighted=words.number(mean.weighted.estimate, 2))),
        data=lambda: pd.DataFrame([{
            context.text("figure_head"): context.text("mean" if name == "mean" else f"figure.{name}"),
            context.text("raw"): _figure(context, name, one.raw.estimate),
            context.text("raw_low"): _figure(context, name, one.raw.low),
            context.text("raw_high"): _figure(context, name, one.raw.high),
            context.text("weighted"): _figure(context, name, one.weighted.estimate),
            words("columns.low"): _figure(context, name, one.weighted.low),
            words("columns.high"): _figure(context, name, one.weighted.high)}
            for name, one in found.figures.items()]))


def _bounds(context: Context, found: SurveyWeighting) -> None:
    words, extremes = context.words, found.extremes
    if extremes is None:
        return
    lower = st.slider(context.text("points_lower"), POINTS[0], POINTS[-1], FIRST, key=context.key("lower"))
    standard = standard_on(read_standards(context.store.path), found.question, context.period.as_of)
    reach = found.points_to(standard.value) if standard is not None else None
    chart_card(
        context, "bounds", charts.bounds(found, lower, words), title=context.text("chart.bounds"),
        alt=context.text("chart.bounds_alt", start=words.percent(found.everybody(0.0)), points=POINTS[-1],
                         end=words.percent(found.everybody(POINTS[-1] / 100))),
        note=words.sentences(
            context.text("chart.bounds_at", points=lower, share=words.percent(found.everybody(lower / 100)),
                         answered=words.percent(found.answered_share, 0)),
            context.text("chart.bounds_note", low=words.percent(extremes[0]),
                         high=words.percent(extremes[1])),
            "" if reach is None or standard is None else context.text(
                "chart.bounds_standard", points=words.number(100 * reach, 1),
                standard=words.percent(standard.value))),
        data=lambda: pd.DataFrame([{
            context.text("axis_lower"): points,
            context.text("everybody"): words.percent(found.everybody(points / 100))} for points in POINTS]))


def _figure(context: Context, name: str, value: float | None) -> str:
    return context.words.number(value, 2) if name == "mean" else context.words.percent(value)
