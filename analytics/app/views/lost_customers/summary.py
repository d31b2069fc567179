"""The lost customers page: sentence, figures, charts and the lists behind them."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, answer, chart_card, key_figures, method, people
from analytics.app.components.people import People, heading
from analytics.app.components.table import table
from analytics.app.context import Context
from analytics.charts import lost_customers as charts
from analytics.charts.churn_control import Events, control_chart, shown_events
from analytics.metrics.churn_control import ControlSeries
from analytics.metrics.lost_customers import LostCustomers, LostRow

BREAKDOWNS = (("cause_class", "size"), ("size",), ("branch",), ("cause_class", "precursor"),
              ("cause_class", "cause"))


def result(context: Context) -> LostCustomers:
    """Return the losses under the filters, by every breakdown the page draws."""
    found: LostCustomers = context.metric("lost_customers", by=BREAKDOWNS)
    return found


def tell(context: Context, result: LostCustomers) -> None:
    """Answer first: how many of how many, against the period before, and where the money is."""
    words, total = context.words, result.total
    if total.churn_rate.state == "suppressed":
        answer(context.text("answer_few", start=words.number(total.customers_at_start)))
        return
    if total.lost == 0:
        answer(context.text("answer_none"))
        return
    figures = {"lost": words.number(total.lost), "start": words.number(total.customers_at_start),
               "rate": words.rate_short(total.churn_rate)}
    if result.period.previous_start is None:
        sentence = context.text("answer_snapshot", **figures)
    elif total.lost == total.lost_from_start:
        sentence = context.text("answer_start", **figures, change=_change(context, total))
    else:
        sentence = context.text(
            "answer", **figures, change=_change(context, total),
            from_start=words.number(total.lost_from_start),
            since=words.number(total.lost - total.lost_from_start))
    answer(sentence, detail=_money(context, result))


def figures(context: Context, result: LostCustomers) -> None:
    """Five figures, each with its comparison and the customers behind it."""
    words, total = context.words, result.total
    compared = result.period.previous_start is not None
    everyone = People(context.text("list.all"), "lost_list")
    key_figures(context, [
        Figure(context.text("figure.lost"), words.number(total.lost),
               words.signed(total.lost - total.lost_previous) if compared else None, "up",
               _compared(context, total, compared),
               help=context.text("figure.lost_help"), behind=everyone),
        Figure(context.text("figure.rate"), words.percent(total.churn_rate.estimate),
               note=context.text("start_note", n=words.number(total.customers_at_start),
                                 interval=words.interval(total.churn_rate),
                                 lost=words.number(total.lost_from_start)),
               help=context.text("figure.rate_help"),
               behind=People(context.text("list.from_start"), "lost_list", {"from_start": True})),
        Figure(context.text("figure.value"), context.money(total.value_lost if _valued(total) else None),
               _money_change(context, total) if compared and _valued(total) else None, "up",
               _value_note(context, total),
               help=context.text("figure.value_help"), behind=everyone),
        Figure(context.text("figure.avoidable"),
               words.percent(_share(total.avoidable, total.cause_stated), 0),
               note=context.text("figure.avoidable_note", n=words.number(total.avoidable),
                                 stated=words.number(total.cause_stated), lost=words.number(total.lost)),
               help=context.text("figure.avoidable_help"),
               behind=People(context.text("list.avoidable"), "lost_list", {"where": (("avoidable", True),)})),
        Figure(context.text("figure.regretted"), words.number(total.regretted if _judged(total) else None),
               note=context.text("figure.regretted_note", n=words.number(total.not_regretted))
               if _judged(total) else context.text("figure.value_unknown"),
               help=context.text("figure.regretted_help"),
               behind=People(context.text("list.regretted"), "lost_list", {"where": (("regretted", True),)})),
    ])


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
            f"{context.words.value(dimension, row.group[0])} {context.words.percent(row.churn_rate.estimate)}"
            for row in rows[:12] if row.churn_rate.state != "suppressed"])
        with column:
            chart_card(
                context, name, charts.churn_by_group(result, context.words, dimension),
                title=context.text(f"chart.{name}"), alt=context.text(f"chart.{name}_alt", list=listed),
                data=partial(frame, context, (dimension,), list(rows)),
                select=partial(_behind, context, (dimension,), key=name))


def precursors(context: Context, result: LostCustomers) -> None:
    """Cross stated causes with observed precursors."""
    rows = [row for row in result.rows["cause_class", "precursor"] if row.lost]
    if not rows or all(row.group[1] in (None, "none_observed") for row in rows):
        return
    breakdown = ("cause_class", "precursor")
    chart_card(
        context, "precursor", charts.cause_against_precursor(result, context.words),
        title=context.text("chart.precursor"),
        alt=context.text("chart.precursor_alt", most=_named(context, breakdown, rows[0])),
        note=context.text("chart.precursor_note", days=context.store.settings.integer("precursor_days")),
        data=lambda: frame(context, breakdown, rows),
        select=lambda point: _behind(context, breakdown, point, "precursor"))


def when(context: Context) -> None:
    """Draw monthly churn against its control limits, by everyone or by one size."""
    words, control = context.words, context.metric("churn_control")
    if control.everyone is None or len(control.everyone.months) < 3:
        return
    series = {None: control.everyone, **{one.group: one for one in control.groups if one.group}}
    chosen = None
    if len(series) > 2:
        chosen = st.segmented_control(
            words("columns.size"), list(series), default=None, key=context.key("when"),
            format_func=lambda one: _group(context, one), label_visibility="collapsed")
    one = series[chosen]
    outside = [words.month(month) for month, point in zip(one.months, one.chart.points, strict=True)
               if point.signal == "above"]
    settled = "settled" if one.chart.settled else "not_settled"
    chart_card(
        context, "when", control_chart(one, words, events=context.metric("events")),
        title=words("churn_control.title"),
        alt=words("churn_control.alt", n=len(one.months), group=_group(context, chosen),
                  outside=words.listing(outside) or words("churn_control.none")),
        note=words("churn_control.note", settled=words(f"churn_control.{settled}", n=one.chart.baseline))
        + _numbered(context, shown_events(one, context.metric("events"))),
        data=lambda: _months(context, one))


def _numbered(context: Context, events: Events) -> str:
    words = context.words
    return "".join("  \n" + words("churn_control.event", n=number, date=words.date(day), title=title)
                   for number, (day, title) in enumerate(events, start=1))


def _group(context: Context, size: str | None) -> str:
    return context.words("churn_control.everyone") if size is None else context.words.value("size", size)


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


def own_words(context: Context, result: LostCustomers) -> None:
    """List the causes in the company's own words under their standard class."""
    rows = [row for row in result.rows["cause_class", "cause"] if row.lost and row.group[1] is not None]
    if not rows:
        return
    with st.container(border=True, key=context.key("card-words")):
        st.header(context.text("chart.words"), anchor=False)
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
        record[words("columns.value_lost")] = round(row.value_lost / 100)
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


