"""Saving a segment: under a name, moving with the data or frozen; what to do when somebody was quicker."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from analytics.app import session
from analytics.app.components.answer import escaped
from analytics.app.context import Context
from analytics.app.error_words import error_words
from analytics.app.views.segments.builder import begin, draft
from analytics.app.views.segments.draft import Draft
from analytics.app.workspace import reader_name
from analytics.errors import Conflict
from analytics.filters import SavedSegment, Test, condition_sentence
from analytics.filters.conditions import from_json
from analytics.metrics.segment_profile import SegmentProfile
from analytics.workspace import Segment, open_workspace, save_segment

CONFLICT, SAVED = "segments:conflict", "segments:saved"


def save(context: Context, found: SegmentProfile) -> None:
    """Offer to save what was put together."""
    edited = draft()
    with st.container(border=True, key=context.key("card-save")):
        st.header(context.text("save_title" if not edited.segment.version else "save_again_title",
                               name=edited.segment.name), anchor=False)
        if saved := st.session_state.pop(SAVED, None):
            st.success(context.text("saved", name=saved))
        if (conflict := st.session_state.get(CONFLICT)) is not None:
            _conflict(context, edited, conflict)
            return
        _fields(context, edited)
        with st.container(horizontal=True, gap="small"):
            label = context.text("save_version" if edited.segment.version else "save")
            if st.button(label, type="primary", key=context.key("save"), icon=":material/save:"):
                _keep(context, edited, edited.saved())
            if edited.segment.version and st.button(context.text("save_copy"), key=context.key("save-copy")):
                _keep(context, edited, replace(edited.saved(), code="", version=0))
            freeze = context.text("save_frozen", n=context.words.number(found.inside))
            if found.inside and st.button(freeze, key=context.key("save-frozen"), icon=":material/ac_unit:",
                                          help=context.text("save_frozen_help")):
                _keep(context, edited, _frozen(context, edited))


def _fields(context: Context, edited: Draft) -> None:
    left, middle, right = st.columns((5, 5, 3), vertical_alignment="bottom")
    segment = edited.segment
    with left:
        _text(context, edited, "name", segment.name, context.text("name"))
    with middle:
        _text(context, edited, "note", segment.note, context.text("note"))
    with right:
        key = context.key("who")
        st.session_state[key] = reader_name()
        st.text_input(context.text("who"), key=key, max_chars=120, on_change=_introduce, args=(key,))
    shared = context.key("shared")
    st.session_state[shared] = segment.shared
    st.toggle(context.text("shared"), key=shared, help=context.text("shared_help"), on_change=lambda: setattr(
        edited, "segment", replace(edited.segment, shared=st.session_state[shared])))


def _text(context: Context, edited: Draft, name: str, value: str, label: str) -> None:
    key = context.key(f"save-{name}")
    st.session_state[key] = value
    st.text_input(label, key=key, max_chars=120, on_change=lambda: setattr(
        edited, "segment", replace(edited.segment, **{name: st.session_state[key]})))


def _introduce(key: str) -> None:
    st.session_state[session.NAME] = st.session_state[key].strip()


def _frozen(context: Context, edited: Draft) -> Segment:
    chosen = SavedSegment("draft", "", edited.condition())
    numbers = context.metric("segment_list", segment=chosen, columns=("customer_id",))["customer_id"]
    return replace(edited.segment, code="", version=0, frozen=True,
                   condition=Test("customer_id", "one_of", tuple(numbers)))


def _keep(context: Context, edited: Draft, segment: Segment) -> None:
    who = reader_name()
    try:
        kept = save_segment(open_workspace(context.store), replace(segment, owner=segment.owner or who), who)
    except Conflict as conflict:
        st.session_state[CONFLICT] = conflict
        st.rerun()
    st.session_state[SAVED] = kept.name
    begin(Draft.of(kept) or Draft())
    st.rerun()


def _conflict(context: Context, edited: Draft, conflict: Conflict) -> None:
    """Show both versions side by side, and let the reader choose; nothing is overwritten unasked."""
    words, theirs = context.words, conflict.theirs
    st.warning(error_words(conflict, words))
    left, right = st.columns(2)
    for column, title, name, condition in (
            (left, "conflict_mine", edited.segment.name, edited.condition()),
            (right, "conflict_theirs", str(theirs["name"]), from_json(theirs["condition"]))):
        with column, st.container(border=True):
            st.subheader(context.text(title), anchor=False)
            st.markdown(f"**{escaped(name)}**")
            st.markdown(escaped(condition_sentence(condition, words, context.currency)))
    with st.container(horizontal=True, gap="small"):
        gone = bool(theirs["deleted"])
        if st.button(context.text("conflict_take"), key=context.key("conflict-take"), disabled=gone):
            current = Segment(str(theirs["name"]), from_json(theirs["condition"]), bool(theirs["frozen"]),
                              bool(theirs["shared"]), str(theirs["owner"]), str(theirs["note"]),
                              edited.segment.code, int(str(theirs["version"])))
            begin(Draft.of(current) or Draft())
            _resolved()
        if st.button(context.text("conflict_over"), key=context.key("conflict-over"), disabled=gone):
            edited.segment = replace(edited.segment, version=int(str(theirs["version"])))
            del st.session_state[CONFLICT]
            _keep(context, edited, edited.saved())
        if st.button(context.text("conflict_copy"), key=context.key("conflict-copy")):
            del st.session_state[CONFLICT]
            _keep(context, edited, replace(edited.saved(), code="", version=0))


def _resolved() -> None:
    del st.session_state[CONFLICT]
    st.rerun()
