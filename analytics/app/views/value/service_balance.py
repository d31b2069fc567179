"""Contacts against value: who gets more attention, and who less, than customers of like value."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, chart_card, key_figures, method, people
from analytics.app.components.answer import escaped
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.views.value.concentration import unit_costs, unit_costs_told
from analytics.charts import service_balance as charts
from analytics.models.service_balance import FEWEST_DAYS, SIDES, ServiceBalance


def service_balance(context: Context) -> None:
    """Say whom contacts go to, draw it, and list who stands out."""
    words, options = context.words, {"costs": unit_costs(context)}
    found: ServiceBalance = context.metric("service_balance", **options)
    if not found.tenths:
        st.caption(words("service_balance.missing", n=words.number(found.customers)))
        return
    st.markdown(escaped(_answer(context, found)))
    st.caption(words("service_balance.growth", n=words.number(found.customers),
                     growth=words.signed(100 * (found.growth.estimate or 0.0), 1),
                     low=words.signed(100 * (found.growth.low or 0.0), 1),
                     high=words.signed(100 * (found.growth.high or 0.0), 1)))
    listed = {side: People(words(f"service_balance.list_{side}"), "service_balance_list",
                           {"side": side, **options}) for side in SIDES}
    key_figures(context, [
        Figure(words("service_balance.figure.cost"), context.money(found.cost),
               note=words("service_balance.figure.cost_note", contacts=words.number(found.contacts),
                          n=words.number(found.customers)), help=words("service_balance.figure.cost_help"),
               behind=People(words("service_balance.list_all"), "service_balance_list",
                             {"side": "all", **options})),
        Figure(words("service_balance.figure.over"), words.number(found.over),
               note=words("service_balance.figure.over_note", cost=context.money(found.over_cost))
               if found.over else "",
               help=words("service_balance.figure.over_help"), behind=listed["over"]),
        Figure(words("service_balance.figure.under"), words.number(found.under),
               note=words("service_balance.figure.under_note", revenue=context.money(found.under_revenue))
               if found.under else "",
               help=words("service_balance.figure.under_help"), behind=listed["under"])],
        name="balance")
    _by_tenth(context, found)
    if len(found.managers) > 1:
        _by_manager(context, found)
    for side, count in (("over", found.over), ("under", found.under)):
        if count:
            st.subheader(words(f"service_balance.list_{side}"), anchor=False)
            people(context, listed[side], key=f"balance-{side}")
    method(context, "service_balance", costs=unit_costs_told(context), days=FEWEST_DAYS)


def _answer(context: Context, found: ServiceBalance) -> str:
    words, first = context.words, found.tenths[0]
    told = words("service_balance.answer", revenue=words.percent(first.revenue, 0),
                 cost=words.percent(first.cost, 0))
    key = "stand_out" if found.over or found.under else "none"
    return words.sentences(told, words(f"service_balance.answer_{key}", over=words.number(found.over),
                                       under=words.number(found.under)))


def _by_tenth(context: Context, found: ServiceBalance) -> None:
    words = context.words
    first, last = found.tenths[0], found.tenths[-1]
    chart_card(
        context, "balance", charts.shares_by_tenth(found, words), level=3,
        title=words("service_balance.chart.tenths"),
        alt=words("service_balance.chart.tenths_alt", first=words.percent(first.revenue),
                  first_cost=words.percent(first.cost), last=words.percent(last.revenue),
                  last_cost=words.percent(last.cost)),
        note=words("service_balance.chart.tenths_note", n=words.number(found.customers)),
        data=lambda: pd.DataFrame([{
            words("columns.tenth"): one.tenth, words("columns.n"): one.customers,
            words("service_balance.series.revenue"): words.percent(one.revenue),
            words("service_balance.series.cost"): words.percent(one.cost),
            words("columns.contacts"): round(one.contacts, 1),
            words("columns.contacts_usual"): round(one.usual, 1)} for one in found.tenths]))


def _by_manager(context: Context, found: ServiceBalance) -> None:
    words = context.words
    ends = (found.managers[0], found.managers[-1])
    chart_card(
        context, "managers", charts.manager_ratios(found, words), level=3,
        title=words("service_balance.chart.managers"),
        alt=words("service_balance.chart.managers_alt", list=words.listing(
            [f"{one.manager} {words.share(one.ratio, 0)}" for one in ends])),
        note=words("service_balance.chart.managers_note", managers=words.number(len(found.managers)),
                   ends=charts.ENDS),
        data=lambda: pd.DataFrame([{
            words("columns.account_manager"): one.manager, words("columns.n"): one.ratio.n,
            words("service_balance.axis_ratio"): words.percent(one.ratio.estimate, 0),
            words("columns.low"): words.percent(one.ratio.low, 0),
            words("columns.high"): words.percent(one.ratio.high, 0)} for one in found.managers]))
