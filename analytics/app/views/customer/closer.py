"""A closer look at one customer: grades over time, the file, what was done for them; read when opened."""

from __future__ import annotations

import streamlit as st

from analytics.app.context import Context
from analytics.app.views.customer.file import show_file
from analytics.app.views.customer.grades import show_grades
from analytics.app.views.customer.offers import show_offers
from analytics.app.views.customer.statement import show_statement
from analytics.metrics.customer_card import CustomerCard


def show_closer(context: Context, card: CustomerCard) -> None:
    """Offer what takes longer to read in tabs, of which only the open one is computed."""
    parts = {"grades": show_grades, "file": show_file, "offers": show_offers, "statement": show_statement}
    if not context.reader.meta.has_orders or card.facts.status == "lost":
        del parts["offers"]
    if not context.reader.meta.dated:
        del parts["statement"]
    if not context.reader.meta.dated or card.facts.grade is None:
        del parts["grades"]
    with st.container(border=True, key=context.key("card-closer")):
        st.subheader(context.text("card.closer"), anchor=False)
        tabs = st.tabs([context.text(f"tab.{name}") for name in parts], key=context.key("closer-tabs"),
                       on_change="rerun")
        for show, tab in zip(parts.values(), tabs, strict=True):
            if tab.open:
                with tab:
                    show(context, card)
