"""The crisis clock, and what followed at the branches hit."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.components.facts import facts_list
from analytics.app.context import Context
from analytics.charts import crisis_clock as charts
from analytics.metrics.crisis_clock import Crisis, CrisisClock


def crisis(context: Context) -> None:
    """Show the newest crisis, or another one: hours to each answer, and what followed."""
    words = context.words
    found: CrisisClock = context.metric("crisis_clock")
    if not found.crises:
        st.caption(context.text("crisis.none"))
        return
    names = [context.text("break", date=words.date(one.happened_on), title=one.title) for one in found.crises]
    place = 0
    if len(names) > 1:
        place = st.selectbox(context.text("crisis.which"), range(len(names)), format_func=names.__getitem__,
                             key=context.key("crisis"))
    one = found.crises[place]
    with st.container(border=True, key=context.key("card-answers")):
        facts_list(names[place], [
            (context.text(f"crisis.{step.name}"),
             context.text("crisis.unrecorded") if step.hours is None else context.text(
                 "crisis.after", time=charts.hours_text(step, words), title=step.title or ""))
            for step in one.steps], wide=True, stacked=True, level=2)
        if any(step.hours is not None and not step.exact for step in one.steps):
            st.caption(context.text("crisis.days_only"))
    _followed(context, one)


def _followed(context: Context, one: Crisis) -> None:
    words = context.words
    if not one.outcomes:
        st.caption(context.text("crisis.no_control" if one.place is None else "crisis.few_branches"))
        return
    told = [charts.outcome_text(found, words) for found in one.outcomes]
    chart_card(
        context, "crisis", charts.what_followed(one, words),
        title=context.text("crisis.followed", place=one.place),
        alt=words.listing(told), note="  \n".join((*told, context.text(
            "crisis.note", months=one.outcomes[0].months, hit=one.outcomes[0].hit,
            others=one.outcomes[0].others))),
        data=lambda: pd.DataFrame([{
            context.text("crisis.outcome"): context.text(f"crisis.{found.outcome}"),
            context.text("crisis.change_hit"): words.signed(found.change, 2),
            context.text("crisis.change_others"): words.signed(found.usual, 2),
            context.text("difference"): words.signed(found.effect.estimate, 2),
            words("columns.low"): words.signed(found.effect.low, 2),
            words("columns.high"): words.signed(found.effect.high, 2)} for found in one.outcomes]))
