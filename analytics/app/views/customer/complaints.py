"""A customer's complaints at the desk: those open there, and the way to take down another one."""

from __future__ import annotations

import streamlit as st

from analytics.app.components.answer import escaped
from analytics.app.context import Context
from analytics.app.navigation import page_file
from analytics.i18n.translator import Translator
from analytics.workspace import has_workspace, open_workspace
from analytics.workspace.complaint_case import ComplaintCase
from analytics.workspace.complaint_cases import cases

#: The page on which complaints are handled.
DESK, ICON = "complaint_desk", ":material/support_agent:"


def show_complaints(context: Context, customer_id: str) -> None:
    """Link to the customer's open complaints at the desk, and to taking down a new one."""
    with st.container(horizontal=True, gap="small", key=context.key("complaints")):
        if has_workspace(context.store):
            for case in cases(open_workspace(context.store), open_only=True, customer_id=customer_id):
                st.page_link(page_file(DESK), label=_named(context.words, case), icon=ICON,
                             query_params={"case": case.code})
        st.page_link(page_file(DESK), label=context.words("complaint_desk.take_down"), icon=ICON,
                     query_params={"customer": customer_id})


def _named(words: Translator, case: ComplaintCase) -> str:
    return words("complaint_desk.at_desk", number=escaped(case.complaint_id), day=words.date(case.opened_on),
                 stage=words(f"complaints.stage.{case.stage}"))
