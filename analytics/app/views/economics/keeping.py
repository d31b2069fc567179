"""What keeping more is worth: five points from every start, the published conditions, and the tornado."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.components.table import table
from analytics.app.context import Context
from analytics.app.views.economics.assumptions import assumed_with, number, reckoned
from analytics.app.views.economics.headline import effect_of, points_told
from analytics.app.views.economics.scenarios import saved_scenarios
from analytics.charts import economics as charts
from analytics.i18n.translator import NONE
from analytics.models.economics.customer_value import Assumptions, customer_value, value_by_year
from analytics.models.economics.economics import Economics
from analytics.models.economics.retention_effect import (
    FIVE,
    PUBLISHED,
    STARTS,
    can_be_told,
    published_effects,
    retention_effect,
    tornado,
)

#: Years of which is said how much of the value they bring.
SOON = 5
#: What the published effect needs, point by point.
CONDITIONS_TOLD = ("readings", "customer", "start", "cost", "calculation", "limits", "ratio")


def keeping(context: Context, found: Economics) -> None:
    """Let the reader say how many points and at what cost, and draw what that does."""
    left, right = st.columns(2)
    with left:
        size = number(context, "size")
    with right:
        number(context, "cost")
    assumptions = reckoned(found)
    _by_start(context, found, assumptions, size)
    _conditions(context)
    if not assumptions.endless and assumptions.margin:
        _tornado(context, assumptions)
    _scenarios(context, found)
    _published(context)


def _by_start(context: Context, found: Economics, assumptions: Assumptions, size: float) -> None:
    words, effect = context.words, effect_of(found)
    curve = charts.effect_curve(assumptions, size)
    share = effect.share if effect else None
    chart_card(
        context, "effect", charts.effect_by_start(assumptions, size, words),
        title=context.text("chart.effect", points=points_told(context, size)),
        alt=context.text("chart.effect_alt", start=words.percent(assumptions.retention),
                         share=words.percent(share, 0)),
        note=context.text("chart.effect_note"), data=lambda: pd.DataFrame({
            context.text("axis_start"): [words.percent(start, 0) for start, _ in curve],
            context.text("own"): [words.percent(one) for _, one in curve]}))


def _conditions(context: Context) -> None:
    with st.container(border=True, key=context.key("card-conditions")):
        st.header(context.text("conditions.title"), anchor=False)
        told = [f"- {context.text(f'conditions.{name}')}" for name in CONDITIONS_TOLD]
        listed = "\n".join(told)
        st.markdown(listed)


def _tornado(context: Context, assumptions: Assumptions) -> None:
    words, bars = context.words, tornado(assumptions)
    if not bars:
        return
    value = customer_value(assumptions) + assumptions.acquisition_cost
    soon = sum(value_by_year(assumptions, SOON)) / value if value > 0 else None
    first = bars[0]
    chart_card(
        context, "tornado", charts.tornado(bars, words, context.currency),
        title=context.text("chart.tornado"),
        alt=context.text("chart.tornado_alt", lever=charts.bar_name(first, words),
                         down=context.money(first.down), up=context.money(first.up)),
        note=context.text("chart.tornado_note", share=words.percent(soon, 0), years=SOON),
        data=lambda: pd.DataFrame({
            context.text("column.lever"): [charts.bar_name(one, words) for one in bars],
            context.in_currency(context.text("down")): [one.down / 100 for one in bars],
            context.in_currency(context.text("up")): [one.up / 100 for one in bars]}))


def _scenarios(context: Context, found: Economics) -> None:
    """Hold the saved scenarios against the company's own figures, each with what it makes of a customer."""
    words, kept = context.words, saved_scenarios(context)
    if not kept:
        return
    rows = []
    for name, picked in ((context.text("own_figures"), {}), *((one.name, one.assumptions) for one in kept)):
        assumptions, size = assumed_with(found, picked), picked.get("size", FIVE)
        told = can_be_told(assumptions, size=size) and assumptions.margin > 0
        effect = retention_effect(assumptions, size=size) if told else None
        rows.append({
            context.text("scenario.name"): name,
            context.text("short.retention"): words.percent(assumptions.retention),
            context.in_currency(context.text("figure.value")):
                round(effect.value_before / 100) if effect else None,
            context.text("figure.share"): words.percent(effect.share, 0) if effect else NONE,
            context.in_currency(context.text("figure.most")):
                round(effect.most_a_year / 100) if effect else None})
    with st.container(border=True, key=context.key("card-scenarios")):
        st.header(context.text("scenario.compared"), anchor=False)
        table(context, pd.DataFrame(rows), "economics-scenarios", key="scenarios",
              alt=context.text("scenario.compared"))


def _published(context: Context) -> None:
    """Show the published effects reckoned again, and what was published of single firms."""
    words = context.words
    with st.expander(context.text("published.title"), key=context.key("published")):
        st.caption(context.text("published.note"))
        rows = [{context.text("column.condition"): context.text(f"condition.{place}"), **{
            words.percent(start, 0): f"+{words.percent(effect, 0)}"
            for start, effect in zip(STARTS, effects, strict=True)}}
            for place, effects in enumerate(published_effects())]
        table(context, pd.DataFrame(rows), "economics-published", key="published-effects",
              alt=context.text("published.note"))
        st.caption(context.text("published.firms"))
        table(context, pd.DataFrame({
            context.text("column.firm"): [context.text(f"firm.{name}") for name, _ in PUBLISHED],
            context.text("column.effect"): [f"+{words.percent(effect, 0)}" for _, effect in PUBLISHED]}),
            "economics-firms", key="published-firms", alt=context.text("published.firms"))
