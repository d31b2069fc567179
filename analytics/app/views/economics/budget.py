"""Keeping or winning: the reader's budget, what is known of both sides, and the best split."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, chart_card, key_figures, method
from analytics.app.components.answer import escaped
from analytics.app.context import Context
from analytics.app.views.economics.assumptions import chosen, number, reckoned
from analytics.app.views.economics.units import MONEY
from analytics.charts import budget_split as charts
from analytics.models.economics.budget_split import BudgetSplit
from analytics.models.economics.economics import Economics, Terms
from analytics.models.economics.keeping_or_winning import CHOICES, KeepingOrWinning

#: What is said of the first and the last money is said of so much, minor units.
EACH = 10_000


def budget(context: Context, company: Economics) -> None:
    """Take the budget and the ceilings, say the best split, draw what every other brings."""
    found: KeepingOrWinning = context.metric("keeping_or_winning",
                                             terms=Terms.of(context.store.settings))
    place = st.container()
    columns = st.columns(len(CHOICES))
    for column, name in zip(columns, CHOICES, strict=True):
        with column:
            number(context, name, found.own(name) / (100 if name in MONEY else 1))
            st.caption(_basis(context, found, name))
    picked = {name: 100 * value if name in MONEY else value for name, value in chosen().items()
              if name in CHOICES}
    split = found.divided(reckoned(company), picked)
    with place:
        if split is None:
            st.markdown(escaped(_missing(context, found, company)))
        else:
            st.markdown(escaped(_told(context, split)))
            _figures(context, split)
    if split is not None:
        _draw(context, found, split)
    method(context, "budget_split")


def _told(context: Context, split: BudgetSplit) -> str:
    words, share = context.words, split.share
    last = words("budget_split.for_each", brings=context.money(EACH * split.last), each=context.money(EACH))
    if share.estimate in (0.0, 1.0):
        told = words("budget_split.all_keeping" if share.estimate else "budget_split.all_winning",
                     budget=context.money(split.assumptions.budget), last=last)
    else:
        told = words("budget_split.answer", budget=context.money(split.assumptions.budget),
                     share=words.percent(share.estimate, 0), last=last)
    ends = "" if share.low is None else words(
        "budget_split.answer_unsettled" if (share.low, share.high) == (0.0, 1.0)
        else "budget_split.answer_range", low=words.percent(share.low, 0), high=words.percent(share.high, 0))
    return words.sentences(told, ends, _paying(context, split),
                           "" if split.last >= 1 else words("budget_split.too_much"))


def _paying(context: Context, split: BudgetSplit) -> str:
    """Say what the split brings and, as far as the interval allows, whether it pays."""
    words, worth, budget = context.words, split.worth, split.assumptions.budget
    told = context.money(worth.estimate)
    if worth.low is not None and worth.high is not None:
        told = words("budget_split.worth", worth=told, low=context.money(worth.low),
                     high=context.money(worth.high))
    low = worth.estimate if worth.low is None else worth.low
    high = worth.estimate if worth.high is None else worth.high
    verdict = "pays" if (low or 0.0) > budget else "loses" if (high or 0.0) < budget else "doubtful"
    return words(f"budget_split.{verdict}", worth=told)


def _figures(context: Context, split: BudgetSplit) -> None:
    words, one = context.words, split.assumptions
    into = (split.share.estimate or 0.0) * one.budget
    key_figures(context, [
        Figure(words("budget_split.figure.keeping"), context.money(into),
               note=words("budget_split.figure.keeping_note", kept=words.number(split.kept),
                          worth=context.money(one.kept_worth)),
               help=words("budget_split.figure.keeping_help")),
        Figure(words("budget_split.figure.winning"), context.money(one.budget - into),
               note=words("budget_split.figure.winning_note", won=words.number(split.won),
                          worth=context.money(one.won_worth)),
               help=words("budget_split.figure.winning_help")),
        Figure(words("budget_split.figure.first", each=context.money(EACH)),
               f"{context.money(EACH * split.first[0])} / {context.money(EACH * split.first[1])}",
               note=words("budget_split.figure.first_note"), help=words("budget_split.figure.first_help"))],
        name="budget")


def _draw(context: Context, found: KeepingOrWinning, split: BudgetSplit) -> None:
    words = context.words
    note = words("budget_split.chart.worth_note", n=words.number(split.share.n)) if split.share.n else ""
    chart_card(
        context, "worth", charts.worth_by_share(split, words, context.currency), level=3,
        title=words("budget_split.chart.worth"),
        alt=words("budget_split.chart.worth_alt", share=words.percent(split.share.estimate, 0),
                  worth=context.money(split.worth.estimate)), note=note,
        data=lambda: pd.DataFrame({
            words("budget_split.axis_share"): [words.percent(share, 0) for share in split.shares],
            context.in_currency(words("budget_split.brings")): [(one.estimate or 0) / 100
                                                                for one in split.worths],
            words("columns.low"): [_whole(one.low) for one in split.worths],
            words("columns.high"): [_whole(one.high) for one in split.worths]}))
    chart_card(
        context, "marginal", charts.marginal_by_share(split, words), level=3,
        title=words("budget_split.chart.marginal"),
        alt=words("budget_split.chart.marginal_alt", share=words.percent(split.share.estimate, 0)),
        note=words("budget_split.chart.marginal_note"), data=lambda: pd.DataFrame({
            words("budget_split.axis_share"): [words.percent(share, 0) for share in split.shares],
            words("budget_split.keeping"): [round(split.marginal(share)[0], 3) for share in split.shares],
            words("budget_split.winning"): [round(split.marginal(share)[1], 3) for share in split.shares]}))


def _whole(minor: float | None) -> float | None:
    return None if minor is None else minor / 100


def _missing(context: Context, found: KeepingOrWinning, company: Economics) -> str:
    """Say what a split still needs."""
    words, told, asked = context.words, [], chosen()
    if reckoned(company).endless:
        return context.text("endless")
    if not (asked.get("keep_effect") or found.own("keep_effect")):
        told.append(words("budget_split.missing.keep_effect"))
    if not (asked.get("keep_cost") or found.own("keep_cost")):
        told.append(words("budget_split.missing.keep_cost"))
    if not reckoned(company).acquisition_cost:
        told.append(words("budget_split.missing.acquisition_cost"))
    if not company.won:
        told.append(words("budget_split.missing.won"))
    return words("budget_split.missing.title", list=words.listing(told))


def _basis(context: Context, found: KeepingOrWinning, name: str) -> str:
    words = context.words
    if name in chosen():
        return context.text("basis.yours")
    if name == "keep_effect" and found.measured:
        effect = found.keep_effect
        return words("budget_split.basis.keep_effect", campaigns=words.number(found.campaigns),
                     low=words.signed(100 * (effect.low or 0.0), 1),
                     high=words.signed(100 * (effect.high or 0.0), 1), n=words.number(effect.n))
    if name == "keep_cost" and found.keep_cost is not None:
        return words("budget_split.basis.keep_cost", campaigns=words.number(found.campaigns))
    return context.text("basis.assumed") if name.startswith("keep_") and name != "keep_share" \
        else words("budget_split.basis.assumed")
