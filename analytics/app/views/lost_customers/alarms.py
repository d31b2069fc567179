"""Alarms: which group loses more than its own past explains, and where the records look odd."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.components.answer import escaped
from analytics.app.context import Context
from analytics.charts import loss_details as charts
from analytics.metrics.churn_alarms import BUDGET, ChurnAlarm, ChurnAlarms

#: Earlier alarms drawn; the table has them all.
SHOWN = 12


def alarms(context: Context) -> None:
    """Say what is alarming now, and what would have been in earlier months."""
    words = context.words
    found: ChurnAlarms = context.metric("churn_alarms")
    if found.month is None:
        st.caption(context.text("alarms.too_short"))
        return
    month = words.month(found.month)
    if not found.current:
        st.markdown(escaped(context.text("alarms.none", month=month)))
    for one in found.current:
        st.warning(escaped(sentence(context, one)), icon=":material/trending_up:")
    st.caption(context.text("alarms.watched", groups=words.number(found.groups), month=month))
    shown = (*found.current, *found.earlier)[:SHOWN]
    if not shown:
        return
    labels = [f"{words.month(one.month)} · {_short(context, one)}" for one in shown]
    chart_card(
        context, "alarms", charts.alarm_ranges(shown, labels, words),
        title=context.text("alarms.chart"), level=3,
        alt=context.text("alarms.chart_alt", n=len(shown), list=words.listing(
            [sentence(context, one) for one in shown[:3]])),
        note=context.text("alarms.note", judged=found.judged, budget=BUDGET),
        click=context.text("alarms.click"), data=lambda: _table(context, (*found.current, *found.earlier)),
        select=lambda point: _told(context, shown, point))


def sentence(context: Context, alarm: ChurnAlarm) -> str:
    """Put an alarm into words: what, how much, what was usual, what it may go with."""
    words = context.words
    values = {
        "group": group_name(context, alarm), "month": words.month(alarm.month),
        "from": words.month(alarm.starts_on), "day": words.date(alarm.day), "lost": words.number(alarm.lost),
        "expected": words.number(alarm.expected, 1), "high": words.number(alarm.high),
        "low": words.number(alarm.low)}
    kind = "more_month" if alarm.kind == "more" and alarm.months == 1 else alarm.kind
    told = [context.words(f"lost_customers.alarms.{kind}", **values)]
    if alarm.kind == "more" and alarm.value_at_risk > 0:
        told.append(context.words("lost_customers.alarms.value", value=context.money(alarm.value_at_risk)))
    if alarm.events:
        told.append(context.words("lost_customers.alarms.events", list=words.listing(
            [f"{event.title} ({words.date(event.happened_on)})" for event in alarm.events])))
    return words.sentences(*told)


def group_name(context: Context, alarm: ChurnAlarm) -> str:
    """Name the group of an alarm."""
    if not alarm.by:
        return context.words("lost_customers.everyone")
    return " · ".join(context.words.value(column, value)
                      for column, value in zip(alarm.by, alarm.group, strict=True))


def _short(context: Context, alarm: ChurnAlarm) -> str:
    name = group_name(context, alarm)
    return name if alarm.kind == "more" else context.text("alarms.records", group=name)


def _told(context: Context, shown: tuple[ChurnAlarm, ...], point: dict[str, object]) -> None:
    data = point.get("customdata")
    if isinstance(data, (list, tuple)) and data:
        st.markdown(escaped(sentence(context, shown[int(data[0])])))


def _table(context: Context, listed: tuple[ChurnAlarm, ...]) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame([{
        words("columns.month"): words.month(one.month), context.text("alarms.group"): _short(context, one),
        context.text("alarms.window"): one.months, words("columns.lost"): one.lost,
        context.text("alarms.expected"): round(one.expected, 1),
        context.text("alarms.usual"): f"{words.number(one.low)}–{words.number(one.high)}",
        words("columns.p"): words.number(one.adjusted_p, 4),
        context.in_currency(context.text("alarms.at_risk")): round(one.value_at_risk / 100),
        context.text("alarms.event"): words.listing([event.title for event in one.events])}
        for one in listed])
