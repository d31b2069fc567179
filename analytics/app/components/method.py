"""How a page's numbers are computed: definition, formula, source, and known weaknesses."""

from __future__ import annotations

import streamlit as st

from analytics.app.context import Context

PARTS = ("definition", "formula", "exclusions", "weaknesses", "source")


def method(context: Context, **values: object) -> None:
    """Fold the method's words under the page; parts without words are left out."""
    words = context.words
    with st.expander(words("method.title"), key=context.key("method"), icon=":material/function:"):
        for part in PARTS:
            key = f"{context.page}.method.{part}"
            if words.has(key):
                st.markdown(f"**{words(f'method.{part}')}** {words(key, **values)}")
