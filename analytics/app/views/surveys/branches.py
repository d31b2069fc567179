"""Branches side by side: shrunken shares, best first, and who is above or below."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, people
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.views.surveys.choosing import chosen_question, question_name, splits
from analytics.charts import surveys as charts
from analytics.charts.surveys import Mark
from analytics.metrics.survey_scores import SurveyScores
from analytics.models.survey_branches import Branch, SurveyBranches
from analytics.store import read_standards


def branches(context: Context, result: SurveyScores) -> None:
    """Draw the caterpillar of one question over the branches, or over another dimension."""
    words, offered = context.words, splits(context)
    if not offered:
        st.caption(context.text("no_groups"))
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key=context.key("ranking")):
        by = st.segmented_control(
            context.text("rows"), offered, default="branch" if "branch" in offered else offered[0],
            required=True, key=context.key("ranked"), label_visibility="collapsed",
            format_func=lambda one: words(f"columns.{one}")) or offered[0]
        question = chosen_question(context, result, "ranked")
    found: SurveyBranches = context.metric("survey_branches", by=by, question=question,
                                           standards=read_standards(context.store.path))
    if not found.shown:
        st.caption(context.text("no_groups"))
        return
    marks = [Mark(_name(context, by, one), one.shrunken, one.judged.light, (one.name,),
                  context.text("hover_branch", shrunken=words.rate_short(one.shrunken),
                               raw=words.share(one.judged.share),
                               n=words.number(one.judged.share.n))) for one in found.shown]
    against = context.text("against_standard" if found.standard else "against_all",
                           share=words.percent(found.reference))
    reference = context.text("reference_standard" if found.standard else "all_groups",
                             share=words.percent(found.reference))
    told = [mark for mark in marks if mark.light != "uncertain"]
    hidden = len(found.branches) - len(found.shown)
    chart_card(
        context, "branches",
        charts.estimates(marks, words, reference=found.reference, reference_text=reference),
        title=context.text("chart.branches", question=question_name(context, question)),
        alt=context.text("chart.branches_alt", n=len(marks), best=marks[0].label, worst=marks[-1].label,
                         told=len(told)),
        note=words.sentences(
            context.text(f"chart.branches_{'told' if told else 'none'}", n=len(told), all=len(marks),
                         against=against),
            context.text("chart.branches_note", spread=words.number(100 * found.spread, 1)),
            context.text("chart.hidden", n=hidden) if hidden else ""),
        data=lambda: _frame(context, found),
        select=lambda point: _behind(context, found, point))


def _name(context: Context, by: str, one: Branch) -> str:
    return context.words("values.not_stated") if one.name is None else context.words.value(by, one.name)


def _frame(context: Context, found: SurveyBranches) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame([{
        words(f"columns.{found.dimension}"): _name(context, found.dimension, one),
        context.text("light"): context.text(f"lights.{one.judged.light}"),
        **({} if one.judged.light == "suppressed" else {
            words("columns.n"): one.judged.share.n,
            context.text("raw"): words.share(one.judged.share),
            context.text("shrunken"): words.share(one.shrunken),
            words("columns.low"): words.low(one.shrunken),
            words("columns.high"): words.high(one.shrunken),
            context.text("p_adjusted"): words.number(one.judged.p, 3)})} for one in found.branches])


def _behind(context: Context, found: SurveyBranches, point: dict[str, Any]) -> None:
    if "customdata" not in point:
        return
    group = point["customdata"][0]
    title = context.text("list.group", question=question_name(context, found.question),
                         group=context.words.value(found.dimension, group) if group is not None
                         else context.words("values.not_stated"))
    st.markdown(f"**{title}**")
    people(context, People(title, "survey_answer_list", {
        "question": found.question, "levels": (1, 2), "by": found.dimension, "group": group}), key="branches")
