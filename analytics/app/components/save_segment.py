"""Saving the customers of a list as a segment, from wherever the list came."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from analytics.app.context import Context
from analytics.app.error_words import error_words
from analytics.app.workspace import reader_name
from analytics.errors import HuitouError
from analytics.workspace import Segment, open_workspace, save_segment

LONGEST = 120


def save_as_segment(context: Context, numbers: Iterable[str], title: str, *, key: str) -> None:
    """Offer to save customers under a name; the segment keeps exactly them.

    Parameters
    ----------
    context : Context
    numbers : iterable of str
        The customers' own numbers; the same customer may come more than once.
    title : str
        Of the list, which the name begins as.
    key : str
        The list's name on this page.
    """
    words = context.words
    customers = list(dict.fromkeys(map(str, numbers)))
    with st.popover(words("people.save", n=words.number(len(customers))), type="tertiary",
                    icon=":material/group_work:", key=context.key(f"save-{key}")):
        name = st.text_input(words("people.save_name"), title[:LONGEST], max_chars=LONGEST,
                             key=context.key(f"save-name-{key}"))
        if st.button(words("people.save_do"), key=context.key(f"save-do-{key}"), type="primary"):
            try:
                kept = save_segment(open_workspace(context.store), Segment.of_customers(
                    name, customers, owner=reader_name()), reader_name())
            except HuitouError as error:
                st.warning(error_words(error, words))
            else:
                st.success(words("people.saved", name=kept.name))
