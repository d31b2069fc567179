"""Old against new customers: what either costs and brings, by the company's own numbers."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, chart_card, key_figures, method, people
from analytics.app.components.answer import escaped
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.views.value.concentration import unit_costs, unit_costs_told
from analytics.charts import old_and_new_customers as charts
from analytics.metrics.old_and_new_customers import GROUPS, Group, OldAndNewCustomers, SharedMeasure


def old_and_new(context: Context) -> None:
    """Say what old and new customers cost and bring, draw it, and list them."""
    words, costs = context.words, unit_costs(context)
    found: OldAndNewCustomers = context.metric(
        "old_and_new_customers", costs=costs,
        acquisition_costs=context.store.settings.text("acquisition_costs"))
    heads = found.of("customers")
    if heads.new_share.state == "suppressed":
        st.caption(words("old_and_new.missing", old=words.number(heads.old), new=words.number(heads.new)))
        _unknown(context, found)
        return
    st.markdown(escaped(_answer(context, found)))
    st.caption(words.sentences(*_gaps(context, found), _before(context, found), _won(context, found),
                               "" if found.costs_known else words("concentration.assumed_margin")))
    _unknown(context, found)
    _figures(context, found, {"costs": costs})
    _chart(context, found)
    st.subheader(words("old_and_new.list"), anchor=False)
    chosen = st.segmented_control(
        words("old_and_new.list"), GROUPS, default="new", required=True, key=context.key("old-and-new-group"),
        label_visibility="collapsed", format_func=lambda group: words(f"old_and_new.group.{group}"))
    people(context, _listed(context, chosen, {"costs": costs}), key=f"old-and-new-{chosen}")
    method(context, "old_and_new", costs=unit_costs_told(context))


def _answer(context: Context, found: OldAndNewCustomers) -> str:
    words, heads, revenue = context.words, found.of("customers"), found.of("revenue")
    if revenue.new_share.estimate is None:
        return words("old_and_new.answer_heads", heads=words.share(heads.new_share),
                     n=words.number(heads.new_share.n))
    return words("old_and_new.answer", heads=words.percent(heads.new_share.estimate),
                 revenue=words.percent(revenue.new_share.estimate),
                 interval=words.interval(revenue.new_share), n=words.number(heads.new_share.n))


def _gaps(context: Context, found: OldAndNewCustomers) -> list[str]:
    """Say what new customers cost to serve, and where their share is not that of their heads."""
    words = context.words
    told: list[str] = []
    if found.of("revenue").new_share.estimate is None:
        return told
    cost = found.of("cost_to_serve").new_share
    if cost.estimate is not None:
        told.append(words("old_and_new.answer_cost", cost=words.percent(cost.estimate),
                          interval=words.interval(cost)))
    apart = [one for one in found.measures[1:] if one.differs]
    if not apart:
        return [*told, words("old_and_new.no_difference")]
    # Margin and profit mostly follow revenue: four sentences would say one thing thrice.
    first = [one for one in apart if one.name in ("revenue", "cost_to_serve")] or apart[:1]
    return [*told, *(_gap(context, one) for one in first)]


def _gap(context: Context, one: SharedMeasure) -> str:
    words, gap = context.words, one.gap
    return words(f"old_and_new.{'more' if (gap.estimate or 0.0) > 0 else 'less'}",
                 measure=words(f"old_and_new.inline.{one.name}"),
                 points=words.number(abs(100 * (gap.estimate or 0.0)), 1),
                 low=words.signed(100 * (gap.low or 0.0), 1), high=words.signed(100 * (gap.high or 0.0), 1))


def _before(context: Context, found: OldAndNewCustomers) -> str:
    words = context.words
    shares = {one.name: one.new_share for one in found.previous}
    if not shares or shares["revenue"].estimate is None or shares["revenue"].state == "suppressed":
        return words("old_and_new.no_before")
    return words("old_and_new.before", heads=words.percent(shares["customers"].estimate),
                 revenue=words.percent(shares["revenue"].estimate),
                 interval=words.interval(shares["revenue"]), n=words.number(shares["customers"].n))


def _won(context: Context, found: OldAndNewCustomers) -> str:
    words, new = context.words, found.of("customers").new
    if found.acquisition_cost is None:
        return words("old_and_new.cost_unknown")
    if found.profit_after_acquisition is None:
        return words("old_and_new.cost_partly", known=words.number(found.acquisition_known),
                     new=words.number(new), cost=context.money(found.acquisition_cost))
    return words("old_and_new.cost_known", new=words.number(new), cost=context.money(found.acquisition_cost),
                 profit=context.money(found.of("profit").new),
                 after=context.money(found.profit_after_acquisition))


def _unknown(context: Context, found: OldAndNewCustomers) -> None:
    if found.unknown:
        st.caption(context.words("old_and_new.unknown", n=context.words.number(found.unknown)))


def _listed(context: Context, who: str, options: dict[str, Any], of: People | None = None) -> People:
    title = context.words(f"old_and_new.list_{who}")
    return People(title, "old_and_new_list", {"who": who, **options}, of=of)


def _figures(context: Context, found: OldAndNewCustomers, options: dict[str, Any]) -> None:
    words = context.words
    behind = _listed(context, "new", options, _listed(context, "all", options))
    shown = [Figure(
        words(f"old_and_new.figure.{one.name}"), words.percent(one.new_share.estimate),
        note=words("old_and_new.figure.note", interval=words.interval(one.new_share),
                   n=words.number(one.new_share.n),
                   total=words("old_and_new.figure.people", n=words.number(one.new))
                   if one.name == "customers" else context.money(one.new)),
        help=words(f"old_and_new.help.{one.name}"), state=one.new_share.state, behind=behind)
        for one in found.measures if one.name != "margin" and one.new_share.estimate is not None]
    key_figures(context, [*shown, Figure(
        words("old_and_new.figure.acquisition"), words("old_and_new.not_known")
        if found.acquisition_cost is None else context.money(found.acquisition_cost),
        note=words("old_and_new.figure.acquisition_note", known=words.number(found.acquisition_known),
                   new=words.number(found.of("customers").new)),
        help=words("old_and_new.help.acquisition"), behind=_listed(context, "new", options))],
        name="old-and-new")


def _chart(context: Context, found: OldAndNewCustomers) -> None:
    words, n = context.words, found.of("customers").new_share.n
    told = [words("old_and_new.chart.told", measure=words(f"old_and_new.measure.{one.name}"),
                  old=words.percent(one.old_share.estimate), new=words.percent(one.new_share.estimate))
            for one in found.measures if one.new_share.estimate is not None]
    absent = [words(f"old_and_new.measure.{one.name}") for one in found.measures
              if one.new_share.estimate is None]
    chart_card(
        context, "old-and-new", charts.old_and_new_shares(found, words, context.currency), level=3,
        title=words("old_and_new.chart.title"), alt=words("old_and_new.chart.alt", list=words.listing(told)),
        note=words.sentences(words("old_and_new.chart.note", n=words.number(n)),
                             words("old_and_new.chart.absent", list=words.listing(absent)) if absent else ""),
        data=lambda: pd.DataFrame([_row(context, one, group) for one in found.measures for group in GROUPS]))


def _row(context: Context, one: SharedMeasure, group: Group) -> dict[str, object]:
    words, share = context.words, one.share(group)
    return {words("old_and_new.column.measure"): words(f"old_and_new.measure.{one.name}"),
            words("old_and_new.column.group"): words(f"old_and_new.group.{group}"),
            words("old_and_new.column.total"): words.number(one.total(group)) if one.name == "customers"
            else context.money(one.total(group)),
            words("columns.share"): words.share(share), words("columns.low"): words.low(share),
            words("columns.high"): words.high(share), words("columns.n"): share.n}
