"""The acquisition filter: how long customers stay by what brought them, and when their cost is back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.components.people import People, people
from analytics.app.context import Context
from analytics.charts import acquisition as charts
from analytics.metrics.acquisition_payback import EVERY, AcquisitionPayback, Payback, costs_of
from analytics.metrics.acquisition_quality import GROUPINGS, MONTHS, AcquiredGroup, AcquisitionQuality
from analytics.metrics.earned_growth import EarnedGrowth


def acquisition(context: Context, result: EarnedGrowth) -> None:
    """Compare how many stay and what they bring, by source, discount or promotion."""
    left, right = st.columns(2)
    with left:
        by = st.segmented_control(context.text("by"), list(GROUPINGS), default="source", required=True,
                                  key=context.key("acquired-by"),
                                  format_func=lambda one: context.text(f"by_{one}")) or "source"
    with right:
        months = st.segmented_control(context.text("judged_after"), list(MONTHS), default=MONTHS[0],
                                      required=True, key=context.key("acquired-months"),
                                      format_func=lambda one: context.text("months", n=one)) or MONTHS[0]
    found: AcquisitionQuality = context.metric("acquisition_quality", by=by, months=months)
    groups = charts.shown_groups(found)
    if not groups:
        st.caption(context.text("acquired_few" if found.kept.n else "acquired_none", months=months,
                                n=context.words.number(found.kept.n)))
        return
    st.markdown(_told(context, found))
    if by == "both":
        _grid(context, found, groups)
        return
    _kept(context, found, groups)
    _margins(context, found, groups)


def payback(context: Context, result: EarnedGrowth) -> None:
    """Follow the margin of new customers until it has brought back what winning them cost."""
    words = context.words
    found: AcquisitionPayback = context.metric("acquisition_payback")
    sources = [one for one in found.sources[:charts.SHOWN] if one.margin]
    if not sources:
        st.caption(context.text("payback_none"))
        return
    stated = costs_of(context.store.settings.text("acquisition_costs"))
    assumed = st.number_input(
        context.in_currency(context.text("assumed_cost")), min_value=0, step=500,
        value=stated.get(EVERY, 0) // 100, key=context.key("cost"), help=context.text("assumed_cost_help"))
    costs = {one.source: stated.get(one.source, assumed * 100) for one in sources}
    back = {one.source: one.payback(costs[one.source]) for one in sources if costs[one.source]}
    names = {one.source: words.value("acquisition_channel", one.source) for one in sources}
    chart_card(
        context, "payback", charts.payback(found, costs, words, context.currency),
        title=context.text("chart.payback"),
        alt=context.text("chart.payback_alt", list=words.listing([
            context.text("margin_told", source=names[one.source], months=len(one.margin),
                         amount=context.money(one.margin[-1].estimate)) for one in sources])),
        note=words.sentences(*(_back(context, names[source], costs[source], one)
                               for source, one in back.items()),
                             context.text("chart.payback_note"),
                             context.text("chart.payback_mark")
                             if any(one.months is not None for one in back.values()) else ""),
        data=lambda: pd.DataFrame([{
            words("columns.acquisition_channel"): names[one.source], words("columns.n"): one.customers,
            context.in_currency(context.text("column.cost")): costs[one.source] / 100 or None,
            context.text("column.payback"): back[one.source].months if one.source in back else None,
            **{context.in_currency(context.text("column.margin_after", n=age)):
                round((one.margin[age - 1].estimate or 0.0) / 100) if len(one.margin) >= age else None
               for age in (6, 12, 24, 36)}} for one in sources]))


def _told(context: Context, found: AcquisitionQuality) -> str:
    """Say which group differs beyond chance, or that none does."""
    words = context.words
    differing = [group for group in found.groups if group.differs]
    if not differing:
        return context.text("no_difference", months=found.months, rate=words.rate(found.kept))
    worst = min(differing, key=lambda group: group.difference.estimate or 0.0)
    least = worst if (worst.difference.estimate or 0.0) < 0 else max(
        differing, key=lambda group: group.difference.estimate or 0.0)
    return context.text(
        "difference_shown" if (least.difference.estimate or 0.0) < 0 else "difference_more",
        group=charts.group_name(least, found.by, words), months=found.months, rate=words.rate(least.kept),
        everyone=words.percent(found.kept.estimate),
        points=words.number(abs(100 * (least.difference.estimate or 0.0)), 1),
        low=words.signed(100 * (least.difference.low or 0.0), 1),
        high=words.signed(100 * (least.difference.high or 0.0), 1))


def _kept(context: Context, found: AcquisitionQuality, groups: Sequence[AcquiredGroup]) -> None:
    words = context.words
    chart_card(
        context, "acquired", charts.kept_and_difference(found, words),
        title=context.text("chart.acquired", months=found.months),
        alt=context.text("chart.acquired_alt", list=words.listing([
            f"{charts.group_name(group, found.by, words)} {words.share(group.kept)}" for group in groups])),
        note=words.sentences(context.text("chart.acquired_note", rate=words.percent(found.kept.estimate)),
                             context.text("chart.acquired_unknown", n=words.number(found.unknown))
                             if found.unknown else ""),
        data=lambda: _frame(context, found, groups), select=lambda point: _behind(context, found, point))


def _margins(context: Context, found: AcquisitionQuality, groups: Sequence[AcquiredGroup]) -> None:
    words = context.words
    chart_card(
        context, "acquired-margin", charts.margins(found, words, context.currency),
        title=context.text("chart.acquired_margin", months=found.months),
        alt=context.text("chart.acquired_margin_alt", list=words.listing([
            f"{charts.group_name(group, found.by, words)} {context.money(group.margin.estimate)}"
            for group in groups])),
        note=context.text("chart.acquired_margin_note" if context.reader.meta.has_costs
                          else "chart.acquired_margin_assumed",
                          margin=words.percent(context.store.settings.number("default_margin"), 0)),
        data=lambda: _frame(context, found, groups))


def _grid(context: Context, found: AcquisitionQuality, groups: Sequence[AcquiredGroup]) -> None:
    words = context.words
    chart_card(
        context, "acquired-grid", charts.kept_grid(found, words),
        title=context.text("chart.acquired", months=found.months),
        alt=context.text("chart.acquired_alt", list=words.listing([
            f"{charts.group_name(group, found.by, words)} {words.share(group.kept)}" for group in groups])),
        note=context.text("chart.acquired_grid_note"), data=lambda: _frame(context, found, groups),
        select=lambda point: _behind(context, found, point))


def _frame(context: Context, found: AcquisitionQuality, groups: Sequence[AcquiredGroup]) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame([{
        context.text("column.group"): charts.group_name(group, found.by, words),
        words("columns.n"): group.kept.n, context.text("column.kept"): words.share(group.kept),
        words("columns.low"): words.low(group.kept), words("columns.high"): words.high(group.kept),
        context.text("column.difference"): words.points(group.difference.estimate),
        context.text("column.difference_low"): words.points(group.difference.low),
        context.text("column.difference_high"): words.points(group.difference.high),
        words("columns.p"): None if group.p is None else round(group.p, 3),
        context.in_currency(context.text("column.margin")): round((group.margin.estimate or 0.0) / 100)}
        for group in groups])


def _behind(context: Context, found: AcquisitionQuality, point: dict[str, Any]) -> None:
    names = tuple(str(one) for one in point.get("customdata") or ())
    group = found.of(*names)
    if group is None:
        return
    title = charts.group_name(group, found.by, context.words)
    chosen = {"months": found.months, **dict(zip(GROUPINGS[found.by], names, strict=True))}
    st.markdown(f"**{title}**")
    judged = People(context.text("list.judged"), "acquisition_list", chosen)
    people(context, People(context.text("list.not_kept", months=found.months), "acquisition_list",
                           {**chosen, "kept": False}, of=judged), key="acquired")


def _back(context: Context, name: str, cost: float, back: Payback) -> str:
    words = context.words
    if back.months is None:
        return context.text("not_back", source=name, cost=context.money(cost), seen=back.seen)
    if back.soonest == back.latest:
        return context.text("back_in", source=name, cost=context.money(cost), months=back.months)
    return context.text("back_between", source=name, cost=context.money(cost), months=back.months,
                        soonest=words.number(back.soonest),
                        latest=words.number(back.latest) if back.latest is not None
                        else context.text("later", seen=back.seen))
