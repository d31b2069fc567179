"""Customer types: who is loyal and content, who only one of both, and who is held."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, people
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.charts import customer_types as charts
from analytics.metrics.survey_scores import SurveyScores
from analytics.models.customer_types import LOST, CustomerTypes


def types(context: Context, result: SurveyScores) -> None:
    """Draw the types now, where those of a year ago went, and list the hostages by contract end."""
    words = context.words
    found: CustomerTypes = context.metric("customer_types")
    if found.placed < 10:
        st.caption(words("customer_types.few", n=words.number(found.placed)))
        return
    chart_card(
        context, "types", charts.types_now(found, words, context.currency),
        title=words("customer_types.chart.now"),
        alt=words("customer_types.chart.now_alt", list=words.listing([
            f"{charts.type_name(one.type, words)} {words.number(one.customers)}" for one in found.types])),
        note=words("customer_types.chart.now_note", n=words.number(found.placed),
                   unplaced=words.number(found.unplaced), wrong=words.percent(found.placed_wrongly, 0)),
        data=lambda: _frame(context, found), select=lambda point: _behind(context, point))
    if found.flows:
        _flows(context, found)
    with st.container(border=True, key=context.key("hostages")):
        st.header(words("customer_types.hostages"), anchor=False)
        st.caption(words("customer_types.hostages_note"))
        people(context, People(words("customer_types.hostages"), "customer_type_list", {"type": "hostage"}),
               key="hostages")


def _flows(context: Context, found: CustomerTypes) -> None:
    words = context.words
    leaving = []
    for origin in dict.fromkeys(origin for origin, _ in found.flows):
        total = sum(n for (start, _), n in found.flows.items() if start == origin)
        if total >= 30:
            leaving.append((found.flows.get((origin, LOST), 0) / total, origin))
    told = [f"{charts.type_name(origin, words)} {words.percent(share, 0)}"
            for share, origin in sorted(leaving)]
    chart_card(
        context, "type-flows", charts.type_flows(found, words),
        title=words("customer_types.chart.flows"),
        alt=words("customer_types.chart.flows_alt", list=words.listing(told)),
        note=words("customer_types.chart.flows_note", day=words.date(found.before), list=words.listing(told)),
        data=lambda: pd.DataFrame([{
            words("customer_types.then"): charts.type_name(origin, words),
            words("customer_types.now"): charts.type_name(goal, words),
            words("columns.customers"): n} for (origin, goal), n in found.flows.items()]))


def _frame(context: Context, found: CustomerTypes) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame([{
        words("customer_types.head"): charts.type_name(one.type, words),
        words("columns.customers"): one.customers, words("columns.share"): words.rate_short(one.share),
        words("columns.value_12m"): context.money(one.value),
        words("customer_types.wrong"): words.percent(one.placed_wrongly, 0)} for one in found.types])


def _behind(context: Context, point: dict[str, Any]) -> None:
    name = str((point.get("customdata") or ["loyalist"])[0])
    title = charts.type_name(name, context.words)
    st.markdown(f"**{title}**")
    people(context, People(title, "customer_type_list", {"type": name}), key="types")
