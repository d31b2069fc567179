"""Scenarios on a page: opened, saved under a name, taken away; who was slower sees both versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from analytics.app import session
from analytics.app.components.answer import escaped
from analytics.app.context import Context
from analytics.app.error_words import error_words
from analytics.app.views.economics.units import MONEY, PLAIN
from analytics.app.workspace import reader_name
from analytics.errors import Conflict, HuitouError, WorkspaceError
from analytics.workspace import has_workspace, open_workspace
from analytics.workspace.scenarios import (
    Scenario,
    delete_scenario,
    save_scenario,
    scenarios,
)

#: A scenario holds whatever was chosen on the whole page.
KIND = "economics"
Take = Callable[[Mapping[str, float]], None]


def scenario_bar(context: Context, assumptions: Mapping[str, float], take: Take) -> None:
    """Offer saved scenarios to open, and to save what is reckoned with now.

    Parameters
    ----------
    context : Context
    assumptions : mapping of str to float
        What differs from the company's own figures now.
    take : callable
        Puts a scenario's assumptions in force.
    """
    try:
        kept = scenarios(open_workspace(context.store), KIND) if has_workspace(context.store) else ()
    except WorkspaceError as error:
        st.caption(error_words(error, context.words))
        return
    if kept:
        _open(context, kept, take)
    opened = _opened()
    with st.popover(context.text("scenario.save"), key=context.key("scenario"),
                    icon=":material/save:"):
        _fields(context, opened, assumptions)
    if told := st.session_state.pop(_key("told"), None):
        st.caption(escaped(told))
    if (conflict := st.session_state.get(_key("conflict"))) is not None:
        _conflict(context, opened, assumptions, take, conflict)


def saved_scenarios(context: Context) -> tuple[Scenario, ...]:
    """Return the scenarios of this page; none where they cannot be reached, which the bar says."""
    try:
        return scenarios(open_workspace(context.store), KIND) if has_workspace(context.store) else ()
    except WorkspaceError:
        return ()


def forget() -> None:
    """Work apart from any saved scenario again."""
    st.session_state.pop(_key("opened"), None)


def _key(name: str) -> str:
    return f"economics:scenario-{name}"


def _opened() -> Scenario:
    found: Scenario = st.session_state.get(_key("opened"), Scenario("", KIND))
    return found


def _open(context: Context, kept: tuple[Scenario, ...], take: Take) -> None:
    by_code = {one.code: one for one in kept}
    key = context.key("scenario-choice")
    opened = _opened().code
    st.session_state[key] = opened if opened in by_code else None

    def changed() -> None:
        picked = by_code.get(st.session_state[key])
        if picked is None:
            forget()
            return
        st.session_state[_key("opened")] = picked
        take(picked.assumptions)

    st.selectbox(context.text("scenario.open"), list(by_code), key=key, width=260, on_change=changed,
                 format_func=lambda code: by_code[code].name, placeholder=context.text("scenario.choose"),
                 label_visibility="collapsed")


def _fields(context: Context, opened: Scenario, assumptions: Mapping[str, float]) -> None:
    name = st.text_input(context.text("scenario.name"), opened.name, max_chars=120,
                         key=context.key(f"scenario-name-{opened.code}"))
    note = st.text_input(context.text("scenario.note"), opened.note, max_chars=400,
                         key=context.key(f"scenario-note-{opened.code}"))
    who = st.text_input(context.text("scenario.who"), reader_name(), max_chars=120,
                        key=context.key("scenario-who"))
    mine = replace(opened, name=name, note=note, assumptions=dict(assumptions))
    with st.container(horizontal=True, gap="small"):
        if st.button(context.text("scenario.keep"), type="primary", key=context.key("scenario-keep")):
            _save(context, mine, who)
        if opened.version and st.button(context.text("scenario.keep_new"),
                                        key=context.key("scenario-new")):
            _save(context, replace(mine, code="", version=0), who)
        if opened.version and st.button(context.text("scenario.delete"),
                                        key=context.key("scenario-delete")):
            _delete(context, opened, who)


def _save(context: Context, scenario: Scenario, who: str) -> None:
    st.session_state[session.NAME] = who.strip()
    try:
        kept = save_scenario(open_workspace(context.store), scenario, who.strip())
    except Conflict as conflict:
        st.session_state[_key("conflict")] = conflict
    except HuitouError as error:
        st.session_state[_key("told")] = error_words(error, context.words)
    else:
        st.session_state[_key("opened")] = kept
        st.session_state[_key("told")] = context.text("scenario.saved", name=kept.name)
    st.rerun()


def _delete(context: Context, scenario: Scenario, who: str) -> None:
    try:
        delete_scenario(open_workspace(context.store), scenario, who.strip())
    except Conflict as conflict:
        st.session_state[_key("conflict")] = conflict
    else:
        forget()
        st.session_state[_key("told")] = context.text("scenario.deleted", name=scenario.name)
    st.rerun()


def _conflict(context: Context, opened: Scenario, assumptions: Mapping[str, float],
              take: Take, conflict: Conflict) -> None:
    """Show both versions, and let the reader choose; nothing is overwritten unasked."""
    theirs: Mapping[str, Any] = conflict.theirs
    st.warning(error_words(conflict, context.words))
    st.markdown(escaped(context.text("scenario.mine", list=_listed(context, assumptions))))
    st.markdown(escaped(context.text("scenario.theirs", list=_listed(context, theirs["assumptions"]))))
    current = replace(opened, name=str(theirs["name"]), assumptions=theirs["assumptions"],
                      note=str(theirs["note"]), version=int(theirs["version"]))
    gone = bool(theirs["deleted"])
    with st.container(horizontal=True, gap="small"):
        if st.button(context.text("scenario.take"), disabled=gone, key=context.key("scenario-take")):
            st.session_state[_key("opened")] = current
            take(current.assumptions)
            _resolved()
        if st.button(context.text("scenario.over"), disabled=gone, key=context.key("scenario-over")):
            del st.session_state[_key("conflict")]
            _save(context, replace(current, assumptions=dict(assumptions)), reader_name())
        if st.button(context.text("scenario.let"), key=context.key("scenario-let")):
            forget()
            _resolved()


def _resolved() -> None:
    del st.session_state[_key("conflict")]
    st.rerun()


def _listed(context: Context, assumptions: Mapping[str, float]) -> str:
    words = context.words
    told = [context.text("scenario.item", name=context.text(f"short.{name}"),
                         value=context.money(100 * value) if name in MONEY
                         else words.number(value, 2) if name in PLAIN else words.percent(value))
            for name, value in assumptions.items()]
    return words.listing(told) if told else context.text("scenario.own_figures")
