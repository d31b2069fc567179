"""What customers might buy, held against the larger ones among customers like them: an estimate, no share."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, method, people
from analytics.app.components.answer import escaped
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.charts import share_of_wallet as charts
from analytics.metrics.wallet_potential import HIGHEST, LOWEST, WalletPotential


def wallet_potential(context: Context) -> None:
    """Say what customers would bring in addition at the frontier of their peers, draw and list it."""
    words = context.words
    st.subheader(words("share_of_wallet.potential"), anchor=False)
    if not context.reader.meta.has_orders or not context.reader.meta.dated:
        st.caption(words("share_of_wallet.potential_missing"))
        return
    usual = min(max(context.store.settings.number("wallet_quantile"), LOWEST), HIGHEST)
    percent = st.number_input(
        words("share_of_wallet.quantile"), round(100 * LOWEST), round(100 * HIGHEST), round(100 * usual), 5,
        key=context.key("wallet-quantile"), help=words("share_of_wallet.quantile_help"), width=320)
    options: dict[str, Any] = {"quantile": percent / 100}
    found: WalletPotential = context.metric("wallet_potential", **options)
    if not found.groups:
        st.caption(words("share_of_wallet.potential_few", n=words.number(found.left_out)))
        return
    st.markdown(escaped(words(
        "share_of_wallet.potential_answer", n=words.number(found.customers), quantile=percent,
        amount=context.money(found.potential.estimate), low=context.money(found.potential.low),
        high=context.money(found.potential.high), revenue=context.money(found.revenue))))
    left_out = words("share_of_wallet.potential_left_out", n=words.number(found.left_out))
    st.caption(words.sentences(words("share_of_wallet.potential_label"), left_out if found.left_out else ""))
    _draw(context, found, options)
    st.subheader(words("share_of_wallet.list_potential"), anchor=False)
    people(context, People(words("share_of_wallet.list_potential"), "wallet_potential_list", options),
           key="potential")
    method(context, "wallet_potential")


def _draw(context: Context, found: WalletPotential, options: dict[str, Any]) -> None:
    words = context.words
    told = [f"{charts.peers_name(one, words)} {context.money(one.potential.estimate)}"
            for one in found.groups[:charts.SHOWN]]
    chart_card(
        context, "wallet-potential", charts.potential_by_peers(found, words, context.currency), level=3,
        title=words("share_of_wallet.chart.potential"),
        alt=words("share_of_wallet.chart.potential_alt", list=words.listing(told)),
        note=words("share_of_wallet.chart.potential_note"), data=lambda: pd.DataFrame([{
            words("columns.segment"): words.value("segment", one.segment),
            words("columns.size"): words.value("size", one.size), words("columns.n"): one.frontier.n,
            context.in_currency(words("columns.peer_frontier")): _units(one.frontier.estimate),
            words("share_of_wallet.below"): one.below,
            context.in_currency(words("columns.revenue")): _units(one.revenue),
            context.in_currency(words("columns.wallet_gap")): _units(one.potential.estimate),
            words("columns.low"): _units(one.potential.low),
            words("columns.high"): _units(one.potential.high)} for one in found.groups]),
        select=lambda point: _behind(context, point, options))


def _behind(context: Context, point: dict[str, Any], options: dict[str, Any]) -> None:
    segment, size = point.get("customdata") or (None, None)
    words = context.words
    title = words("share_of_wallet.peers", segment=words.value("segment", segment),
                  size=words.value("size", size))
    st.markdown(f"**{escaped(title)}**")
    people(context, People(title, "wallet_potential_list",
                           {**options, "segment": segment, "size": size, "grouped": True}), key="peers")


def _units(minor: float | None) -> float | None:
    return None if minor is None else round(minor / 100)
