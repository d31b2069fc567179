"""How much of choosing the same again is habit: the inertia index by category, descriptive."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.components.answer import escaped
from analytics.app.context import Context
from analytics.charts.inertia import inertia_points
from analytics.metrics.inertia import Inertia


def habit(context: Context) -> None:
    """Say where customers choose the same again out of habit, and draw every category."""
    words = context.words
    found: Inertia = context.metric("inertia")
    shown = [one for one in found.categories if one.index.state != "suppressed"]
    if not shown:
        st.caption(context.text("habit.needs"))
        return
    inert = [one for one in shown if one.found]
    if inert:
        st.markdown(escaped(context.text(
            "habit.answer", category=inert[0].category, index=words.percent(inert[0].index.estimate, 0),
            interval=words.interval(inert[0].index, 0), repeated=words.percent(inert[0].repeated, 0),
            taste=words.percent(inert[0].by_taste, 0), n=len(inert), all=len(shown))))
    else:
        st.markdown(context.text("habit.none", all=len(shown)))
    chart_card(
        context, "inertia", inertia_points(found, words), title=context.text("habit.chart"), level=3,
        alt=context.text("habit.chart_alt", list=words.listing([
            f"{one.category} {words.percent(one.index.estimate, 0)}" for one in shown])),
        note=context.text("habit.note"),
        data=lambda: pd.DataFrame([{
            context.text("item.category"): one.category, context.text("column.customers"): one.customers,
            context.text("column.choices"): one.choices,
            context.text("column.repeated"): words.percent(one.repeated),
            context.text("column.by_taste"): words.percent(one.by_taste),
            context.text("column.inertia"): words.rate(one.index)} for one in shown]))
