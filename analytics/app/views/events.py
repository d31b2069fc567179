"""What happened and may explain a change: the company's records, and what people write beside the charts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from analytics.app import session
from analytics.app.components import answer, method, table
from analytics.app.components.answer import escaped
from analytics.app.components.saving import save_or_tell
from analytics.app.context import Context
from analytics.app.error_words import error_words
from analytics.app.navigation import page_file
from analytics.app.workspace import reader_name
from analytics.errors import HuitouError
from analytics.filters import Filters
from analytics.metrics.events import Event, known_events
from analytics.workspace import (
    Annotation,
    delete_annotation,
    has_workspace,
    open_workspace,
    save_annotation,
    written_annotations,
)

#: What an event may be; who answered a crisis how belongs to the records of the crisis.
KINDS = ("price_change", "competitor_entry", "crisis", "system_change", "other")
TOLD = "events:told"


def written(context: Context) -> tuple[Annotation, ...]:
    """Return what people wrote, newest day first; nothing, and why, where it cannot be reached."""
    try:
        return written_annotations(open_workspace(context.store)) if has_workspace(context.store) else ()
    except HuitouError as error:
        st.warning(error_words(error, context.words))
        return ()


def recorded(context: Context, mine: tuple[Annotation, ...]) -> list[Event]:
    """Return the events of the records, newest first, less what was written here and is built in already."""
    known = {(one.happened_on, one.title, one.branch) for one in mine}
    return [one for one in reversed(known_events(context.reader, Filters()))
            if (one.happened_on, one.title, one.branch or "") not in known]


def tell(context: Context, mine: tuple[Annotation, ...]) -> None:
    """Answer first: how many events stand on the charts, and the last of them."""
    words, others = context.words, recorded(context, mine)
    everything = [*((one.happened_on, one.title) for one in mine),
                  *((one.happened_on, one.title) for one in others)]
    if not everything:
        answer(context.text("answer_none"))
        return
    day, title = max(everything)
    answer(context.text("answer", n=words.number(len(everything)), day=words.date(day), title=title),
           detail=context.text("answer_detail", mine=words.number(len(mine)),
                               others=words.number(len(others))))


def new(context: Context) -> None:
    """Take down something that happened."""
    if told := st.session_state.pop(TOLD, None):
        st.warning(told)
    with st.form(context.key("new"), clear_on_submit=True):
        st.header(context.text("new"), anchor=False)
        given = _fields(context, Annotation(context.period.as_of or date.today(), ""), "new")
        who = st.text_input(context.text("who"), reader_name(), max_chars=120, key=context.key("who"))
        sent = st.form_submit_button(context.text("add"), type="primary", icon=":material/add:")
    if sent:
        st.session_state[session.NAME] = who.strip()
        _try(context, lambda: save_annotation(open_workspace(context.store), given, who.strip()))


def change(context: Context, mine: tuple[Annotation, ...]) -> None:
    """Show what people wrote here, each to be changed or taken away."""
    if not mine:
        return
    words = context.words
    with st.container(border=True, key=context.key("card-mine")):
        st.header(context.text("mine"), anchor=False)
        for one in mine:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(escaped(context.text(
                    "line", day=words.date(one.happened_on), title=one.title, who=_who(context, one),
                    kind=words.value("kind", one.kind), branch=_where(context, one.branch))))
                with st.popover(context.text("change"), key=context.key(f"change-{one.code}"),
                                type="tertiary", icon=":material/edit:"):
                    _one(context, one)


def _one(context: Context, one: Annotation) -> None:
    # What is edited was written upon the version that stood here when the fields were first filled.
    seen = context.key(f"seen-{one.code}")
    version = st.session_state.setdefault(seen, one.version)
    edited = replace(_fields(context, one, one.code), code=one.code, version=version)
    if st.button(context.words("people.save_do"), key=context.key(f"save-{one.code}"), type="primary"):
        st.session_state.pop(seen)
        _try(context, lambda: save_annotation(open_workspace(context.store), edited, reader_name()))
    if st.button(context.text("delete"), key=context.key(f"delete-{one.code}")):
        st.session_state.pop(seen)
        _try(context, lambda: delete_annotation(open_workspace(context.store), edited, reader_name()))


def _fields(context: Context, one: Annotation, key: str) -> Annotation:
    words = context.words
    left, right = st.columns((1, 2))
    with left:
        day = st.date_input(context.text("day"), one.happened_on, format="YYYY-MM-DD",
                            min_value=date(1990, 1, 1), max_value=date(2100, 12, 31),
                            key=context.key(f"day-{key}"))
        kinds = list(dict.fromkeys((*KINDS, one.kind)))
        kind = st.selectbox(context.text("kind"), kinds, kinds.index(one.kind),
                            key=context.key(f"kind-{key}"),
                            format_func=lambda code: words.value("kind", code))
    with right:
        title = st.text_input(context.text("what"), one.title, max_chars=120,
                              key=context.key(f"what-{key}"))
        branches = list(dict.fromkeys(("", *context.metric("choices").dimensions.get("branch", ()),
                                       one.branch)))
        branch = st.selectbox(words("columns.branch"), branches, branches.index(one.branch),
                              key=context.key(f"where-{key}"), format_func=lambda name: _where(context, name))
    note = st.text_input(context.text("note"), one.note, key=context.key(f"note-{key}"))
    return Annotation(day, title, kind, branch, note)


def listing(context: Context, mine: tuple[Annotation, ...]) -> None:
    """List every event, newest first."""
    words = context.words
    rows = [(one.happened_on, one.title, one.kind, one.branch, one.note, _who(context, one)) for one in mine]
    rows += [(one.happened_on, one.title, one.kind, one.branch or "", "", context.text("recorded"))
             for one in recorded(context, mine)]
    if not rows:
        return
    with st.container(border=True, key=context.key("card-all")):
        st.header(context.text("all"), anchor=False)
        table(context, pd.DataFrame([{
            context.text("day"): day, context.text("what"): title,
            context.text("kind"): words.value("kind", kind),
            words("columns.branch"): _where(context, branch),
            context.text("note"): note, context.text("from"): source}
            for day, title, kind, branch, note, source in sorted(rows, key=_day, reverse=True)]),
            "events", key="events", alt=context.text("all"))
        st.page_link(page_file("service"), label=context.text("followed"), icon=":material/build:")


def explain(context: Context) -> None:
    """Say what becomes of what is written here."""
    method(context)


def _day(row: tuple[date, *tuple[str, ...]]) -> date:
    return row[0]


def _where(context: Context, branch: str) -> str:
    return context.words.value("branch", branch) if branch else context.text("everywhere")


def _who(context: Context, one: Annotation) -> str:
    return one.saved_by or context.text("nobody")


def _try(context: Context, save: Callable[[], object]) -> None:
    """Save, and say what came in between; having read that, one may save upon it."""
    save_or_tell(context, TOLD, save, conflict=lambda one: context.text(
        "conflict", who=str(one.details["by"]), theirs=str(one.theirs["title"])))
