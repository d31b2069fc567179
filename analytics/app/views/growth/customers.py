"""The customers whose revenue moved, by what became of it."""

from __future__ import annotations

import streamlit as st

from analytics.app.components.people import People, people
from analytics.app.context import Context
from analytics.charts.growth import shown_steps
from analytics.metrics.earned_growth import EarnedGrowth


def customers(context: Context, result: EarnedGrowth) -> None:
    """List the customers of one step of the bridge, the largest change first."""
    steps = [step for step, _ in shown_steps(result)]
    if result.window is None or not steps:
        st.caption(context.words("people.none"))
        return
    step = st.selectbox(context.text("which_step"), steps, key=context.key("step"),
                        format_func=lambda one: context.text(f"step.{one}"))
    people(context, People(context.text(f"step.{step}"), "growth_list", {"kind": step}), key="growth")
