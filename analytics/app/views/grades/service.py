"""What each grade gets: jobs on time and right the first time, and days until a complaint is closed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components.table import table
from analytics.app.context import Context
from analytics.metrics.grade_service import GradeService
from analytics.metrics.grades import Grades
from analytics.statistics.estimate import Estimate


def service(context: Context, found: Grades) -> None:
    """List the service of each grade of the start of the period."""
    words = context.words
    given: GradeService = context.metric("grade_service")
    measured = [one for one in given.grades if one.on_time.n or one.right_first_time.n or one.days_to_close.n]
    if not measured:
        st.caption(context.text("service_none"))
        return
    frame = pd.DataFrame([{
        words("columns.grade"): one.grade, words("columns.customers_at_start"): one.customers,
        context.text("column.on_time"): _rate(context, one.on_time),
        context.text("column.right_first_time"): _rate(context, one.right_first_time),
        context.text("column.days_to_close"): _days(context, one.days_to_close)} for one in measured])
    st.subheader(context.text("service"), anchor=False)
    table(context, frame, "grades-service", key="service", alt=context.text("service"))
    st.caption(context.text("service_note"))


def _rate(context: Context, estimate: Estimate) -> str:
    words = context.words
    if not estimate.n:
        return context.text("not_recorded")
    if estimate.state == "suppressed" or estimate.low is None:
        return words.rate(estimate)
    # The note says what the interval is: with it in every cell the table would not fit.
    text = context.text("rate_cell", rate=words.percent(estimate.estimate), interval=words.interval(estimate),
                        n=words.number(estimate.n))
    return text if estimate.state == "enough" else words("format.thin", text=text)


def _days(context: Context, estimate: Estimate) -> str:
    words = context.words
    if not estimate.n:
        return context.text("not_recorded")
    if estimate.state == "suppressed" or estimate.estimate is None:
        return words("format.suppressed", n=words.number(estimate.n))
    text = context.text("days_short" if estimate.low is None or estimate.high is None else "days_interval",
                        days=words.number(estimate.estimate), low=words.number(estimate.low),
                        high=words.number(estimate.high), n=words.number(estimate.n))
    return text if estimate.state == "enough" else words("format.thin", text=text)
