"""Against the last period: every question, customers of either period and the same customers asked twice."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.context import Context
from analytics.app.views.surveys.choosing import light, points_between, question_name
from analytics.charts import surveys as charts
from analytics.charts.surveys import Mark
from analytics.metrics.survey_panel import Matched, SurveyPanel
from analytics.metrics.survey_scores import STRETCHES, Change, SurveyScores
from analytics.metrics.survey_waves import SurveyWaves
from analytics.statistics.proportions import customers_needed, detectable_difference

#: A fall worth finding.
FALL = 0.05


def changes(context: Context, result: SurveyScores) -> None:
    """Draw what changed since the period before, a year ago, or the last wave."""
    offered = [one for one in STRETCHES if getattr(result, one)]
    waves: SurveyWaves = context.metric("survey_waves", question=result.questions[0])
    if len(waves.waves) > 1:
        offered.append("wave")
    if not offered:
        st.caption(context.text("nothing_before"))
        return
    against = offered[0]
    if len(offered) > 1:
        against = st.segmented_control(
            context.text("against"), offered, default=offered[0], required=True, key=context.key("against"),
            format_func=lambda one: context.text(f"againsts.{one}"),
            label_visibility="collapsed") or offered[0]
    if against == "wave":
        found = {result.questions[0]: waves.change}
    else:
        found = {question: result.change(question, against) for question in result.questions}
    compared = {question: one for question, one in found.items()
                if one is not None and one.top_two.state != "suppressed"}
    if not compared:
        st.caption(context.text("nothing_before"))
        return
    _independent(context, compared, against)
    if against != "wave":
        _matched(context, context.metric("survey_panel", against=against))


def _independent(context: Context, compared: dict[str, Change], against: str) -> None:
    words = context.words
    marks = [Mark(question_name(context, question), one.top_two, light(one.top_two), (question,),
                  context.text("hover_change", change=points_between(context, one.top_two),
                               then=words.number(one.then.n), now=words.number(one.now.n)))
             for question, one in compared.items()]
    lead = next(iter(compared.values()))
    smallest = detectable_difference(lead.then.top_two.estimate or 0.0, lead.then.n, lead.now.n)
    chart_card(
        context, "changes", charts.estimates(marks, words, unit="points", reference=0.0),
        title=context.text(f"chart.changes_{against}"),
        alt=context.text("chart.changes_alt", list=words.listing([
            f"{one.label} {words.points(one.estimate.estimate)}" for one in marks])),
        note=words.sentences(
            context.text("chart.changes_note"),
            context.text("chart.changes_many", n=len(marks)) if len(marks) > 1 else "",
            context.text("chart.detectable", question=marks[0].label, points=words.number(100 * smallest, 1),
                         needed=words.number(_needed(lead)))),
        data=lambda: pd.DataFrame([{
            context.text("question"): question_name(context, question),
            context.text("n_then"): one.then.n, context.text("n_now"): one.now.n,
            context.text("figure.top_two"): words.points(one.top_two.estimate),
            words("columns.low"): words.points(one.top_two.low),
            words("columns.high"): words.points(one.top_two.high),
            context.text("figure.top_box"): words.points(one.top_box.estimate),
            context.text("superiority"): words.percent(one.superiority.estimate),
            context.text("superiority_low"): words.percent(one.superiority.low),
            context.text("superiority_high"): words.percent(one.superiority.high),
            context.text("whole_scale"): context.text(f"sides.{light(one.superiority, 0.5)}")}
            for question, one in compared.items()]))


def _matched(context: Context, panel: SurveyPanel) -> None:
    words = context.words
    twice = {question: one for question, one in panel.questions.items()
             if one.change.difference.state != "suppressed"}
    if not twice:
        st.caption(context.text("no_panel"))
        return
    marks = [Mark(question_name(context, question), one.change.difference, light(one.change.difference),
                  (question,), points_between(context, one.change.difference))
             for question, one in twice.items()]
    lead = next(iter(twice.values()))
    chart_card(
        context, "panel", charts.estimates(marks, words, unit="points", reference=0.0),
        title=context.text("chart.panel", n=words.number(lead.change.difference.n)),
        alt=context.text("chart.changes_alt", list=words.listing([
            f"{one.label} {words.points(one.estimate.estimate)}" for one in marks])),
        note=words.sentences(
            context.text("chart.panel_note", question=marks[0].label, higher=words.number(lead.change.higher),
                         lower=words.number(lead.change.lower), p=_p(context, lead.change.p_score)),
            _attrition(context, lead)),
        data=lambda: pd.DataFrame([{
            context.text("question"): question_name(context, question),
            words("columns.n"): one.change.difference.n,
            context.text("figure.top_two"): words.points(one.change.difference.estimate),
            words("columns.low"): words.points(one.change.difference.low),
            words("columns.high"): words.points(one.change.difference.high),
            context.text("gained"): one.change.gained, context.text("given_up"): one.change.given_up,
            context.text("p_share"): _p(context, one.change.p_share),
            context.text("higher"): one.change.higher, context.text("lower"): one.change.lower,
            context.text("p_score"): _p(context, one.change.p_score)} for question, one in twice.items()]))


def _attrition(context: Context, one: Matched) -> str:
    if one.dropped_then.state == "suppressed" or not one.selected:
        return ""
    return context.text("chart.attrition", members=context.words.percent(one.then.estimate),
                        others=context.words.percent(one.dropped_then.estimate))


def _needed(lead: Change) -> int:
    share = min(max(lead.then.top_two.estimate or 0.0, FALL), 1.0)
    return customers_needed(share, share - FALL)


def _p(context: Context, p: float) -> str:
    return context.text("p_below") if p < 0.001 else context.text("p_is", p=context.words.number(p, 3))
