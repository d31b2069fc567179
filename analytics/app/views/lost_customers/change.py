"""Why the churn rate changed since the period before: other rates, or other customers."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, table
from analytics.app.context import Context
from analytics.charts import loss_details as charts
from analytics.charts import theme
from analytics.filters.filters import DIMENSIONS
from analytics.metrics.churn_change import MOST_DIMENSIONS, RATES, ChurnChange, GroupChange

USUAL = ("size", "market", "grade")
#: More values than this make cells of single customers.
MOST_VALUES = 12
#: Pixels of the column that names groups.
NAME_WIDTH = 150


def change(context: Context) -> None:
    """Split the change, by dimensions the reader chooses."""
    words = context.words
    values = context.metric("choices").dimensions
    offered = [one for one in DIMENSIONS if 1 < len(values.get(one, ())) <= MOST_VALUES]
    usual = [one for one in USUAL if one in offered] or offered[:1]
    chosen = st.multiselect(
        context.text("change.by"), offered, default=usual, max_selections=MOST_DIMENSIONS,
        key=context.key("change-by"), format_func=lambda one: words(f"columns.{one}")) if offered else []
    if not chosen:
        st.caption(context.text("change.choose"))
        return
    found: ChurnChange = context.metric("churn_change", by=(tuple(chosen),))
    if found.change is None:
        st.caption(context.text("change.nothing"))
        return
    st.markdown(_sentence(context, found))
    labels = {"before": context.text("change.before"), "after": context.text("change.after"),
              RATES: context.text("change.rates"),
              **{one: context.text("change.mix", dimension=words(f"columns.{one}")) for one in chosen}}
    listed = [f"{labels[name]} {words.points(one.estimate)}" for name, one in found.parts.items()]
    chart_card(
        context, "change", charts.change_waterfall(found, labels, words), title=context.text("change.chart"),
        level=3, alt=context.text("change.chart_alt", before=words.percent(found.before),
                                  after=words.percent(found.after), list=words.listing(listed)),
        note=context.text("change.note"), data=lambda: _parts(context, found, labels))
    frame = _groups(context, found)
    st.subheader(context.text("change.groups"), anchor=False)
    # Measured by its first rows, the column of names would cut longer ones.
    names = {context.text("change.group"): st.column_config.TextColumn(width=NAME_WIDTH)}
    table(context, frame, f"{context.page}-change-groups", key="change-groups",
          alt=context.text("change.groups"), columns=names)


def _sentence(context: Context, found: ChurnChange) -> str:
    words, rates = context.words, found.parts[RATES]
    mix = sum(one.estimate or 0.0 for name, one in found.parts.items() if name != RATES)
    told = context.text(
        "change.answer", before=words.percent(found.before), after=words.percent(found.after),
        change=words.points(found.change.estimate if found.change else None),
        rates=words.points(rates.estimate), mix=words.points(mix))
    clear = rates.low is not None and rates.high is not None and (rates.low > 0 or rates.high < 0)
    return words.sentences(told, context.text("change.clear" if clear else "change.unclear"))


def _parts(context: Context, found: ChurnChange, labels: dict[str, str]) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame([{
        context.text("change.part"): labels[name],
        context.text("change.effect"): words.points(one.estimate, 2),
        words("columns.low"): words.points(one.low, 2), words("columns.high"): words.points(one.high, 2)}
        for name, one in found.parts.items()])


def _groups(context: Context, found: ChurnChange) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame([{
        context.text("change.dimension"): words(f"columns.{dimension}"),
        context.text("change.group"): words.value(dimension, one.group),
        context.text("change.start_before"): one.customers_before,
        context.text("change.start_after"): one.customers_after,
        context.text("change.lost_before"): one.lost_before,
        context.text("change.lost_after"): one.lost_after,
        context.text("change.by_rate"): words.points(one.rate_effect, 2),
        context.text("change.by_mix"): words.points(one.mix_effect, 2)}
        for dimension, groups in found.groups.items() for one in _in_order(dimension, groups)])


def _in_order(dimension: str, groups: Sequence[GroupChange]) -> list[GroupChange]:
    """Sort groups by meaning where their dimension has one."""
    order = theme.order_of(dimension, [one.group for one in groups])
    return sorted(groups, key=lambda one: order.index(one.group))
