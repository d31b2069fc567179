"""Saving a case; and when somebody was quicker, both versions field by field, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from analytics.app.components.answer import escaped
from analytics.app.context import Context
from analytics.app.error_words import error_words
from analytics.app.views.complaint_desk import form, told
from analytics.app.views.complaint_desk.desk import go_to
from analytics.app.workspace import reader_name
from analytics.errors import Conflict, HuitouError
from analytics.workspace import Workspace, open_workspace
from analytics.workspace.complaint_case import ComplaintCase
from analytics.workspace.complaint_cases import open_case, save_case
from analytics.workspace.complaint_versions import Difference, Side, differences, put_together

#: Two versions to be put together, and what came of the last press of a button.
OPEN, SAID, REFUSED = "complaint_desk:conflict", "complaint_desk:said", "complaint_desk:refused"


@dataclass(frozen=True, slots=True)
class Clash:
    """Two versions of a case that began from the same one.

    Attributes
    ----------
    base, mine, theirs : ComplaintCase
    by : str
        Who was quicker.
    dropped : bool
        Whether they took the case off the desk.
    """

    base: ComplaintCase
    mine: ComplaintCase
    theirs: ComplaintCase
    by: str
    dropped: bool


def try_saving(context: Context, begun: ComplaintCase, mine: ComplaintCase,
               save: Callable[[Workspace, ComplaintCase, str], ComplaintCase | None], said: str) -> None:
    """Save, and say what came of it; who was slower sees both versions next."""
    try:
        kept = save(open_workspace(context.store), mine, reader_name())
    except Conflict as conflict:
        stored = ComplaintCase.from_content(conflict.theirs, code=mine.code,
                                            version=int(str(conflict.theirs["version"])))
        st.session_state[OPEN] = Clash(begun, mine, stored, str(conflict.details["by"]),
                                       bool(conflict.theirs["deleted"]))
    except HuitouError as error:
        # The entries stay where they are: the fields still belong to the version they began from.
        st.session_state[REFUSED] = error_words(error, context.words)
    else:
        st.session_state[SAID] = said
        st.session_state.pop(OPEN, None)
        if kept is not None:
            form.begin(kept)
        go_to(None if kept is None else kept.code)
    st.rerun()


def outcome() -> None:
    """Say what came of the last press of a button."""
    if said := st.session_state.pop(SAID, None):
        st.success(said)
    if refused := st.session_state.pop(REFUSED, None):
        st.warning(refused)


def clash(code: str) -> Clash | None:
    """Return the two versions of a case that wait to be put together."""
    found: Clash | None = st.session_state.get(OPEN)
    return found if found is not None and found.mine.code == code else None


def settle(context: Context, both: Clash) -> None:
    """Show both versions field by field, and save what the reader keeps of each."""
    by = both.by or context.text("somebody")
    with st.container(border=True, key=context.key("card-conflict")):
        st.header(context.text("conflict.title"), anchor=False)
        if both.dropped:
            st.markdown(escaped(context.text("conflict.dropped", by=by)))
            if st.button(context.text("conflict.anew"), type="primary", key=context.key("conflict-anew")):
                try_saving(context, both.base, both.mine, open_case, context.text("said.opened"))
            _leave(context, None)
            return
        found = differences(both.base, both.mine, both.theirs)
        st.markdown(escaped(context.text("conflict.about", by=by, n=len(found))))
        if both.theirs.stage != both.base.stage:
            st.markdown(escaped(context.text("conflict.stage", by=by,
                                             stage=told.stage_name(context, both.theirs.stage))))
        chosen = {one.field: _choose(context, one, by, both.theirs.version) for one in found}
        complete = all(chosen.values())
        if st.button(context.text("conflict.save"), type="primary", disabled=not complete,
                     key=context.key("conflict-save"), icon=":material/merge:"):
            sides = {name: side for name, side in chosen.items() if side is not None}
            merged = put_together(both.mine, both.theirs, sides)
            try_saving(context, both.theirs, merged, save_case, context.text("said.merged"))
        if not complete:
            st.caption(context.text("conflict.incomplete"))
        _leave(context, both.theirs)


def _choose(context: Context, one: Difference, by: str, version: int) -> Side | None:
    st.markdown(f"**{told.field_name(context, one.field)}**")
    for column, title, value in zip(st.columns(2), (context.text("conflict.mine"),
                                                    context.text("conflict.theirs", by=by)),
                                    (one.mine, one.theirs), strict=True):
        with column:
            st.caption(escaped(title))
            st.markdown(escaped(told.answer_words(context, one.field, value)).replace("\n", "  \n"))
    sides: tuple[Side, ...] = ("mine", "theirs", "both") if one.joinable else ("mine", "theirs")
    names = {"mine": context.text("conflict.keep_mine"),
             "theirs": context.text("conflict.keep_theirs", by=escaped(by)),
             "both": context.text("conflict.keep_both")}
    return st.radio(told.field_name(context, one.field), sides, horizontal=True, label_visibility="collapsed",
                    index=None if one.suggested is None else sides.index(one.suggested),
                    format_func=lambda side: names[side], key=context.key(f"keep-{version}-{one.field}"))


def _leave(context: Context, theirs: ComplaintCase | None) -> None:
    with st.popover(context.text("conflict.leave"), type="tertiary", key=context.key("conflict-leave")):
        st.markdown(context.text("conflict.leave_sure"))
        if st.button(context.text("conflict.leave_yes"), key=context.key("conflict-leave-yes")):
            st.session_state.pop(OPEN, None)
            if theirs is None:
                go_to(None)
            else:
                form.begin(replace(theirs))
            st.rerun()
