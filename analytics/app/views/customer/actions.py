"""What to do next for a customer, why, and what somebody is already to do."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analytics.app.components import method
from analytics.app.components.answer import escaped
from analytics.app.components.saving import save_or_tell
from analytics.app.context import Context
from analytics.app.error_words import error_words
from analytics.app.views.customer.tasks import TOLD, can_make_tasks, make_task
from analytics.app.workspace import reader_name
from analytics.errors import HuitouError
from analytics.metrics.customer_card import CustomerCard
from analytics.metrics.customer_health import CustomerHealth
from analytics.models.customer_risk import CustomerRisk
from analytics.models.next_actions import NextAction, Standards, actions_for
from analytics.workspace import (
    Task,
    complete_task,
    drop_task,
    has_workspace,
    open_workspace,
    tasks,
)


def show_actions(context: Context, card: CustomerCard, health: CustomerHealth,
                 risk: CustomerRisk | None) -> None:
    """Show what is to be done first and why, what comes then, and the open tasks."""
    words = context.words
    kept, failure = _tasks(context, card.facts.customer_id)
    found = actions_for(card, health, risk, _standards(context)).actions
    with st.container(border=True, key=context.key("card-actions")):
        st.subheader(words("next_actions.title"), anchor=False)
        if told := st.session_state.pop(TOLD, None):
            st.info(told)
        if not found:
            st.markdown(words("next_actions.nothing"))
        else:
            first, rest = found[0], found[1:]
            _one(context, card, first, kept, first=True)
            if rest:
                with st.expander(words("next_actions.also", n=words.number(len(rest))),
                                 key=context.key("actions-more")):
                    for action in rest:
                        _one(context, card, action, kept)
        if failure:
            st.warning(failure)
        _open_tasks(context, kept)
        method(context, "next_actions")


def action_words(context: Context, action: NextAction) -> tuple[str, str]:
    """Return what is to be done, and the reason why."""
    words, code = context.words, action.rule.code
    facts = {name: _fact(context, action.rule.facts[name], value) for name, value in action.facts.items()}
    return words(f"next_actions.do.{code}"), words(f"next_actions.reason.{code}", **facts)


def _fact(context: Context, kind: str, value: Any) -> str:
    words = context.words
    if kind == "date":
        return words.date(value)
    if kind == "money":
        return context.money(value)
    if kind == "percent":
        return words.percent(value)
    return words.number(value, 0 if value is None or float(value).is_integer() else 1)


def _standards(context: Context) -> Standards:
    settings = context.store.settings
    return Standards(settings.integer("senior_visit_days"), settings.text("senior_visit_grades").upper(),
                     settings.integer("contact_ahead_days"))


def _tasks(context: Context, customer_id: str) -> tuple[tuple[Task, ...], str]:
    """Return the customer's tasks; none, and why, where they cannot be read."""
    if not has_workspace(context.store):
        return (), ""
    try:
        return tasks(open_workspace(context.store), customer_id=customer_id), ""
    except HuitouError as error:
        return (), error_words(error, context.words)


def _one(context: Context, card: CustomerCard, action: NextAction, kept: tuple[Task, ...], *,
         first: bool = False) -> None:
    words = context.words
    what, why = action_words(context, action)
    if first:
        what = words("next_actions.lead", action=what, date=words.date(action.due_on))
    st.markdown(f"**{escaped(what)}**")
    st.markdown(escaped(words("next_actions.why", why=why)))
    if action.rule.associated:
        st.caption(words("next_actions.associated"))
    made = next((one for one in kept if one.occasion == action.occasion), None)
    if made is not None:
        st.caption(words("next_actions.is_task" if made.state == "open" else "next_actions.was_done"))
    elif can_make_tasks(context) and st.button(
            words("next_actions.make"), key=context.key(f"action-{action.rule.code}"),
            icon=":material/add_task:"):
        _make(context, card, action)


def _make(context: Context, card: CustomerCard, action: NextAction) -> None:
    what, why = action_words(context, action)
    make_task(context, Task(card.facts.customer_id, what, action.rule.reason, action.occasion,
                            card.facts.account_manager or "", action.due_on, detail=why))


def _open_tasks(context: Context, kept: tuple[Task, ...]) -> None:
    words, today = context.words, context.period.as_of
    still = [one for one in kept if one.state == "open"]
    if not kept:
        return
    st.markdown(f"**{words('next_actions.open_tasks')}**")
    if not still:
        st.caption(words("next_actions.no_tasks"))
    for task in still:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            late = task.late(today)
            due = "" if task.due_on is None else words(
                "next_actions.task_late" if late else "next_actions.task_due", date=words.date(task.due_on))
            owner = words("next_actions.task_owner", owner=task.owner) if task.owner else ""
            st.markdown(escaped(words.sentences(task.title.rstrip(".。") + words("next_actions.stop"),
                                                due, owner)), width="content")
            with st.popover(words("next_actions.task_close"), key=context.key(f"task-{task.code}"),
                            type="tertiary", icon=":material/task_alt:"):
                _closing(context, task)


def _closing(context: Context, task: Task) -> None:
    words, today = context.words, context.period.as_of
    outcome = st.text_area(words("next_actions.task_outcome"), key=context.key(f"task-outcome-{task.code}"))
    for name, close in (("done", complete_task), ("drop", drop_task)):
        if st.button(words(f"next_actions.task_{name}"), key=context.key(f"task-{name}-{task.code}"),
                     type="primary" if name == "done" else "secondary"):
            save_or_tell(context, TOLD, lambda close=close: close(  # type: ignore[misc]
                open_workspace(context.store), task, outcome, reader_name(), on=today))
