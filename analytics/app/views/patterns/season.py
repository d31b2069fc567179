"""The answer, the key figures and the charts of the season."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, answer, chart_card, key_figures, method
from analytics.app.components.people import People, people
from analytics.app.context import Context
from analytics.charts.seasonality import month_name, season_index, season_months
from analytics.metrics.seasonality import MEASURES, Seasonality
from analytics.statistics.estimate import Estimate
from analytics.statistics.season import LEAST_MONTHS


def result(context: Context) -> Seasonality:
    """Return the season of orders."""
    found: Seasonality = context.metric("seasonality")
    return found


def tell(context: Context, found: Seasonality) -> None:
    """Answer first: the strongest and the weakest month, or that there is no season to speak of."""
    words = context.words
    if not found.index or found.p is None:
        answer(context.text("answer_few", months=words.number(len(found.months)), need=LEAST_MONTHS))
        return
    if not found.shown:
        answer(context.text("answer_none", months=words.number(len(found.months)),
                            p=words.number(found.p, 2)))
        return
    high, low = found.index[found.strongest - 1], found.index[found.weakest - 1]
    answer(context.text("answer", strongest=month_name(found.strongest, words), more=_away(context, high),
                        interval=_interval(context, high), weakest=month_name(found.weakest, words),
                        less=_away(context, low), low_interval=_interval(context, low)),
           detail=context.text("answer_detail", months=words.number(len(found.months)),
                               strength=words.percent(found.strength.estimate, 0)))


def figures(context: Context, found: Seasonality) -> None:
    """Show the strongest, the weakest and the coming month, and the strength of the season."""
    if not found.index:
        return
    words = context.words
    strength = Figure(
        context.text("figure.strength"), words.percent(found.strength.estimate, 0),
        note=context.text("figure.strength_note", interval=words.interval(found.strength, 0),
                          n=words.number(found.strength.n)),
        help=context.text("figure.strength_help"))
    if not found.shown:
        key_figures(context, [strength])
        return
    shown = [_month_figure(context, found, "strongest", found.strongest),
             _month_figure(context, found, "weakest", found.weakest)]
    if found.following is not None:
        shown.append(_month_figure(context, found, "following", found.following.month))
    key_figures(context, [*shown, strength])


def season(context: Context, orders: Seasonality) -> None:
    """Draw the index of each month of the year."""
    words = context.words
    if not orders.index:
        return
    measure = st.segmented_control(
        context.text("measure"), MEASURES, default="orders", required=True, key=context.key("measure"),
        format_func=lambda one: context.text(f"measures.{one}"), label_visibility="collapsed") or "orders"
    found: Seasonality = orders if measure == "orders" else context.metric("seasonality", measure=measure)
    if found.shown:
        told = [f"{month_name(place, words)} {words.percent(one.estimate, 0)}"
                for place, one in enumerate(found.index, start=1)]
        chart_card(
            context, "index", season_index(found, words), title=context.text(f"chart.index_{measure}"),
            alt=context.text("chart.index_alt", list=words.listing(told)),
            note=context.text("chart.index_note", months=words.number(len(found.months))),
            data=lambda: pd.DataFrame([{
                context.text("column.month_of_year"): month_name(place, words),
                context.text("column.index"): words.percent(one.estimate, 1),
                words("columns.low"): words.percent(one.low, 1),
                words("columns.high"): words.percent(one.high, 1),
                context.text("column.years"): one.n} for place, one in enumerate(found.index, start=1)]),
            select=lambda point: _of_month_of_year(context, found, point))
    elif found.index and measure != "orders":
        st.caption(context.text("none_of_measure", months=words.number(len(found.months)),
                                p=words.number(found.p, 2)))


def months(context: Context) -> None:
    """Draw the months the season comes from, in the measure chosen above."""
    words, measure = context.words, st.session_state.get(context.key("measure")) or "orders"
    found = result(context) if measure == "orders" else context.metric("seasonality", measure=measure)
    if not found.months:
        st.caption(context.text("answer_few", months=0, need=LEAST_MONTHS))
        return
    chart_card(
        context, "months", season_months(found, words, context.currency),
        dated=True, title=context.text(f"chart.months_{measure}"),
        alt=context.text("chart.months_alt", months=words.number(len(found.months)),
                         first=words.month(found.months[0].month), last=words.month(found.months[-1].month)),
        note=context.text("chart.months_note"),
        data=lambda: pd.DataFrame([{
            context.text("column.month"): words.month(one.month), context.text("measures.orders"): one.orders,
            context.text("column.buyers"): one.customers,
            context.text("measures.revenue"): context.money(one.revenue)} for one in found.months]),
        select=lambda point: _of_month(context, point))


def explain(context: Context) -> None:
    """Say how it is computed."""
    method(context)


def _month_figure(context: Context, found: Seasonality, name: str, place: int) -> Figure:
    words, one, latest = context.words, found.index[place - 1], found.latest(place)
    behind = None
    if latest is not None:
        behind = _bought_in(context, latest.month.isoformat(), words.month(latest.month))
    return Figure(
        context.text(f"figure.{name}", month=month_name(place, words)), words.percent(one.estimate, 0),
        note=context.text("figure.month_note", interval=words.interval(one, 0), n=one.n),
        help=context.text("figure.month_help"), behind=behind)


def _bought_in(context: Context, month: str, name: str) -> People:
    return People(context.text("list.month", month=name), "season_list", {"month": month})


def _of_month_of_year(context: Context, found: Seasonality, point: dict[str, Any]) -> None:
    latest = found.latest(int(point["customdata"][0])) if point.get("customdata") else None
    if latest is not None:
        _show(context, latest.month.isoformat(), context.words.month(latest.month), "index")


def _of_month(context: Context, point: dict[str, Any]) -> None:
    if point.get("customdata"):
        month = str(point["customdata"][0])
        _show(context, month, context.words.month(pd.Timestamp(month).date()), "months")


def _show(context: Context, month: str, name: str, key: str) -> None:
    behind = _bought_in(context, month, name)
    st.markdown(f"**{behind.title}**")
    people(context, behind, key=key)


def _away(context: Context, one: Estimate) -> str:
    return context.words.percent(abs((one.estimate or 1.0) - 1), 0)


def _interval(context: Context, one: Estimate) -> str:
    ends = sorted((abs((one.low or 1.0) - 1), abs((one.high or 1.0) - 1)))
    return context.words("format.from_to", low=context.words.percent(ends[0], 0),
                         high=context.words.percent(ends[1], 0))
