"""Saving what somebody wrote: done, or said why not at the next run."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.app.context import Context
from analytics.app.error_words import error_words
from analytics.errors import Conflict, HuitouError


def save_or_tell(context: Context, told: str, save: Callable[[], object], *,
                 conflict: Callable[[Conflict], str] | None = None) -> None:
    """Save and run the page anew; what came in between is kept for it to say.

    Parameters
    ----------
    context : Context
    told : str
        The key of the session under which it is kept.
    save : callable
    conflict : callable, optional
        Says what somebody else saved in between; the error's own words when omitted.
    """
    try:
        save()
    except HuitouError as error:
        st.session_state[told] = conflict(error) if conflict is not None and isinstance(error, Conflict) \
            else error_words(error, context.words)
    st.rerun()
