"""Is it 80/20 here: revenue by customer, profit by customer, and what serving them costs."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, chart_card, key_figures, method, people
from analytics.app.components.answer import escaped
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.charts import value_concentration as charts
from analytics.metrics.activity_costs import COST_PARTS, ActivityCosts
from analytics.metrics.value_concentration import ValueConcentration


def concentration(context: Context) -> None:
    """Say who brings the money, and draw it."""
    words, options = context.words, {"costs": unit_costs(context)}
    found: ValueConcentration = context.metric("value_concentration", **options)
    if not found.customers:
        st.caption(words("concentration.missing"))
        return
    st.markdown(escaped(_answer(context, found)))
    st.caption(_detail(context, found))
    _figures(context, found, options)
    if found.whale:
        _whale(context, found)
    else:
        st.caption(words("concentration.no_profit", profit=context.money(found.profit)))
    _lorenz(context, found)
    if found.cost_to_serve:
        _costs(context, found)
    st.subheader(words("concentration.list"), anchor=False)
    everyone = People(words("concentration.list"), "profit_list", {"who": "all", **options})
    people(context, everyone, key="profit")
    method(context, "concentration", costs=unit_costs_told(context))


def unit_costs(context: Context) -> ActivityCosts:
    """Return the unit costs of this store's settings."""
    return ActivityCosts.of(context.store.settings)


def unit_costs_told(context: Context) -> str:
    """List what one of each activity is taken to cost."""
    costs, words = unit_costs(context), context.words
    return words.listing([
        words("concentration.unit_cost", what=words(f"concentration.unit.{name}"),
              cost=context.money(getattr(costs, name)))
        for name in ("visit", "call", "message", "complaint", "job")])


def _answer(context: Context, found: ValueConcentration) -> str:
    words = context.words
    if found.top_share.state == "suppressed":
        return words("concentration.answer_few", n=words.number(found.customers))
    return words(f"concentration.answer_{found.against_said}", share=words.percent(found.top_share.estimate),
                 interval=words.interval(found.top_share), n=words.number(found.customers),
                 revenue=context.money(found.revenue))


def _detail(context: Context, found: ValueConcentration) -> str:
    words = context.words
    parts = [words("concentration.assumed_margin") if not found.costs_known else "",
             words("concentration.negative", n=words.number(found.negative)) if found.negative else ""]
    return words.sentences(words("concentration.unit_costs", costs=unit_costs_told(context)), *parts)


def _figures(context: Context, found: ValueConcentration, options: dict[str, Any]) -> None:
    words = context.words

    def behind(who: str, of: People | None = None) -> People:
        return People(words(f"concentration.list_{who}"), "profit_list", {"who": who, **options}, of=of)

    shown = [
        Figure(words("concentration.figure.top"), words.percent(found.top_share.estimate),
               note=words("concentration.figure.interval", interval=words.interval(found.top_share),
                          n=words.number(found.customers)),
               help=words("concentration.figure.top_help"), state=found.top_share.state,
               behind=behind("top")),
        Figure(words("concentration.figure.gini"), words.number(found.gini.estimate, 3),
               note=words("concentration.figure.interval", interval=words(
                   "format.from_to", low=words.number(found.gini.low, 3),
                   high=words.number(found.gini.high, 3)), n=words.number(found.customers)),
               help=words("concentration.figure.gini_help"), state=found.gini.state),
    ]
    if found.peak.estimate is not None:
        shown.append(Figure(
            words("concentration.figure.peak"), words.percent(found.peak.estimate),
            note=words("concentration.figure.interval", interval=words.interval(found.peak),
                       n=words.number(found.served)),
            help=words("concentration.figure.peak_help"), state=found.peak.state,
            behind=behind("profitable")))
    shown.append(Figure(
        words("concentration.figure.unprofitable"), words.number(found.unprofitable),
        note=words("concentration.figure.unprofitable_note", n=words.number(found.served),
                   losses=context.money(found.losses)),
        help=words("concentration.figure.unprofitable_help"), behind=behind("unprofitable", behind("all"))))
    key_figures(context, shown, name="concentration")


def _whale(context: Context, found: ValueConcentration) -> None:
    words = context.words
    chart_card(
        context, "whale", charts.whale_curve(found, words), level=3,
        title=words("concentration.chart.whale"),
        alt=words("concentration.chart.whale_alt", peak=words.percent(found.peak.estimate),
                  peak_at=words.percent(found.peak_at, 0), top=words.percent(found.top_profit_share)),
        note=words("concentration.chart.whale_note", n=words.number(found.served),
                   profit=context.money(found.profit), margin=context.money(found.margin),
                   cost=context.money(found.cost_to_serve), top=words.percent(found.top_profit_share)),
        data=lambda: pd.DataFrame([{
            words("concentration.axis_customers_profit"): words.percent(one.customers, 0),
            words("concentration.axis_profit"): words.percent(one.total)} for one in found.whale]))


def _lorenz(context: Context, found: ValueConcentration) -> None:
    words = context.words
    chart_card(
        context, "lorenz", charts.lorenz_curve(found, words), level=3,
        title=words("concentration.chart.lorenz"),
        alt=words("concentration.chart.lorenz_alt", share=words.percent(found.top_share.estimate),
                  gini=words.number(found.gini.estimate, 3)),
        note=words("concentration.chart.lorenz_note", n=words.number(found.customers),
                   most=words.percent(found.customers_for_most)),
        data=lambda: pd.DataFrame([{
            words("concentration.axis_customers_revenue"): words.percent(one.customers, 0),
            words("concentration.axis_revenue"): words.percent(one.total)} for one in found.lorenz]))


def _costs(context: Context, found: ValueConcentration) -> None:
    words = context.words
    rows = [(words(f"concentration.cost.{name}"), found.costs[name])
            for name in COST_PARTS if found.costs[name]]
    chart_card(
        context, "costs", charts.cost_parts(found, words, context.currency), level=3,
        title=words("concentration.chart.costs"),
        alt=words("concentration.chart.costs_alt",
                  list=words.listing([f"{name} {context.money(amount)}" for name, amount in rows])),
        note=words("concentration.chart.costs_note", costs=unit_costs_told(context)),
        data=lambda: pd.DataFrame([{
            words("concentration.part"): name,
            context.in_currency(words("columns.cost")): round(amount / 100, 2)} for name, amount in rows]))
