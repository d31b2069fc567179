"""The form of a case: filled in where it stands, read back as a whole, never over somebody else's entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import streamlit as st

from analytics.app import session
from analytics.app.context import Context
from analytics.app.views.complaint_desk import told
from analytics.app.views.complaint_desk.desk import everyone
from analytics.app.workspace import reader_name
from analytics.workspace.complaint_case import LEVELS, ComplaintCase
from analytics.workspace.complaint_form import DONE, FIELDS, LONGEST, STAGES, Field

#: Upon which version the fields were filled: the case as it was read.
BASE = "complaint_desk:base"
#: Longer than this no category is.
LONGEST_CATEGORY = 120
_FLAG = (None, True, False)


def base(context: Context, stored: ComplaintCase) -> ComplaintCase:
    """Return the version the reader's entries began from; the stored one where nothing is entered yet.

    Widgets forget what was entered when their page is left, so an earlier version goes with them.
    """
    kept: ComplaintCase | None = st.session_state.get(BASE)
    if kept is None or kept.code != stored.code or _key(context, kept, "owner") not in st.session_state:
        kept = stored
    st.session_state[BASE] = kept
    return kept


def begin(case: ComplaintCase) -> None:
    """Let the fields show a version from now on."""
    st.session_state[BASE] = case


def fields(context: Context, case: ComplaintCase) -> ComplaintCase:
    """Show the fields of a case, stage by stage, and return what they hold."""
    stands = case.stage if case.stage != DONE else STAGES[-1]
    left, middle, right = st.columns(3)
    with left:
        owner = st.text_input(told.field_name(context, "owner"), case.owner, max_chars=120,
                              key=_key(context, case, "owner"), help=context.text("owner_help"))
    with middle:
        level = st.selectbox(told.field_name(context, "owner_level"), LEVELS,
                             index=LEVELS.index(case.owner_level) if case.owner_level in LEVELS else 0,
                             key=_key(context, case, "owner_level"),
                             format_func=lambda one: context.words.value("owner_level", one))
    with right:
        opened = st.date_input(told.field_name(context, "opened_on"), case.opened_on, format="YYYY-MM-DD",
                               key=_key(context, case, "opened_on"))
    given: dict[str, Any] = {}
    for stage in STAGES:
        asked = [field for field in FIELDS if field.stage == stage]
        name = told.stage_name(context, stage)
        title = context.text("section_done" if stage in case.moments else "section", stage=name,
                             when=told.moment(context, case.moments.get(stage)))
        with st.expander(title, expanded=stage == stands, key=_key(context, case, f"stage-{stage}")):
            st.caption(context.text(f"ask.{stage}"))
            given |= _asked(context, case, asked)
    day = opened if opened is not None else case.opened_on
    return replace(case, owner=owner, owner_level=level, opened_on=day, form=replace(case.form, **given))


def who(context: Context) -> str:
    """Ask who is writing, and remember it."""
    name = st.text_input(context.text("who"), reader_name(), max_chars=120, key=context.key("who"))
    return name.strip()


def moment(context: Context, case: ComplaintCase) -> datetime | None:
    """Ask when the stage was reached, where it is written down later; None: now."""
    given = st.datetime_input(context.text("when"), None, format="YYYY-MM-DD", help=context.text("when_help"),
                              key=_key(context, case, "when"))
    return None if given is None else given.astimezone()


def remember(name: str) -> None:
    """Remember who is writing."""
    st.session_state[session.NAME] = name


def _asked(context: Context, case: ComplaintCase, asked: list[Field]) -> dict[str, Any]:
    """Show the fields of one stage: texts below each other, the rest side by side."""
    short = [field for field in asked if field.kind not in ("text", "steps")]
    given = {field.name: _field(context, case, field) for field in asked if field.kind == "text"}
    for first in range(0, len(short), 3):
        for column, field in zip(st.columns(3), short[first:first + 3], strict=False):
            with column:
                given[field.name] = _field(context, case, field)
    return given | {field.name: _field(context, case, field) for field in asked if field.kind == "steps"}


def _field(context: Context, case: ComplaintCase, field: Field) -> Any:
    value, label = getattr(case.form, field.name), told.field_name(context, field.name)
    key = _key(context, case, field.name)
    if field.kind == "text":
        return st.text_area(label, value, max_chars=LONGEST, height=80, key=key).strip()
    if field.kind == "line":
        return category(context, label, value, key)
    if field.kind == "date":
        return st.date_input(label, value, format="YYYY-MM-DD", key=key)
    if field.kind == "money":
        amount = st.number_input(context.in_currency(label), 0.0, None,
                                 None if value is None else value / 100, step=100.0, format="%.2f", key=key)
        return None if amount is None else round(100 * amount)
    if field.kind == "steps":
        st.markdown(f"**{label}**")
        return tuple(one for one in field.values if st.checkbox(
            context.text(f"step.{one}"), one in value, key=_key(context, case, f"step-{one}")))
    # A word of the company's own, which came with the complaint, can be kept.
    options = _FLAG if field.kind == "flag" else tuple(dict.fromkeys(("", *field.values, value)))
    return st.selectbox(label, options, index=options.index(value), key=key,
                        format_func=lambda one: told.choice(context, field.name, one))


def category(context: Context, label: str, value: str, key: str) -> str:
    """Ask what it is about: a category the company has, so that they are counted together, or another."""
    known = everyone(context).metric("complaint_categories").complaints
    options = list(dict.fromkeys((*known, *filter(None, (value,)))))
    given = st.selectbox(label, options, index=options.index(value) if value else None, key=key,
                         accept_new_options=True, placeholder=context.text("category_placeholder"),
                         format_func=lambda one: context.words.value("category", one))
    return (given or "").strip()[:LONGEST_CATEGORY]


def _key(context: Context, case: ComplaintCase, name: str) -> str:
    return context.key(f"{case.code}-{case.version}-{name}")
