"""Opening a case: a complaint somebody hears of now, or one that the company's records have already."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date
from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components.answer import escaped
from analytics.app.components.people import customer_table, named
from analytics.app.components.table import download
from analytics.app.context import Context
from analytics.app.views.complaint_desk import form, saving, told
from analytics.app.views.complaint_desk.board import open_address
from analytics.app.views.complaint_desk.desk import COMPLAINT, CUSTOMER, customers, everyone
from analytics.errors import HuitouError, UnknownName
from analytics.metrics.complaint_record import ComplaintRecord
from analytics.metrics.customer_card import UnknownCustomer
from analytics.workspace import has_workspace, open_workspace
from analytics.workspace.complaint_case import ComplaintCase
from analytics.workspace.complaint_cases import complaint_numbers, find_complaint, open_case
from analytics.workspace.complaint_form import DONE, FIELD, LONGEST, STAGES, ComplaintForm

_MOMENTS = ("identified_at", "assessed_at", "negotiated_at", "acted_at", "closed_at", "followed_up_at")
#: Of a complaint in the records, first what fits beside each other.
SHOWN = ("customer_key", "customer_id", "name", "stage", "opened_on", "severity", "category", "owner",
         "amount_at_stake", "promise_due", "complaint_id")
_COPIED = ("category", "cause", "severity", "channel", "reaction")


def new(context: Context) -> None:
    """Take down a new complaint, unless one of the records is being taken to the desk."""
    if st.query_params.get(COMPLAINT):
        return
    number = st.query_params.get(CUSTOMER, "").strip()[:200]
    with st.container(border=True, key=context.key("card-new")):
        st.header(context.text("new_title"), anchor=False)
        saving.outcome()
        with st.form(context.key("new"), border=False, enter_to_submit=False):
            left, middle, right = st.columns(3)
            with left:
                customer = st.text_input(context.text("new_customer"), number, max_chars=200,
                                         key=context.key(f"new-customer-{number}"))
            with middle:
                opened = st.date_input(told.field_name(context, "opened_on"), date.today(),
                                       format="YYYY-MM-DD", key=context.key("new-opened"))
            with right:
                own = st.text_input(context.text("new_number"), max_chars=200, key=context.key("new-number"),
                                    help=context.text("new_number_help"))
            what = st.text_area(told.field_name(context, "what"), max_chars=LONGEST, height=90,
                                key=context.key("new-what"))
            about, left, middle, right = st.columns(4)
            with about:
                category = form.category(context, told.field_name(context, "category"), "",
                                         context.key("new-category"))
            with left:
                channel = st.selectbox(told.field_name(context, "channel"), ("", *FIELD["channel"].values),
                                       key=context.key("new-channel"),
                                       format_func=lambda one: told.choice(context, "channel", one))
            with middle:
                amount = st.number_input(
                    context.in_currency(told.field_name(context, "amount_at_stake")), 0.0, None, None,
                    step=100.0, format="%.2f", key=context.key("new-amount"))
            with right:
                who = form.who(context)
            sent = st.form_submit_button(context.text("new_open"), type="primary", icon=":material/add:")
        if sent:
            form.remember(who)
            _open(context, customer.strip(), ComplaintCase(
                customer.strip(), complaint_id=own, opened_on=opened, form=ComplaintForm(
                    what=what.strip(), category=category, channel=channel,
                    amount_at_stake=None if amount is None else round(100 * amount))))


def _open(context: Context, number: str, case: ComplaintCase) -> None:
    if number not in customers(context, (number,)):
        st.warning(context.text("new_unknown", number=number))
        if near := _near(context, number):
            st.markdown(escaped(context.text("new_near", list=context.words.listing(
                [f"{one} ({name})" if name else one for one, name in near]))))
        return
    record = _recorded(context, case.complaint_id.strip()) if case.complaint_id.strip() else None
    if record is not None and record.customer_id != number:
        st.warning(context.text("new_other", number=escaped(case.complaint_id), customer=record.customer_id))
        return
    if record is not None:
        case = told_anew(case_of(record), case)
    saving.try_saving(context, case, case, open_case, context.text("said.opened"))


def told_anew(recorded: ComplaintCase, heard: ComplaintCase) -> ComplaintCase:
    """Return what is recorded of a complaint with what was told of it now."""
    said = {name: value for name in FIELD if (value := getattr(heard.form, name)) not in ("", None, ())}
    return replace(recorded, form=replace(recorded.form, **said))


def _recorded(context: Context, number: str) -> ComplaintRecord | None:
    try:
        found: ComplaintRecord = everyone(context).metric("complaint_record", complaint=number)
    except UnknownName:
        return None
    return found


def _near(context: Context, number: str) -> list[tuple[str, str | None]]:
    try:
        everyone(context).metric("customer_card", customer=number)
    except UnknownCustomer as error:
        return list(error.nearest)
    return []


def taken_up(context: Context) -> None:
    """Offer to take the complaint the address names from the records to the desk."""
    number = st.query_params.get(COMPLAINT, "").strip()[:200]
    if not number:
        return
    there = _at_desk(context, number)
    if there is not None:
        open_address(there)
    found = _recorded(context, number)
    with st.container(border=True, key=context.key("card-taken-up")):
        st.header(context.text("take_title", number=escaped(number)), anchor=False)
        if found is None:
            st.markdown(context.text("take_unknown"))
            _leave(context)
            return
        known = customers(context, (found.customer_id,)).get(found.customer_id)
        st.markdown(escaped(context.text(
            "take_about", name=known.title if known else found.customer_id,
            day=context.words.date(found.opened_on),
            category=context.words.value("category", found.category))))
        who = form.who(context)
        if st.button(context.text("take"), type="primary", key=context.key("take"),
                     icon=":material/move_to_inbox:"):
            form.remember(who)
            case = case_of(found)
            saving.try_saving(context, case, case, open_case, context.text("said.taken"))
        _leave(context)


def _leave(context: Context) -> None:
    st.button(context.text("back"), key=context.key("back"), type="tertiary", icon=":material/arrow_back:",
              on_click=_forget)


def _forget() -> None:
    st.query_params.pop(COMPLAINT, None)


def _at_desk(context: Context, number: str) -> str | None:
    if not has_workspace(context.store):
        return None
    found = find_complaint(open_workspace(context.store), number)
    return None if found is None else found.code


def case_of(record: ComplaintRecord) -> ComplaintCase:
    """Begin a case from what the records tell of a complaint, at the stage it had reached there."""
    moments = {stage: when.astimezone(UTC) for stage, column in zip(STAGES, _MOMENTS, strict=True)
               if (when := getattr(record, column)) is not None}
    reached = max((STAGES.index(stage) for stage in moments), default=-1)
    copied: dict[str, Any] = {name: getattr(record, name) or "" for name in _COPIED}
    return ComplaintCase(
        record.customer_id, record.complaint_id, record.opened_on, record.owner or "",
        record.owner_level or "frontline", ComplaintForm(
            **copied, amount_at_stake=record.amount_at_stake, compensation=record.compensation,
            promise_due=record.promise_due, promise_kept=record.promise_kept, satisfied=record.satisfied,
            outcome=record.outcome if record.outcome in FIELD["outcome"].values else ""),
        (*STAGES, DONE)[reached + 1], moments, handovers=record.handovers or 0,
        reopened=int(bool(record.reopened)))


def in_the_records(context: Context) -> None:
    """List the complaints that are open in the records and not at the desk yet."""
    if not context.reader.meta.has_complaints:
        return
    frame: pd.DataFrame = everyone(context).metric("complaint_open")
    try:
        kept = _numbers(context)
    except HuitouError:
        return
    frame = frame[~frame["complaint_id"].isin(kept)]
    if frame.empty:
        return
    with st.container(border=True, key=context.key("card-records")):
        st.header(context.text("records_title", n=len(frame)), anchor=False)
        st.caption(context.text("records_note"))
        shown = frame[[*SHOWN]].copy()
        shown["stage"] = shown["stage"].map({one: told.stage_name(context, one) for one in STAGES})
        event = customer_table(context, shown, key="records", alt=context.text("records_title", n=len(frame)),
                               selection="single-row", labels={"stage": context.text("column.stage")})
        download(context, lambda: named(shown, context), "complaints-not-at-the-desk", key="records")
        for place in event.selection.rows:
            number = str(frame["complaint_id"].iloc[place])
            if st.button(context.text("take_this", number=escaped(number)), key=context.key("take-this"),
                         icon=":material/move_to_inbox:"):
                st.query_params[COMPLAINT] = number
                st.rerun()


def _numbers(context: Context) -> frozenset[str]:
    return complaint_numbers(open_workspace(context.store)) if has_workspace(context.store) else frozenset()
