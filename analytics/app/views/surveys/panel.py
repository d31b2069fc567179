"""Members asked again and again: who drops out, and whether being asked changes the answer."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.context import Context
from analytics.app.views.surveys.choosing import light, points_between
from analytics.charts import surveys as charts
from analytics.charts.surveys import Mark
from analytics.metrics.survey_scores import SurveyScores
from analytics.models.panel_effects import MOST_TIMES, PanelEffects, verdict
from analytics.statistics.estimate import Estimate


def panel(context: Context, result: SurveyScores) -> None:
    """Draw who answers again by level, then later answers against first ones, each with its verdict."""
    found: PanelEffects = context.metric("panel_effects")
    _attrition(context, found)
    _conditioning(context, found)


def _attrition(context: Context, found: PanelEffects) -> None:
    words = context.words
    shown = {level: one for level, one in found.again.items() if one.state != "suppressed"}
    told = verdict(found.attrition)
    if len(shown) < 2 or told == "few":
        st.caption(words("panel_effects.attrition_few", n=words.number(found.asked_again)))
        return
    marks = [Mark(context.text(f"levels.{level}"), one, data=(level,)) for level, one in shown.items()]
    chart_card(
        context, "again", charts.estimates(marks, words, title=words("panel_effects.axis_again")),
        title=words("panel_effects.chart.again"),
        alt=words("panel_effects.chart.again_alt", list=words.listing(
            [f"{one.label} {words.percent(one.estimate.estimate)}" for one in marks])),
        note=words.sentences(
            words(f"panel_effects.attrition.{told}", difference=points_between(context, found.attrition)),
            words("panel_effects.chart.again_note", n=words.number(found.asked_again))),
        data=lambda: pd.DataFrame([{
            words("panel_effects.head_level"): one.label, words("columns.n"): one.estimate.n,
            words("panel_effects.axis_again"): words.percent(one.estimate.estimate),
            words("columns.low"): words.percent(one.estimate.low),
            words("columns.high"): words.percent(one.estimate.high)} for one in marks]))


def _conditioning(context: Context, found: PanelEffects) -> None:
    words, told = context.words, verdict(found.conditioning)
    if told == "few":
        st.caption(words("panel_effects.conditioning_few", n=words.number(found.conditioning.n)))
        return
    rows = [(words(f"panel_effects.{'times_or_more' if times == MOST_TIMES else 'times'}", times=times), one)
            for times, one in found.times.items() if one.state != "suppressed"]
    rows.append((words("panel_effects.second_change"), found.conditioning))
    marks = [Mark(name, one, light(one), (name,), _levels(context, one)) for name, one in rows]
    chart_card(
        context, "conditioning", charts.estimates(marks, words, unit="levels", reference=0.0,
                                                  title=words("panel_effects.axis_levels")),
        title=words("panel_effects.chart.times"),
        alt=words("panel_effects.chart.times_alt", list=words.listing(
            [f"{one.label} {words.signed(one.estimate.estimate, 2)}" for one in marks])),
        note=words.sentences(
            words(f"panel_effects.conditioning.{told}", difference=_levels(context, found.conditioning)),
            words("panel_effects.chart.times_note", answers=words.number(found.answers),
                  customers=words.number(found.customers))),
        data=lambda: pd.DataFrame([{
            words("panel_effects.head_answer"): name, words("columns.n"): one.n,
            words("panel_effects.axis_levels"): words.signed(one.estimate, 3),
            words("columns.low"): words.signed(one.low, 3), words("columns.high"): words.signed(one.high, 3)}
            for name, one in rows]))


def _levels(context: Context, one: Estimate) -> str:
    words = context.words
    return context.text("between", value=words.signed(one.estimate, 2), low=words.signed(one.low, 2),
                        high=words.signed(one.high, 2))
