"""What to write to the customer: templates in either language, filled in with what was promised."""

from __future__ import annotations

import streamlit as st

from analytics.app.context import Context
from analytics.app.views.complaint_desk.desk import OnDesk
from analytics.i18n import LANGUAGES, Translator

TEMPLATES = ("acknowledge", "apologise", "propose", "confirm", "follow_up")
#: The template that fits the stage a case stands in.
_AT = {"identify": "acknowledge", "assess": "apologise", "negotiate": "propose", "act": "confirm"}


def show(context: Context, known: OnDesk) -> None:
    """Offer the templates, ready to be copied."""
    with st.container(border=True, key=context.key("card-messages")):
        st.header(context.text("messages_title"), anchor=False)
        left, right = st.columns((3, 2))
        fitting = _AT.get(known.case.stage, "follow_up")
        with left:
            template = st.segmented_control(
                context.text("messages_which"), TEMPLATES, default=fitting, required=True,
                key=context.key(f"template-{known.case.stage}"),
                format_func=lambda one: context.text(f"template.{one}"))
        with right:
            language = st.segmented_control(
                context.text("messages_language"), tuple(LANGUAGES), default=context.words.language,
                required=True, key=context.key("template-language"),
                format_func=lambda one: LANGUAGES[one])
        st.code(message(known, str(template), str(language), context.store.name), language=None,
                wrap_lines=True)
        st.caption(context.text("messages_note"))


def message(known: OnDesk, template: str, language: str, company: str) -> str:
    """Return a message to the customer.

    Parameters
    ----------
    known : OnDesk
    template : str
        One of ``TEMPLATES``.
    language : str
    company : str
    """
    words, case = Translator(language), known.case

    def text(key: str, **values: object) -> str:
        return words(f"complaint_desk.message.{key}", **values)

    due = case.form.promise_due
    body = text(template, number=case.complaint_id, received=words.date(case.opened_on),
                promise=case.form.promise or text("no_promise"), offer=case.form.offer or text("no_offer"),
                taken=case.form.taken or text("no_taken"), due=words.date(due) if due else text("no_day"))
    return "\n\n".join((text("greeting", name=known.customer.title), body,
                        text("ending", owner=case.owner or text("no_owner"), company=company)))
