"""The charts of the lost customers page: causes, who, when, precursors, and the company's own words."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, method, people
from analytics.app.components.people import People, heading, list_head
from analytics.app.components.table import table
from analytics.app.context import Context
from analytics.charts import lost_customers as charts
from analytics.charts.churn_control import control_chart
from analytics.metrics.churn_control import ControlSeries
from analytics.metrics.lost_customers import LostCustomers, LostRow

BREAKDOWNS = (("cause_class", "size"), ("size",), ("branch",))
#: What is asked for only when the tab on reasons is opened.
REASONS = (("cause_class", "precursor"), ("cause_class", "cause"))


def result(context: Context) -> LostCustomers:
    """Return the losses under the filters, by every breakdown the page draws at once."""
    found: LostCustomers = context.metric("lost_customers", by=BREAKDOWNS)
    return found


def causes(context: Context, result: LostCustomers) -> None:
    """Draw the chart that carries the page: cause by size, in customers or in money."""
    words = context.words
    rows = [row for row in result.rows["cause_class", "size"] if row.lost]
    if not rows:
        return
    options = ("customers", "value")
    measure = st.segmented_control(
        context.text("measure"), options, default="customers", required=True, key=context.key("measure"),
        format_func=lambda one: context.text(f"measure_{one}"), label_visibility="collapsed")
    most = rows[0]
    chart_card(
        context, "causes", charts.causes_by_size(result, words, context.currency,
                                           "value" if measure == "value" else "customers"),
        title=context.text("chart.causes"),
        alt=context.text("chart.causes_alt", most=_named(context, ("cause_class", "size"), most)),
        data=lambda: frame(context, ("cause_class", "size"), rows),
        select=lambda point: _behind(context, ("cause_class", "size"), point, "causes"))


def who(context: Context, result: LostCustomers) -> None:
    """Draw churn by size and by branch, side by side."""
    shown = [(name, dimension) for name, dimension in (("sizes", "size"), ("branches", "branch"))
             if len(result.rows[dimension,]) > 1]
    if not shown:
        return
    for column, (name, dimension) in zip(st.columns(len(shown)), shown, strict=True):
        rows = result.rows[dimension,]
        listed = context.words.listing([
            f"{context.words.value(dimension, row.group[0])} {context.words.share(row.churn_rate)}"
            for row in rows[:12] if row.churn_rate.state != "suppressed"])
        with column:
            chart_card(
                context, name, charts.churn_by_group(result, context.words, dimension),
                title=context.text(f"chart.{name}"), alt=context.text(f"chart.{name}_alt", list=listed),
                data=partial(frame, context, (dimension,), list(rows)),
                select=partial(_behind, context, (dimension,), key=name, from_start=True))


def precursors(context: Context) -> None:
    """Cross stated causes with observed precursors."""
    result: LostCustomers = context.metric("lost_customers", by=REASONS)
    rows = [row for row in result.rows["cause_class", "precursor"] if row.lost]
    if not rows or all(row.group[1] in (None, "none_observed") for row in rows):
        return
    breakdown = ("cause_class", "precursor")
    chart_card(
        context, "precursor", charts.cause_against_precursor(result, context.words),
        title=context.text("chart.precursor"), level=3,
        alt=context.text("chart.precursor_alt", most=_named(context, breakdown, rows[0])),
        note=context.text("chart.precursor_note", days=context.store.settings.integer("precursor_days")),
        data=lambda: frame(context, breakdown, rows),
        select=lambda point: _behind(context, breakdown, point, "precursor"),
        numbers=charts.precursor_numbers(result, context.words))


def when(context: Context) -> None:
    """Draw monthly churn against its control limits, by everyone or by one size."""
    words, control = context.words, context.metric("churn_control")
    if control.everyone is None or len(control.everyone.months) < 3:
        st.caption(context.text("chart.when_missing"))
        return
    series = {"": control.everyone, **{one.group: one for one in control.groups if one.group}}
    chosen = ""
    if len(series) > 2:
        chosen = st.segmented_control(
            words("columns.size"), list(series), default="", required=True, key=context.key("when"),
            label_visibility="collapsed",
            format_func=lambda one: _group(context, one) if one else words("churn_control.all")) or ""
    one = series[chosen]
    outside = [words.month(month) for month, point in zip(one.months, one.chart.points, strict=True)
               if point.signal == "above"]
    settled = "settled" if one.chart.settled else "not_settled"
    chart_card(
        context, "when", control_chart(one, words),
        title=words("churn_control.title"), level=3,
        alt=words("churn_control.alt", n=len(one.months), group=_group(context, chosen),
                  outside=words.listing(outside) or words("churn_control.none")),
        note=words("churn_control.note", settled=words(f"churn_control.{settled}", n=one.chart.baseline)),
        dated=True,
        data=lambda: _months(context, one))


def _group(context: Context, size: str) -> str:
    return context.words.value("size", size) if size else context.words("churn_control.everyone")


def _months(context: Context, series: ControlSeries) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame({
        words("columns.month"): [words.month(month) for month in series.months],
        words("columns.customers_at_start"): series.customers,
        words("columns.lost"): series.lost,
        words("columns.churn_rate"): [words.percent(point.value) for point in series.chart.points],
        words("churn_control.usual"): [
            f"{words.percent(point.low)}–{words.percent(point.high)}" for point in series.chart.points],
    })


def own_words(context: Context) -> None:
    """List the causes in the company's own words under their standard class."""
    result: LostCustomers = context.metric("lost_customers", by=REASONS)
    rows = [row for row in result.rows["cause_class", "cause"] if row.lost and row.group[1] is not None]
    if not rows:
        return
    with st.container(border=True, key=context.key("card-words")):
        st.subheader(context.text("chart.words"), anchor=False)
        table(context, frame(context, ("cause_class", "cause"), rows), "lost_customers-words", key="words",
              alt=context.text("chart.words"))


