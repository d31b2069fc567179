"""One case: how it stands, its form, what may be settled, what to write, and everything that happened."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import answer, table
from analytics.app.components.answer import escaped
from analytics.app.components.facts import facts_list
from analytics.app.components.people import open_link
from analytics.app.context import Context
from analytics.app.guard import card
from analytics.app.views.complaint_desk import form, guidance, messages, saving, told
from analytics.app.views.complaint_desk.desk import CASE, OnDesk, around, go_to
from analytics.i18n.translator import NONE
from analytics.workspace import has_workspace, open_workspace
from analytics.workspace.complaint_case import ComplaintCase
from analytics.workspace.complaint_cases import (
    REOPEN_AT,
    advance_case,
    close_case,
    drop_case,
    find_case,
    reopen_case,
    save_case,
)
from analytics.workspace.complaint_form import DONE, STAGES
from analytics.workspace.complaint_versions import CaseChange, history


def chosen() -> str | None:
    """Return the code of the case the address names."""
    return st.query_params.get(CASE, "").strip()[:12] or None


def show(context: Context, code: str) -> None:
    """Show a case, or say that there is none of that code."""
    st.button(context.text("back"), key=context.key("back"), type="tertiary", icon=":material/arrow_back:",
              on_click=go_to, args=(None,))
    saving.outcome()
    stored = find_case(open_workspace(context.store), code) if has_workspace(context.store) else None
    both = saving.clash(code)
    if stored is None and both is None:
        with st.container(border=True, key="empty"):
            st.markdown(f"**{context.text('unknown')}**")
        return
    if stored is not None:
        (known,) = around(context, (stored,))
        _headline(context, known)
    if both is not None:
        saving.settle(context, both)
        return
    if stored is None:
        return
    with card("form"):
        _form(context, stored)
    with card("guidance"):
        guidance.show(context, known)
    with card("messages"):
        messages.show(context, known)
    with card("history"):
        _history(context, stored)


def _headline(context: Context, known: OnDesk) -> None:
    case, words = known.case, context.words
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=context.key("headline")):
        st.header(escaped(context.text("case_title", name=known.customer.title, number=case.complaint_id)),
                  anchor=False, width="content")
        st.badge(told.stage_name(context, case.stage), color="gray" if case.stage == DONE else "blue")
        if known.standing.late:
            st.badge(context.text("legend.late"), color="red")
    received = dict(day=words.date(case.opened_on), n=known.standing.days_open)
    told_of = context.text("case_closed" if case.closed else "case_open", **received)
    if case.stage != DONE:
        told_of = words.sentences(told_of, context.text(
            "case_stage", stage=told.stage_name(context, case.stage),
            time=told.duration(context, known.standing.hours),
            lateness=told.lateness(context, known.standing)))
    answer(told_of, detail=words.sentences(
        context.text("case_owner", owner=case.owner or context.text("nobody"), n=case.handovers,
                     first=case.first_hearer or context.text("nobody")),
        "" if known.standing.promise_days is None else context.text(
            "case_promise", due=told.promise(context, known.standing.promise_days))))
    facts_list(context.text("stages"), [
        (told.stage_name(context, stage), told.moment(context, case.moments[stage])
         if stage in case.moments else NONE) for stage in STAGES], wide=True, level=3)
    open_link(context, case.customer_id, known.customer.name)


def _form(context: Context, stored: ComplaintCase) -> None:
    begun = form.base(context, stored)
    with st.container(border=True, key=context.key("card-form")):
        st.header(context.text("form_title"), anchor=False)
        if stored.version > begun.version:
            st.info(context.text("newer", by=escaped(stored.saved_by or context.text("somebody"))))
        # Its key names the version: fields of another version are other fields.
        with st.form(context.key(f"form-{begun.code}-{begun.version}"), border=False, enter_to_submit=False):
            mine = form.fields(context, begun)
            left, right = st.columns(2, vertical_alignment="bottom")
            with left:
                who = form.who(context)
            with right:
                at = form.moment(context, begun)
            with st.container(horizontal=True, gap="small"):
                reach = begun.stage != DONE and st.form_submit_button(
                    context.text(f"reach.{begun.stage}"), type="primary", icon=":material/check:",
                    key=context.key(f"reach-{begun.code}-{begun.version}"))
                keep = st.form_submit_button(context.text("save"), icon=":material/save:",
                                             key=context.key(f"save-{begun.code}-{begun.version}"))
                close = not begun.closed and begun.stage != "close" and st.form_submit_button(
                    context.text("close_now"), type="tertiary", help=context.text("close_now_help"),
                    key=context.key(f"close-{begun.code}-{begun.version}"))
        if reach or keep or close:
            form.remember(who)
        if reach:
            saving.try_saving(context, begun, mine, partial(advance_case, at=at), context.text(
                "said.reached", stage=told.stage_name(context, begun.stage)))
        if close:
            saving.try_saving(context, begun, mine, partial(close_case, at=at), context.text("said.closed"))
        if keep:
            saving.try_saving(context, begun, mine, save_case, context.text("said.saved"))
        _further(context, begun)


def _further(context: Context, case: ComplaintCase) -> None:
    with st.container(horizontal=True, gap="small"):
        if case.closed:
            with st.popover(context.text("reopen"), type="tertiary", icon=":material/undo:",
                            key=context.key("reopen")):
                stage = st.radio(context.text("reopen_at"), REOPEN_AT, index=1, key=context.key("reopen-at"),
                                 format_func=lambda one: told.stage_name(context, one))
                if st.button(context.text("reopen_yes"), key=context.key("reopen-yes")):
                    saving.try_saving(context, case, case, partial(reopen_case, stage=stage),
                                      context.text("said.reopened"))
        with st.popover(context.text("drop"), type="tertiary", icon=":material/delete:",
                        key=context.key("drop")):
            st.markdown(context.text("drop_sure"))
            if st.button(context.text("drop_yes"), key=context.key("drop-yes")):
                saving.try_saving(context, case, case, drop_case, context.text("said.dropped"))


def _worth_telling(change: CaseChange) -> dict[str, tuple[Any, Any]]:
    """Return what a save changed; a stage reached is told by the stage alone, one taken back by both."""
    return {name: (before, after) for name, (before, after) in change.changed.items()
            if name != "moments" or set(before or {}) - set(after or {})} or {"stage": ("", "")}


def _history(context: Context, case: ComplaintCase) -> None:
    changes = history(open_workspace(context.store), case)
    with st.container(border=True, key=context.key("card-history")):
        st.header(context.text("history_title"), anchor=False)
        rows = [{"saved_at": told.moment(context, one.saved_at), "who": one.saved_by or NONE,
                 "field": context.text("history_dropped") if one.dropped else told.field_name(context, name),
                 "before": told.answer_words(context, name, before),
                 "after": told.answer_words(context, name, after)}
                for one in changes for name, (before, after) in _worth_telling(one).items()]
        heads = {name: context.text(f"history.{name}")
                 for name in ("saved_at", "who", "field", "before", "after")}
        table(context, pd.DataFrame(rows, columns=list(heads)).rename(columns=heads), "complaint-history",
              key="history", alt=context.text("history_title"))
