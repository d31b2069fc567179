"""What goes deeper, each in a tab that is drawn when it is opened."""

from __future__ import annotations

import streamlit as st

from analytics.app.context import Context
from analytics.app.guard import card
from analytics.app.views.lost_customers.alarms import alarms
from analytics.app.views.lost_customers.change import change
from analytics.app.views.lost_customers.reasons import reasons
from analytics.app.views.lost_customers.summary import when
from analytics.app.views.lost_customers.timing import timing
from analytics.app.views.lost_customers.win_back import win_back

PARTS = (("when", when), ("alarms", alarms), ("change", change), ("timing", timing),
         ("reasons", reasons), ("win_back", win_back))


def tabs(context: Context) -> None:
    """Offer churn over time, alarms, the change since last period, timing, reasons and win-back."""
    st.header(context.text("tab.title"), anchor=False)
    opened = st.tabs([context.text(f"tab.{name}") for name, _ in PARTS], key=context.key("tabs"),
                     on_change="rerun")
    for tab, (name, draw) in zip(opened, PARTS, strict=True):
        if tab.open:
            with tab, card(name):
                draw(context)
