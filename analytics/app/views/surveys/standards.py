"""Every question against its standard, and where the standards are set."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.context import Context
from analytics.app.views.surveys.choosing import question_name
from analytics.charts import surveys as charts
from analytics.charts.surveys import Mark
from analytics.metrics.survey_scores import SurveyScores
from analytics.metrics.survey_standards import FALL, SurveyStandards
from analytics.store import Standard, read_standards, set_standard


def standards(context: Context, result: SurveyScores) -> None:
    """Draw the questions that have a standard and offer to set one."""
    known = read_standards(context.store.path)
    found: SurveyStandards = context.metric("survey_standards", standards=known)
    if found.questions:
        _lights(context, found)
    else:
        st.caption(context.text("no_standard"))
    with st.expander(context.text("set_standard"), key=context.key("set-standard"),
                     icon=":material/flag:"):
        _form(context, result, known)


def _lights(context: Context, found: SurveyStandards) -> None:
    words = context.words
    held = [(question_name(context, question), one) for question, one in found.questions.items()
            if one.judged.light != "suppressed"]
    told = [f"{name} {context.text(f'lights.{one.judged.light}')}" for name, one in held]
    if not held:
        st.caption(context.text("answer_few", n=0))
        return
    chart_card(
        context, "standards", charts.estimates(
            [Mark(name, one.judged.share, one.judged.light) for name, one in held], words,
            standards=[one.standard.value for _, one in held]),
        title=context.text("chart.standards"),
        alt=context.text("chart.standards_alt", list=words.listing(told)),
        note=words.sentences(context.text("chart.standards_note"), context.text(
            "chart.needed", points=words.number(100 * FALL), needed=words.number(held[0][1].needed),
            question=held[0][0])),
        data=lambda: pd.DataFrame([{
            context.text("question"): question_name(context, question),
            context.text("standard"): words.percent(one.standard.value),
            context.text("valid_from"): one.standard.valid_from, words("columns.n"): one.judged.share.n,
            context.text("light"): context.text(f"lights.{one.judged.light}"),
            **({} if one.judged.light == "suppressed" else {
                context.text("figure.top_two"): words.share(one.judged.share),
                words("columns.low"): words.low(one.judged.share),
                words("columns.high"): words.high(one.judged.share)})}
            for question, one in found.questions.items()]))


def _form(context: Context, result: SurveyScores, known: tuple[Standard, ...]) -> None:
    st.caption(context.text("set_standard_note"))
    with st.form(context.key("standard"), border=False):
        left, middle, right = st.columns(3)
        question = left.selectbox(context.text("question"), result.questions, key=context.key("standard-of"),
                                  format_func=lambda one: question_name(context, one))
        percent = middle.number_input(context.text("standard_percent"), 1, 99, 80,
                                      key=context.key("standard-value"))
        since = right.date_input(context.text("valid_from"), context.period.as_of or date.today(),
                                 key=context.key("standard-from"), format="YYYY-MM-DD")
        if st.form_submit_button(context.text("save"), icon=":material/check:") and question \
                and isinstance(since, date):
            set_standard(context.store.path, question, percent / 100, since)
            st.rerun()
    if known:
        st.dataframe(pd.DataFrame([{
            context.text("question"): question_name(context, one.question),
            context.text("valid_from"): one.valid_from,
            context.text("standard"): context.words.percent(one.value)} for one in known]),
            hide_index=True, key=context.key("standards-known"))
