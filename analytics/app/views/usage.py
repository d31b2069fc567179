"""Whether the data is put to use: what became of tasks, lists and campaigns, and which pages are opened."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analytics.app import session
from analytics.app.components import Figure, answer, key_figures, method, table
from analytics.app.context import Context
from analytics.app.error_words import error_words
from analytics.errors import HuitouError
from analytics.metrics.usage import DAYS, Usage, usage
from analytics.workspace import has_workspace, open_workspace
from analytics.workspace.page_openings import ROLES

#: Fewer openings than this are one person's afternoon: shown as fewer, not as a number.
FEWEST = 5


def found(context: Context) -> Usage | None:
    """Return what was done; None where nobody wrote anything yet, or it cannot be reached."""
    if not has_workspace(context.store):
        return None
    today = date.today()
    try:
        return usage(open_workspace(context.store), context.period.as_of or today, today=today)
    except HuitouError as error:
        st.warning(error_words(error, context.words))
        return None


def tell(context: Context, found: Usage | None) -> None:
    """Answer first: how many tasks were done on time."""
    words = context.words
    if found is None:
        answer(context.text("answer_none"))
    elif not found.on_time.n:
        answer(context.text("answer_no_tasks", done=words.number(sum(one.done for one in found.lists)),
                            opened=words.number(found.opened), days=words.number(DAYS)))
    else:
        answer(context.text("answer", kept=words.number(found.done_on_time),
                            due=words.number(found.on_time.n), rate=words.rate_short(found.on_time)),
               detail=context.text("answer_detail", since=words.date(found.since),
                                   until=words.date(found.until)))


def figures(context: Context, found: Usage | None) -> None:
    """Four figures: tasks on time, tasks late, campaigns read out, pages opened."""
    if found is None:
        return
    words = context.words
    key_figures(context, [
        Figure(context.text("figure.on_time"), words.percent(found.on_time.estimate),
               state=found.on_time.state, note=context.text(
                   "figure.on_time_note", interval=words.interval(found.on_time), n=found.on_time.n),
               help=context.text("figure.on_time_help")),
        Figure(context.text("figure.late"), words.number(found.late),
               note=context.text("figure.late_note", n=words.number(found.done_late))),
        Figure(context.text("figure.campaigns"), words.number(found.campaigns_read),
               note=context.text("figure.campaigns_note", n=words.number(found.campaigns_due))),
        Figure(context.text("figure.opened"), words.number(found.opened),
               note=context.text("figure.opened_note", days=words.number(DAYS)))])


def lists(context: Context, found: Usage | None) -> None:
    """Show by reason what became of what somebody took up."""
    if found is None or not found.lists:
        return
    words = context.words
    with st.container(border=True, key=context.key("card-lists")):
        st.header(context.text("lists"), anchor=False)
        table(context, pd.DataFrame([{
            context.text("reason"): _reason(context, one.reason), context.text("done"): one.done,
            context.text("dropped"): one.dropped, context.text("open"): one.open,
            context.text("late"): one.late}
            for one in found.lists]), "usage-lists", key="lists", alt=context.text("lists"))
        st.caption(context.text("lists_note", since=words.date(found.since), until=words.date(found.until)))


def pages(context: Context, found: Usage | None) -> None:
    """Show how often each role opened each page, and let the reader say their role."""
    if found is None:
        return
    words = context.words
    with st.container(border=True, key=context.key("card-pages")):
        st.header(context.text("pages"), anchor=False)
        roles = ["", *ROLES]
        st.selectbox(context.text("role"), roles, roles.index(st.session_state.get(session.ROLE, "")),
                     key=context.key("role"), format_func=lambda one: role_name(context, one),
                     on_change=_role_changed, args=(context.key("role"),), help=context.text("role_help"))
        if found.openings:
            counts = {(one.page, one.role): one.count for one in found.openings}
            present = [one for one in roles if any(role == one for _, role in counts)]
            opened = list(dict.fromkeys(one.page for one in found.openings if words.has(f"{one.page}.title")))
            table(context, pd.DataFrame([{
                context.text("page"): words(f"{page}.title"),
                **{role_name(context, role): _count(context, counts.get((page, role), 0))
                   for role in present}}
                for page in opened]), "usage-pages", key="pages", alt=context.text("pages"))
        st.caption(context.text("pages_note", fewest=words.number(FEWEST), days=words.number(DAYS)))


def role_name(context: Context, role: str) -> str:
    """Return a role in words."""
    return context.text(f"roles.{role or 'unstated'}")


def explain(context: Context) -> None:
    """Say what is counted and what is not."""
    method(context)


def _role_changed(key: str) -> None:
    st.session_state[session.ROLE] = st.session_state[key]


def _reason(context: Context, reason: str) -> str:
    mine = f"usage.reasons.{reason}"
    return context.words(mine) if context.words.has(mine) else context.words.value("contact_reason", reason)


def _count(context: Context, count: int) -> str:
    if not count:
        return ""
    return context.words.number(count) if count >= FEWEST else context.text("fewer", n=FEWEST)
