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
from analytics.app.workspace import reader_name
from analytics.errors import Conflict, HuitouError, WorkspaceError
from analytics.workspace import has_workspace, open_workspace
from analytics.workspace.scenarios import (
    Scenario,
    ScenarioKind,
    delete_scenario,
    save_scenario,
    scenarios,
)

Take = Callable[[Mapping[str, float]], None]


def scenario_bar(context: Context, kind: ScenarioKind, assumptions: Mapping[str, float], take: Take) -> None:
    """Offer saved scenarios to open, and to save what is reckoned with now.

    Parameters
    ----------
    context : Context
    kind : {"retention", "budget", "programme"}
    assumptions : mapping of str to float
        What differs from the company's own figures now.
    take : callable
        Puts a scenario's assumptions in force.
    """
    try:
        kept = scenarios(open_workspace(context.store), kind) if has_workspace(context.store) else ()
    except WorkspaceError as error:
        st.caption(error_words(error, context.words))
        return
    if kept:
        _open(context, kind, kept, take)
    opened = _opened(kind)
    with st.popover(context.text("scenario.save"), key=context.key(f"scenario-{kind}"),
                    icon=":material/save:"):
        _fields(context, kind, opened, assumptions)
    if told := st.session_state.pop(_key(kind, "told"), None):
        st.caption(escaped(told))
    if (conflict := st.session_state.get(_key(kind, "conflict"))) is not None:
        _conflict(context, kind, opened, assumptions, take, conflict)


def forget(kind: ScenarioKind) -> None:
    """Work apart from any saved scenario again."""
    st.session_state.pop(_key(kind, "opened"), None)


def _key(kind: ScenarioKind, name: str) -> str:
    return f"economics:scenario-{kind}-{name}"


def _opened(kind: ScenarioKind) -> Scenario:
    found: Scenario = st.session_state.get(_key(kind, "opened"), Scenario("", kind))
    return found


def _open(context: Context, kind: ScenarioKind, kept: tuple[Scenario, ...], take: Take) -> None:
    by_code = {one.code: one for one in kept}
    key = context.key(f"scenario-{kind}-choice")
    opened = _opened(kind).code
    st.session_state[key] = opened if opened in by_code else None

    def changed() -> None:
        picked = by_code.get(st.session_state[key])
        if picked is None:
            forget(kind)
            return
        st.session_state[_key(kind, "opened")] = picked
        take(picked.assumptions)

    st.selectbox(context.text("scenario.open"), list(by_code), key=key, width=260, on_change=changed,
                 format_func=lambda code: by_code[code].name, placeholder=context.text("scenario.choose"),
                 label_visibility="collapsed")


def _fields(context: Context, kind: ScenarioKind, opened: Scenario, assumptions: Mapping[str, float]) -> None:
    name = st.text_input(context.text("scenario.name"), opened.name, max_chars=120,
                         key=context.key(f"scenario-{kind}-name-{opened.code}"))
    note = st.text_input(context.text("scenario.note"), opened.note, max_chars=400,
                         key=context.key(f"scenario-{kind}-note-{opened.code}"))
    who = st.text_input(context.text("scenario.who"), reader_name(), max_chars=120,
                        key=context.key(f"scenario-{kind}-who"))
    mine = replace(opened, name=name, note=note, assumptions=dict(assumptions))
    with st.container(horizontal=True, gap="small"):
        if st.button(context.text("scenario.keep"), type="primary", key=context.key(f"scenario-{kind}-keep")):
            _save(context, kind, mine, who)
        if opened.version and st.button(context.text("scenario.keep_new"),
                                        key=context.key(f"scenario-{kind}-new")):
            _save(context, kind, replace(mine, code="", version=0), who)
        if opened.version and st.button(context.text("scenario.delete"),
                                        key=context.key(f"scenario-{kind}-delete")):
            _delete(context, kind, opened, who)


def _save(context: Context, kind: ScenarioKind, scenario: Scenario, who: str) -> None:
    st.session_state[session.NAME] = who.strip()
    try:
        kept = save_scenario(open_workspace(context.store), scenario, who.strip())
    except Conflict as conflict:
        st.session_state[_key(kind, "conflict")] = conflict
    except HuitouError as error:
        st.session_state[_key(kind, "told")] = error_words(error, context.words)
    else:
        st.session_state[_key(kind, "opened")] = kept
        st.session_state[_key(kind, "told")] = context.text("scenario.saved", name=kept.name)
    st.rerun()


def _delete(context: Context, kind: ScenarioKind, scenario: Scenario, who: str) -> None:
    try:
        delete_scenario(open_workspace(context.store), scenario, who.strip())
    except Conflict as conflict:
        st.session_state[_key(kind, "conflict")] = conflict
    else:
        forget(kind)
        st.session_state[_key(kind, "told")] = context.text("scenario.deleted", name=scenario.name)
    st.rerun()


def _conflict(context: Context, kind: ScenarioKind, opened: Scenario, assumptions: Mapping[str, float],
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
        if st.button(context.text("scenario.take"), disabled=gone, key=context.key(f"scenario-{kind}-take")):
            st.session_state[_key(kind, "opened")] = current
            take(current.assumptions)
            _resolved(kind)
        if st.button(context.text("scenario.over"), disabled=gone, key=context.key(f"scenario-{kind}-over")):
            del st.session_state[_key(kind, "conflict")]
            _save(context, kind, replace(current, assumptions=dict(assumptions)), reader_name())
        if st.button(context.text("scenario.let"), key=context.key(f"scenario-{kind}-let")):
            forget(kind)
            _resolved(kind)


def _resolved(kind: ScenarioKind) -> None:
    del st.session_state[_key(kind, "conflict")]
    st.rerun()


def _listed(context: Context, assumptions: Mapping[str, float]) -> str:
    words = context.words
    told = [context.text("scenario.item", name=context.text(f"short.{name}"),
                         value=context.money(100 * value) if name in MONEY_NAMES
                         else words.number(value) if name in COUNT_NAMES else words.percent(value))
            for name, value in assumptions.items()]
    return words.listing(told) if told else context.text("scenario.own_figures")


#: Assumptions that are money in whole currency, and those that are counts; the rest are shares.
MONEY_NAMES = ("margin", "acquisition_cost", "cost", "budget", "keep_cost", "spend", "fixed_cost")
COUNT_NAMES = ("members",)
