"""What goes deeper, each in a tab that is drawn when it is opened; the first, open at once, costs nothing."""

from __future__ import annotations

import streamlit as st

from analytics.app.context import Context
from analytics.app.guard import card
from analytics.app.views.patterns.events import events
from analytics.app.views.patterns.following import following
from analytics.app.views.patterns.growing import growing
from analytics.app.views.patterns.habit import habit
from analytics.app.views.patterns.season import months
from analytics.app.views.patterns.silence import silence
from analytics.app.views.patterns.together import together

PARTS = (("months", months), ("together", together), ("following", following), ("growing", growing),
         ("habit", habit), ("events", events), ("silence", silence))


def tabs(context: Context) -> None:
    """Offer months, what goes together and comes next, who may grow, habit, events and silence."""
    st.header(context.text("tab.title"), anchor=False)
    opened = st.tabs([context.text(f"tab.{name}") for name, _ in PARTS], key=context.key("tabs"),
                     on_change="rerun")
    for tab, (name, draw) in zip(opened, PARTS, strict=True):
        if tab.open:
            with tab, card(name):
                draw(context)
