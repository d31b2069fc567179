"""What people noted about a customer: read, added to, changed, taken away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import streamlit as st

from analytics.app import session
from analytics.app.components.answer import escaped
from analytics.app.components.saving import save_or_tell
from analytics.app.context import Context
from analytics.app.workspace import reader_name
from analytics.workspace import Note, delete_note, has_workspace, notes, open_workspace, save_note

TOLD = "customers:notes-told"


def show_notes(context: Context, customer_id: str) -> None:
    """Show the notes about a customer, newest first, and take new ones."""
    with st.container(border=True, key=context.key("card-notes")):
        st.subheader(context.text("notes.title"), anchor=False)
        kept = notes(open_workspace(context.store), customer_id) if has_workspace(context.store) else ()
        for note in kept:
            _one(context, note)
        if told := st.session_state.pop(TOLD, None):
            st.warning(told)
        _new(context, customer_id)


def _new(context: Context, customer_id: str) -> None:
    with st.form(context.key("note-form"), clear_on_submit=True, border=False):
        text = st.text_area(context.text("notes.new"), key=context.key("note-text"), height=90)
        left, right = st.columns((2, 3), vertical_alignment="bottom")
        with left:
            who = st.text_input(context.text("notes.who"), reader_name(), max_chars=120,
                                key=context.key("note-who"))
        with right:
            sent = st.form_submit_button(context.text("notes.save"), icon=":material/add_comment:")
    if sent:
        st.session_state[session.NAME] = who.strip()
        _try(context, lambda: save_note(open_workspace(context.store), Note(customer_id, text), who.strip()))


def _one(context: Context, note: Note) -> None:
    words = context.words
    st.markdown(escaped(note.text).replace("\n", "  \n"))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        by = note.saved_by or context.text("notes.nobody")
        code = "notes.changed" if note.version > 1 else "notes.written"
        st.caption(escaped(context.text(code, who=by, when=_day(context, note.saved_at))), width="content")
        with st.popover(context.text("notes.change"), key=context.key(f"note-{note.code}"), type="tertiary",
                        icon=":material/edit:"):
            text = st.text_area(context.text("notes.text"), note.text,
                                key=context.key(f"note-text-{note.code}"))
            # The text was written upon the version that stood here when the field was first filled.
            seen = st.session_state.setdefault(context.key(f"note-seen-{note.code}"), note.version)
            mine = replace(note, text=text, version=seen)
            if st.button(words("people.save_do"), key=context.key(f"note-save-{note.code}"), type="primary"):
                _try(context, lambda: save_note(open_workspace(context.store), mine, reader_name()), note)
            if st.button(context.text("notes.delete"), key=context.key(f"note-delete-{note.code}")):
                _try(context, lambda: delete_note(open_workspace(context.store), mine, reader_name()), note)


def _try(context: Context, save: Callable[[], object], note: Note | None = None) -> None:
    """Save, and say what came in between; having read that, one may save upon it."""
    if note is not None:
        st.session_state.pop(context.key(f"note-seen-{note.code}"))
    save_or_tell(context, TOLD, save, conflict=lambda one: context.text(
        "notes.conflict", who=str(one.details["by"]), theirs=str(one.theirs["text"])))


def _day(context: Context, moment: datetime | None) -> str:
    return context.words.date(moment.date() if moment else None)
