"""One customer's card: sentence, figures, risk, facts, trade over time, and every record."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, answer, chart_card, download, key_figures
from analytics.app.components.answer import escaped
from analytics.app.components.facts import facts_list
from analytics.app.components.people import column_config, heading, named, open_link, shown
from analytics.app.components.reasons import reason_in_words
from analytics.app.context import Context
from analytics.app.guard import card as guarded
from analytics.app.scores import risks, risks_asked
from analytics.app.values import lifetime_values
from analytics.app.views.customer import words as told
from analytics.app.views.customer.actions import show_actions
from analytics.app.views.customer.closer import show_closer
from analytics.app.views.customer.complaints import show_complaints
from analytics.app.views.customer.health import asked, health_of, show_health
from analytics.app.views.customer.notes import show_notes
from analytics.app.views.customer.statement import PARAMETER as STATEMENT
from analytics.app.views.customer.timeline import recorded, show_timeline, timeline_table
from analytics.charts import customer_card as charts
from analytics.i18n.translator import NONE
from analytics.metrics.customer_card import CustomerCard, UnknownCustomer
from analytics.metrics.customer_records import RECORD_TABLES
from analytics.models.churn import reasons_from_text
from analytics.models.customer_risk import CustomerRisk

PARAMETER = "customer"


def chosen() -> str | None:
    """Return the number of the customer the address names."""
    return st.query_params.get(PARAMETER, "").strip()[:200] or None


def show(context: Context, number: str) -> None:
    """Show one customer, or say that there is none of that number and who may be meant."""
    st.button(context.text("back"), key=context.key("back"), type="tertiary", icon=":material/arrow_back:",
              on_click=_leave)
    context.ahead({"customer_health": {"customer": number, **asked(context)},
                   **risks_asked(context, (number,))})
    try:
        card: CustomerCard = context.metric("customer_card", customer=number)
    except UnknownCustomer as error:
        _unknown(context, number, error)
        return
    risk = risks(context, (card.facts.customer_id,)).get(card.facts.customer_id)
    _headline(context, card)
    first, second = told.sentences(context, card)
    answer(first, detail=second)
    _figures(context, card, risk)
    if context.reader.meta.dated:
        with guarded("health"):
            health = health_of(context, card.facts.customer_id)
            show_actions(context, card, health, risk)
            if card.facts.status != "lost":
                show_health(context, health, card.facts.customer_id)
    if risk is not None:
        _risk(context, risk)
    with guarded("complaints"):
        show_complaints(context, card.facts.customer_id)
    with guarded("notes"):
        show_notes(context, card.facts.customer_id)
    _facts(context, card)
    with guarded("closer"):
        show_closer(context, card)
    _history(context, card)
    _records(context, card)


def _leave() -> None:
    for name in (PARAMETER, STATEMENT):
        st.query_params.pop(name, None)


def _unknown(context: Context, number: str, error: UnknownCustomer) -> None:
    with st.container(border=True, key="empty"):
        st.markdown(f"**{escaped(context.text('unknown', asked=number))}**")
        if not error.nearest:
            st.markdown(context.text("unknown_search"))
            return
        st.markdown(context.text("unknown_near"))
        for near, name in error.nearest:
            open_link(context, near, f"{name} ({near})" if name else near)


def _headline(context: Context, card: CustomerCard) -> None:
    words, facts = context.words, card.facts
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=context.key("headline")):
        st.header(escaped(facts.title), anchor=False, width="content")
        st.badge(words.value("status", facts.status), color="red" if facts.status == "lost" else "blue")
        for column in ("size", "grade"):
            value = getattr(facts, column)
            if value is not None:
                st.badge(escaped(f"{heading(column, words)} {words.value(column, value)}"), color="gray")


def _figures(context: Context, card: CustomerCard, risk: CustomerRisk | None) -> None:
    words, facts, meta = context.words, card.facts, context.reader.meta
    figures = []
    if facts.status == "lost" and card.losses and card.losses[-1].value_lost:
        figures.append(Figure(heading("value_lost", words), context.money(card.losses[-1].value_lost)))
    elif facts.value is not None:
        before, note = card.value_before, ""
        if before is not None:
            note = context.text("card_figure.value_note", before=context.money(before))
        change = None if not before else words.signed(100 * (facts.value - before) / before) + "%"
        figures.append(Figure(
            context.text("card_figure.value"), context.money(facts.value), change, "down", note,
            help=context.text("card_figure.value_help")))
    if facts.last_order_on is not None:
        figures.append(Figure(
            context.text("card_figure.last_order"), told.last_order(context, card),
            note=told.last_order_note(context, card)))
    if facts.last_score is not None:
        scores = [one for one in card.of_kind("survey") if one.number is not None]
        figures.append(Figure(
            context.text("card_figure.last_score"),
            context.text("card_figure.score", score=charts.score_words(facts.last_score, words)),
            note=told.score_note(context, scores), help=context.text("card_figure.last_score_help"),
            trend=[one.number for one in scores if one.number is not None] if len(scores) > 1 else ()))
    if meta.has_complaints:
        figures.append(Figure(
            context.text("card_figure.complaints"), words.number(facts.open_complaints),
            note=context.text("card_figure.complaints_note", year=words.number(facts.complaints_12m),
                              all=words.number(len(card.of_kind("complaint"))))))
    if risk is not None:
        figures.append(Figure(
            context.text("card_figure.risk"), words.percent(risk.risk),
            note=context.text("card_figure.risk_note", rank=words.number(risk.place),
                              n=words.number(risk.scored))))
    if (worth := lifetime_values(context, (facts.customer_id,)).get(facts.customer_id)) is not None:
        figures.append(Figure(
            context.text("card_figure.worth"), context.money(worth.value),
            note=context.text("card_figure.worth_note", low=context.money(worth.low),
                              high=context.money(worth.high), rank=words.number(worth.place),
                              n=words.number(worth.valued)),
            help=context.text("card_figure.worth_contract_help" if worth.by_contract
                              else "card_figure.worth_help", alive=words.percent(worth.chance_alive, 0),
                              purchases=words.number(worth.purchases, 1))))
    if figures:
        key_figures(context, figures)


def _risk(context: Context, risk: CustomerRisk) -> None:
    words = context.words
    with st.container(border=True, key=context.key("card-risk")):
        st.subheader(context.text("card.risk_title"), anchor=False)
        st.markdown(escaped(context.text("card.risk_sentence", risk=words.percent(risk.risk),
                                         loss=context.money(risk.expected_loss))))
        reasons = reasons_from_text(risk.reasons)
        if reasons:
            st.markdown(context.text("card.risk_reasons"))
            for one in reasons:
                st.markdown(f"- {escaped(reason_in_words(one, words, context.currency))}")
        else:
            st.markdown(context.text("card.risk_no_reasons"))
        st.caption(context.text("card.risk_from", model=risk.model, date=words.date(risk.as_of)))


def _facts(context: Context, card: CustomerCard) -> None:
    groups = told.fact_groups(context, card)
    with st.container(border=True, key=context.key("card-facts")):
        st.subheader(context.text("card.facts"), anchor=False)
        for column, (title, facts) in zip(st.columns(len(groups)), groups, strict=True):
            with column:
                facts_list(title, facts)
        if card.facts.traits:
            facts_list(context.text("group.traits"), told.traits(context, card), wide=True)


def _history(context: Context, card: CustomerCard) -> None:
    words = context.words
    lanes = [words(f"customers.lane.{lane}") for lane, kinds in charts.LANES.items() if card.of_kind(*kinds)]
    if not lanes and not card.months:
        with st.container(border=True, key=context.key("card-history")):
            st.subheader(context.text("card.history"), anchor=False)
            st.caption(context.text("card.history_none"))
        return
    as_of = context.filters.resolve(context.reader.meta.as_of, None).as_of
    chart_card(
        context, "history", charts.purchases_and_happenings(card, words, context.currency, as_of), level=3,
        title=context.text("card.history"), click=context.text("card.history_click"),
        note=context.text("card.history_note") if card.losses else "",
        alt=context.text("card.history_alt", list=words.listing(lanes), n=words.number(len(card.months)),
                         value=context.money(sum(one.revenue for one in card.months))),
        data=lambda: pd.DataFrame({
            heading("month", words): [words.month(one.month) for one in card.months],
            context.in_currency(heading("revenue", words)): [one.revenue / 100 for one in card.months],
            heading("orders", words): [one.orders for one in card.months]}),
        select=lambda point: _entries(context, card, point))


def _entries(context: Context, card: CustomerCard, point: dict[str, Any]) -> None:
    words = context.words
    kind, day = (*(point.get("customdata") or []), "", "")[:2]
    if kind == "month":
        found = [one for one in card.timeline if one.happened_on.isoformat()[:7] == str(day)[:7]]
        title = context.text("card.entries_month", month=words.month(pd.Timestamp(day).date()))
    else:
        found = list(card.of_kind(str(kind)))
        title = context.text("card.entries_kind", kind=words(f"customers.happening.{kind}"))
    st.markdown(f"**{title}**")
    timeline_table(context, [recorded(context, one) for one in found[::-1]], card.facts.customer_id,
                   key="entries", alt=title)


def _records(context: Context, card: CustomerCard) -> None:
    counted = context.metric("record_counts")
    names = [name for name in RECORD_TABLES if counted.get(name)]
    if card.timeline:
        names.insert(0, "timeline")
    if not names:
        return
    number = card.facts.customer_id
    with st.container(border=True, key=context.key("card-records")):
        st.subheader(context.text("card.records"), anchor=False)
        tabs = st.tabs([context.text(f"tab.{name}") for name in names], key=context.key("tabs"),
                       on_change="rerun")
        for name, tab in zip(names, tabs, strict=True):
            if not tab.open:
                continue
            with tab:
                if name == "timeline":
                    show_timeline(context, card)
                else:
                    _rows(context, number, name, f"{context.page}-{number}-{name}")


def _rows(context: Context, number: str, name: str, title: str) -> None:
    frame: pd.DataFrame = context.metric("customer_records", customer=number, records=name)
    if frame.empty:
        st.caption(context.text("card.no_records"))
        return
    words = context.words
    st.dataframe(shown(frame, words), hide_index=True, key=context.key(f"records-{name}"), placeholder=NONE,
                 column_config=column_config(frame, context), alt=context.text(f"tab.{name}"))
    download(context, lambda: named(frame, context), title, key=f"records-{name}")
