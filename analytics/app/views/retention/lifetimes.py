"""Cohorts, survival and the silence threshold: each in a tab that is drawn when it is opened."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, people
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.guard import card
from analytics.charts import retention as charts
from analytics.metrics.cohorts import STEPS, Cohorts
from analytics.metrics.silence_threshold import SilenceThreshold
from analytics.metrics.survival import SURVIVAL_DIMENSIONS, Survival, last_month

#: More values than this make a chart of survival unreadable.
MOST_VALUES = 12


def tabs(context: Context) -> None:
    """Offer cohorts, survival and the silence threshold; what needs dates or trade says so."""
    dated = context.reader.meta.as_of is not None
    parts = (("cohorts", _cohorts), ("survival", _survival), ("silence", _silence))
    order = parts if dated else (parts[1], parts[0], parts[2])
    opened = st.tabs([context.text(f"tab.{name}") for name, _ in order], key=context.key("tabs"),
                     on_change="rerun")
    for tab, (name, draw) in zip(opened, order, strict=True):
        if tab.open:
            with tab, card(name):
                draw(context)


def _cohorts(context: Context) -> None:
    found: Cohorts = context.metric("cohorts")
    if not found.cells:
        st.caption(context.words("empty.needs.dates") if context.reader.meta.as_of is None
                   else context.text("no_cohort"))
        return
    words = context.words
    earning = any(cell.revenue for cell in found.cells)
    measure: charts.Measure = "customers"
    if earning:
        measure = st.segmented_control(
            context.text("measure"), ("customers", "revenue"), default="customers", required=True,
            key=context.key("measure"), format_func=lambda one: context.text(f"measures.{one}"),
            label_visibility="collapsed")
    cohorts = len({cell.cohort for cell in found.cells})
    newest: int | None = charts.NEWEST_COHORTS
    if cohorts > charts.NEWEST_COHORTS and st.toggle(context.text("all_cohorts", n=words.number(cohorts)),
                                                     key=context.key("all-cohorts")):
        newest = None
    means = [f"{(mean.step + 1) * STEPS[found.length]}: {words.percent(mean.kept.estimate, 0)}"
             for mean in found.means]
    chart_card(
        context, "cohorts", charts.cohort_map(found, words, context.currency, measure, newest=newest),
        title=context.text(f"chart.cohorts_{measure}"),
        alt=context.text("chart.cohorts_alt", n=min(cohorts, newest or cohorts),
                         list=words.listing(means)),
        note=words.sentences(
            "" if newest is None or cohorts <= newest else context.text(
                "chart.cohorts_newest", n=words.number(newest), all=words.number(cohorts)),
            context.text("chart.cohorts_note"), _silent_first(context)),
        data=lambda: _cohort_table(context, found),
        select=lambda point: _of_cohort(context, found, point))


def _survival(context: Context) -> None:
    words = context.words
    offered = [one for one, values in context.metric("choices").dimensions.items()
               if one in SURVIVAL_DIMENSIONS and len(values) <= MOST_VALUES]
    by = "size"
    if offered:
        by = st.segmented_control(
            context.text("split"), offered, default=offered[0], required=True, key=context.key("survival-by"),
            format_func=lambda one: words(f"columns.{one}"), label_visibility="collapsed") or offered[0]
    found: Survival = context.metric("survival", by=by)
    if found.everyone is None or found.everyone.n == 0:
        st.caption(context.text("answer_no_tenure"))
        return
    medians = [context.text("median", group=words.value(by, group), n=words.number(curve.n),
                            median=words.number(curve.median.estimate, 1) if curve.median.estimate is not None
                            else context.text("not_reached")) for group, curve in found.groups.items()]
    test = "" if found.test is None else context.text(
        "test_differ" if found.test.p < 0.05 else "test_same",
        statistic=words.number(found.test.statistic, 1), degrees=found.test.degrees,
        p=_p(context, found.test.p))
    chart_card(
        context, "survival", charts.survival_curves(found, words), title=context.text("chart.survival"),
        alt=context.text("chart.survival_alt", list=words.listing(medians) or context.text("everyone")),
        note=words.sentences(test, context.text("chart.survival_note"), _silent_first(context)),
        data=lambda: _survival_table(context, found), select=lambda point: _lost_by(context, found, point))


def _silence(context: Context) -> None:
    found: SilenceThreshold = context.metric("silence_threshold")
    if not found.segments or not found.segments[0].silent_days:
        st.caption(context.words("empty.needs.orders"))
        return
    words, settings = context.words, context.store.settings
    target, within = settings.number("silence_return_chance"), settings.integer("silence_return_within")
    fixed = settings.integer("silence_days")
    chosen = [context.text("threshold", segment=words.value("segment", one.segment), days=one.threshold)
              for one in found.segments if one.threshold is not None]
    chart_card(
        context, "silence", charts.return_chances(found, words, target), title=context.text("chart.silence"),
        alt=context.text("chart.silence_alt", list=words.listing(chosen)),
        note=context.text("chart.silence_fixed", days=fixed) if fixed else _threshold_note(
            context, found, within=within, target=target),
        data=lambda: pd.DataFrame([{
            words("columns.segment"): words.value("segment", one.segment),
            context.text("silent_days"): days, context.text("return_chance"): words.percent(chance),
            words("columns.n"): n,
            context.text("chosen"): words("values.yes") if days == one.threshold else ""}
            for one in found.segments
            for days, chance, n in zip(one.silent_days, one.return_chance, one.at_risk, strict=True)]),
        select=lambda point: _silent(context, point))


def _threshold_note(context: Context, found: SilenceThreshold, *, within: int, target: float) -> str:
    """Say what the threshold is, and where the records are too short for what it should be."""
    words = context.words
    missed = [(one.segment, one.threshold, chance) for one in found.segments if one.threshold is not None
              and (chance := one.at(one.threshold).estimate) is not None and chance > target]
    if not missed:
        return context.text("chart.silence_note", within=within, chance=words.percent(target, 0))
    return context.text("chart.silence_short", within=within, chance=words.percent(target, 0),
                        list=words.listing([context.text(
                            "silence_left", segment=words.value("segment", segment), days=words.number(days),
                            chance=words.percent(chance, 0)) for segment, days, chance in missed]))


def _silent_first(context: Context) -> str:
    """Say from when on silence can be seen to be a loss, where it can be at all."""
    known = [one.threshold for one in context.metric("silence_threshold").segments
             if one.threshold is not None]
    if not known or not context.reader.meta.has_orders:
        return ""
    return context.text("silent_first", days=context.words.number(min(known)))


def _of_cohort(context: Context, found: Cohorts, point: dict[str, Any]) -> None:
    if not point.get("customdata"):
        return
    cohort = next(cell.cohort for cell in found.cells if cell.cohort.isoformat() == point["customdata"][0])
    _show(context, People(context.text("list.cohort", cohort=charts.cohort_name(cohort, found.length,
                                                                               context.words)),
                          "cohort_list", {"cohort": cohort.isoformat(), "length": found.length}), "cohorts")


def _lost_by(context: Context, found: Survival, point: dict[str, Any]) -> None:
    if not point.get("customdata"):
        return
    group, month = point["customdata"]
    name = context.text("everyone") if group is None else context.words.value(found.dimension, group)
    _show(context, People(context.text("list.survival", group=name, month=month), "survival_list",
                          {"by": found.dimension, "group": group, "month": month}), "survival")


def _silent(context: Context, point: dict[str, Any]) -> None:
    if not point.get("customdata"):
        return
    segment, days = point["customdata"]
    _show(context, People(context.text("list.silent", days=days), "silent_list",
                          {"days": days, "segment": segment}), "silence")


def _show(context: Context, behind: People, key: str) -> None:
    st.markdown(f"**{behind.title}**")
    people(context, behind, key=key)


def _cohort_table(context: Context, found: Cohorts) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame({
        context.text("cohort_head"): [charts.cohort_name(one.cohort, found.length, words)
                                      for one in found.cells],
        context.text("age"): [(one.step + 1) * STEPS[found.length] for one in found.cells],
        words("columns.customers"): [one.customers for one in found.cells],
        context.text("alive"): [one.alive for one in found.cells],
        context.text("still_there"): [words.rate(one.kept) for one in found.cells],
        context.in_currency(words("columns.revenue")): [round(one.revenue / 100) for one in found.cells],
        words("columns.complete"): [words("values.yes" if one.complete else "values.no")
                                    for one in found.cells],
    })


def _survival_table(context: Context, found: Survival) -> pd.DataFrame:
    words = context.words
    curves = [(context.text("everyone"), found.everyone),
              *((words.value(found.dimension, group), curve) for group, curve in found.groups.items())]
    return pd.DataFrame([{
        words(f"columns.{found.dimension}"): name, words("columns.months"): month,
        context.text("still_there"): words.share(one),
        words("columns.low"): words.low(one), words("columns.high"): words.high(one),
        words("columns.customers"): curve.n, words("columns.lost"): curve.events}
        for name, curve in curves if curve is not None
        for month in range(0, last_month(curve) + 1, 3) for one in (curve.at(month),)])


def _p(context: Context, p: float) -> str:
    return context.text("p_below") if p < 0.001 else context.text("p_is", p=context.words.number(p, 3))
