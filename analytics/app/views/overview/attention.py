"""What needs attention today: alarms, overdue complaints, ending contracts, silence, risk."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import people_button
from analytics.app.components.answer import escaped
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.views.goals.alerts import checked_alerts
from analytics.app.views.lost_customers.alarms import sentence
from analytics.metrics.attention import COMPLAINT_DAYS, CONTRACT_DAYS, AttentionCases
from analytics.metrics.churn_alarms import BUDGET
from analytics.models.churn import serving_model

#: Customers named with their risk.
SHOWN_RISKS = 5

_ICONS = {"complaint_overdue": ":material/feedback:", "contract_ending": ":material/event_busy:",
          "gone_quiet": ":material/volume_off:"}


def attention(context: Context) -> None:
    """List what needs attention today: alerts, alarms, overdue complaints, ending contracts, silence."""
    found = context.metric("attention")
    cases = found.kinds
    riskiest = _riskiest(context)
    told_of = [one for one in checked_alerts(context) if one.sentence]
    with st.container(border=True, key=context.key("card-attention")):
        st.header(context.text("attention.title"), anchor=False)
        if not found.alarms and not cases and riskiest.empty and not told_of:
            dated = context.reader.meta.as_of is not None
            st.caption(context.text("attention.nothing") if dated else context.words("empty.needs.dates"))
        for alert in told_of:
            told, link = st.columns([5, 1], vertical_alignment="center")
            told.markdown(":material/notifications_active: " + escaped(context.words(
                "goals.overview", name=alert.alert.name, told=alert.sentence)))
            link.page_link("pages/goals.py", label=context.words("goals.title"))
        # More alarms than the budget at once are not acted on; every branch has one of its own.
        for alarm in found.alarms[:BUDGET]:
            told, link = st.columns([5, 1], vertical_alignment="center")
            told.markdown(f":material/trending_up: {escaped(sentence(context, alarm))}")
            link.page_link("pages/lost_customers.py", label=context.words("lost_customers.title"))
        for one in cases:
            _item(context, _ICONS[one.kind], _case(context, one),
                  People(context.text(f"list.{one.kind}"), "attention_list", {"kind": one.kind}), one.kind)


        if not riskiest.empty:
            told, link = st.columns([5, 1], vertical_alignment="center")
            told.markdown(f":material/warning: {_named(context, riskiest)}")
            link.page_link("pages/at_risk.py", label=context.words("at_risk.title"))


def _riskiest(context: Context) -> pd.DataFrame:
    """Return the living customers with the largest expected loss; none without a trained model."""
    asked = risks_asked(context)
    if not asked:
        return pd.DataFrame()
    listed: pd.DataFrame = context.metric("at_risk_list", **asked["at_risk_list"])
    return listed[listed["expected_loss"] > 0]


def risks_asked(context: Context) -> dict[str, dict[str, Any]]:
    """Return the metric of risks with its options; nothing without a trained model."""
    model = serving_model(context.store)
    scores = context.store.path / "models" / (model or "") / "scores.parquet"
    # Scores are about today, whatever day is looked at.
    if model is None or context.filters.as_of is not None or not scores.exists():
        return {}
    return {"at_risk_list": {"scores": str(scores), "rows": SHOWN_RISKS}}


def _named(context: Context, riskiest: pd.DataFrame) -> str:
    words = context.words
    return context.text(
        "attention.at_risk", value=context.money(float(riskiest["expected_loss"].sum())),
        list=words.listing([
            context.text("attention.risk", risk=words.percent(row["risk"], 0),
                         name=row["customer_id"] if pd.isna(row["name"]) else row["name"])
            for row in riskiest.to_dict("records")]))


def _item(context: Context, icon: str, sentence: str, behind: People, key: str) -> None:
    told, button = st.columns([5, 1], vertical_alignment="center")
    told.markdown(f"{icon} {sentence}")
    with button:
        people_button(context, behind, key=key)


def _case(context: Context, one: AttentionCases) -> str:
    words = context.words
    return context.text(f"attention.{one.kind}", cases=words.number(one.cases),
                        customers=words.number(one.customers), value=context.money(one.value),
                        days=COMPLAINT_DAYS if one.kind == "complaint_overdue" else CONTRACT_DAYS,
                        longest=words.number(one.longest))
