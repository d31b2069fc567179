"""About what customers complain, how many over time, where, and who they are."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, people
from analytics.app.components.people import People, heading
from analytics.app.context import Context
from analytics.app.views.complaints.choosing import pick
from analytics.charts import complaints as charts
from analytics.metrics.complainers import Complainers
from analytics.metrics.complaint_trend import ComplaintTrend
from analytics.metrics.complaints import Complaints


def pareto(context: Context, result: Complaints) -> None:
    """Draw complaints by category and severity, per 100 customers or per 100 jobs."""
    words = context.words
    if not result.cells:
        return
    per = "customers"
    if result.now.jobs:
        per = pick(context, "per", ("customers", "jobs"),
                   [context.text("per_customers"), context.text("per_jobs")], context.text("measure"))
    listed = [f"{words.value('category', one.category)} {words.value('severity', one.severity)} "
              f"{words.number(one.complaints)}" for one in result.cells[:8]]
    chart_card(
        context, "pareto", charts.pareto(result, words, per=per), title=context.text("chart.pareto"),
        alt=context.text("chart.pareto_alt", list=words.listing(listed)),
        note=context.text("chart.pareto_note", n=words.number(result.now.complaints)),
        data=lambda: pd.DataFrame([{
            words("columns.category"): words.value("category", one.category),
            words("columns.severity"): words.value("severity", one.severity),
            context.text("complaints"): one.complaints,
            context.text("per_customers"): _number(context, one.per_customers.estimate),
            words("columns.low"): _number(context, one.per_customers.low),
            words("columns.high"): _number(context, one.per_customers.high)} for one in result.cells]),
        select=lambda point: _behind(context, ("category", "severity"), point, "pareto"))


def trend(context: Context) -> None:
    """Draw monthly complaints on a control chart with the events, changes of the records among them."""
    words = context.words
    found: ComplaintTrend = context.metric("complaint_trend")
    if len(found.months) < 3:
        st.caption(context.text("trend_short"))
        return
    outside = [words.month(month) for month, point in zip(found.months, found.chart.points, strict=True)
               if point.signal == "above"]
    settled = "settled" if found.chart.settled else "not_settled"
    doubt = context.text("chart.trend_doubtful", n=words.number(sum(found.doubtful))) \
        if any(found.doubtful) else ""
    kept = context.text("chart.trend_breaks", list=words.listing([
        context.text("break", date=words.date(day), title=title) for day, title in found.breaks])) \
        if found.breaks else ""
    chart_card(
        context, "trend", charts.trend(found, words), title=context.text("chart.trend"),
        alt=context.text("chart.trend_alt", n=len(found.months), outside=words.listing(outside)
                         or words("churn_control.none")),
        note=words.sentences(
            context.text(f"chart.trend_{found.chart.method}"),
            words(f"churn_control.{settled}", n=found.chart.baseline), doubt, kept), dated=True,
        data=lambda: pd.DataFrame([{
            words("columns.month"): words.month(month), context.text("complaints"): number,
            words("columns.customers_at_start"): customers,
            context.text("per_customers"): _number(context, _times_100(point.value), 2),
            words("churn_control.usual"):
                f"{words.number(100 * point.low, 2)}–{words.number(100 * point.high, 2)}"}
            for month, number, customers, point in zip(
                found.months, found.complaints, found.customers, found.chart.points, strict=True)]))


def where(context: Context, result: Complaints) -> None:
    """Draw complaints per 100 customers by branch, size or segment, and who complains."""
    words = context.words
    offered = [one for one in ("branch", "size", "segment", "region", "market") if one in result.groups]
    left, right = st.columns(2) if offered else (None, st.container())
    if left is not None:
        with left:
            by = pick(context, "where-by", offered, [heading(one, words) for one in offered],
                      context.text("where_label"))
            _groups(context, result, by)
    with right:
        _who(context)


def _groups(context: Context, result: Complaints, by: str) -> None:
    words, groups = context.words, result.groups[by]
    out = [words.value(by, one.value) for one in groups if one.stands_out]
    listed = [f"{words.value(by, one.value)} {_number(context, one.count.per_customers.estimate)}"
              for one in groups[:12] if one.count.per_customers.state != "suppressed"]
    chart_card(
        context, "where", charts.concentration(result, words, by),
        title=context.text("chart.where"), alt=context.text("chart.where_alt", list=words.listing(listed)),
        note=context.text("chart.where_out", list=words.listing(out)) if out
        else context.text("chart.where_none"),
        data=lambda: pd.DataFrame([{
            heading(by, words): words.value(by, one.value), context.text("complaints"): one.count.complaints,
            words("columns.customers"): one.count.customers,
            context.text("per_customers"): charts.rate_text(one.count, words),
            words("columns.p"): words.number(one.p, 3)} for one in groups]),
        select=lambda point: _behind(context, (by,), point, "where"))


def _who(context: Context) -> None:
    words = context.words
    found: Complainers = context.metric("complainers")
    if not found.groups:
        st.caption(context.text("who_none"))
        return
    listed = [f"{_named(context, one.property, one.value)} {words.share(one.share)}"
              for one in found.groups if one.share.state != "suppressed"]
    chart_card(
        context, "who", charts.who_complains(found, words), title=context.text("chart.who"),
        alt=context.text("chart.who_alt", list=words.listing(listed)), note=context.text("chart.who_note"),
        data=lambda: pd.DataFrame([{
            context.text("who_label"): _named(context, one.property, one.value),
            words("columns.customers"): one.share.n, context.text("complained"): one.complained,
            words("columns.share"): words.share(one.share),
            words("columns.low"): words.low(one.share),
            words("columns.high"): words.high(one.share)} for one in found.groups]))


def _named(context: Context, name: str, value: str | None) -> str:
    words = context.words
    label = words.value("size", value) if name == "size" else context.text(f"{name}.{value}")
    return context.text(f"who.{name}", value=label)


def _behind(context: Context, columns: tuple[str, ...], point: dict[str, Any], key: str) -> None:
    values = point.get("customdata") or []
    if len(values) != len(columns):
        return
    conditions = tuple(zip(columns, values, strict=True))
    title = context.text("list.group", group=context.words.listing(
        [context.words.value(column, value) for column, value in conditions]))
    st.markdown(f"**{title}**")
    people(context, People(title, "complaint_list", {"where": conditions}), key=key)


def _times_100(value: float | None) -> float | None:
    return None if value is None else 100 * value


def _number(context: Context, value: float | None, digits: int = 1) -> str:
    return context.words.number(value, digits)
