"""The reports page: choose the subjects, the language and the format; make the report; take it away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from analytics.app.components import answer, method
from analytics.app.components.header import period_words
from analytics.app.components.table import file_name
from analytics.app.context import Context
from analytics.filters import Filters
from analytics.i18n import LANGUAGES, Translator
from analytics.models.served import served
from analytics.reports.board_report import (
    FORMATS,
    SECTIONS,
    Looked,
    Sources,
    board_report,
    report_bytes,
    title_of,
)
from analytics.settings import command_line

_KINDS = {
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be made.

    Attributes
    ----------
    pages : tuple of str
        Stems of sections; empty where none is chosen.
    language, ending : str
    """

    pages: tuple[str, ...]
    language: str
    ending: str


def place() -> Any:
    """Keep a place above the choices for the answer, which depends on them."""
    return st.container()


def choose(context: Context) -> Choice:
    """Let the reader choose subjects, language and format."""
    words = context.words
    with st.container(border=True, key=context.key("card-choice")):
        st.header(context.text("choice"), anchor=False)
        pages = st.pills(
            context.text("pages"), list(SECTIONS), default=list(SECTIONS), selection_mode="multi",
            key=context.key("pages"), format_func=lambda stem: title_of(stem, words))
        left, right = st.columns(2)
        with left:
            ending = st.segmented_control(
                context.text("format"), list(FORMATS), default="pdf", required=True,
                key=context.key("format"), format_func=lambda one: context.text(f"formats.{one}"))
        with right:
            language = st.segmented_control(
                context.text("language"), list(LANGUAGES), default=words.language, required=True,
                key=context.key("language"), format_func=lambda one: LANGUAGES[one])
    return Choice(tuple(stem for stem in SECTIONS if stem in (pages or ())), language or words.language,
                  ending or "pdf")


def tell(context: Context, choice: Choice) -> None:
    """Answer first: what the report will be about."""
    if not choice.pages:
        answer(context.text("answer_none"))
        return
    answer(context.text(
        "answer", n=context.words.number(len(choice.pages)), period=period_words(context),
        filters=context.filters.sentence(context.words)), detail=context.text(f"detail.{choice.ending}"))


def make(context: Context, choice: Choice) -> None:
    """Make the report when asked for, tell how far it is, and hand it over."""
    if not choice.pages:
        return
    asked = repr((choice, context.filters, context.reader.build_id))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=context.key("making")):
        wanted = st.button(context.text("make"), key=context.key("make"), type="primary",
                           icon=":material/summarize:")
        if wanted:
            st.session_state[context.key("made")] = (asked, *_made(context, choice))
        kept = st.session_state.get(context.key("made"))
        # What was made before a choice changed is another report.
        if kept is None or kept[0] != asked:
            return
        _, content, sections, missing = kept
        st.download_button(
            context.text("download", format=context.text(f"formats.{choice.ending}")), content,
            f"{file_name(context, context.page)}-{choice.language}.{choice.ending}", _KINDS[choice.ending],
            key=context.key("download"), on_click="ignore", icon=":material/download:")
    told = context.text("done", n=context.words.number(sections))
    if missing:
        told = context.words.sentences(
            told, context.words("board_report.missing", list=context.words.listing([*missing])))
    st.caption(told)


def _made(context: Context, choice: Choice) -> tuple[bytes, int, tuple[str, ...]]:
    words = context.words
    bar = st.progress(0.0, context.text("begins"))

    def progress(stem: str, done: int, total: int) -> None:
        bar.progress(done / total, context.text("step", page=title_of(stem, words), n=words.number(done + 1),
                                                of=words.number(total)))

    sources = Sources(context.metric, Translator(choice.language), context.reader.meta, context.period.as_of,
                      context.metric("customers_in_scope"), served(context.store, context.filters.as_of))
    report = board_report(sources, Looked(context.filters, context.period), choice.pages, progress=progress)
    bar.progress(1.0, context.text("writes"))
    content = report_bytes(report, choice.ending)
    bar.empty()
    # In the reader's own language, whatever that of the report.
    done = {section.stem for section in report.sections}
    return content, len(report.sections), tuple(
        title_of(stem, words) for stem in choice.pages if stem not in done)


def by_command(context: Context, choice: Choice) -> None:
    """Show the command that makes the same report, for a timer."""
    if not choice.pages:
        return
    with st.expander(context.text("command"), key=context.key("command"), icon=":material/terminal:"):
        st.markdown(context.text("command_note"))
        pages = () if len(choice.pages) == len(SECTIONS) else ("--pages", ",".join(choice.pages))
        command = command_line(context.store.path, "report", "--out", f"report.{choice.ending}", "--language",
                               choice.language, *pages, *_arguments(context.filters))
        st.code(command, language=None, wrap_lines=True)


def _arguments(filters: Filters) -> list[str]:
    """Return the filters as the command takes them."""
    arguments = [] if filters.period == Filters().period else ["--period", filters.period]
    if filters.as_of is not None:
        arguments += ["--as-of", filters.as_of.isoformat()]
    for clause in filters.clauses:
        for value in clause.values:
            arguments += ["--filter", f"{clause.column}={value}"]
    for segment in filters.saved:
        arguments += ["--segment", segment.code]
    return arguments


def explain(context: Context) -> None:
    """Say how the report is made."""
    method(context)
