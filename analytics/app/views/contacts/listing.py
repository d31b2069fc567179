"""The list itself: whom to contact, why, whose it is, until when; and what is done with the rows chosen."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from analytics.app.components.people import ROWS_AT_ONCE, customer_table, named
from analytics.app.components.table import download, file_name
from analytics.app.context import Context
from analytics.app.views.contacts.acting import actions, table_key
from analytics.app.views.contacts.known import Known
from analytics.app.workspace import reader_name
from analytics.metrics.contact_list import CONTACT_REASONS
from analytics.reports.contact_plan import contact_calendar, what, why
from analytics.workspace import Task

#: What of the list stands beside what is said of a row.
SHOWN = ("customer_id", "days_waiting", "chance_alive", "value", "grade", "phone", "branch",
         "last_contact_on", "last_order_on")


def listing(context: Context, found: Known) -> None:
    """List the contacts with what can be done with those chosen."""
    words = context.words
    with st.container(border=True, key=context.key("card-list")):
        st.header(context.text("list"), anchor=False)
        if found.listed.empty:
            st.caption(context.text("list_none"))
            return
        told = in_words(context, found)
        chosen = _choose(context, told)
        shown = told[chosen].head(ROWS_AT_ONCE)
        late = int(shown["due_state"].eq(context.text("state.late")).sum())
        st.caption(words.sentences(
            context.text("list_count", n=words.number(len(shown)),
                         customers=words.number(shown["customer_id"].nunique())),
            context.text("list_late", late=words.number(late)) if late else "",
            context.text("list_cut", n=words.number(int(chosen.sum()))) if chosen.sum() > len(shown) else ""))
        event = customer_table(context, shown.drop(columns="task"), key=table_key("list"),
                               alt=context.text("list"), selection="multi-row",
                               height=420 if len(shown) > 10 else "auto")
        actions(context, "list", list(shown["task"]), event.selection.rows)
        _take_away(context, found, told[chosen].drop(columns="task"), found.listed[chosen])


def in_words(context: Context, found: Known) -> pd.DataFrame:
    """Return the list as it reads: what to do, why, whose it is, until when; and the task of each row."""
    words, today, taken = context.words, context.period.as_of, found.taken
    rows = found.listed.to_dict("records")
    tasks = [taken.get((str(row["customer_id"]), str(row["occasion"]))) or Task(
        str(row["customer_id"]), what(row, words), str(row["contact_reason"]), str(row["occasion"]),
        owner=row["account_manager"] if isinstance(row["account_manager"], str) else "",
        due_on=None if pd.isna(row["day"]) or row["contact_reason"] == "contract_end" else row["day"].date(),
        detail=why(row, words)) for row in rows]
    told = pd.DataFrame({
        "name": found.listed["name"], "what": [what(row, words) for row in rows],
        "why": [why(row, words) for row in rows],
        "owner": [one.owner or None for one in tasks], "due_on": [one.due_on for one in tasks],
        "due_state": [context.text("state.late") if one.late(today) else
                      context.text("state.taken") if one.version else None for one in tasks],
        "contact_reason": found.listed["contact_reason"]}, index=found.listed.index)
    beside = found.listed[[column for column in SHOWN if column in found.listed]]
    told["task"] = pd.Series(tasks, index=told.index, dtype=object)
    return pd.concat([told, beside], axis="columns")


def _choose(context: Context, told: pd.DataFrame) -> pd.Series:
    """Let the reader choose whose contacts and which reasons; return which rows those are."""
    words = context.words
    owners = sorted(told["owner"].dropna().unique())
    # Whoever said who they are begins with their own.
    own = owners.index(reader_name()) + 1 if reader_name() in owners else 0
    owner = st.selectbox(context.text("whose"), [None, *owners], own, key=context.key("whose"), width=320,
                         format_func=lambda one: one or context.text("everybody"))
    there = [one for one in CONTACT_REASONS if one in set(told["contact_reason"])]
    reasons = st.pills(context.text("reasons"), there, selection_mode="multi", key=context.key("reasons"),
                       format_func=lambda one: words.value("contact_reason", one))
    chosen = pd.Series(True, index=told.index)
    if owner is not None:
        chosen &= told["owner"] == owner
    if reasons:
        chosen &= told["contact_reason"].isin(reasons)
    return chosen


def _take_away(context: Context, found: Known, told: pd.DataFrame, listed: pd.DataFrame) -> None:
    today = context.period.as_of
    with st.container(horizontal=True, gap="small"):
        download(context, lambda: named(told, context), "contacts", key="list")
        if today is not None:
            st.download_button(
                context.text("calendar.file"), lambda: contact_calendar(
                    listed, found.taken, today=today, words=context.words, written=datetime.now(UTC)),
                f"{file_name(context, 'contacts')}.ics", "text/calendar", key=context.key("list-ics"),
                on_click="ignore", type="tertiary", icon=":material/calendar_month:",
                help=context.text("calendar.help"))
