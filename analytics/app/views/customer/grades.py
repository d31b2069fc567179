"""A customer's grades over time, and what moved each."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, method
from analytics.app.components.answer import escaped
from analytics.app.components.people import heading
from analytics.app.context import Context
from analytics.charts.customer_grades import grades_over_time
from analytics.metrics.customer_card import CustomerCard
from analytics.metrics.customer_grades import CustomerGrades, CustomerGrading


def show_grades(context: Context, card: CustomerCard) -> None:
    """Say where the grade stands and why, draw every grading, and list every move."""
    words = context.words
    found: CustomerGrades = context.metric("customer_grades", customer=card.facts.customer_id,
                                           rule=context.store.settings.text("grade_rule"))
    if not found.gradings:
        st.caption(words("customer_grades.none"))
        return
    st.markdown(escaped(_sentence(context, found)))
    chart_card(
        context, "grades", grades_over_time(found, words, context.currency), level=3,
        title=words("customer_grades.title"),
        note=words("customer_grades.note", n=words.number(len(found.gradings))),
        alt=words("customer_grades.alt", list=words.listing([
            words("customer_grades.alt_one", date=words.date(one.graded_on), grade=one.grade,
                  value=context.money(one.value)) for one in found.gradings])),
        data=lambda: _table(context, found))
    if found.moves:
        st.markdown(f"**{words('customer_grades.table')}**")
        for one in found.moves[::-1]:
            told = words(f"customer_grades.{'rose' if one.rose else 'fell'}", date=words.date(one.graded_on),
                         before=one.before, grade=one.grade, why=_why(context, one))
            st.markdown(f"- {escaped(told)}")
    method(context, "customer_grades")


def _sentence(context: Context, found: CustomerGrades) -> str:
    words, last = context.words, found.gradings[-1]
    if found.moves:
        move = found.moves[-1]
        told = words("customer_grades.moved", grade=move.grade, date=words.date(move.graded_on),
                     before=move.before, why=_why(context, move))
    else:
        told = words("customer_grades.steady", grade=last.grade, n=words.number(len(found.gradings)))
    needed = "" if found.needed is None else words(
        "customer_grades.needed", needed=context.money(found.needed), next=found.next_grade)
    return words.sentences(told, needed)


def _why(context: Context, one: CustomerGrading) -> str:
    return context.words(
        f"customer_grades.{one.moved_by}", before_value=context.money(one.value - (one.change or 0)),
        value=context.money(one.value), by_frequency=_change(context, one.by_frequency),
        by_amount=_change(context, one.by_amount))


def _change(context: Context, minor: float | None) -> str:
    if minor is None:
        return ""
    # A word joiner keeps the sign with its figure at the end of a line.
    return ("−" if minor < 0 else "+") + "\u2060" + context.money(abs(minor))


def _table(context: Context, found: CustomerGrades) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame({
        words("customer_grades.day"): [one.graded_on for one in found.gradings],
        heading("grade", words): [words.value("grade", one.grade) for one in found.gradings],
        context.in_currency(heading("value", words)): [one.value / 100 for one in found.gradings],
        heading("orders", words): [one.orders for one in found.gradings]})
