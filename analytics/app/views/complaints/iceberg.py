"""What stands behind the complaints, and the margin at risk below the waterline."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.components.table import table
from analytics.app.context import Context
from analytics.app.views.complaints.choosing import quick_days
from analytics.charts import complaint_outcomes as charts
from analytics.models.complaint_iceberg import ComplaintIceberg
from analytics.statistics.estimate import Estimate


def iceberg(context: Context) -> None:
    """Draw problems per complaint, the customers below the waterline, and what they put at risk."""
    words = context.words
    prior = st.number_input(
        context.text("prior_label"), min_value=1.0, max_value=500.0, step=1.0, format="%g",
        key=context.key("prior"), value=context.store.settings.number("complaint_prior"),
        help=context.text("prior_help"), width=320)
    found: ComplaintIceberg = context.metric("complaint_iceberg", prior=float(prior),
                                             quick_days=quick_days(context))
    one = found.multiplier
    told = context.text("iceberg_prior" if found.prior else "iceberg_measured",
                        n=words.number(found.answers), problems=words.number(found.with_problem),
                        complaints=words.number(found.complaints_of_those),
                        figure=words.number(one.estimate, 1), low=words.number(one.low, 1),
                        high=words.number(one.high, 1))
    left, right = st.columns(2)
    with left:
        chart_card(
            context, "multiplier", charts.multipliers(found, words), title=context.text("chart.multiplier"),
            alt=told, note=words.sentences(told, context.text("chart.multiplier_note")),
            data=lambda: pd.DataFrame([{
                context.text("figure_label"): context.text(f"multiplier.{name}"),
                context.text("estimate"): words.number(value.estimate, 1),
                words("columns.low"): words.number(value.low, 1),
                words("columns.high"): words.number(value.high, 1), words("columns.n"): value.n}
                for name, value in (("survey", found.measured), ("jobs", found.jobs),
                                    ("used", found.multiplier))]))
    silent = found.parts[0]
    with right:
        chart_card(
            context, "iceberg", charts.iceberg(found, words), title=context.text("chart.iceberg"),
            alt=context.text("chart.iceberg_alt", complaints=words.number(found.complaints),
                             silent=words.number(silent.customers.estimate)),
            note=context.text("chart.iceberg_note", complaints=words.number(found.complaints),
                              figure=words.number(one.estimate, 2),
                              silent=words.number(silent.customers.estimate),
                              low=words.number(silent.customers.low),
                              high=words.number(silent.customers.high)),
            data=lambda: _frame(context, found))
    _at_risk(context, found)


def _at_risk(context: Context, found: ComplaintIceberg) -> None:
    silent = found.parts[0].at_risk
    with st.container(border=True, key=context.key("card-risk")):
        st.header(context.text("chart.at_risk"), anchor=False)
        if silent.estimate is None or found.margin is None:
            st.caption(context.text("at_risk_none"))
            return
        st.markdown(context.text(
            "at_risk", value=context.money(silent.estimate), low=context.money(silent.low),
            high=context.money(silent.high), margin=context.money(found.margin)))
        table(context, _frame(context, found), "complaints-at-risk", key="risk",
              alt=context.text("chart.at_risk"))
        st.caption(context.text("at_risk_note"))


def _frame(context: Context, found: ComplaintIceberg) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame([{
        context.text("situation_label"): context.text(f"situation.{part.situation}"),
        words("columns.customers"): words.number(part.customers.estimate),
        context.text("difference_to_usual"): _points(context, part.difference),
        context.text("margin_at_risk"): _money(context, part.at_risk)} for part in found.parts])


def _points(context: Context, one: Estimate) -> str | None:
    words = context.words
    if one.estimate is None:
        return None
    return context.text("between", figure=words.points(one.estimate), low=words.points(one.low),
                        high=words.points(one.high))


def _money(context: Context, one: Estimate) -> str | None:
    if one.estimate is None:
        return None
    return context.text("between", figure=context.money(one.estimate), low=context.money(one.low),
                        high=context.money(one.high))
