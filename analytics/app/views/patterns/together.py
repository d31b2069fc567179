"""What is bought together, and who buys one without the other."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.components.answer import escaped
from analytics.app.components.people import People, people
from analytics.app.components.table import table
from analytics.app.context import Context
from analytics.charts import bought_together as charts
from analytics.metrics.bought_together import BoughtTogether, Pair
from analytics.statistics.pairs import MOST_FOUND


def together(context: Context) -> None:
    """Say which pairs go together, draw them, and list who lacks the second of a pair."""
    words = context.words
    found: BoughtTogether = context.metric("bought_together")
    if not found.columns:
        st.caption(context.text("together.needs"))
        return
    if len(found.columns) > 1:
        chosen = st.segmented_control(
            context.text("together.item"), found.columns, default=found.item, required=True,
            key=context.key("item"), format_func=lambda one: context.text(f"item.{one}"),
            label_visibility="collapsed")
        if chosen not in (None, found.item):
            found = context.metric("bought_together", item=chosen)
    item = found.item
    basket = context.text("together.windows" if found.window_days else "together.orders",
                          days=words.number(found.window_days))
    if not found.pairs:
        st.markdown(context.text("together.few", n=words.number(found.baskets_of_several), basket=basket))
        return
    pairs = found.together
    if not pairs:
        st.markdown(context.text("together.none", pairs=words.number(len(found.pairs)), basket=basket,
                                 n=words.number(found.baskets_of_several)))
    else:
        st.markdown(escaped(_sentence(context, found, pairs, basket)))
        chart_card(
            context, "pairs", charts.pair_lifts(item, pairs, words), level=3,
            title=context.text("together.chart"),
            alt=context.text("together.chart_alt", list=words.listing([
                f"{charts.pair_name(item, one, words)} {words.number(one.lift.lift.estimate, 2)}"
                for one in pairs[:charts.MOST_PAIRS]])),
            note=context.text("together.note", basket=basket, n=words.number(found.baskets_of_several)),
            click=context.text("together.click"), data=lambda: _table(context, found, pairs),
            select=lambda point: _lacking(context, found, point))
    with st.expander(context.text("together.all", n=words.number(len(found.pairs))),
                     key=context.key("all-pairs-open"), on_change="rerun") as opened:
        if opened.open:
            table(context, _table(context, found, found.pairs), "patterns-pairs", key="all-pairs",
                  alt=context.text("together.all", n=words.number(len(found.pairs))))


def _sentence(context: Context, found: BoughtTogether, pairs: tuple[Pair, ...], basket: str) -> str:
    words, first = context.words, pairs[0]
    # The search ends after so many pairs; there may be more.
    told = context.text(
        "together.answer_most" if len(pairs) >= MOST_FOUND else "together.answer",
        n=words.number(len(pairs)), tested=words.number(len(found.pairs)),
        first=charts.item_name(found.item, first.first, words),
        second=charts.item_name(found.item, first.second, words), basket=basket,
        lift=words.number(first.lift.lift.estimate, 2), low=words.number(first.lift.lift.low, 2),
        high=words.number(first.lift.lift.high, 2), seen=words.number(first.lift.baskets),
        expected=words.number(first.lift.expected))
    return words.sentences(told, context.text("associated"))


def _table(context: Context, found: BoughtTogether, pairs: tuple[Pair, ...]) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame([{
        context.text("column.first"): charts.item_name(found.item, one.first, words),
        context.text("column.second"): charts.item_name(found.item, one.second, words),
        context.text("column.together"): one.lift.baskets,
        context.text("column.by_chance"): round(one.lift.expected),
        context.text("column.lift"): round(one.lift.lift.estimate or 0.0, 2),
        words("columns.low"): round(one.lift.lift.low or 0.0, 2),
        words("columns.high"): round(one.lift.lift.high or 0.0, 2),
        context.text("column.of_first"): words.percent(one.both_ways[0].estimate),
        context.text("column.of_second"): words.percent(one.both_ways[1].estimate),
        context.text("column.customers"): one.lift.customers,
        "p": round(one.lift.p, 4),
        context.text("column.found"): words("values.yes") if one.lift.found else ""} for one in pairs])


def _lacking(context: Context, found: BoughtTogether, point: dict[str, Any]) -> None:
    """List who bought the more popular of a pair and not the other."""
    if not point.get("customdata"):
        return
    pair = next((one for one in found.pairs if [one.first, one.second] == list(point["customdata"])), None)
    if pair is None:
        return
    items = (pair.first, pair.second)
    if pair.first_baskets < pair.second_baskets:
        items = items[::-1]
    names = [charts.item_name(found.item, one, context.words) for one in items]
    options = {"item": found.item, "first": items[0], "second": items[1]}
    behind = People(
        context.text("list.lacking", first=names[0], second=names[1]), "pair_list", options,
        of=People(context.text("list.both", first=names[0], second=names[1]), "pair_list",
                  {**options, "both": True}))
    st.markdown(f"**{escaped(behind.title)}**")
    people(context, behind, key="pairs")
