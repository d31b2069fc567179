"""Referrals: who brings whom, what the customers brought are worth, and the chains they form."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, chart_card, key_figures
from analytics.app.components.answer import escaped
from analytics.app.components.people import People, open_link, people
from analytics.app.context import Context
from analytics.charts import referrals as charts
from analytics.metrics.earned_growth import EarnedGrowth
from analytics.metrics.referrals import DRAWN, Referrals, Referrer


def referrals(context: Context, result: EarnedGrowth) -> None:
    """Show how many were brought by another, who brought the most, and one customer's tree."""
    found: Referrals = context.metric("referrals")
    if not found.referrers:
        st.caption(context.text("referrals_none"))
        return
    _figures(context, found)
    _top(context, found)
    _tree(context, found)


def _figures(context: Context, found: Referrals) -> None:
    words = context.words
    brought = People(context.text("list.brought"), "referral_list")
    shown = [
        Figure(context.text("figure.referred"), words.percent(found.referred.estimate),
               note=context.text("figure.note", interval=words.interval(found.referred),
                                 n=words.number(found.referred.n)),
               help=context.text("figure.referred_help"), state=found.referred.state, behind=brought),
        Figure(context.text("figure.recommending"), words.number(found.recommending),
               note=context.text("figure.recommending_note", levels=len(found.levels)),
               help=context.text("figure.recommending_help"),
               behind=People(context.text("list.recommending"), "referrer_list")),
        Figure(context.text("figure.worth"), context.money(found.worth.estimate),
               note=context.text(
                   "figure.worth_note", low=context.money(found.worth.low),
                   high=context.money(found.worth.high), n=words.number(found.worth.n),
                   others=context.money(found.worth_others.estimate),
                   others_low=context.money(found.worth_others.low),
                   others_high=context.money(found.worth_others.high)),
               help=context.text("figure.worth_help"), state=found.worth.state, behind=brought)]
    key_figures(context, shown, name="referrals")


def _top(context: Context, found: Referrals) -> None:
    words = context.words
    first = found.referrers[0]
    notes = [context.text("chart.referrers_note")]
    if len(found.longest) > 2:
        # Names of companies may hold signs that markdown acts on.
        notes.append(context.text("longest", n=len(found.longest) - 1,
                                  path=escaped(" → ".join(found.longest))))
    if found.circular:
        notes.append(context.text("circular", n=words.number(found.circular)))
    if found.nameless:
        notes.append(context.text("nameless", n=words.number(found.nameless)))
    chart_card(
        context, "referrers", charts.top_referrers(found, words, context.currency),
        title=context.text("chart.referrers"),
        alt=context.text("chart.referrers_alt", name=first.name,
                         amount=context.money(first.value + first.value_further),
                         n=words.number(found.recommending)),
        note=words.sentences(*notes),
        data=lambda: pd.DataFrame([{
            words("columns.customer_id"): one.customer_id, words("columns.name"): one.name,
            context.text("referral.direct"): one.brought, context.text("referral.further"): one.further,
            context.text("column.still_there"): one.still_there,
            context.in_currency(context.text("column.worth_direct")): one.value / 100,
            context.in_currency(context.text("column.worth_further")): one.value_further / 100}
            for one in found.referrers]),
        select=lambda point: _behind(context, found, point))


def _tree(context: Context, found: Referrals) -> None:
    words = context.words
    chosen: Referrer = st.selectbox(
        context.text("whose_tree"), sorted(found.referrers, key=lambda one: -len(one.tree)),
        key=context.key("tree"), format_func=lambda one: context.text(
            "tree_of", name=one.name, customer=one.customer_id, n=words.number(one.brought + one.further)))
    open_link(context, chosen.customer_id, chosen.name)
    shown = len(chosen.tree) - 1
    chart_card(
        context, "tree", charts.referral_tree(chosen, words, context.currency),
        title=context.text("chart.tree", name=chosen.name),
        alt=context.text("chart.tree_alt", name=chosen.name, n=words.number(shown),
                         steps=max(one.level for one in chosen.tree)),
        note=words.sentences(context.text("chart.tree_note"), context.text(
            "chart.tree_cut", n=words.number(shown)) if len(chosen.tree) == DRAWN else ""),
        data=lambda: pd.DataFrame([{
            words("columns.customer_id"): one.customer_id, words("columns.name"): one.name,
            words("columns.referred_by"): chosen.tree[one.parent].name if one.parent is not None else None,
            context.text("column.step_of_chain"): one.level,
            words("columns.status"): words.value("status", "active" if one.active else "lost"),
            context.in_currency(words("columns.value_12m")): one.value / 100} for one in chosen.tree]))


def _behind(context: Context, found: Referrals, point: dict[str, Any]) -> None:
    number = str((point.get("customdata") or [""])[0])
    one = next((one for one in found.referrers if one.customer_id == number), None)
    if one is None:
        return
    title = context.text("list.brought_by", name=one.name)
    st.markdown(f"**{escaped(title)}**")
    open_link(context, number, one.name)
    people(context, People(title, "referral_list", {"referrer": number}), key="referrers")
