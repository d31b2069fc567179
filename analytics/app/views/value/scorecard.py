"""The scorecard: keep, convert, re-price, let go — proposals, which a person decides on."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, chart_card, key_figures, method, people
from analytics.app.components.answer import escaped
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.views.value.concentration import unit_costs, unit_costs_told
from analytics.charts import customer_scorecard as charts
from analytics.models.customer_scorecard import PROPOSALS, SAFEGUARDS, CustomerScorecard
from analytics.models.valuation import serving_valuation


def scorecard(context: Context) -> None:
    """Say what is proposed for whom, draw it, and list the customers."""
    words, valuation = context.words, serving_valuation(context.store.path)
    if valuation is None:
        st.caption(words("scorecard.no_valuation"))
        return
    avoidable = context.store.settings.number("cost_avoidable_share")
    options = {"values": valuation.values, "costs": unit_costs(context), "avoidable": avoidable}
    found: CustomerScorecard = context.metric("customer_scorecard", **options)
    if not found.customers:
        st.caption(words("scorecard.missing"))
        return
    st.markdown(escaped(_answer(context, found)))
    st.caption(words.sentences(
        words("scorecard.decides"),
        words("scorecard.unvalued", n=words.number(found.unvalued)) if found.unvalued else ""))
    _figures(context, found, options)
    _compared(context, found)
    _safeguards(context, found, avoidable)
    _list(context, found, options)
    method(context, "scorecard", costs=unit_costs_told(context), avoidable=words.percent(avoidable, 0))


def _answer(context: Context, found: CustomerScorecard) -> str:
    words = context.words
    counts = {name: words.number(found.of(name).customers) for name in PROPOSALS}
    told = words("scorecard.answer", n=words.number(found.customers), losses=words.number(
        found.safeguards["loss"]), keep=counts["keep"], convert=counts["convert"])
    last = "scorecard.answer_let_go" if found.of("let_go").customers else "scorecard.answer_none"
    return words.sentences(told, words(last, let_go=counts["let_go"], reprice=counts["reprice"]))


def _listed(context: Context, name: str, options: dict[str, Any]) -> People:
    return People(context.words(f"scorecard.list.{name}"), "scorecard_list", {"proposal": name, **options})


def _figures(context: Context, found: CustomerScorecard, options: dict[str, Any]) -> None:
    words = context.words
    key_figures(context, [Figure(
        words(f"scorecard.proposal.{one.name}"), words.number(one.customers),
        note=words("scorecard.figure_note", profit=context.money(one.profit.estimate),
                   low=context.money(one.profit.low), high=context.money(one.profit.high))
        if one.profit.state != "suppressed" else "",
        help=words(f"scorecard.help.{one.name}"), behind=_listed(context, one.name, options))
        for one in found.proposals], name="scorecard")


def _compared(context: Context, found: CustomerScorecard) -> None:
    words = context.words
    told = [words("scorecard.told", name=words(f"scorecard.proposal.{one.name}"),
                  n=words.number(one.customers), profit=context.money(one.profit.estimate),
                  future=context.money(one.future.estimate))
            for one in found.proposals if one.profit.state != "suppressed"]
    chart_card(
        context, "scorecard", charts.profit_and_future(found, words, context.currency), level=3,
        title=words("scorecard.chart.compared"),
        alt=words("scorecard.chart.compared_alt", list=words.listing(told)),
        note=words("scorecard.chart.compared_note", n=words.number(found.customers)),
        data=lambda: pd.DataFrame([{
            words("columns.proposal"): words(f"scorecard.proposal.{one.name}"),
            words("columns.customers"): one.customers,
            context.in_currency(words("columns.profit")): _whole(one.profit.estimate),
            words("columns.low"): _whole(one.profit.low), words("columns.high"): _whole(one.profit.high),
            context.in_currency(words("columns.lifetime_value")): _whole(one.future.estimate)}
            for one in found.proposals]))


def _safeguards(context: Context, found: CustomerScorecard, avoidable: float) -> None:
    words = context.words
    rows = [(words(f"scorecard.safeguard.{name}"), found.safeguards[name]) for name in SAFEGUARDS]
    chart_card(
        context, "safeguards", charts.safeguards(found, words), level=3,
        title=words("scorecard.chart.safeguards"),
        alt=words("scorecard.chart.safeguards_alt",
                  list=words.listing([f"{name} {words.number(n)}" for name, n in rows])),
        note=words("scorecard.chart.safeguards_note", avoidable=words.percent(avoidable, 0)),
        data=lambda: pd.DataFrame([{words("scorecard.safeguard_head"): name, words("columns.customers"): n}
                                   for name, n in rows]))


def _list(context: Context, found: CustomerScorecard, options: dict[str, Any]) -> None:
    words = context.words
    st.subheader(words("scorecard.list_title"), anchor=False)
    first = "let_go" if found.of("let_go").customers else "reprice"
    chosen = st.segmented_control(
        words("scorecard.list_title"), PROPOSALS, default=first, required=True,
        key=context.key("scorecard-proposal"), label_visibility="collapsed",
        format_func=lambda name: words(f"scorecard.proposal.{name}")) or first
    st.caption(words("scorecard.list_note"))
    people(context, _listed(context, chosen, options), key=f"scorecard-{chosen}")


def _whole(amount: float | None) -> float | None:
    return None if amount is None else round(amount / 100)