def warn(context: Context) -> None:
    """Warn where large or medium customers leave faster than their control limits allow."""
    control = context.metric("churn_control")
    words = context.words
    for alarm in control.alarms:
        if alarm.group in ("large", "medium"):
            st.warning(context.text(
                f"warning.{alarm.kind}",
                size=words.value("size", alarm.group), month=words.month(alarm.month),
                rate=words.percent(alarm.rate), limit=words.percent(alarm.upper),
                usual=words.percent(alarm.centre)),
                icon=":material/warning:")


def explain(context: Context) -> None:
    """Say how it is computed."""
    method(context)


def frame(context: Context, breakdown: tuple[str, ...], rows: list[LostRow]) -> pd.DataFrame:
    """Return rows as a table for people: labels, whole money, rates with their intervals."""
    words = context.words
    records = []
    for row in rows:
        record: dict[str, Any] = {
            heading(column, words): words.value(column, value)
            for column, value in zip(breakdown, row.group, strict=True)}
        record[words("columns.lost")] = row.lost
        record[list_head("value_lost", context)] = round(row.value_lost / 100)
        if breakdown[-1] in ("size", "branch") and len(breakdown) == 1:
            record[words("columns.customers_at_start")] = row.customers_at_start
            suppressed = row.churn_rate.state == "suppressed"
            record[words("columns.churn_rate")] = (
                None if suppressed else words.percent(row.churn_rate.estimate))
            record[words("columns.low")] = None if suppressed else words.percent(row.churn_rate.low)
            record[words("columns.high")] = None if suppressed else words.percent(row.churn_rate.high)
            record[words("columns.state")] = words(f"values.state.{row.churn_rate.state}")
        records.append(record)
    return pd.DataFrame(records)


def _behind(context: Context, breakdown: tuple[str, ...], point: dict[str, Any], key: str, *,
            from_start: bool = False) -> None:
    """List the losses of a group; where its point is a churn rate, those the rate counts."""
    values = point.get("customdata") or []
    where = tuple(zip(breakdown, values, strict=False))
    title = context.text("list.group_from_start" if from_start else "list.group", group=context.words.listing(
        [context.words.value(column, value) for column, value in where]))
    st.markdown(f"**{title}**")
    people(context, People(title, "lost_list", {"where": where, "from_start": from_start}), key=key)


def _named(context: Context, breakdown: tuple[str, ...], row: LostRow) -> str:
    words = context.words
    labels = [words.value(column, value) for place, (column, value) in enumerate(
        zip(breakdown, row.group, strict=True)) if place == 0 or value is not None]
    return f"{words.listing(labels)} {words.number(row.lost)}"
