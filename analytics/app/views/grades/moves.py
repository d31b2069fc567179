"""The charts that carry the grades page: who moved where, and churn by grade."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, people
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.charts import grades as charts
from analytics.metrics.grades import GRADES, LOST, Grades


def moves(context: Context, found: Grades) -> None:
    """Draw grades at the start against grades at the end; a click lists the customers of a cell."""
    words = context.words
    if not any(found.at_start(one) for one in GRADES):
        st.caption(context.text("nobody_at_start"))
        return
    told = [context.text("told_move", grade=charts.grade_name(grade, words),
                         stayed=words.share(found.stayed(grade)),
                         lost=words.share(found.lost(grade))) for grade in GRADES if found.at_start(grade)]
    returned = sum(one.returned for one in found.moves)
    states = {one.share.state for one in found.moves}
    chart_card(
        context, "moves", charts.grade_moves(found, words, context.currency),
        title=context.text("chart.moves"),
        alt=context.text("chart.moves_alt", start=words.date(found.starts_on), end=words.date(found.ends_on),
                         list=words.listing(told)),
        note=words.sentences(
            context.text("chart.moves_note", start=words.date(found.starts_on)),
            context.text("chart.moves_brackets") if "suppressed" in states else "",
            words("format.thin_note") if "thin" in states else "",
            context.text("chart.moves_returned", n=words.number(returned)) if returned else ""),
        data=lambda: pd.DataFrame([{
            context.text("column.before"): charts.before_name(one.before, words),
            context.text("column.after"): charts.after_name(one.after, words),
            words("columns.customers"): one.customers,
            context.text("column.share"): words.share(one.share),
            words("columns.low"): words.low(one.share), words("columns.high"): words.high(one.share),
            context.text("column.value_before"): context.money(one.value_before),
            context.text("column.value_after"): context.money(one.value_after)} for one in found.moves]),
        select=lambda point: _behind(context, point))


def churn(context: Context, found: Grades) -> None:
    """Draw churn of each grade, frozen at the start."""
    words = context.words
    grades = [one for one in GRADES if found.at_start(one)]
    if not grades:
        return
    told = [f"{charts.grade_name(one, words)} {words.share(found.lost(one))}" for one in grades]
    chart_card(
        context, "churn", charts.grade_churn(found, words), title=context.text("chart.churn"),
        alt=context.text("chart.churn_alt", list=words.listing(told)), note=context.text("chart.churn_note"),
        data=lambda: pd.DataFrame([{
            words("columns.grade"): one, words("columns.customers_at_start"): found.at_start(one),
            words("columns.churn_rate"): words.share(found.lost(one)),
            words("columns.low"): words.low(found.lost(one)),
            words("columns.high"): words.high(found.lost(one)),
            words("columns.value_lost"): context.money(found.value_lost(one))} for one in grades]),
        select=lambda point: _lost(context, point))


def _behind(context: Context, point: dict[str, Any]) -> None:
    if not point.get("customdata"):
        return
    before, after = point["customdata"]
    title = context.text("list.cell", before=charts.before_name(before, context.words),
                         after=charts.after_name(after, context.words))
    st.markdown(f"**{title}**")
    people(context, People(title, "grade_list", {"before": before, "after": after}), key="cell")


def _lost(context: Context, point: dict[str, Any]) -> None:
    if not point.get("customdata"):
        return
    grade = point["customdata"][0]
    title = context.text("list.cell", before=charts.before_name(grade, context.words),
                         after=charts.after_name(LOST, context.words))
    st.markdown(f"**{title}**")
    people(context, People(title, "grade_list", {"before": grade, "after": LOST}), key="lost")
