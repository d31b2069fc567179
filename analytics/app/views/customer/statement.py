"""A customer's statement of value: shown, downloaded, and opened for printing."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import download, method
from analytics.app.components.answer import escaped
from analytics.app.components.table import file_name
from analytics.app.context import Context
from analytics.i18n import LANGUAGES, Translator
from analytics.metrics.customer_card import CustomerCard
from analytics.metrics.value_statement import ValueStatement
from analytics.reports.value_statement import STYLE, statement_body, statement_lines, statement_page

#: Names the language in which the address asks for the page to print.
PARAMETER = "statement"


def printing() -> str | None:
    """Return the language in which the address asks for a statement to print; None where it does not."""
    asked = st.query_params.get(PARAMETER, "")
    return asked if asked in LANGUAGES else None


def show_statement(context: Context, card: CustomerCard) -> None:
    """Show the statement in the language chosen, and offer it for printing and as a file."""
    words, number = context.words, card.facts.customer_id
    found: ValueStatement | None = context.metric("value_statement", customer=number)
    if found is None or not found.shown:
        st.caption(words("value_statement.nothing"))
        return
    st.markdown(escaped(words("value_statement.lead", date=words.date(found.ends_on))))
    chosen = st.segmented_control(words("value_statement.language"), list(LANGUAGES), default=words.language,
                                  key=context.key("statement-language"), required=True,
                                  format_func=LANGUAGES.__getitem__) or words.language
    theirs = Translator(chosen)
    _page(context, found, theirs)
    with st.container(horizontal=True, gap="small"):
        st.button(words("value_statement.open"), key=context.key("statement-open"), icon=":material/print:",
                  on_click=_ask, args=(chosen,))
        st.download_button(
            words("value_statement.download"),
            lambda: statement_page(found, theirs, context.currency, context.reader.meta.name).encode(),
            f"{file_name(context, f'statement-{number}-{chosen}')}.html", "text/html",
            key=context.key("statement-html"), on_click="ignore", type="tertiary", icon=":material/download:")
    download(context, lambda: _table(context, found), f"{context.page}-{number}-statement", key="statement")
    method(context, "value_statement")


def show_printed(context: Context, number: str, language: str) -> None:
    """Show the statement alone, as it is to be printed (``style.css`` leaves everything else out)."""
    words = context.words
    found: ValueStatement | None = context.metric("value_statement", customer=number)
    with st.container(horizontal=True, gap="small", key=context.key("statement-controls")):
        st.button(words("value_statement.back"), key=context.key("statement-back"), type="tertiary",
                  icon=":material/arrow_back:", on_click=_leave)
        asked = st.button(words("value_statement.print"), key=context.key("statement-print"), type="primary",
                          icon=":material/print:")
    if found is None:
        st.caption(words("value_statement.nothing"))
        return
    with st.container(key=context.key("statement-page")):
        _page(context, found, Translator(language))
    if asked:
        st.html("<script>window.print()</script>", unsafe_allow_javascript=True)


def _page(context: Context, found: ValueStatement, words: Translator) -> None:
    st.html(f"<style>{STYLE}</style>" + statement_body(found, words, context.currency,
                                                       context.reader.meta.name))


def _ask(language: str) -> None:
    st.query_params[PARAMETER] = language


def _leave() -> None:
    st.query_params.pop(PARAMETER, None)


def _table(context: Context, found: ValueStatement) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame(
        statement_lines(found, words, context.currency),
        columns=[words(f"value_statement.table_{name}") for name in ("line", "figure", "particulars")])
