"""The address of a page carries what differs from the default, as codes, and nothing else."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analytics.app import session
from analytics.app.navigation import PAGES
from analytics.app.workspace import refreshed, saved_segment
from analytics.filters import EVERYONE, Filters, SavedSegment
from analytics.i18n import LANGUAGES
from analytics.settings import load_settings

LANGUAGE_PARAMETER = "language"


def read_address(page: str) -> None:
    """Take language and filters from the address where a reader opened or changed it.

    Parameters
    ----------
    page : str
        The page now shown. Streamlit empties the address on a change of page; then the session's
        own filters go back into it.
    """
    _drop_foreign(page)
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    first = session.FILTERS not in st.session_state
    moved = st.session_state.get(session.PAGE) != page
    changed = _own(query) != st.session_state.get(session.ADDRESS)
    # A browser that was quicker than the address written for a page just opened has not lifted its filters.
    st.session_state[session.UNSEEN] = not _own(query) and (
        moved or st.session_state.get(session.UNSEEN, False)) and not first
    changed = changed and not st.session_state[session.UNSEEN]
    asked = query.get(LANGUAGE_PARAMETER, [""])[-1]
    if asked in LANGUAGES:
        st.session_state[session.LANGUAGE] = asked
    elif session.LANGUAGE not in st.session_state:
        st.session_state[session.LANGUAGE] = _preferred_language()
    if first or (changed and (_own(query) or not moved)):
        st.session_state[session.FILTERS] = Filters.from_query(query, saved_segment)
    elif st.session_state[session.FILTERS].saved:
        st.session_state[session.FILTERS] = refreshed(st.session_state[session.FILTERS])
    st.session_state[session.PAGE] = page
    write_address()


def write_address() -> None:
    """Write language and filters into the address, leaving a page's own parameters alone."""
    filters: Filters = st.session_state[session.FILTERS]
    wanted: dict[str, Any] = {key: value if isinstance(value, list) else [value]
                              for key, value in filters.to_query().items()}
    if st.session_state[session.LANGUAGE] != _preferred_language():
        wanted[LANGUAGE_PARAMETER] = [st.session_state[session.LANGUAGE]]
    present = {key: st.query_params.get_all(key) for key in st.query_params}
    own = {**_own(present), **{key: present[key] for key in present if key == LANGUAGE_PARAMETER}}
    if own != wanted:
        # At once: a browser that answers between one parameter and the next would seem to lift the others.
        st.query_params.from_dict({**{key: present[key] for key in present.keys() - own.keys()}, **wanted})
    st.session_state[session.ADDRESS] = {key: values for key, values in wanted.items()
                                         if key != LANGUAGE_PARAMETER}


def set_filters(filters: Filters) -> None:
    """Put new filters in force, in the session and in the address."""
    st.session_state[session.FILTERS] = filters
    write_address()


def _drop_foreign(page: str) -> None:
    # On a way back Streamlit may bring along what the page just left had in its address.
    if page not in PAGES:
        return
    foreign = {name for entry in PAGES.values() for name in entry.parameters} - {*PAGES[page].parameters}
    for key in foreign & {*st.query_params}:
        del st.query_params[key]


def _own(query: dict[str, list[str]]) -> dict[str, list[str]]:
    # Of saved segments only the codes matter here, whether there is still one behind them or not.
    filters = Filters.from_query(query, lambda code: SavedSegment(code, code, EVERYONE))
    return {key: value if isinstance(value, list) else [value] for key, value in filters.to_query().items()}


def _preferred_language() -> str:
    chosen = load_settings().text("language")
    if chosen in LANGUAGES:
        return chosen
    locale = (st.context.locale or "en").lower()
    return "zh-CN" if locale.startswith("zh") else "en"
