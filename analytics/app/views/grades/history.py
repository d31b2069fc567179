"""How grades came about: what moved customers between them, and every grading so far."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.context import Context
from analytics.charts import grades as charts
from analytics.metrics.grade_history import GradeHistory
from analytics.metrics.grade_reasons import GradeChange, GradeReasons
from analytics.metrics.grades import GRADES, Grades


def reasons(context: Context, found: Grades) -> None:
    """Split the change of value of those who fell and rose into orders and amounts."""
    if not context.reader.meta.has_orders:
        st.caption(context.text("reasons_orders"))
        return
    split: GradeReasons = context.metric("grade_reasons")
    if not split.ways:
        st.caption(context.text("nobody_at_start"))
        return
    words = context.words
    for name in ("fell", "rose"):
        if (way := split.way(name)) is not None and way.change.state != "suppressed":
            st.markdown(_sentence(context, way))
    shown = GradeReasons(tuple(one for one in split.ways if one.change.state != "suppressed"), split.cells)
    if shown.ways:
        told = [context.text("told_reason",
                             way=words(f"grades.way.{one.before}", n=words.number(one.customers)),
                             frequency=context.money(one.by_frequency.estimate),
                             amount=context.money(one.by_amount.estimate)) for one in shown.ways]
        chart_card(
            context, "reasons", charts.grade_reasons(shown, words, context.currency), level=3,
            title=context.text("chart.reasons"),
            alt=context.text("chart.reasons_alt", list=words.listing(told)),
            note=context.text("chart.reasons_note"), data=lambda: _table(context, split))


def history(context: Context, found: Grades) -> None:
    """Draw customers and value by grade on every grading day."""
    graded: GradeHistory = context.metric("grade_history")
    words = context.words
    known = [one for grade in GRADES for one in graded.of(grade)]
    if not known:
        st.caption(context.text("history_none"))
        return
    last = max(one.graded_on for one in known)
    told = [context.text("told_day", grade=charts.grade_name(one.grade, words),
                         customers=words.number(one.customers), share=words.percent(one.value_share, 0))
            for one in known if one.graded_on == last]
    chart_card(
        context, "history", charts.grade_shares(graded, words, context.currency), level=3,
        dated=True, title=context.text("chart.history"),
        alt=context.text("chart.history_alt", day=words.date(last), list=words.listing(told)),
        note=context.text("chart.history_note"), data=lambda: pd.DataFrame([{
            context.text("column.graded_on"): one.graded_on, words("columns.grade"): one.grade,
            words("columns.customers"): one.customers,
            context.text("column.customer_share"): words.percent(one.customer_share.estimate),
            context.text("column.value"): context.money(one.value),
            context.text("column.value_share"): words.percent(one.value_share)} for one in known]))


def _sentence(context: Context, way: GradeChange) -> str:
    words = context.words
    clear = {name: part.low is not None and part.high is not None and (part.low > 0 or part.high < 0)
             for name, part in (("frequency", way.by_frequency), ("amount", way.by_amount))}
    by_amount = abs(way.by_amount.estimate or 0) >= abs(way.by_frequency.estimate or 0)
    main = "amount" if by_amount else "frequency"
    told = context.text(f"reason.{way.before}", n=words.number(way.customers),
                        change=context.money(abs(way.change.estimate or 0)),
                        frequency=context.money(abs(way.by_frequency.estimate or 0)),
                        amount=context.money(abs(way.by_amount.estimate or 0)),
                        frequency_way=_way(context, way.by_frequency.estimate, "frequency"),
                        amount_way=_way(context, way.by_amount.estimate, "amount"))
    return words.sentences(told, context.text(f"reason.main_{main}") if clear[main] else "")


def _way(context: Context, change: float | None, part: str) -> str:
    return context.text(f"reason.{part}_{'more' if (change or 0) >= 0 else 'less'}")


def _table(context: Context, split: GradeReasons) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame([{
        context.text("column.before"): charts.before_name(one.before, words),
        context.text("column.after"): charts.after_name(one.after, words),
        words("columns.customers"): one.customers,
        context.text("column.change"): context.money(one.change.estimate),
        context.text("by_frequency"): context.money(one.by_frequency.estimate),
        context.text("by_amount"): context.money(one.by_amount.estimate),
        context.text("column.unsplit"): context.money(one.unsplit)} for one in split.cells])
