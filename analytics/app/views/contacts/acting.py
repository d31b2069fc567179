"""What is done with tasks chosen from a table: done, put off, given to somebody, dropped, opened again.

Actions run before the page is drawn anew, on the tasks as the reader saw them: what somebody else saved since
is told of, and rows that have moved are not mistaken for one another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import streamlit as st

from analytics.app import session
from analytics.app.components.answer import escaped
from analytics.app.context import Context
from analytics.app.error_words import error_words
from analytics.app.workspace import reader_name
from analytics.errors import WorkspaceError
from analytics.workspace import (
    Task,
    Workspace,
    assign_task,
    complete_task,
    drop_task,
    open_workspace,
    reopen_task,
    snooze_task,
)
from analytics.workspace.task_changes import change_tasks

#: What was said of the last action, and how often a table was acted on: its selection then begins anew.
TOLD, TURNS = "contacts:told", "contacts:turns"
#: Days that something is put off for, unless the reader says otherwise.
PUT_OFF = 7


def table_key(table: str) -> str:
    """Return the name of a table, another one after each action."""
    return f"{table}-{st.session_state.get(TURNS, 0)}"


def told(context: Context) -> None:
    """Say what became of the last action."""
    for kind, text in st.session_state.pop(TOLD, ()):
        (st.success if kind == "saved" else st.warning)(escaped(text))


def actions(context: Context, table: str, shown: Sequence[Task], rows: Sequence[int], *,
            closed: bool = False) -> None:
    """Offer what can be done with the rows chosen.

    Parameters
    ----------
    context : Context
    table : str
        Its name on this page.
    shown : sequence of Task
        Those of the table's rows, as they were read.
    rows : sequence of int
        The rows chosen.
    closed : bool
        Whether they are done or dropped already: then they can be opened again.
    """
    chosen = [shown[row] for row in rows if row < len(shown)]
    words, today = context.words, context.period.as_of or date.min
    # After an action its fields begin anew, too.
    table = table_key(table)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom",
                      key=context.key(f"actions-{table}")):
        st.caption(context.text("chosen", n=words.number(len(chosen))), width="content")
        act = partial(_button, context, table, chosen)
        if closed:
            act("reopen", reopen_task, icon="undo")
            return
        with _popover(context, table, "done", "check", chosen):
            outcome = _text(context, table, "outcome")
            act("done", partial(_with_text, complete_task, outcome, today), primary=True)
        with _popover(context, table, "snooze", "snooze", chosen):
            until = context.key(f"{table}-until")
            st.date_input(context.text("until"), today + timedelta(days=PUT_OFF), today + timedelta(days=1),
                          key=until)
            act("snooze", lambda workspace, task, by: snooze_task(
                workspace, task, st.session_state[until], by), primary=True)
        with _popover(context, table, "assign", "person_add", chosen):
            owner, due = context.key(f"{table}-owner"), context.key(f"{table}-due")
            st.text_input(context.text("owner"), key=owner, max_chars=120)
            st.date_input(context.text("due"), None, today + timedelta(days=1), key=due)
            act("assign", lambda workspace, task, by: assign_task(
                workspace, task, st.session_state[owner], by, due_on=st.session_state[due]), primary=True)
        with _popover(context, table, "drop", "block", chosen):
            reason = _text(context, table, "why_not")
            act("drop", partial(_with_text, drop_task, reason, today), primary=True)
    if chosen:
        _who(context, table)


def _popover(context: Context, table: str, action: str, icon: str, chosen: Sequence[Task]) -> Any:
    return st.popover(context.text(f"act.{action}"), icon=f":material/{icon}:", disabled=not chosen,
                      key=context.key(f"{table}-{action}-open"))


def _text(context: Context, table: str, name: str) -> str:
    key = context.key(f"{table}-{name}")
    st.text_area(context.text(name), key=key, height=90, max_chars=4_000)
    return key


def _with_text(change: Callable[..., Task], key: str, today: date, workspace: Workspace, task: Task,
               by: str) -> Task:
    return change(workspace, task, st.session_state[key], by, on=today)


def _who(context: Context, table: str) -> None:
    key = context.key(f"{table}-who")

    def introduce() -> None:
        st.session_state[session.NAME] = st.session_state[key].strip()

    st.text_input(context.text("who"), reader_name(), key=key, max_chars=120, on_change=introduce,
                  help=context.text("who_help"))


def _button(context: Context, table: str, chosen: Sequence[Task], action: str,
            change: Callable[[Workspace, Task, str], Task], *, icon: str = "", primary: bool = False) -> None:
    st.button(context.text(f"act.{action}_do" if primary else f"act.{action}"),
              key=context.key(f"{table}-{action}"), type="primary" if primary else "secondary",
              icon=f":material/{icon}:" if icon else None, disabled=not chosen, on_click=act,
              args=(context, action, tuple(chosen), change))


def act(context: Context, action: str, chosen: Sequence[Task],
        change: Callable[[Workspace, Task, str], Task]) -> None:
    """Change the tasks chosen, and keep what is to be said of it."""
    words = context.words
    try:
        workspace = open_workspace(context.store)
        changes = change_tasks(chosen, lambda task: change(workspace, task, reader_name()))
    except WorkspaceError as error:
        st.session_state[TOLD] = [("warning", error_words(error, words))]
        return
    done = len(changes.saved)
    said = [("saved", context.text(f"told.{action}", n=words.number(done)))] if done else []
    said += [("warning", context.text(
        "conflict", by=conflict.details["by"] or context.text("somebody"), name=task.title,
        customer=task.customer_id, state=context.text(f"now.{conflict.theirs['state']}"),
        outcome=str(conflict.theirs["outcome"]))) for task, conflict in changes.conflicts]
    st.session_state[TOLD] = said
    st.session_state[TURNS] = st.session_state.get(TURNS, 0) + 1
