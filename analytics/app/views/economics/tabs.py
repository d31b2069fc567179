"""The tabs of the economics page; only the open one is drawn."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.app.context import Context
from analytics.app.guard import card
from analytics.app.views.economics.budget import budget
from analytics.app.views.economics.keeping import keeping
from analytics.app.views.economics.programme import programme
from analytics.models.economics.economics import Economics

TABS: tuple[tuple[str, Callable[[Context, Economics], None]], ...] = (
    ("keeping", keeping),
    ("budget", budget),
    ("programme", programme),
)


def tabs(context: Context, found: Economics) -> None:
    """Offer the tabs, and draw the open one."""
    opened = st.tabs([context.text(f"tab.{name}") for name, _ in TABS], key=context.key("tabs"),
                     on_change="rerun")
    for tab, (name, draw) in zip(opened, TABS, strict=True):
        if tab.open:
            with tab, card(name):
                draw(context, found)
