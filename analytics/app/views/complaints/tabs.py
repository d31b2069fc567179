"""What explains the complaints, each drawn only when its tab is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from analytics.app.context import Context
from analytics.app.guard import card
from analytics.app.views.complaints.clock import clock, handling
from analytics.app.views.complaints.counts import where
from analytics.app.views.complaints.crisis import crisis
from analytics.app.views.complaints.iceberg import iceberg
from analytics.app.views.complaints.outcomes import outcomes
from analytics.app.views.complaints.reactions import reactions
from analytics.metrics.complaints import Complaints


def tabs(context: Context, result: Complaints) -> None:
    """Offer where and who, outcomes, the iceberg, the clock, the handling, reactions and crises."""
    parts: tuple[tuple[str, Callable[[Context], None]], ...] = (
        ("where", partial(where, result=result)), ("outcomes", outcomes), ("iceberg", iceberg),
        ("clock", clock), ("handling", handling), ("reactions", reactions), ("crisis", crisis))
    opened = st.tabs([context.text(f"tab.{name}") for name, _ in parts], key=context.key("tabs"),
                     on_change="rerun")
    for tab, (name, draw) in zip(opened, parts, strict=True):
        if tab.open:
            with tab, card(name):
                draw(context)
