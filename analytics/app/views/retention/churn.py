"""The chart that carries the retention page: churn per grade over time."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, people
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.charts import retention as charts
from analytics.metrics.churn_over_time import ChurnOverTime, ChurnPoint

#: What churn over time can be split by, the grade first.
SPLITS = ("grade", "size", "segment", "market", "region", "branch")


def churn(context: Context, result: ChurnOverTime) -> None:
    """Draw churn of each grade over time, with its interval; or of another split, or by month."""
    if context.reader.meta.as_of is None:
        return
    words = context.words
    offered = context.metric("choices").dimensions
    splits = [one for one in SPLITS if one in offered or (one == "grade" and result.groups)]
    by, step = "grade", "quarter"
    with st.container(horizontal=True, key=context.key("splits")):
        if len(splits) > 1:
            by = st.segmented_control(
                context.text("split"), splits, default=splits[0], required=True, key=context.key("by"),
                format_func=lambda one: words(f"columns.{one}"), label_visibility="collapsed") or splits[0]
        step = st.segmented_control(
            context.text("step"), ("quarter", "month"), default="quarter", required=True,
            key=context.key("step"), format_func=lambda one: context.text(f"steps.{one}"),
            label_visibility="collapsed") or "quarter"
    shown: ChurnOverTime = result if (by, step) == ("grade", "quarter") else \
        context.metric("churn_over_time", by=by, step=step)
    if not shown.everyone:
        st.caption(context.text("chart.churn_none"))
        return
    newest = [(group, points[-1]) for group, points in shown.groups.items()]
    chart_card(
        context, "churn", charts.churn_panels(shown, words),
        title=context.text("chart.churn", split=words(f"columns.{by}")),
        alt=context.text("chart.churn_alt", split=words(f"columns.{by}"), list=words.listing(
            [f"{words.value(by, group)} {words.share(point.churn_rate)}"
             for group, point in newest])),
        note=words.sentences(context.text("chart.churn_note"), "" if len(shown.groups) <= charts.MOST_GROUPS
                             else context.text("chart.most", n=charts.MOST_GROUPS)),
        data=lambda: _table(context, shown),
        select=lambda point: _behind(context, shown, point))


def _behind(context: Context, shown: ChurnOverTime, point: dict[str, Any]) -> None:
    if not point.get("customdata"):
        return
    group, starts_on = point["customdata"]
    name = context.text("everyone") if group is None else context.words.value(shown.dimension, group)
    found = next((one for one in (shown.everyone if group is None else shown.groups[group])
                  if one.starts_on.isoformat() == starts_on), None)
    title = context.text("list.churn", group=name,
                         quarter=context.words.date(found.starts_on) if found else starts_on)
    st.markdown(f"**{title}**")
    people(context, People(title, "churn_list", {
        "starts_on": starts_on, "by": shown.dimension, "group": group, "step": shown.step}), key="churn")


def _table(context: Context, shown: ChurnOverTime) -> pd.DataFrame:
    words = context.words
    rows: list[tuple[str, ChurnPoint]] = [
        (context.text("everyone") if group is None else words.value(shown.dimension, group), point)
        for group, points in ((None, shown.everyone), *shown.groups.items()) for point in points]
    return pd.DataFrame({
        words(f"columns.{shown.dimension}"): [group for group, _ in rows],
        context.text("begins"): [point.starts_on for _, point in rows],
        words("columns.customers_at_start"): [point.customers for _, point in rows],
        words("columns.lost"): [point.lost for _, point in rows],
        words("columns.churn_rate"): [_shown(context, point, point.churn_rate.estimate) for _, point in rows],
        words("columns.low"): [_shown(context, point, point.churn_rate.low) for _, point in rows],
        words("columns.high"): [_shown(context, point, point.churn_rate.high) for _, point in rows],
        words("columns.state"): [words(f"values.state.{point.churn_rate.state}") for _, point in rows],
        words("columns.complete"): [words("values.yes" if point.complete else "values.no")
                                    for _, point in rows],
    })


def _shown(context: Context, point: ChurnPoint, value: float | None) -> str | None:
    return None if point.churn_rate.state == "suppressed" else context.words.percent(value)
