"""Facts under a heading: what is known, in pairs of name and value."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st


def facts_list(title: str, facts: Sequence[tuple[str, str]], *, wide: bool = False,
               level: int = 4) -> None:
    """Show pairs of name and value under a small heading, as a list that screen readers know.

    Parameters
    ----------
    title : str
    facts : sequence of (str, str)
    wide : bool
        Whether the pairs may stand side by side.
    level : int
        Of the heading, one below that of what it stands under.
    """
    pairs = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts)
    classes = "facts wide" if wide else "facts"
    st.html(f'<h{level} class="facts-title">{escape(title)}</h{level}><dl class="{classes}">{pairs}</dl>')
