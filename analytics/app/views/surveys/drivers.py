"""Key drivers: what matters and how well it is done, what goes with staying, penalty and reward."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.context import Context
from analytics.charts import key_drivers as charts
from analytics.metrics.survey_scores import SurveyScores
from analytics.models.key_drivers import Driver, KeyDrivers
from analytics.statistics.estimate import Estimate


def drivers(context: Context, result: SurveyScores) -> None:
    """Draw the map of drivers, then what explains staying, then penalty and reward."""
    words = context.words
    stated: KeyDrivers = context.metric("key_drivers", outcome="satisfaction")
    if not stated.drivers:
        st.caption(words("key_drivers.few", n=words.number(stated.forms)))
        return
    behaviour: KeyDrivers = context.metric("key_drivers", outcome="stayed")
    first = [one for one in stated.drivers if one.quadrant == "improve"]
    chart_card(
        context, "drivers", charts.importance_performance(stated, words),
        title=words("key_drivers.chart.map"),
        alt=words("key_drivers.chart.map_alt", list=words.listing([
            f"{_name(context, one)} {words.percent(one.importance.estimate)}" for one in stated.drivers])),
        note=words.sentences(
            words("key_drivers.improve", list=words.listing([_name(context, one) for one in first]))
            if first else words("key_drivers.improve_none"),
            words("key_drivers.chart.map_note", n=words.number(stated.forms),
                  customers=words.number(stated.customers),
                  explained=words.percent(stated.explained.estimate),
                  interval=words.interval(stated.explained))),
        data=lambda: _frame(context, stated))
    both = [stated, behaviour] if behaviour.drivers else [stated]
    chart_card(
        context, "behaviour", charts.stated_and_behaviour(both, words),
        title=words("key_drivers.chart.behaviour"),
        alt=words("key_drivers.chart.behaviour_alt", list=words.listing([
            f"{_name(context, one)} {words.percent(one.importance.estimate)}" for one in behaviour.drivers])),
        note=words("key_drivers.chart.behaviour_note", n=words.number(behaviour.forms),
                   explained=words.percent(behaviour.explained.estimate),
                   interval=words.interval(behaviour.explained)) if behaviour.drivers
        else words("key_drivers.behaviour_few", n=words.number(behaviour.forms)),
        data=lambda: _frame(context, behaviour if behaviour.drivers else stated))
    chart_card(
        context, "asymmetry", charts.penalty_and_reward(stated, words),
        title=words("key_drivers.chart.asymmetry"),
        alt=words("key_drivers.chart.asymmetry_alt", list=words.listing([
            f"{_name(context, one)} {words.signed(one.penalty.estimate, 2)}, "
            f"{words.signed(one.reward.estimate, 2)}" for one in stated.drivers])),
        note=words("key_drivers.chart.asymmetry_note"), data=lambda: pd.DataFrame([{
            words("columns.question"): _name(context, one),
            words("key_drivers.penalty"): _points(context, one.penalty),
            words("key_drivers.reward"): _points(context, one.reward),
            words("key_drivers.asymmetry"): _points(context, one.asymmetry)} for one in stated.drivers]))


def _frame(context: Context, found: KeyDrivers) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame([{
        words("columns.question"): _name(context, one),
        words("key_drivers.axis_importance"): words.rate_short(one.importance),
        words("key_drivers.johnson"): words.rate_short(one.johnson),
        words("key_drivers.axis_performance"): words.rate(one.performance),
        words("key_drivers.mean"): round(one.mean, 2),
        words("key_drivers.correlation"): round(one.correlation, 2),
        words("key_drivers.stated"): None if one.stated is None else round(one.stated, 2),
        words("key_drivers.verdict"): words(f"key_drivers.place.{one.quadrant}")} for one in found.drivers])


def _name(context: Context, one: Driver) -> str:
    return context.words.value("question", one.question)


def _points(context: Context, one: Estimate) -> str:
    words = context.words
    return words("key_drivers.points", value=words.signed(one.estimate, 2), low=words.signed(one.low, 2),
                 high=words.signed(one.high, 2))
