"""The contact standard of each grade: how it is kept, who waits, and where it is set."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, people
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.charts import grades as charts
from analytics.metrics.grade_contacts import GradeContacts
from analytics.metrics.grades import GRADES, Grades
from analytics.store.own_settings import set_settings


def standards_of(context: Context) -> dict[str, int]:
    """Return the most days between contacts, as options of the metrics that ask for them."""
    return {f"days_{grade.lower()}": context.store.settings.integer(f"contact_days_{grade.lower()}")
            for grade in GRADES}


def contacts(context: Context, found: Grades) -> None:
    """Draw the share of each grade within its standard; a click lists the others."""
    if not context.reader.meta.has_contacts:
        st.caption(context.text("contacts_none"))
        return
    words, days = context.words, standards_of(context)
    kept: GradeContacts = context.metric("grade_contacts", **days)
    if not kept.grades:
        st.caption(context.text("history_none"))
        return
    told = [f"{charts.grade_name(one.grade, words)} {words.share(one.kept, 0)}" for one in kept.grades]
    chart_card(
        context, "contacts", charts.contact_standards(kept, words), level=3,
        title=context.text("chart.contacts"),
        alt=context.text("chart.contacts_alt", list=words.listing(told)),
        note=context.text("chart.contacts_note", day=words.date(context.period.as_of)),
        click=context.text("chart.contacts_click"), data=lambda: pd.DataFrame([{
            words("columns.grade"): one.grade, context.text("column.allowed"): one.allowed,
            words("columns.customers"): one.customers, context.text("column.kept"): words.share(one.kept),
            words("columns.low"): words.low(one.kept), words("columns.high"): words.high(one.kept),
            context.text("column.overdue"): one.overdue, context.text("column.never"): one.never,
            context.text("column.median_days"): words.number(one.median_days),
            context.text("column.value_overdue"): context.money(one.value_overdue)} for one in kept.grades]),
        select=lambda point: _overdue(context, point, days))
    with st.expander(context.text("set_standard"), key=context.key("set-standard"), icon=":material/flag:"):
        _form(context, days)


def _overdue(context: Context, point: dict[str, Any], days: dict[str, int]) -> None:
    if not point.get("customdata"):
        return
    grade = point["customdata"][0]
    title = context.text("list.overdue", grade=grade)
    st.markdown(f"**{title}**")
    people(context, People(title, "contact_overdue_list", {"grade": grade, **days}), key="overdue")


def _form(context: Context, days: dict[str, int]) -> None:
    st.caption(context.text("set_standard_note"))
    with st.form(context.key("standard"), border=False):
        chosen = {}
        for column, grade in zip(st.columns(len(GRADES)), GRADES, strict=True):
            chosen[grade] = column.number_input(
                context.text("standard_days", grade=grade), 1, 3650, days[f"days_{grade.lower()}"],
                key=context.key(f"standard-{grade}"))
        if st.form_submit_button(context.text("save"), icon=":material/check:"):
            set_settings(context.store.path, {f"contact_days_{grade.lower()}": int(one)
                                              for grade, one in chosen.items()})
            st.rerun()
