"""Whether the aftermarket carries each branch: rate, change and why, break-even sales."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, chart_card, key_figures, method, table
from analytics.app.components.answer import escaped
from analytics.app.context import Context
from analytics.charts import absorption_rate as charts
from analytics.filters.periods import add_months
from analytics.metrics.absorption_rate import Absorption, AbsorptionRate


def absorption(context: Context) -> None:
    """Say how much of the expenses the aftermarket margin covers, and draw it by branch."""
    words = context.words
    found: AbsorptionRate = context.metric(
        "absorption_rate", variant=context.store.settings.text("absorption_variant"))
    company = found.company
    if company is None or company.rate is None:
        st.caption(words("absorption.missing"))
        return
    st.markdown(escaped(_answer(context, found, company)))
    st.caption(words("absorption.variant", variant=_variant(context, found)))
    _figures(context, found, company)
    _branches(context, found)
    _effects(context, found, company)
    _over_time(context, found)
    _list(context, found)
    method(context, "absorption", variant=_variant(context, found))


def _answer(context: Context, found: AbsorptionRate, company: Absorption) -> str:
    words = context.words
    told = words.sentences(
        words("absorption.answer", rate=words.percent(company.rate), quarters=company.quarters,
              until=_until(context, found)),
        words("absorption.answer_covered" if found.covered else "absorption.answer_none",
              covered=found.covered, branches=len(found.branches)))
    if company.change is None:
        return told
    return words.sentences(told, words(
        "absorption.answer_change", change=words.points(company.change.change),
        margin=words.points(company.change.numerator), expenses=words.points(company.change.denominator),
        compared=company.compared))


def _figures(context: Context, found: AbsorptionRate, company: Absorption) -> None:
    words = context.words
    change = company.change
    shown = [
        Figure(words("absorption.figure.rate"), words.percent(company.rate),
               words.points(change.change) if change else None, "down",
               words("absorption.figure.rate_note", margin=context.money(company.margin),
                     expenses=context.money(company.expenses), quarters=company.quarters,
                     until=_until(context, found)),
               trend=[one.rate for one in company.history if one.rate is not None],
               help=words("absorption.figure.rate_help")),
        Figure(words("absorption.figure.covered"), words("absorption.of", part=words.number(found.covered),
                                                         whole=words.number(len(found.branches))),
               note=words("absorption.figure.covered_note"), help=words("absorption.figure.covered_help"))]
    if company.sales is not None and company.break_even is not None:
        missing = company.break_even - company.sales
        key = "missing" if missing > 0 else "beyond"
        shown.append(Figure(
            words("absorption.figure.break_even"), context.money(company.break_even),
            note=words(f"absorption.figure.{key}", amount=context.money(abs(missing)),
                       sales=context.money(company.sales)), help=words("absorption.figure.break_even_help")))
    key_figures(context, shown, name="absorption")


def _branches(context: Context, found: AbsorptionRate) -> None:
    words = context.words
    told = [f"{one.branch} {words.percent(one.rate)}" for one in found.branches]
    chart_card(
        context, "absorption", charts.branch_rates(found, words), level=3,
        title=words("absorption.chart.branches"),
        alt=words("absorption.chart.branches_alt", list=words.listing(told)),
        note=words("absorption.chart.branches_note"), data=lambda: _frame(context, found))


def _effects(context: Context, found: AbsorptionRate, company: Absorption) -> None:
    words = context.words
    whole = [one for one in found.branches if one.change is not None]
    if not whole:
        st.caption(words("absorption.no_change"))
        return
    shown = [company, *whole] if company.change is not None else whole
    labels = [one.branch or words("absorption.company") for one in shown]
    told = [words("absorption.effects_told", branch=label, change=words.points(one.change.change))
            for one, label in zip(shown, labels, strict=True) if one.change is not None]
    chart_card(
        context, "absorption-effects", charts.change_effects(shown, labels, words), level=3,
        title=words("absorption.chart.effects"),
        alt=words("absorption.chart.effects_alt", list=words.listing(told)),
        note=words("absorption.chart.effects_note"), data=lambda: pd.DataFrame([{
            words("columns.branch"): label,
            words("absorption.effect_numerator"): words.points(one.change.numerator),
            words("absorption.effect_denominator"): words.points(one.change.denominator),
            words("absorption.effect_change"): words.points(one.change.change)}
            for one, label in zip(shown, labels, strict=True) if one.change is not None]))


def _over_time(context: Context, found: AbsorptionRate) -> None:
    words = context.words
    names = [str(one.branch) for one in found.branches]
    chosen = st.selectbox(words("columns.branch"), names, key=context.key("absorption-branch"), width=320)
    drawn = next((one for one in found.branches if one.branch == chosen), None)
    if drawn is None:
        return
    chart_card(
        context, "absorption-time", charts.over_time(found, chosen, words), level=3,
        dated=True, title=words("absorption.chart.time", branch=chosen),
        alt=words("absorption.chart.time_alt", branch=chosen, list=words.listing([
            f"{words.month(one.quarter)} {words.percent(one.rate)}" for one in drawn.history[-8:]])),
        note=words("absorption.chart.time_note"), data=lambda: pd.DataFrame([{
            words("absorption.quarter"): words.month(one.quarter),
            context.in_currency(words("columns.margin")): round(one.margin / 100, 2),
            context.in_currency(words("absorption.expenses")): round(one.expenses / 100, 2),
            words("absorption.rate"): words.percent(one.rate)} for one in drawn.history]))


def _list(context: Context, found: AbsorptionRate) -> None:
    words = context.words
    st.subheader(words("absorption.list"), anchor=False)
    table(context, _frame(context, found), "value-absorption", key="absorption-list",
          alt=words("absorption.list"))


def _frame(context: Context, found: AbsorptionRate) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame([{
        words("columns.branch"): one.branch, words("absorption.rate"): words.percent(one.rate),
        words("absorption.before"): words.percent(one.before),
        words("absorption.quarters"): one.quarters,
        context.in_currency(words("columns.margin")): round(one.margin / 100),
        context.in_currency(words("absorption.expenses")): round(one.expenses / 100),
        context.in_currency(words("absorption.sales")): None if one.sales is None else round(one.sales / 100),
        context.in_currency(words("absorption.break_even")):
            None if one.break_even is None else round(one.break_even / 100)} for one in found.branches])


def _variant(context: Context, found: AbsorptionRate) -> str:
    return context.words(f"absorption.variant_{found.variant}")


def _until(context: Context, found: AbsorptionRate) -> str:
    return context.words.month(None if found.last is None else add_months(found.last, 2))
