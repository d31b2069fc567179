"""Every task, of the list, of customers' cards, of complaints and campaigns: open, put off, done, dropped."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components.people import customer_table, named
from analytics.app.components.table import download
from analytics.app.context import Context
from analytics.app.views.contacts.acting import actions, table_key
from analytics.app.views.contacts.known import Known
from analytics.workspace import Task

#: Which tasks are shown, and at most so many of those that are over.
KINDS, LATEST = ("open", "asleep", "done", "dropped"), 500


def task_table(context: Context, found: Known) -> None:
    """Show the tasks of one kind, those overdue first, with what can be done with them."""
    words = context.words
    with st.container(border=True, key=context.key("card-tasks")):
        st.header(context.text("tasks"), anchor=False)
        if not found.tasks:
            st.caption(context.text("tasks_none"))
            return
        counted = {kind: sum(_kind(context, one) == kind for one in found.tasks) for kind in KINDS}
        kind = st.segmented_control(
            context.text("tasks_which"), KINDS, default="open", key=context.key("kind"), required=True,
            format_func=lambda one: context.text(f"kind.{one}", n=words.number(counted[one])))
        chosen = [one for one in found.tasks if _kind(context, one) == kind]
        if kind in ("done", "dropped"):
            chosen = sorted(chosen, key=lambda one: str(one.done_at), reverse=True)[:LATEST]
        numbers = tuple(sorted({one.customer_id for one in chosen}))
        people = context.metric("task_customers", customers=numbers)
        there = set(people["customer_id"])
        chosen = [one for one in chosen if one.customer_id in there]
        if not chosen:
            st.caption(context.text("tasks_none_here"))
            return
        frame = _frame(context, chosen).merge(people, on="customer_id", how="left")
        frame.insert(0, "name", frame.pop("name"))
        event = customer_table(context, frame, key=table_key("tasks"), alt=context.text("tasks"),
                               selection="multi-row", height=420 if len(frame) > 10 else "auto")
        actions(context, "tasks", chosen, event.selection.rows, closed=kind in ("done", "dropped"))
        download(context, lambda: named(frame, context), "tasks", key="tasks")


def _kind(context: Context, task: Task) -> str:
    return "asleep" if task.asleep(context.period.as_of) else task.state


def _frame(context: Context, chosen: list[Task]) -> pd.DataFrame:
    today = context.period.as_of
    return pd.DataFrame([{
        "what": one.title, "why": one.detail or None, "owner": one.owner or None, "due_on": one.due_on,
        "due_state": context.text("state.late") if one.late(today) else None,
        "snoozed_until": one.snoozed_until if one.asleep(today) else None, "done_on": one.done_on,
        "came_of_it": one.outcome or None, "saved_by": one.saved_by or None,
        "customer_id": one.customer_id} for one in chosen])
