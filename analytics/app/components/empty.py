"""Empty states: what the page would tell, what unlocks it, and where to import that."""

from __future__ import annotations

import streamlit as st

from analytics.app.context import Context
from analytics.errors import StoreError, StoreOutdated
from analytics.i18n import Translator
from analytics.settings import command_line, load_settings

#: What each flag of the build's meta needs: canonical table and columns.
UNLOCKED_BY = {
    "has_orders": "orders",
    "has_surveys": "surveys",
    "has_complaints": "complaints",
    "has_contacts": "contacts",
    "has_contracts": "contracts",
    "has_losses": "losses",
    "has_trade": "trade",
    "has_jobs": "jobs",
    "has_staff": "staff",
    "dated": "dates",
}


def explain_missing(context: Context, missing: list[str]) -> None:
    """Say what the page would show and which table and columns unlock it."""
    words = context.words
    with st.container(border=True, key="empty"):
        st.markdown(f"**{words('empty.would', what=context.text('purpose'))}**")
        for need in missing:
            st.markdown(f"- {words(f'empty.needs.{UNLOCKED_BY[need]}')}")
        st.page_link("pages/data.py", label=words("empty.import"), icon=":material/upload_file:")


def no_store(page: str, words: Translator, error: StoreError) -> None:
    """Say that there is no store, or why it cannot be opened, and what to do."""
    st.title(words(f"{page}.title"), anchor=False)
    with st.container(border=True, key="empty"):
        key = f"errors.{error.code}"
        st.markdown(f"**{words(key, **error.details) if words.has(key) else error.message}**")
        if isinstance(error, StoreOutdated):
            st.page_link("pages/data.py", label=words("empty.build"), icon=":material/refresh:")
            return
        if page != "data":
            st.page_link("pages/data.py", label=words("empty.import"), icon=":material/upload_file:")
        st.markdown(words("empty.start"))
        store = load_settings().text("store")
        st.code("\n".join(command_line(store, *arguments) for arguments in (
            ("demo",), ("import", "customers.csv", "orders.csv"), ("build",))), language="shell")
