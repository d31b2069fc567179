"""What customers buy elsewhere: what they say, whether it goes with staying, and what peers might buy."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, chart_card, key_figures, method, people, people_button
from analytics.app.components.answer import escaped
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.charts import share_of_wallet as charts
from analytics.metrics.share_of_wallet import ShareOfWallet
from analytics.metrics.supplier_ranks import SupplierRanks
from analytics.metrics.wallet_loyalty import WalletLoyalty
from analytics.statistics.estimate import Estimate

#: What the answers are told apart by.
GROUPED_BY = ("segment", "grade", "size", "branch")


def share_of_wallet(context: Context) -> None:
    """Say what share of their spending customers do here; draw it by group, over time, against staying."""
    words = context.words
    by = st.segmented_control(
        words("share_of_wallet.grouped_by"), GROUPED_BY, default="segment", required=True,
        key=context.key("wallet-by"), format_func=lambda one: words(f"columns.{one}")) or "segment"
    found: ShareOfWallet = context.metric("share_of_wallet", by=by)
    if not found.total.share.n and not found.quarters:
        st.caption(words("share_of_wallet.missing"))
        return
    ranks: SupplierRanks = context.metric("supplier_ranks")
    st.markdown(escaped(_answer(context, found)))
    st.caption(_detail(context, found))
    if found.total.share.state != "suppressed":
        _figures(context, found)
        _groups(context, found)
    _over_time(context, found)
    _loyalty(context)
    _ranks(context, ranks)
    if found.total.share.state != "suppressed":
        st.subheader(words("share_of_wallet.list"), anchor=False)
        people(context, _listed(context, "all"), key="wallet")
    method(context, "share_of_wallet")


def _listed(context: Context, who: str, of: People | None = None, **options: object) -> People:
    return People(context.words(f"share_of_wallet.list_{who}"), "share_of_wallet_list",
                  {"who": who, **options}, of=of)


def _answer(context: Context, found: ShareOfWallet) -> str:
    words, total = context.words, found.total
    if total.share.state == "suppressed" or total.share.estimate is None:
        return words("share_of_wallet.answer_few", n=words.number(total.share.n))
    told = words("share_of_wallet.answer", share=words.percent(total.share.estimate),
                 interval=words.interval(total.share), n=words.number(total.share.n))
    if total.left.estimate is None or total.left.state == "suppressed":
        return told
    return words.sentences(told, words(
        "share_of_wallet.answer_left", left=context.money(total.left.estimate),
        low=context.money(total.left.low), high=context.money(total.left.high),
        n=words.number(total.left.n), revenue=context.money(found.revenue)))


def _detail(context: Context, found: ShareOfWallet) -> str:
    words = context.words
    return words.sentences(
        words("share_of_wallet.only_asked"),
        words("share_of_wallet.nothing", n=words.number(found.nothing)) if found.nothing else "",
        words("share_of_wallet.floored", n=words.number(found.floored)) if found.floored else "")


def _figures(context: Context, found: ShareOfWallet) -> None:
    words, total = context.words, found.total
    everyone = _listed(context, "all")
    shown = [
        Figure(words("share_of_wallet.figure.share"), words.percent(total.share.estimate),
               note=words("share_of_wallet.figure.interval", interval=words.interval(total.share),
                          n=words.number(total.share.n)), state=total.share.state,
               help=words("share_of_wallet.figure.share_help"), behind=everyone),
        Figure(words("share_of_wallet.figure.money"), words.percent(total.money_share.estimate),
               note=words("share_of_wallet.figure.interval", interval=words.interval(total.money_share),
                          n=words.number(total.money_share.n)), state=total.money_share.state,
               help=words("share_of_wallet.figure.money_help"), behind=everyone),
        Figure(words("share_of_wallet.figure.left"), context.money(total.left.estimate),
               note=words("share_of_wallet.figure.interval", n=words.number(total.left.n), interval=words(
                   "format.from_to", low=context.money(total.left.low), high=context.money(total.left.high))),
               state=total.left.state, help=words("share_of_wallet.figure.left_help"), behind=everyone),
        Figure(words("share_of_wallet.figure.low"), words.number(found.low),
               note=words("share_of_wallet.figure.low_note", n=words.number(total.share.n)),
               help=words("share_of_wallet.figure.low_help"), behind=_listed(context, "low", everyone))]
    key_figures(context, shown, name="wallet")


def _groups(context: Context, found: ShareOfWallet) -> None:
    words = context.words
    shown = [one for one in found.groups if one.share.state != "suppressed"][:charts.SHOWN]
    if not shown:
        return
    told = [words("share_of_wallet.told", group=charts.group_name(found.by, one.name, words),
                  share=words.share(one.share), money=words.share(one.money_share)) for one in shown]
    hidden = len(found.groups) - len(shown)
    chart_card(
        context, "wallet-groups", charts.shares_by_group(found, words), level=3,
        title=words("share_of_wallet.chart.groups"),
        alt=words("share_of_wallet.chart.groups_alt", list=words.listing(told)),
        note=words.sentences(words("share_of_wallet.chart.groups_note"),
                             words("share_of_wallet.chart.hidden", n=words.number(hidden)) if hidden else ""),
        data=lambda: _frame(context, found), select=lambda point: _behind(context, found, point))


def _frame(context: Context, found: ShareOfWallet) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame([{
        words(f"columns.{found.by}"): charts.group_name(found.by, one.name, words),
        words("share_of_wallet.by_customers"): words.share(one.share),
        words("columns.low"): words.low(one.share), words("columns.high"): words.high(one.share),
        words("columns.n"): one.share.n, words("share_of_wallet.by_money"): words.share(one.money_share),
        words("share_of_wallet.money_low"): words.low(one.money_share),
        words("share_of_wallet.money_high"): words.high(one.money_share),
        **{context.in_currency(words(name)): _units(one.left, figure) for name, figure in (
            ("columns.wallet_left", one.left.estimate), ("share_of_wallet.left_low", one.left.low),
            ("share_of_wallet.left_high", one.left.high))}} for one in found.groups])


def _units(amount: Estimate, minor: float | None) -> float | None:
    return None if minor is None or amount.state == "suppressed" else round(minor / 100)


def _behind(context: Context, found: ShareOfWallet, point: dict[str, Any]) -> None:
    group = (point.get("customdata") or [None])[0]
    name = charts.group_name(found.by, group, context.words)
    st.markdown(f"**{escaped(name)}**")
    people(context, _listed(context, "all", by=found.by, group=group, grouped=True), key="wallet-group")


def _over_time(context: Context, found: ShareOfWallet) -> None:
    words = context.words
    shown = [one for one in found.quarters if one.complete and one.wallet.share.state != "suppressed"]
    if len(shown) < 2:
        st.caption(words("share_of_wallet.one_quarter"))
        return
    told = [f"{words.month(one.start)} {words.share(one.wallet.share)}" for one in shown[-8:]]
    chart_card(
        context, "wallet-time", charts.shares_over_time(found, words), level=3,
        dated=True, title=words("share_of_wallet.chart.time"),
        alt=words("share_of_wallet.chart.time_alt", list=words.listing(told)),
        note=words("share_of_wallet.chart.time_note"), data=lambda: pd.DataFrame([{
            words("share_of_wallet.column_quarter"): words.month(one.start),
            words("columns.complete"): words.value("", one.complete),
            words("share_of_wallet.by_customers"): words.share(one.wallet.share),
            words("columns.low"): words.low(one.wallet.share),
            words("columns.high"): words.high(one.wallet.share), words("columns.n"): one.wallet.share.n,
            words("share_of_wallet.by_money"): words.share(one.wallet.money_share)}
            for one in found.quarters]))


def _loyalty(context: Context) -> None:
    words, settings = context.words, context.store.settings
    found: WalletLoyalty = context.metric(
        "wallet_loyalty", blank_days=settings.integer("loyalty_blank_days"),
        horizon_days=settings.integer("loyalty_horizon_days"))
    shown = [one for one in found.bands if one.stayed.state != "suppressed"]
    if len(shown) < 2:
        st.caption(words("share_of_wallet.loyalty_few", n=words.number(found.odds.n)))
        return
    odds = found.odds
    told = [f"{charts.band_name(one, words)} {words.share(one.stayed)}" for one in shown]
    chart_card(
        context, "wallet-loyalty", charts.staying_by_share(found, words), level=3,
        title=words("share_of_wallet.chart.loyalty"),
        alt=words("share_of_wallet.chart.loyalty_alt", list=words.listing(told)),
        note=words.sentences(
            words(f"share_of_wallet.loyalty_{found.association}", n=words.number(odds.n),
                  odds=words.number(odds.estimate, 2), low=words.number(odds.low, 2),
                  high=words.number(odds.high, 2)),
            words("share_of_wallet.chart.loyalty_note", days=words.number(found.horizon_days))),
        data=lambda: pd.DataFrame([{
            words("share_of_wallet.axis_band"): charts.band_name(one, words),
            words("share_of_wallet.axis_stayed"): words.share(one.stayed),
            words("columns.low"): words.low(one.stayed), words("columns.high"): words.high(one.stayed),
            words("columns.n"): one.stayed.n} for one in found.bands]))


def _ranks(context: Context, ranks: SupplierRanks) -> None:
    words = context.words
    if not ranks.first.n:
        st.caption(words("share_of_wallet.ranks_missing"))
        return
    if ranks.first.state == "suppressed":
        return
    off = ranks.off
    st.markdown(escaped(words.sentences(
        words("share_of_wallet.ranks", first=words.rate_short(ranks.first), n=words.number(ranks.first.n),
              rule=words.rate_short(ranks.by_rule)),
        words(f"share_of_wallet.rule_{ranks.verdict}", n=words.number(off.n),
              stated=words.percent(ranks.stated.estimate),
              points=words.number(abs(100 * (off.estimate or 0.0)), 1),
              low=words.signed(100 * (off.low or 0.0), 1), high=words.signed(100 * (off.high or 0.0), 1)))))
    people_button(context, _listed(context, "not_first", _listed(context, "first")), key="ranked")
