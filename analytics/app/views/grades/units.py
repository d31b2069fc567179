"""Regions and branches in grades, like customers."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components.table import table
from analytics.app.context import Context
from analytics.app.views.grades.rules import shares_of
from analytics.metrics.grades import Grades
from analytics.models.graded_units import UNITS, graded_units


def units(context: Context, found: Grades) -> None:
    """List regions or branches by what their customers are worth, with the grade of each."""
    words, basis = context.words, context.metric("grade_basis")
    known = [one for one in UNITS if len(basis) and basis[one].notna().any()]
    if not known:
        st.caption(context.text("units_none"))
        return
    unit = known[0]
    if len(known) > 1:
        unit = st.segmented_control(
            context.text("unit"), known, default=known[0], required=True, key=context.key("unit"),
            format_func=lambda one: words(f"columns.{one}"), label_visibility="collapsed") or known[0]
    shares = shares_of(context)
    listed = graded_units(basis, unit, shares)
    frame = pd.DataFrame([{
        words(f"columns.{unit}"): one.name or words("values.not_stated"), words("columns.grade"): one.grade,
        words("columns.customers"): one.customers, context.text("column.top_customers"): one.top_customers,
        context.text("column.value"): context.money(one.value),
        context.text("column.value_share"): words.percent(one.share),
        context.text("column.cumulated"): words.percent(one.cumulated)} for one in listed])
    title = context.text("units", unit=words(f"columns.{unit}"))
    st.subheader(title, anchor=False)
    table(context, frame, f"grades-{unit}", key=f"units-{unit}", alt=title)
    a, b, c = (words.percent(one, 0) for one in shares)
    st.caption(context.text("units_note", day=words.date(basis["graded_on"].iloc[0].date()), a=a, b=b, c=c))
