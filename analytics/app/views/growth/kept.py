"""What is kept of revenue: year by year ending each quarter, and group by group."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.context import Context
from analytics.charts import revenue_bridge as charts
from analytics.metrics.earned_growth import EarnedGrowth
from analytics.metrics.net_revenue_retention import NetRevenueRetention
from analytics.metrics.revenue_bridge import LINES, MOVES, RevenueBridge

#: Dimensions groups are offered by, where the store has them.
DIMENSIONS = ("size", "grade", "segment", "market", "region", "branch", "acquisition_channel")
#: More values than this make a chart unreadable.
MOST_VALUES = 20


def over_time(context: Context, result: EarnedGrowth) -> None:
    """Draw what is kept and what came and went over time, of all revenue or of a line of business."""
    line = "all"
    if result.aftermarket:
        line = st.segmented_control(
            context.text("line"), list(LINES), default="aftermarket", required=True, key=context.key("line"),
            format_func=lambda one: context.text(f"line_{one}")) or "aftermarket"
    found: RevenueBridge = context.metric("revenue_bridge", line=line)
    if not any(one.net.state != "suppressed" for one in found.years):
        st.caption(context.text("over_time_short" if not found.years else "over_time_few"))
        return
    _rates(context, found)
    _moves(context, found)


def groups(context: Context, result: EarnedGrowth) -> None:
    """Draw what is kept of each group of customers."""
    offered = context.metric("choices").dimensions
    choices = [one for one in DIMENSIONS if 2 <= len(offered.get(one, ())) <= MOST_VALUES]
    if not choices:
        st.caption(context.text("groups_none"))
        return
    words = context.words
    by = st.segmented_control(context.text("group_by"), choices, default=choices[0], required=True,
                              key=context.key("kept-by"),
                              format_func=lambda one: words(f"columns.{one}")) or choices[0]
    found: NetRevenueRetention = context.metric("net_revenue_retention", by=by)
    shown = charts.shown_groups(found)
    if not shown or found.everyone is None:
        st.caption(context.text("over_time_few"))
        return
    chart_card(
        context, "groups", charts.group_retention(found, words),
        title=context.text("chart.groups"),
        alt=context.text("chart.groups_alt", list=words.listing([
            f"{words.value(by, one.value)} {words.share(one.net)}" for one in shown])),
        note=words.sentences(context.text("chart.groups_note",
                                          rate=words.percent(found.everyone.net.estimate)),
                             context.text("chart.groups_machines") if result.aftermarket else ""),
        data=lambda: pd.DataFrame([{
            words(f"columns.{by}"): words.value(by, one.value), words("columns.n"): one.net.n,
            context.in_currency(words("columns.revenue_before")): one.before / 100,
            **{context.text(f"figure.{name}"): words.rate_short(getattr(one, name))
               for name in ("net", "gross", "logo")}} for one in shown]))


def _rates(context: Context, found: RevenueBridge) -> None:
    words, last = context.words, found.years[-1]
    chart_card(
        context, "over-time", charts.kept_over_time(found, words), dated=True,
        title=context.text("chart.over_time"),
        alt=context.text("chart.over_time_alt", day=words.date(last.end - timedelta(days=1)),
                         net=words.percent(last.net.estimate), gross=words.percent(last.gross.estimate),
                         logo=words.percent(last.logo.estimate)),
        note=words.sentences(context.text("chart.over_time_note"), context.text(
            "chart.three_years", rate=words.rate(last.three_years)) if last.three_years is not None else "",
            context.text("chart.rare_machines") if found.line == "machines" else ""),
        data=lambda: pd.DataFrame([{
            context.text("column.year_to"): words.date(one.end - timedelta(days=1)),
            words("columns.n"): one.net.n,
            **{context.text(f"figure.{name}"): words.rate_short(getattr(one, name))
               for name in ("net", "gross", "logo")},
            context.text("three_years"): words.rate_short(one.three_years) if one.three_years else None}
            for one in found.years]))


def _moves(context: Context, found: RevenueBridge) -> None:
    words, last = context.words, found.years[-1]
    chart_card(
        context, "moves", charts.came_and_went(found, words, context.currency),
        dated=True, title=context.text("chart.moves"),
        alt=context.text("chart.moves_alt", day=words.date(last.end - timedelta(days=1)), list=words.listing([
            f"{words.value('growth_kind', kind)} {context.money(last.changes[kind])}" for kind in MOVES])),
        note=context.text("chart.moves_note"), data=lambda: pd.DataFrame([{
            context.text("column.year_to"): words.date(one.end - timedelta(days=1)),
            context.in_currency(words("columns.revenue_before")): one.before / 100,
            **{context.in_currency(words.value("growth_kind", kind)): amount / 100
               for kind, amount in one.changes.items()},
            context.in_currency(words("columns.revenue")): one.since / 100} for one in found.years]))
