"""What the company's customers are worth together, and what moves that."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, chart_card, key_figures
from analytics.app.components.answer import escaped
from analytics.app.context import Context
from analytics.app.values import current_valuation
from analytics.charts import customer_equity as charts
from analytics.models.lifetime_value import retention_elasticity
from analytics.models.valuation.customer_equity import CustomerEquity

#: Costs a reader may try, in whole currency.
MOST = 10_000_000_000.0


def equity(context: Context) -> None:
    """Tell customer equity, its parts, and what one point of retention is worth."""
    valuation = current_valuation(context)
    if valuation is None:
        st.caption(context.text("none_here"))
        return
    settings = context.store.settings
    left, right = st.columns(2)
    costs = {}
    for place, name in ((left, "acquisition_cost"), (right, "common_cost")):
        with place:
            costs[name] = st.number_input(
                context.text(f"equity.{name}", currency=context.currency), 0.0, MOST, settings.number(name),
                step=1_000.0, format="%.0f", key=context.key(name), help=context.text(f"equity.{name}_help"))
    found: CustomerEquity = context.metric("customer_equity", values=valuation.values, **costs)
    if found.total.estimate is None:
        st.caption(context.text("answer_few", n=context.words.number(found.residual.n)))
        return
    st.markdown(escaped(_told(context, found)))
    _figures(context, found, valuation.card.terms.discount_rate)
    _bridge(context, found)
    _tornado(context, found)


def _told(context: Context, found: CustomerEquity) -> str:
    words, total = context.words, found.total
    told = context.text("equity.answer", total=context.money(total.estimate), low=context.money(total.low),
                        high=context.money(total.high), residual=context.money(found.residual.estimate),
                        cohorts=context.money(found.cohorts.estimate), n=words.number(found.cohorts.n),
                        years=found.years)
    costs = [context.text(f"equity.{name}_taken", cost=context.money(cost)) if cost
             else context.text(f"equity.{name}_missing")
             for name, cost in (("acquisition_cost", found.acquisition), ("common_cost", found.common))]
    return words.sentences(told, context.text("equity.allowing") if found.allowed else "", *costs)


def _figures(context: Context, found: CustomerEquity, discount_rate: float) -> None:
    words, total = context.words, found.total
    shown = [
        Figure(context.text("equity.figure.total"), context.money(total.estimate),
               note=context.text("figure.total_note", low=context.money(total.low),
                                 high=context.money(total.high)),
               help=context.text("equity.figure.total_help")),
        Figure(context.text("equity.figure.residual"), context.money(found.residual.estimate),
               note=context.text("equity.figure.residual_note", n=words.number(found.residual.n),
                                 low=context.money(found.residual.low),
                                 high=context.money(found.residual.high)),
               help=context.text("equity.figure.residual_help")),
        Figure(context.text("equity.figure.cohorts"), context.money(found.cohorts.estimate),
               note=context.text("equity.figure.cohorts_note", n=words.number(found.cohorts.n),
                                 low=context.money(found.cohorts.low),
                                 high=context.money(found.cohorts.high)),
               help=context.text("equity.figure.cohorts_help"))]
    point, kept = found.lever("retention"), found.retention
    if point is not None and kept.estimate is not None:
        shown.append(Figure(
            context.text("equity.figure.point"), context.money(point.up),
            note=context.text("equity.figure.point_note", kept=words.rate_short(kept)),
            help=context.text("equity.figure.point_help"), state=kept.state))
    if found.elasticity is not None and kept.estimate is not None:
        simple = retention_elasticity(kept.estimate, discount_rate, step=0.01)
        shown.append(Figure(
            context.text("equity.figure.elasticity"), f"{words.number(found.elasticity, 1)}%",
            note=context.text("equity.figure.elasticity_note", simple=words.number(simple, 1),
                              years=found.years),
            help=context.text("equity.figure.elasticity_help"), state=kept.state))
    key_figures(context, shown, name="equity")


def _bridge(context: Context, found: CustomerEquity) -> None:
    words, parts = context.words, charts.equity_parts(found)
    told = [f"{context.text(f'equity.part.{name}')} {context.money(amount)}" for name, amount in parts]
    chart_card(
        context, "bridge", charts.equity_bridge(found, words, context.currency),
        title=context.text("equity.chart.bridge"),
        alt=context.text("equity.chart.bridge_alt", list=words.listing(told)),
        note=context.text("equity.chart.bridge_note", years=found.years), data=lambda: pd.DataFrame({
            context.text("equity.column.part"): [context.text(f"equity.part.{name}") for name, _ in parts],
            context.in_currency(context.text("axis_value")): [amount / 100 for _, amount in parts]}))


def _tornado(context: Context, found: CustomerEquity) -> None:
    words = context.words
    if not found.levers:
        return
    first = found.levers[0]
    chart_card(
        context, "tornado", charts.tornado(found, words, context.currency),
        title=context.text("equity.chart.tornado"),
        alt=context.text("equity.chart.tornado_alt", lever=charts.lever_name(first, words),
                         down=context.money(first.down), up=context.money(first.up)),
        note=context.text("equity.chart.tornado_note"), data=lambda: pd.DataFrame({
            context.text("equity.column.lever"): [charts.lever_name(one, words) for one in found.levers],
            context.in_currency(context.text("equity.down")): [one.down / 100 for one in found.levers],
            context.in_currency(context.text("equity.up")): [one.up / 100 for one in found.levers]}))
