"""How far the causes can be trusted, and what customers told when they left."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, people_button, table
from analytics.app.components.people import People, list_head
from analytics.app.context import Context
from analytics.app.views.lost_customers.summary import own_words, precursors
from analytics.charts import loss_details as charts
from analytics.i18n.translator import NONE
from analytics.metrics.cause_agreement import KAPPA_WANTED, CauseAgreement
from analytics.metrics.exit_interviews import ExitInterviews


def reasons(context: Context) -> None:
    """Show causes beside precursors and in own words, compare two coders, and tell the exit interviews."""
    agreement: CauseAgreement = context.metric("cause_agreement")
    precursors(context)
    _facts(context, agreement)
    own_words(context)
    _coders(context, agreement)
    _interviews(context, context.metric("exit_interviews"))


def _coders(context: Context, found: CauseAgreement) -> None:
    words, coders = context.words, found.coders
    st.subheader(context.text("coders.title"), anchor=False)
    if not found.coded_twice:
        st.caption(context.text("coders.missing"))
        return
    if coders.kappa.state == "suppressed" or coders.kappa.estimate is None:
        st.caption(context.text("coders.few", n=words.number(found.coded_twice)))
        return
    verdict = ("high" if (coders.kappa.low or 0) >= KAPPA_WANTED else
               "low" if (coders.kappa.high or 0) < KAPPA_WANTED else "open")
    st.markdown(words.sentences(
        context.text("coders.answer", n=words.number(found.coded_twice), stated=words.number(found.stated),
                     same=words.rate(coders.same), chance=words.percent(coders.by_chance, 0),
                     kappa=words.number(coders.kappa.estimate, 2), low=words.number(coders.kappa.low, 2),
                     high=words.number(coders.kappa.high, 2)),
        context.text(f"coders.{verdict}", wanted=words.number(KAPPA_WANTED, 1))))
    differ = sum(count for (first, second), count in found.pairs.items() if first != second)
    if differ:
        st.markdown(context.text("coders.differ", n=words.number(differ)))
        people_button(context, People(context.text("coders.list"), "cause_disagreements"),
                      key="disagreements")


def _facts(context: Context, found: CauseAgreement) -> None:
    words = context.words
    if found.fits.state == "suppressed" or found.fits_by_chance is None:
        return
    st.subheader(context.text("facts.title"), anchor=False)
    beyond = "beyond" if (found.fits.low or 0) > found.fits_by_chance else "not_beyond"
    st.markdown(words.sentences(
        context.text("facts.answer", pointed=words.number(found.pointed), fits=words.rate(found.fits),
                     chance=words.percent(found.fits_by_chance, 0)), context.text(f"facts.{beyond}")))
    st.caption(context.text("facts.note"))


def _interviews(context: Context, told: ExitInterviews) -> None:
    words = context.words
    st.subheader(context.text("exit.title"), anchor=False)
    if not (told.notice or told.destinations or told.answers):
        st.caption(context.text("exit.missing"))
        return
    if told.decided.state != "suppressed" and told.decided.estimate is not None:
        sentence = context.text(
            "exit.decided", n=words.number(told.decided.n), days=words.number(told.decided.estimate),
            low=words.number(told.decided.low), high=words.number(told.decided.high))
        st.markdown(words.sentences(sentence, context.text(
            "exit.warned", share=words.rate(told.warned_before))))
        chart_card(context, "notice", charts.notice(told, words), title=context.text("exit.chart"), level=3,
                   alt=sentence, note=context.text("exit.note"),
                   data=lambda: pd.DataFrame({context.text("exit.days"): told.notice}))
    if told.destinations:
        st.markdown(f"**{context.text('exit.where')}**")
        table(context, pd.DataFrame([{
            words("columns.lost_to"): one.lost_to, words("columns.lost"): one.lost,
            context.text("exit.share"): words.rate(one.share),
            list_head("value_lost", context): round(one.value_lost / 100)} for one in told.destinations]),
            f"{context.page}-destinations", key="destinations", alt=context.text("exit.where"))
    if told.answers and told.answers[0].share.state != "suppressed":
        st.markdown(f"**{context.text('exit.would_return')}**")
        table(context, pd.DataFrame([{
            words("columns.would_return"): words.value("would_return", one.answer),
            words("columns.lost"): one.lost, context.text("exit.share"): words.rate(one.share),
            context.text("exit.returned"): NONE if one.returned.state == "suppressed"
            else words.rate(one.returned)} for one in told.answers]),
            f"{context.page}-would-return", key="would-return", alt=context.text("exit.would_return"))
        st.caption(context.text("exit.answers_note"))
