"""What followed annotated events: how many customers left, with the page that has the other outcomes."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components.table import table
from analytics.app.context import Context
from analytics.app.navigation import page_file
from analytics.metrics.event_effects import EventEffects


def events(context: Context) -> None:
    """List events by what followed in losses, and lead to the chart of every outcome."""
    words = context.words
    found: EventEffects = context.metric("event_effects")
    losses = [one for one in found.effects if one.outcome == "lost"]
    if not losses:
        st.caption(context.text("events.none"))
        return
    hit = [one for one in losses if one.branch is not None and one.effect.low is not None
           and one.effect.high is not None and (one.effect.low > 0 or one.effect.high < 0)]
    controlled = sum(one.branch is not None for one in losses)
    st.markdown(words.sentences(
        context.text("events.answer", n=len(losses), controlled=controlled, shown=len(hit)),
        context.text("associated")))
    table(context, pd.DataFrame([{
        words("columns.happened_on"): words.date(one.happened_on), context.text("column.event"): one.title,
        words("columns.branch"): one.branch or context.text("events.everywhere"),
        context.text("column.before"): round(one.before, 2),
        context.text("column.after"): round(one.after, 2),
        context.text("column.usual"): words.signed(one.usual, 2),
        context.text("column.effect"): context.text(
            "events.effect", effect=words.signed(one.effect.estimate, 2), low=words.signed(one.effect.low, 2),
            high=words.signed(one.effect.high, 2)),
        context.text("column.months"): one.months,
        context.text("column.others"): words.number(None if one.branch is None else one.effect.n)}
        for one in losses]),
        "patterns-events", key="event-table", alt=context.text("tab.events"))
    st.caption(context.text("events.note"))
    if "has_jobs" in context.metric("availability"):
        st.page_link(page_file("service"), label=context.text("events.more"), icon=":material/build:")
