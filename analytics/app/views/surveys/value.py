"""Satisfaction as value: what was perceived against what was expected, and benefits against costs."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.context import Context
from analytics.app.views.surveys.choosing import light, question_name
from analytics.charts import surveys as charts
from analytics.charts.surveys import Mark
from analytics.metrics.survey_scores import SurveyScores
from analytics.metrics.survey_value import COSTS, SurveyValue, Value
from analytics.statistics.estimate import Estimate


def value(context: Context, result: SurveyScores) -> None:
    """Draw perceived value less and over expectation, and tell delivered value where costs were asked."""
    found: SurveyValue = context.metric("survey_value")
    asked = {question: one for question, one in found.questions.items() if one.ratio.state != "suppressed"}
    if asked:
        _against_expectation(context, asked)
    else:
        st.caption(context.text("no_expectation"))
    delivered = found.delivered
    if delivered is None:
        st.caption(context.text("no_costs"))
    elif delivered.difference.state == "suppressed":
        st.caption(context.text("answer_few", n=context.words.number(delivered.difference.n)))
    else:
        _delivered(context, found, delivered)


def _delivered(context: Context, found: SurveyValue, delivered: Value) -> None:
    words = context.words
    marks = [Mark(question_name(context, question), one, "below" if question in COSTS else "above",
                  (question,), context.text("hover_part", mean=words.number(one.estimate, 2),
                                            low=words.number(one.low, 2), high=words.number(one.high, 2),
                                            n=words.number(one.n)))
             for question, one in found.parts.items() if one.state != "suppressed"]
    chart_card(
        context, "delivered", charts.estimates(marks, words, unit="ratio"),
        title=context.text("chart.delivered"),
        alt=context.text("chart.delivered_alt", list=words.listing(
            [f"{one.label} {words.number(one.estimate.estimate, 2)}" for one in marks])),
        note=words.sentences(context.text(
            "delivered", n=context.words.number(delivered.difference.n),
            benefit=context.words.number(delivered.first, 2), cost=context.words.number(delivered.second, 2),
            difference=_levels(context, delivered.difference)), context.text("chart.delivered_note")),
        data=lambda: pd.DataFrame([{
            context.text("question"): one.label, words("columns.n"): one.estimate.n,
            context.text("mean"): words.number(one.estimate.estimate, 2),
            words("columns.low"): words.number(one.estimate.low, 2),
            words("columns.high"): words.number(one.estimate.high, 2)} for one in marks]))


def _against_expectation(context: Context, asked: dict[str, Value]) -> None:
    words = context.words
    ratios = [Mark(question_name(context, question), one.ratio, light(one.ratio, 1.0), (question,),
                   context.text("hover_ratio", ratio=_ratio(context, one.ratio), n=words.number(one.ratio.n)))
              for question, one in asked.items()]
    differences = [Mark(question_name(context, question), one.difference, light(one.difference), (question,),
                        _levels(context, one.difference)) for question, one in asked.items()]

    def table() -> pd.DataFrame:
        return pd.DataFrame([{
            context.text("question"): question_name(context, question), words("columns.n"): one.ratio.n,
            context.text("perceived"): words.number(one.first, 2),
            context.text("expectation"): words.number(one.second, 2),
            context.text("ratio"): words.number(one.ratio.estimate, 3),
            words("columns.low"): words.number(one.ratio.low, 3),
            words("columns.high"): words.number(one.ratio.high, 3),
            context.text("less"): words.signed(one.difference.estimate, 2),
            context.text("less_low"): words.signed(one.difference.low, 2),
            context.text("less_high"): words.signed(one.difference.high, 2)}
            for question, one in asked.items()])

    chart_card(
        context, "differences", charts.estimates(differences, words, unit="levels", reference=0.0),
        title=context.text("chart.differences"),
        alt=context.text("chart.differences_alt", list=words.listing(
            [f"{one.label} {words.signed(one.estimate.estimate, 2)}" for one in differences])),
        note=context.text("chart.differences_note"), data=table)
    chart_card(
        context, "ratios", charts.estimates(ratios, words, unit="ratio", reference=1.0),
        title=context.text("chart.ratios"),
        alt=context.text("chart.ratios_alt", list=words.listing(
            [f"{one.label} {words.number(one.estimate.estimate, 2)}" for one in ratios])),
        note=context.text("chart.ratios_note"), data=table)


def _ratio(context: Context, one: Estimate) -> str:
    words = context.words
    return context.text("between", value=words.number(one.estimate, 3), low=words.number(one.low, 3),
                        high=words.number(one.high, 3))


def _levels(context: Context, one: Estimate) -> str:
    words = context.words
    return context.text("between", value=words.signed(one.estimate, 2), low=words.signed(one.low, 2),
                        high=words.signed(one.high, 2))
