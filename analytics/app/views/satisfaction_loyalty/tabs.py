"""What explains the curve, each drawn only when its tab is open."""

from __future__ import annotations

import streamlit as st

from analytics.app.context import Context
from analytics.app.guard import card
from analytics.app.views.satisfaction_loyalty.compared import compare
from analytics.app.views.satisfaction_loyalty.silence import silence
from analytics.app.views.satisfaction_loyalty.worth import worth
from analytics.models.satisfaction_loyalty import SatisfactionLoyalty


def tabs(context: Context, result: SatisfactionLoyalty) -> None:
    """Offer the curve by group, what a point is worth, and those who did not answer."""
    parts = (("groups", compare), ("worth", worth), ("silence", silence))
    opened = st.tabs([context.text(f"tab.{name}") for name, _ in parts], key=context.key("tabs"),
                     on_change="rerun")
    for tab, (name, draw) in zip(opened, parts, strict=True):
        if tab.open:
            with tab, card(name):
                draw(context, result)
