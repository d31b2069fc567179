"""The workspace behind the dashboard: who is reading, and saved segments as filters."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analytics.app import session
from analytics.app.context import open_store
from analytics.errors import HuitouError
from analytics.filters import Filters, SavedSegment
from analytics.models.segment_filter import segment_filter
from analytics.store import Store
from analytics.workspace import Segment, find_segment, has_workspace, open_workspace, segments


def reader_name() -> str:
    """Return what the reader calls themselves; nothing until they said."""
    return str(st.session_state.get(session.NAME, ""))


def known_segments(store: Store) -> tuple[Segment, ...]:
    """Return the segments the reader may use; none where nobody has written anything yet."""
    return segments(open_workspace(store), reader_name()) if has_workspace(store) else ()


def saved_segment(code: str) -> SavedSegment | None:
    """Find a segment named in a link; None where there is none, or nothing to find it in."""
    try:
        store = open_store()
        found = find_segment(open_workspace(store), code) if has_workspace(store) else None
    except HuitouError:
        return None
    return None if found is None else segment_filter(store, found)


def refreshed(filters: Filters) -> Filters:
    """Return filters with their segments as they stand now: somebody may have saved another condition.

    One that cannot be looked up, or that somebody deleted, stays as it was: nobody's view may widen unasked.
    """
    return replace(filters, saved=tuple(saved_segment(one.code) or one for one in filters.saved))
