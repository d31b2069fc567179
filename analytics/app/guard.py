"""The first line of every page: come through the frame, have data, or say what is missing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from analytics.app import session
from analytics.app.components.empty import explain_missing, no_store
from analytics.app.components.header import header
from analytics.app.context import Context, StoreContext, context, open_store, store_path, translator
from analytics.app.error_words import error_words
from analytics.app.frame import newer_build_note
from analytics.app.navigation import PAGES
from analytics.app.openings import count_opening
from analytics.errors import HuitouError, StoreError
from analytics.store import Store

log = logging.getLogger("huitou")


def guard(page: str, *, needs: tuple[str, ...] = ()) -> Context:
    """Make sure the page was reached through the frame and has what it needs.

    Parameters
    ----------
    page : str
        The page's stem.
    needs : tuple of str
        Flags of the metric ``availability``, such as ``"has_surveys"``.

    Returns
    -------
    Context
        What the page works with. Where something is missing the page ends here, saying what.
    """
    _through_the_frame(page)
    try:
        current = context(page)
    except StoreError as error:
        no_store(page, translator(), error)
        st.stop()
    header(current, filtered=PAGES[page].filtered)
    newer_build_note()
    there = current.metric("availability")
    missing = [need for need in needs if need not in there]
    if missing:
        explain_missing(current, missing)
        st.stop()
    return current


def guard_store(page: str) -> StoreContext:
    """Make sure of the frame only: for a page that works before the first build, and before the first store.

    Parameters
    ----------
    page : str
        The page's stem.

    Returns
    -------
    StoreContext
        Without a store where there is none; the page ends here where there is one that cannot be opened.
    """
    _through_the_frame(page)
    words = translator()
    try:
        store = open_store() if Store.exists(store_path()) else None
    except StoreError as error:
        no_store(page, words, error)
        st.stop()
    st.title(words(f"{page}.title"), anchor=False)
    return StoreContext(page, store, words)


def _through_the_frame(page: str) -> None:
    if not st.session_state.get(session.READY):
        # A cold deep link runs the page's file alone, past the frame; the frame brings it back here.
        query = {key: st.query_params.get_all(key) for key in st.query_params}
        st.session_state[session.WANTED] = (page, query)
        st.switch_page("dashboard.py")
    count_opening(page)


@contextmanager
def card(name: str) -> Iterator[None]:
    """Keep a failure inside one card: the rest of the page stays, and nobody sees a traceback."""
    try:
        yield
    except HuitouError as error:
        st.warning(error_words(error, translator()))
    except Exception:
        words = translator()
        log.exception("card %s failed", name)
        st.error(words("frame.failed"))
