"""The scores as they were given, before they came to five levels."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.context import Context
from analytics.app.views.surveys.choosing import chosen_question, question_name
from analytics.charts import surveys as charts
from analytics.metrics.survey_scores import SurveyScores, level_of


def scales(context: Context, result: SurveyScores) -> None:
    """Draw the original distribution of one question, each score in the colour of its level."""
    words = context.words
    question = chosen_question(context, result, "original")
    answers = result.of(question)
    if answers is None or answers.state == "suppressed":
        st.caption(context.text("answer_few", n=words.number(answers.n if answers is not None else 0)))
        return
    named = words.listing([context.text("scale", low=words.number(low), high=words.number(high))
                           for low, high in answers.scales])
    score = answers.net_promoter
    chart_card(
        context, "original", charts.original(answers, words),
        title=context.text("chart.original", question=question_name(context, question), scale=named),
        alt=context.text("chart.original_alt", n=words.number(answers.n),
                         mean=words.number(answers.mean.estimate, 2)),
        note=words.sentences(
            context.text("chart.original_note"),
            context.text("chart.scales_mixed") if len(answers.scales) > 1 else "",
            "" if score is None else context.text(
                "chart.promoters", score=words.signed(100 * (score.estimate or 0.0)),
                low=words.signed(100 * (score.low or 0.0)), high=words.signed(100 * (score.high or 0.0)))),
        data=lambda: pd.DataFrame([{
            context.text("scale_head"): context.text("scale", low=words.number(low), high=words.number(high)),
            context.text("score"): given, words("columns.n"): count,
            context.text("share"): words.percent(count / answers.n),
            context.text("level"): context.text(f"levels.{level_of(given, low, high)}")}
            for low, high, given, count in answers.scores]))
