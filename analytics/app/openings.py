"""Counting that a page was opened: beside the page, so that nobody waits for it."""

from __future__ import annotations

import logging
from datetime import date
from threading import Thread

import streamlit as st

from analytics.app import session
from analytics.app.context import open_store
from analytics.errors import HuitouError
from analytics.store import Store
from analytics.workspace import has_workspace, open_workspace, page_openings

log = logging.getLogger("huitou")


def count_opening(page: str) -> None:
    """Count the page once for every time the reader comes to it; looking begins no workspace."""
    if st.session_state.get(session.COUNTED) == page:
        return
    st.session_state[session.COUNTED] = page
    try:
        store = open_store()
        if has_workspace(store):
            role = st.session_state.get(session.ROLE, "")
            Thread(target=_count, args=(store, page, role), daemon=True).start()
    except HuitouError:
        # Without a store there is nothing to count; the page says why.
        return


def _count(store: Store, page: str, role: str) -> None:
    try:
        page_openings.count_opening(open_workspace(store), page, role, date.today())
    except Exception:
        log.debug("counting the opening of %s failed", page, exc_info=True)
