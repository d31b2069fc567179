"""The workspace behind the dashboard: whose it is, and its segments as filters."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analytics.app import session
from analytics.app.context import open_store
from analytics.errors import HuitouError
from analytics.filters import Filters, SavedSegment
from analytics.models.churn import serving_scores
from analytics.settings import load_settings
from analytics.store import Store
from analytics.workspace import Segment, Workspace, find_segment, segments


def open_workspace(store: Store) -> Workspace:
    """Open the workspace of a store, and begin it where there is none."""
    return Workspace.open(store.path, load_settings().text("workspace_url"))


def reader_name() -> str:
    """Return what the reader calls themselves; nothing until they said."""
    return str(st.session_state.get(session.NAME, ""))


def has_workspace(store: Store) -> bool:
    """Tell whether anybody may have written anything yet; asking begins no workspace."""
    return Workspace.begun(store.path, load_settings().text("workspace_url"))


def known_segments(store: Store) -> tuple[Segment, ...]:
    """Return the segments the reader may use; none where nobody has written anything yet."""
    return segments(open_workspace(store), reader_name()) if has_workspace(store) else ()


def as_filter(store: Store, segment: Segment) -> SavedSegment:
    """Return a segment as a filter of this store."""
    scores = serving_scores(store)
    return SavedSegment(segment.code, segment.name, segment.condition, str(scores) if scores else None)


def saved_segment(code: str) -> SavedSegment | None:
    """Find a segment named in a link; None where there is none, or nothing to find it in."""
    try:
        store = open_store()
        found = find_segment(open_workspace(store), code)
    except HuitouError:
        return None
    return None if found is None else as_filter(store, found)


def refreshed(filters: Filters) -> Filters:
    """Return filters with their segments as they stand now: somebody may have saved another condition."""
    if not filters.saved:
        return filters
    found = (saved_segment(one.code) for one in filters.saved)
    return replace(filters, saved=tuple(one for one in found if one is not None))
