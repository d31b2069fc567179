"""How a page's numbers are computed: definition, formula, source, and known weaknesses."""

from __future__ import annotations

import streamlit as st

from analytics.app.context import Context

PARTS = ("definition", "formula", "exclusions", "weaknesses", "source")


def method(context: Context, subject: str = "", **values: object) -> None:
    """Fold the method's words under the page; parts without words are left out.

    Parameters
    ----------
    context : Context
    subject : str
        The catalogue of a tab that has a method of its own; the page's when empty.
    **values : object
        For the words' placeholders.
    """
    words, name = context.words, "-".join(filter(None, ("method", subject)))
    title = words("method.title_part" if subject else "method.title")
    with st.expander(title, key=context.key(name), icon=":material/function:"):
        for part in PARTS:
            key = f"{subject or context.page}.method.{part}"
            if words.has(key):
                st.markdown(f"**{words(f'method.{part}')}** {words(key, **values)}")
