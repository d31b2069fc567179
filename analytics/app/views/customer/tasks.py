"""Making a task for a customer from what the card shows."""

from __future__ import annotations

import streamlit as st

from analytics.app.context import Context
from analytics.app.error_words import error_words
from analytics.app.workspace import reader_name
from analytics.errors import Conflict, HuitouError
from analytics.workspace import Task, open_workspace, save_task

#: What is said of the last task at the next run.
TOLD = "customers:task-told"


def can_make_tasks(context: Context) -> bool:
    """Tell whether tasks can be made of what is shown: looking back, what was due then is history."""
    return context.filters.as_of is None or context.filters.as_of == context.reader.meta.as_of


def make_task(context: Context, task: Task) -> None:
    """Save a task and say so; somebody may have made it for the same occasion a moment earlier."""
    try:
        save_task(open_workspace(context.store), task, reader_name())
        st.session_state[TOLD] = context.words("next_actions.made", action=task.title)
    except Conflict:
        st.session_state[TOLD] = context.words("next_actions.made_before")
    except HuitouError as error:
        st.session_state[TOLD] = error_words(error, context.words)
    st.rerun()
