"""How long each stage takes, where cases stall, and how complaints are handled."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.context import Context
from analytics.app.views.complaints.choosing import pick, quick_days, targets
from analytics.app.views.complaints.outcomes import speed
from analytics.charts import complaint_clock as charts
from analytics.metrics.complaint_clock import ComplaintClock, StageTime
from analytics.metrics.complaint_handling import ComplaintHandling


def clock(context: Context) -> None:
    """Draw time by stage, the share within the target, and who still waits."""
    words = context.words
    found: ComplaintClock = context.metric("complaint_clock", **targets(context))
    if found.total is None or not any(one.median.state != "suppressed" for one in found.stages):
        st.caption(context.text("clock_none"))
        return
    stall = found.stalls_at
    told = "" if stall is None else context.text(
        "stalls", stage=charts.stage_name(stage=stall.stage, words=words), rate=words.rate(stall.within),
        target=charts.duration(stall.target, words))
    listed = [f"{charts.stage_name(one.stage, words)} {charts.duration(one.median.estimate, words)}"
              for one in found.stages]
    chart_card(
        context, "stages", charts.stage_times(found, words), title=context.text("chart.stages"),
        alt=context.text("chart.stages_alt", list=words.listing(listed)),
        note=words.sentences(told, context.text("chart.stages_note")),
        data=lambda: _frame(context, {one.stage: one for one in (*found.stages, *_whole(found))},
                            {one.stage: charts.stage_name(one.stage, words)
                             for one in (*found.stages, *_whole(found))}))
    left, right = st.columns(2)
    with left:
        _within(context, found)
    with right:
        _waiting(context, found)
    speed(context)


def _within(context: Context, found: ComplaintClock) -> None:
    words = context.words
    offered = ["stage", *found.groups]
    by = pick(context, "within-by", offered, [context.text(f"within.{one}") for one in offered],
              context.text("within_label"))
    stages = {one.stage: one for one in found.stages}
    times = stages if by == "stage" else found.groups[by]
    labels = {name: charts.stage_name(name, words) if by == "stage" else words.value(by, name)
              for name in times}
    listed = [f"{labels[name]} {words.rate(one.within)}" for name, one in times.items()
              if one.within.state != "suppressed"]
    chart_card(
        context, "within", charts.within_target(times, words, labels),
        title=context.text(f"chart.within_{by}"),
        alt=context.text("chart.within_alt", list=words.listing(listed[:12])),
        note=context.text("chart.within_note" if by == "stage" else "chart.within_total_note",
                          target=charts.duration(found.total.target if found.total else None, words)),
        data=lambda: _frame(context, times, labels))


def _waiting(context: Context, found: ComplaintClock) -> None:
    words = context.words
    times = {one.stage: one for one in (*_whole(found), *found.stages) if one.median.state != "suppressed"}
    stage = pick(context, "waiting", list(times), [charts.stage_name(one, words) for one in times],
                 context.text("stage_label"))
    one = times[stage]
    chart_card(
        context, "waiting", charts.waiting(one, words),
        title=context.text("chart.waiting", stage=charts.stage_name(stage, words)),
        alt=context.text("chart.waiting_alt", stage=charts.stage_name(stage, words),
                         median=charts.duration(one.median.estimate, words)),
        note=context.text("chart.waiting_note", n=words.number(one.cases), running=words.number(one.running)),
        data=lambda: _frame(context, times, {name: charts.stage_name(name, words) for name in times}))


def handling(context: Context) -> None:
    """Draw the five "more", and say what else is recorded and what is not."""
    words = context.words
    found: ComplaintHandling = context.metric(
        "complaint_handling", quick_days=quick_days(context), follow_up=targets(context)["follow_up"])
    if not any(one.recorded for one in found.five):
        st.caption(context.text("handling_none"))
        return
    missing = [context.text(f"five.{one.name}") for one in found.five if not one.recorded]
    score = context.text("score", score=words.percent(found.score, 0)) if found.score is not None else ""
    paid, mean = found.paid_over_stake, found.handovers_per_case
    more = [context.text(f"more.{one.name}", rate=words.rate(one.share, 0), mean=words.number(mean, 2))
            for one in found.more if one.recorded]
    if paid.estimate is not None and paid.state != "suppressed":
        more.append(context.text("more.paid", rate=words.rate(paid, 0)))
    chart_card(
        context, "five", charts.five_more(found, words), title=context.text("chart.five"),
        alt=context.text("chart.five_alt", list=words.listing(
            [f"{context.text(f'five.{one.name}')} {words.rate(one.share, 0)}"
             for one in found.five if one.recorded])),
        note="  \n".join(part for part in (
            score, words.sentences(*more),
            context.text("not_recorded", list=words.listing(missing)) if missing else "",
            _passed_on(context, found)) if part),
        data=lambda: pd.DataFrame([{
            context.text("five_label"): context.text(f"five.{one.name}"),
            context.text("means"): context.text(f"five_means.{one.name}"), words("columns.n"): one.share.n,
            words("columns.share"): words.share(one.share) if one.recorded
            else context.text("no_record"),
            context.text("change_label"): words.points(one.change.estimate)}
            for one in found.five]))


def _passed_on(context: Context, found: ComplaintHandling) -> str:
    """Say what satisfaction is associated with when a case changes hands, or what to import to know it."""
    words, apart = context.words, found.satisfied_difference
    if found.handovers_per_case is None:
        return context.text("handovers")
    if apart.estimate is None or apart.state == "suppressed":
        return ""
    clear = (apart.low or 0) > 0 or (apart.high or 0) < 0
    return context.text(
        "more.satisfied_kept", kept=words.rate(found.satisfied_if_kept, 0),
        passed_on=words.rate(found.satisfied_if_passed_on, 0), difference=words.points(apart.estimate),
        low=words.points(apart.low), high=words.points(apart.high),
        verdict=context.text("more.apart" if clear else "more.alike"))


def _whole(found: ComplaintClock) -> tuple[StageTime, ...]:
    return () if found.total is None else (found.total,)


def _frame(context: Context, times: dict[str, StageTime], labels: dict[str, str]) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame([{
        context.text("stage_label"): labels[name], context.text("cases"): one.cases,
        context.text("running"): one.running,
        context.text("clock.median"): charts.duration(one.median.estimate, words),
        context.text("clock.slow"): charts.duration(one.slow.estimate, words),
        context.text("clock.target"): charts.duration(one.target, words),
        context.text("within_head"): words.rate(one.within)} for name, one in times.items()])
