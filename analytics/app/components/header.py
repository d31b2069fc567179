"""The head of a page: its title and, in words, what is being looked at."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from analytics.app.cache import cached_metric
from analytics.app.context import Context
from analytics.app.sidebar import reset
from analytics.i18n import Translator


def header(context: Context, *, filtered: bool) -> None:
    """Show the title, the filters in words, n, and how fresh the data is."""
    words, meta = context.words, context.reader.meta
    st.title(context.text("title"), anchor=False)
    if not filtered:
        return
    customers = cached_metric(context.reader, "customers_in_scope", context.filters)
    with st.container(horizontal=True, vertical_alignment="center", key="showing", gap="small"):
        st.caption(words("filters.showing", sentence=context.filters.sentence(words),
                         period=period_words(context), n=words.number(customers)))
        if context.filters.active:
            st.button(words("filters.reset"), key=f"{context.page}:reset", type="tertiary", on_click=reset)
        if meta.demo:
            st.badge(words("frame.demo"), color="orange")


def period_words(context: Context) -> str:
    """Say the period as dates, both days included."""
    return dates_words(context.words, context.period.start, context.period.end)


def dates_words(words: Translator, start, end) -> str:  # type: ignore[no-untyped-def]
    """Say a stretch of days as people do; the end given is exclusive."""
    if start is None or end is None:
        return words("filters.snapshot")
    return words("filters.range", start=words.date(start), end=words.date(end - timedelta(days=1)))
