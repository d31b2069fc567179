"""Saving goals and alerts from a page: what came in between is told, nothing is overwritten unasked."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.app import session
from analytics.app.components.saving import save_or_tell
from analytics.app.context import Context

TOLD = "goals:told"


def attempt(context: Context, save: Callable[[], object], who: str, seen: str = "") -> None:
    """Save, run the page again, and say on it what went wrong.

    Parameters
    ----------
    context : Context
    save : callable
    who : str
        Who saves.
    seen : str
        The key under which the version stands that was edited; whoever read of a conflict saves upon the
        newer one.
    """
    st.session_state[session.NAME] = who
    if seen:
        st.session_state.pop(seen, None)
    save_or_tell(context, TOLD, save,
                 conflict=lambda one: context.text("conflict", who=str(one.details["by"])))


def told() -> None:
    """Show what went wrong with the last save."""
    if text := st.session_state.pop(TOLD, None):
        st.warning(text)
