"""Facts under a heading: what is known, in pairs of name and value."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st


def facts_list(title: str, facts: Sequence[tuple[str, str]], *, wide: bool = False,
               stacked: bool = False, level: int = 4) -> None:
    """Show pairs of name and value under a small heading, as a list that screen readers know.

    Parameters
    ----------
    title : str
    facts : sequence of (str, str)
    wide : bool
        Whether the pairs may stand side by side.
    stacked : bool
        Whether a value, being a sentence rather than a word, stands below its name.
    level : int
        Of the heading, one below that of what it stands under.
    """
    pairs = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in facts)
    classes = " ".join(["facts", *(["wide"] if wide else []), *(["stacked"] if stacked else [])])
    st.html(f'<h{level} class="facts-title">{escape(title)}</h{level}><dl class="{classes}">{pairs}</dl>')
