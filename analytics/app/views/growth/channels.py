"""Channels and partners: what is sold through whom, what stays with us, and whether their customers stay."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, chart_card, key_figures
from analytics.app.components.answer import escaped
from analytics.app.components.people import People, people
from analytics.app.context import Context
from analytics.charts import channels as charts
from analytics.metrics.channels import PARTNERS, Channels
from analytics.metrics.earned_growth import EarnedGrowth


def channels(context: Context, result: EarnedGrowth) -> None:
    """Compare the channels through which is sold."""
    by = st.segmented_control(context.text("sold_by"), list(PARTNERS), default="channel", required=True,
                              key=context.key("sold-by"),
                              format_func=lambda one: context.words(f"columns.{one}")) or "channel"
    found: Channels = context.metric("channels", by=by)
    if not found.channels or found.concentration is None:
        st.caption(context.text("partners_none") if by == "partner" else context.text(
            "channels_none", column=context.words(f"columns.{by}")))
        return
    if by == "partner":
        st.markdown(escaped(_firms(context, found)))
    _figures(context, found)
    _shares(context, found)
    _kept(context, found)


def _firms(context: Context, found: Channels) -> str:
    """Say how much goes through partners, how many of them sell again, and which no longer do."""
    words = context.words
    silent = [context.text("silent_firm", name=one.name, day=words.date(one.last_on)) for one in found.silent]
    return words.sentences(
        context.text("firms", share=words.percent(1 - found.unknown),
                     n=words.number(sum(one.revenue > 0 for one in found.channels))),
        context.text("firms_again", again=words.number(found.sold_before - len(found.silent)),
                     n=words.number(found.sold_before)) if found.sold_before else "",
        context.text("firms_silent", list=words.listing(silent[:charts.SHOWN])) if silent else "")


def _figures(context: Context, found: Channels) -> None:
    words = context.words
    first = found.channels[0]
    known = [one for one in found.channels if one.discount is not None]
    shown = [
        Figure(context.text("figure.largest"), words.percent(first.share),
               note=context.text("figure.largest_note", name=charts.channel_name(found.by, first.name, words),
                                 n=words.number(first.buyers)),
               help=context.text("figure.largest_help")),
        Figure(context.text("figure.equal"), words.number(found.equal_channels, 1),
               note=context.text("figure.equal_note", index=words.number(found.concentration, 2),
                                 n=len(found.channels)),
               help=context.text("figure.equal_help"))]
    tell = [one for one in found.channels if one.left is not None]
    if found.by == "partner" and tell:
        most = max(tell, key=lambda one: one.left or 0.0)
        shown.append(Figure(
            context.text("figure.left"), words.percent(most.left),
            note=context.text("figure.left_note", name=most.name, discount=words.percent(most.discount),
                              margin=words.percent(most.margin)), help=context.text("figure.left_help")))
    elif known:
        most = max(known, key=lambda one: one.discount or 0.0)
        shown.append(Figure(
            context.text("figure.discount"), words.percent(most.discount),
            note=context.text("figure.discount_note", name=charts.channel_name(found.by, most.name, words),
                              margin=words.percent(most.margin)),
            help=context.text("figure.discount_help")))
    key_figures(context, shown, name="channels")


def _shares(context: Context, found: Channels) -> None:
    words = context.words
    chart_card(
        context, "shares", charts.shares(found, words, context.currency), title=context.text("chart.shares"),
        alt=context.text("chart.shares_alt", list=words.listing([
            f"{charts.channel_name(found.by, one.name, words)} {words.percent(one.share)}"
            for one in found.channels[:charts.SHOWN]])),
        note=words.sentences(
            context.text("chart.shares_note"),
            context.text("chart.shares_more", n=words.number(len(found.channels) - charts.SHOWN))
            if len(found.channels) > charts.SHOWN else "",
            context.text("chart.shares_unknown", share=words.percent(found.unknown))
            if found.unknown > 0 else "",
            context.text("no_firms") if found.by == "channel" else ""),
        data=lambda: _frame(context, found))


def _kept(context: Context, found: Channels) -> None:
    words = context.words
    shown = [one for one in found.channels[:charts.SHOWN] if one.kept.state != "suppressed"]
    if not shown:
        st.caption(context.text("channels_few"))
        return
    chart_card(
        context, "channel-kept", charts.kept_and_content(found, words),
        title=context.text("chart.channel_kept"),
        alt=context.text("chart.channel_kept_alt", list=words.listing([
            f"{charts.channel_name(found.by, one.name, words)} {words.share(one.kept)}" for one in shown])),
        note=context.text("chart.channel_kept_note"), data=lambda: _frame(context, found),
        select=lambda point: _behind(context, found, point))


def _frame(context: Context, found: Channels) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame([{
        words(f"columns.{found.by}"): charts.channel_name(found.by, one.name, words),
        context.in_currency(words("columns.revenue_before")): one.before / 100,
        context.in_currency(words("columns.revenue")): one.revenue / 100,
        words("columns.share"): words.percent(one.share),
        context.text("column.gross_margin"): words.percent(one.margin),
        context.text("column.discount_share"): words.percent(one.discount),
        context.text("column.margin_left"): words.percent(one.left),
        context.text("column.busy_months"): one.busy_months,
        context.text("column.buyers"): one.buyers, words("columns.n"): one.kept.n,
        context.text("column.again"): words.rate_short(one.kept),
        context.text("column.net"): words.rate_short(one.net),
        context.text("column.satisfaction"): words.number(one.satisfaction.estimate, 2)
        if one.satisfaction.state != "suppressed" else None,
        context.text("column.answers"): one.satisfaction.n,
        words("columns.last_order_on"): words.date(one.last_on)} for one in found.channels])


def _behind(context: Context, found: Channels, point: dict[str, Any]) -> None:
    name = str((point.get("customdata") or [""])[0])
    title = charts.channel_name(found.by, name, context.words)
    chosen = {"by": found.by, "name": name}
    st.markdown(f"**{escaped(title)}**")
    everyone = People(context.text("list.channel"), "channel_list", chosen)
    people(context, People(context.text("list.channel_lost"), "channel_list", {**chosen, "kept": False},
                           of=everyone), key="channel")
