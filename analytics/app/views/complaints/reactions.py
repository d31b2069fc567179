"""To whom customers turned, and what became of them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, people
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.charts import complaint_outcomes as charts
from analytics.metrics.complaint_reactions import ComplaintReactions


def reactions(context: Context) -> None:
    """Draw by reaction the share left unresolved and the share of customers who stayed."""
    words = context.words
    found: ComplaintReactions = context.metric("complaint_reactions")
    if not found.rows:
        st.caption(context.text("reactions_none"))
        return
    listed = [f"{_label(context, one.reaction)} {words.number(one.complaints)}" for one in found.rows]
    chart_card(
        context, "reactions", charts.reactions(found, words), title=context.text("chart.reactions"),
        alt=context.text("chart.reactions_alt", list=words.listing(listed)),
        note=context.text("chart.reactions_note",
                          days=context.store.settings.integer("complaint_horizon_days")),
        data=lambda: pd.DataFrame([{
            words("columns.reaction"): _label(context, one.reaction),
            context.text("complaints"): one.complaints,
            words("columns.share"): words.share(one.share),
            context.text("reacted.unresolved"): words.rate(one.unresolved),
            context.text("reacted.stayed"): words.rate(one.stayed)} for one in found.rows]),
        select=lambda point: _behind(context, point))


def _label(context: Context, reaction: str) -> str:
    return context.words.value("reaction", None if reaction == "not_stated" else reaction)


def _behind(context: Context, point: dict[str, Any]) -> None:
    values = point.get("customdata") or []
    if not values:
        return
    title = context.text("list.group", group=_label(context, str(values[0])))
    st.markdown(f"**{title}**")
    people(context, People(title, "complaint_list", {
        "where": (("reaction", None if values[0] == "not_stated" else values[0]),), "everything": True}),
        key="reactions")