def _behind(context: Context, breakdown: tuple[str, ...], point: dict[str, Any], key: str) -> None:
    values = point.get("customdata") or []
    where = tuple(zip(breakdown, values, strict=False))
    title = context.text("list.group", group=context.words.listing(
        [context.words.value(column, value) for column, value in where]))
    st.markdown(f"**{title}**")
    people(context, People(title, "lost_list", {"where": where}), key=key)


def _named(context: Context, breakdown: tuple[str, ...], row: LostRow) -> str:
    words = context.words
    labels = [words.value(column, value) for column, value in zip(breakdown, row.group, strict=True)]
    return f"{words.listing(labels)} {words.number(row.lost)}"


def _change(context: Context, total: LostRow) -> str:
    difference = total.lost - total.lost_previous
    code = "change_more" if difference > 0 else "change_fewer" if difference < 0 else "change_same"
    return context.text(code, n=context.words.number(abs(difference)))


def _valued(total: LostRow) -> bool:
    return bool(total.value_at_start or total.value_lost)


def _judged(total: LostRow) -> bool:
    # Without any value a loss is neither regretted nor not.
    return bool(total.regretted or total.not_regretted) or (total.lost == 0 and _valued(total))


def _value_note(context: Context, total: LostRow) -> str:
    if not _valued(total):
        return context.text("figure.value_unknown")
    kind = "value_note" if total.expected_future_value else "value_note_plain"
    return context.text(f"figure.{kind}", share=context.words.rate_short(total.revenue_churn_rate),
                        future=context.money(total.expected_future_value))


def _money(context: Context, result: LostCustomers) -> str:
    total = result.total
    if total.value_lost <= 0:
        return ""
    if not context.reader.meta.dated:  # What they are worth a year, not what they brought before they left.
        return context.text("money_snapshot", value=context.money(total.value_lost))
    sizes = [row for row in result.rows["size",] if row.group[0] is not None]
    if not sizes:
        return context.text("money_plain", value=context.money(total.value_lost))
    most = max(sizes, key=lambda row: row.value_lost)
    return context.text("money", value=context.money(total.value_lost),
                        size=context.words.value("size", most.group[0]).lower(),
                        share=context.words.percent(most.value_lost / total.value_lost, 0))


def _money_change(context: Context, total: LostRow) -> str:
    difference = total.value_lost - total.value_lost_previous
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    return f"{sign}{context.money(abs(difference))}"


def _compared(context: Context, total: LostRow, compared: bool) -> str:
    if not compared:
        return context.text("not_dated")
    return context.text("previous", previous=context.words.number(total.lost_previous),
                        year_ago=context.words.number(total.lost_year_ago))


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
