"""The service page: the four properties, what went wrong where and why, and what followed events."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, answer, chart_card, key_figures, method, people, worse_when
from analytics.app.components.people import People
from analytics.app.components.table import table
from analytics.app.context import Context
from analytics.app.guard import card
from analytics.charts import service as charts
from analytics.metrics.event_effects import OUTCOMES, EventEffect, EventEffects
from analytics.metrics.service_causes import ServiceCauses
from analytics.metrics.service_quality import EXCEEDANCES, ServiceCounts, ServiceQuality
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import difference_of_rates


def result(context: Context) -> ServiceQuality:
    """Return the service of the period."""
    found: ServiceQuality = context.metric("service_quality")
    return found


def tell(context: Context, found: ServiceQuality) -> None:
    """Answer first: how many jobs failed of how many, against the period before, and where most."""
    words, now = context.words, found.now
    if now.failure_rate.state == "suppressed":
        answer(context.text("answer_few", n=words.number(now.judged)))
        return
    sentence = context.text("answer", failed=words.number(now.failed), judged=words.number(now.judged),
                            rate=words.rate_short(now.failure_rate))
    before = found.previous.failure_rate
    change = difference_of_rates(now.failure_rate, before)
    if before.state == "enough" and change is not None:
        side = "above" if (change.low or 0.0) > 0 else "below" if (change.high or 0.0) < 0 else "alike"
        sentence = words.sentences(sentence, context.text(
            f"answer_{side}", before=words.share(before), change=words.points(change.estimate)))
    answer(sentence, detail=words.sentences(_worst(context, found), _consistency(context, found)))


def figures(context: Context, found: ServiceQuality) -> None:
    """Show the four properties, each with its interval and the customers behind the failures."""
    words = context.words
    shown = [_property(context, found, name, fault)
             for name, fault in (("timely", "late"), ("accurate", "wrong"), ("reliable", "broken"))]
    between = found.now.jobs_between_failures
    shown.append(Figure(
        context.text("figure.between"), words.number(between.estimate, 1),
        note=context.text("figure.between_note", low=words.number(between.low, 1),
                          high=words.number(between.high, 1), n=words.number(between.n)),
        help=context.text("figure.between_help"), state=between.state,
        behind=_jobs(context, "failed")))
    spread = found.consistency
    shown.append(Figure(
        context.text("figure.consistency"), words.percent(spread.estimate),
        note=context.text("figure.consistency_note", interval=words.interval(spread),
                          branches=len(found.branches), n=words.number(spread.n)),
        help=context.text("figure.consistency_help"), state=spread.state))
    key_figures(context, shown)


def trend(context: Context, found: ServiceQuality) -> None:
    """Draw the properties over time."""
    words = context.words
    months = [one for one in found.months if one.complete]
    if len(months) < 2:
        return
    last = months[-1]
    chart_card(
        context, "trend", charts.properties_over_time(found, words), dated=True,
        title=context.text("chart.trend"),
        alt=context.text("chart.trend_alt", month=words.month(last.month), list=words.listing([
            f"{context.text(f'property.{name}')} {words.share(getattr(last.counts, name))}"
            for name in charts.PROPERTIES])),
        note=context.text("chart.trend_note"), data=lambda: pd.DataFrame([{
            words("columns.month"): words.month(one.month), context.text("column.jobs"): one.counts.judged,
            **{context.text(f"property.{name}"): words.rate_short(getattr(one.counts, name))
               for name in charts.PROPERTIES}} for one in months]))


def branches(context: Context, found: ServiceQuality) -> None:
    """Draw failed jobs by branch, with the jobs done since the last failure in the table."""
    if len(found.branches) < 2:
        return
    words = context.words
    told = [f"{name} {words.share(one.failure_rate)}" for name, one in found.branches.items()
            if one.failure_rate.state != "suppressed"]
    chart_card(
        context, "branches", charts.failures_by_branch(found, words), title=context.text("chart.branches"),
        alt=context.text("chart.branches_alt", list=words.listing(told)),
        data=lambda: pd.DataFrame([_branch_row(context, found, name, one)
                                   for name, one in found.branches.items()]),
        select=lambda point: _behind(context, (point.get("customdata") or [None])[0], "failed", "branches"))


def tabs(context: Context, found: ServiceQuality) -> None:
    """Offer exceedances, causes and what followed events, each drawn when opened."""
    parts: tuple[tuple[str, Callable[[], None]], ...] = (
        ("exceedances", partial(_exceedances, context, found)), ("causes", partial(_causes, context)),
        ("events", partial(_events, context)))
    opened = st.tabs([context.text(f"tab.{name}") for name, _ in parts], key=context.key("tabs"),
                     on_change="rerun")
    for tab, (name, draw) in zip(opened, parts, strict=True):
        if tab.open:
            with tab, card(name):
                draw()


def explain(context: Context) -> None:
    """Say how it is computed."""
    method(context)


def _property(context: Context, found: ServiceQuality, name: str, fault: str) -> Figure:
    words = context.words
    now: Estimate = getattr(found.now, name)
    before: Estimate = getattr(found.previous, name)
    ago: Estimate = getattr(found.year_ago, name)
    change = difference_of_rates(now, before)
    return Figure(
        context.text(f"property.{name}"),
        words.percent(now.estimate), None if change is None else words.points(change.estimate),
        worse_when("down", change),
        context.text("figure.property_note", interval=words.interval(now), n=words.number(now.n),
                     ago=words.share(ago)),
        trend=[share for one in found.months if one.complete
               and (share := getattr(one.counts, name).estimate) is not None],
        help=context.text(f"figure.{name}_help"), behind=_jobs(context, fault), state=now.state)


def _jobs(context: Context, fault: str) -> People:
    return People(context.text(f"list.{fault}"), "service_list", {"fault": fault}, of=People(
        context.text("list.judged"), "service_list", {"fault": fault, "judged": True}))


def _worst(context: Context, found: ServiceQuality) -> str:
    """Name the branch with most failures where its interval lies above the rate of all."""
    everyone = found.now.failure_rate.estimate or 0.0
    above = [(one.failure_rate.estimate or 0.0, name) for name, one in found.branches.items()
             if one.failure_rate.state == "enough" and (one.failure_rate.low or 0.0) > everyone]
    if not above:
        return context.text("none_apart") if len(found.branches) > 1 else ""
    share, name = max(above)
    return context.text("worst", branch=name, rate=context.words.percent(share))


def _consistency(context: Context, found: ServiceQuality) -> str:
    if found.consistency.estimate is None or found.consistency.state == "suppressed":
        return ""
    return context.text("consistency", share=context.words.percent(found.consistency.estimate))


def _branch_row(context: Context, found: ServiceQuality, name: str, one: ServiceCounts) -> dict[str, Any]:
    words, streak = context.words, found.streaks.get(name)
    return {
        words("columns.branch"): name, context.text("column.jobs"): one.jobs,
        context.text("axis_failed"): words.rate(one.failure_rate),
        **{context.text(f"property.{prop}"): words.rate(getattr(one, prop)) for prop in charts.PROPERTIES},
        context.text("column.since"): streak.jobs_since if streak else None,
        context.text("column.last_failure"): streak.failed_on if streak else None}


def _exceedances(context: Context, found: ServiceQuality) -> None:
    words = context.words
    total = {kind: getattr(found.now, kind) for kind in EXCEEDANCES}
    chart_card(
        context, "exceedances", charts.exceedance_map(found, words), title=context.text("chart.exceedances"),
        alt=context.text("chart.exceedances_alt", list=words.listing([
            f"{context.text(f'exceedance.{kind}')} {words.number(n)}" for kind, n in total.items()])),
        note=context.text("chart.exceedances_note"), data=lambda: pd.DataFrame([{
            words("columns.branch"): name, context.text("column.jobs"): one.jobs,
            **{context.text(f"exceedance.{kind}"): getattr(one, kind) for kind in EXCEEDANCES}}
            for name, one in found.branches.items()]),
        select=partial(_of_cell, context))


def _of_cell(context: Context, point: dict[str, Any]) -> None:
    branch, fault = point.get("customdata") or (None, "failed")
    _behind(context, branch, fault, "exceedances")


def _causes(context: Context) -> None:
    found: ServiceCauses = context.metric("service_causes")
    words = context.words
    if not found.jobs:
        st.caption(context.text("answer_few", n=0))
        return
    told = [f"{charts.cause_name(one.cause, words)} {words.number(one.complaints)}" for one in found.causes]
    chart_card(
        context, "causes", charts.causes_of_failure(found, words), title=context.text("chart.causes"),
        alt=context.text("chart.causes_alt", list=words.listing(told)),
        note=context.text("chart.causes_note", n=words.number(found.jobs)), data=lambda: pd.DataFrame([{
            words("columns.cause"): charts.cause_name(one.cause, words),
            context.text("seen"): words.rate(one.jobs, 2) if one.jobs else None,
            context.text("column.complaints"): one.complaints,
            context.text("complained"): words.rate(one.complaint_rate, 2)} for one in found.causes]))


def _events(context: Context) -> None:
    found: EventEffects = context.metric("event_effects")
    if not found.effects:
        st.caption(context.text("events_none"))
        return
    words = context.words
    offered = [one for one in OUTCOMES if any(effect.outcome == one for effect in found.effects)]
    outcome = st.segmented_control(
        context.text("outcome_label"), offered, default=offered[0], required=True, key=context.key("outcome"),
        format_func=lambda one: context.text(f"outcome.{one}"), label_visibility="collapsed") or offered[0]
    effects = [one for one in found.effects if one.outcome == outcome]
    chart_card(
        context, "events", charts.event_forest(effects, words), title=context.text("chart.events"),
        alt=context.text("chart.events_alt", list=words.listing([
            f"{charts.event_name(one, words)} {words.signed(one.effect.estimate, 2)}" for one in effects])),
        note=words.sentences(context.text(f"unit.{outcome}"), context.text("chart.events_note")),
        data=lambda: pd.DataFrame([_effect_row(context, one) for one in effects]))
    with st.container(border=True, key=context.key("effect-list")):
        st.header(context.text("events_title"), anchor=False)
        table(context, pd.DataFrame([_effect_row(context, one) for one in effects]), "service-events",
              key="effects", alt=context.text("events_title"), columns={
                  context.text(f"column.{one}"): st.column_config.NumberColumn(format="%.2f")
                  for one in ("before", "after")})


def _effect_row(context: Context, one: EventEffect) -> dict[str, Any]:
    words = context.words
    return {
        words("columns.happened_on"): one.happened_on, context.text("column.event"): one.title,
        words("columns.branch"): one.branch or context.text("everywhere"),
        context.text("column.effect"): context.text(
            "effect", effect=words.signed(one.effect.estimate, 2), low=words.signed(one.effect.low, 2),
            high=words.signed(one.effect.high, 2)),
        context.text("column.before"): round(one.before, 2),
        context.text("column.after"): round(one.after, 2),
        context.text("column.usual"): words.signed(one.usual, 2),
        context.text("column.months"): one.months, context.text("column.others"): one.effect.n}


def _behind(context: Context, branch: str | None, fault: str, key: str) -> None:
    title = context.text(f"list.{fault}")
    if branch:
        title = f"{branch} · {title}"
    st.markdown(f"**{title}**")
    people(context, People(title, "service_list", {"fault": fault, "branch": branch}), key=key)
