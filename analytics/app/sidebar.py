"""The sidebar: which customers and which period, the language, and where the data stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from analytics.app import session
from analytics.app.address import set_filters, write_address
from analytics.app.cache import cached_metric
from analytics.app.context import Context
from analytics.app.error_words import error_words
from analytics.app.workspace import known_segments, saved_segment
from analytics.errors import WorkspaceError
from analytics.filters import PERIODS, Filters
from analytics.filters.filters import column_label
from analytics.i18n import LANGUAGES, Translator

PREFIX = "filter:"
#: Shown at once; the rest is folded away.
FIRST = ("size", "grade", "region", "market")
CUSTOM = "custom"


def language_switch(words: Translator) -> None:
    """Let the reader change the language; the view stays."""
    key = f"{PREFIX}language"
    st.session_state[key] = words.language
    st.segmented_control(words("frame.language"), list(LANGUAGES), format_func=LANGUAGES.__getitem__, key=key,
                         required=True, label_visibility="collapsed", on_change=_language_changed)


def filter_panel(context: Context) -> None:
    """Draw the filters, with how many are active and a reset."""
    words, filters = context.words, context.filters
    st.header(words("filters.title"), anchor=False)
    if context.reader.meta.as_of is not None:
        _period(context)
    options = cached_metric(context.reader, "choices", Filters()).dimensions
    shown = [column for column in FIRST if column in options]
    folded = [column for column in options if column not in shown]
    for column in shown:
        _column(column, options[column], filters, words)
    _saved(context)
    if folded:
        inside = sum(bool(filters.values(column)) for column in folded)
        label = words("filters.more") if not inside else words("filters.more_active", n=inside)
        with st.expander(label, key=f"{PREFIX}more", on_change="rerun", expanded=bool(inside)) as more:
            if more.open:
                for column in folded:
                    _column(column, options[column], filters, words)
                if context.reader.meta.as_of is not None:
                    _as_of(context)
    if filters.active:
        st.caption(words("filters.active", n=filters.active))
        st.button(words("filters.reset"), key=f"{PREFIX}reset", on_click=reset, width="stretch")


def reset() -> None:
    """Lift every condition; the period stays."""
    set_filters(Filters(st.session_state[session.FILTERS].period))


def _column(column: str, values: tuple[str, ...], filters: Filters, words: Translator) -> None:
    key = f"{PREFIX}{column}"
    chosen = list(filters.values(column))
    st.session_state[key] = chosen
    # A value named by a link may be gone from the data; it stays visible so that it can be removed.
    options = [*values, *(value for value in chosen if value not in values)]
    st.multiselect(column_label(column, words), options, key=key, placeholder=words("filters.choose"),
                   format_func=lambda value: words.value(column, value),
                   on_change=_column_changed, args=(column,))


def _saved(context: Context) -> None:
    words, chosen = context.words, {one.code: one.name for one in context.filters.saved}
    try:
        names = {**{one.code: one.name for one in known_segments(context.store)}, **chosen}
    except WorkspaceError as error:
        st.caption(error_words(error, words))
        return
    if not names:
        return
    key = f"{PREFIX}saved"
    st.session_state[key] = list(chosen)
    st.multiselect(words("filters.saved_label"), list(names), key=key, placeholder=words("filters.choose"),
                   format_func=names.__getitem__, on_change=_saved_changed)


def _period(context: Context) -> None:
    words, filters = context.words, context.filters
    key = f"{PREFIX}period"
    st.session_state[key] = filters.period if filters.period in PERIODS else CUSTOM
    st.selectbox(words("filters.period_label"), (*PERIODS, CUSTOM), key=key, on_change=_period_changed,
                 args=(context.reader.meta.as_of,), format_func=lambda code: words(f"filters.period.{code}"))
    if filters.period not in PERIODS and context.period.start and context.period.end:
        key = f"{PREFIX}dates"
        st.session_state[key] = (context.period.start, context.period.end - timedelta(days=1))
        st.date_input(words("filters.period.custom"), key=key, on_change=_dates_changed,
                      label_visibility="collapsed")


def _as_of(context: Context) -> None:
    key = f"{PREFIX}as_of"
    meta = context.reader.meta
    st.session_state[key] = context.filters.as_of
    st.date_input(context.words("filters.as_of_label"), key=key, min_value=meta.first_event,
                  max_value=meta.as_of, on_change=_as_of_changed, help=context.words("filters.as_of_help"))


def _language_changed() -> None:
    st.session_state[session.LANGUAGE] = st.session_state[f"{PREFIX}language"]
    write_address()


def _column_changed(column: str) -> None:
    filters: Filters = st.session_state[session.FILTERS]
    set_filters(filters.with_values(column, st.session_state[f"{PREFIX}{column}"]))


def _saved_changed() -> None:
    filters: Filters = st.session_state[session.FILTERS]
    found = (saved_segment(code) for code in st.session_state[f"{PREFIX}saved"])
    set_filters(replace(filters, saved=tuple(one for one in found if one is not None)))


def _period_changed(as_of: date) -> None:
    code = st.session_state[f"{PREFIX}period"]
    if code == CUSTOM:
        code = f"{as_of.replace(month=1, day=1)}..{as_of}"
    filters: Filters = st.session_state[session.FILTERS]
    set_filters(replace(filters, period=code))


def _dates_changed() -> None:
    chosen = st.session_state[f"{PREFIX}dates"]
    if isinstance(chosen, tuple) and len(chosen) == 2:
        filters: Filters = st.session_state[session.FILTERS]
        set_filters(replace(filters, period=f"{chosen[0]}..{chosen[1]}"))


def _as_of_changed() -> None:
    filters: Filters = st.session_state[session.FILTERS]
    set_filters(replace(filters, as_of=st.session_state[f"{PREFIX}as_of"]))
