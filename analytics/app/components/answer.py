"""The page's answer: one sentence with its number, interval and comparison, read before anything else."""

from __future__ import annotations

import streamlit as st


def answer(sentence: str, *, detail: str = "") -> None:
    """Show the sentence a chief executive can repeat, and under it what qualifies it.

    Parameters
    ----------
    sentence : str
        The answer, written from the data.
    detail : str, optional
        A second, smaller sentence.
    """
    with st.container(key="answer"):
        st.markdown(escaped(sentence))
        if detail:
            st.caption(escaped(detail))


def escaped(text: str) -> str:
    """Return a text whose signs mean nothing to markdown or mathematics."""
    # Company words may hold signs that markdown or mathematics would act on.
    for sign in "\\`*_$[]<>~#":
        text = text.replace(sign, f"\\{sign}")
    return text
