"""Who answers: the response by group, and those who answer against those who do not."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, people
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.views.surveys.choosing import splits
from analytics.charts import satisfaction_responders as responder_charts
from analytics.charts import surveys as charts
from analytics.charts.surveys import Mark
from analytics.charts.theme import order_of
from analytics.metrics.survey_response import ANSWER_DAYS, Cell, SurveyResponse
from analytics.metrics.survey_scores import SurveyScores
from analytics.models.satisfaction_responders import SatisfactionResponders


def response(context: Context, result: SurveyScores) -> None:
    """Draw the response rate of every group, then churn and value with and without an answer."""
    words, offered = context.words, splits(context)
    everyone: SurveyResponse = context.metric("survey_response")
    if not everyone.known or everyone.everyone is None:
        st.caption(context.text("no_response"))
    elif everyone.everyone.hidden or not offered:
        st.caption(words.rate(everyone.everyone.rate))
    else:
        by = st.segmented_control(
            context.text("rows"), offered, default=offered[0], required=True, key=context.key("response-by"),
            format_func=lambda one: words(f"columns.{one}"), label_visibility="collapsed") or offered[0]
        _rates(context, context.metric("survey_response", by=by), everyone.everyone)
        _worth(context, everyone)
    _loyalty(context)


def _rates(context: Context, found: SurveyResponse, everyone: Cell) -> None:
    words, by = context.words, found.dimension or "group"
    cells: dict[object, Cell] = {one.group: one for one in found.cells}
    ordered = [cells[group] for group in order_of(by, list(cells))]
    marks = [Mark(_name(context, by, one), one.rate, data=(one.group,)) for one in ordered if not one.hidden]
    hidden = sum(one.hidden for one in ordered)
    chart_card(
        context, "response", charts.estimates(
            marks, words, reference=everyone.rate.estimate,
            reference_text=context.text("all_groups", share=words.percent(everyone.rate.estimate))),
        title=context.text("chart.response", by=words(f"columns.{by}")),
        alt=context.text("chart.response_alt", list=words.listing(
            [f"{one.label} {words.share(one.estimate)}" for one in marks])),
        note=words.sentences(context.text("chart.response_note", days=ANSWER_DAYS),
                             context.text("chart.hidden", n=hidden) if hidden else ""),
        data=lambda: pd.DataFrame([{
            words(f"columns.{by}"): _name(context, by, one),
            words("columns.customers"): None if one.hidden else one.customers,
            context.text("sent"): None if one.hidden else one.rate.n,
            context.text("figure.response"): None if one.hidden else words.share(one.rate),
            words("columns.low"): None if one.hidden else words.low(one.rate),
            words("columns.high"): None if one.hidden else words.high(one.rate),
            words("columns.state"): words(f"values.state.{'suppressed' if one.hidden else one.rate.state}")}
            for one in ordered]),
        select=lambda point: _silent(context, by, point))


def _worth(context: Context, found: SurveyResponse) -> None:
    if "suppressed" in (found.responders.state, found.others.state):
        return
    told = [context.text(key, n=context.words.number(one.n), value=context.money(one.estimate),
                         low=context.money(one.low), high=context.money(one.high))
            for key, one in (("worth_responders", found.responders), ("worth_others", found.others))]
    st.caption(context.words.sentences(*told))


def _loyalty(context: Context) -> None:
    words = context.words
    found: SatisfactionResponders = context.metric("satisfaction_responders", bounds=False)
    comparison = found.comparison
    if not comparison.responders.n or not comparison.non_responders.n:
        return
    difference = comparison.difference
    chart_card(
        context, "stayed", responder_charts.responders(comparison, words),
        title=context.text("chart.stayed"),
        alt=context.text("chart.stayed_alt", responders=words.rate(comparison.responders),
                         others=words.rate(comparison.non_responders)),
        note=context.text("chart.stayed_note", difference=words.points(difference.estimate),
                          low=words.points(difference.low), high=words.points(difference.high)),
        data=lambda: pd.DataFrame([{
            context.text("answered"): words("values.yes" if answered else "values.no"),
            words("columns.n"): one.n, context.text("stayed"): words.share(one),
            words("columns.low"): words.low(one), words("columns.high"): words.high(one)}
            for answered, one in ((True, comparison.responders), (False, comparison.non_responders))]))


def _silent(context: Context, by: str, point: dict[str, Any]) -> None:
    if "customdata" not in point:
        return
    group = point["customdata"][0]
    title = context.text("list.unanswered_group", group=context.words.value(by, group) if group is not None
                         else context.words("values.not_stated"))
    st.markdown(f"**{title}**")
    people(context, People(title, "invitation_list", {"answered": False, "by": by, "group": group}),
           key="response")


def _name(context: Context, by: str, one: Cell) -> str:
    return context.words("values.not_stated") if one.group is None else context.words.value(by, one.group)
