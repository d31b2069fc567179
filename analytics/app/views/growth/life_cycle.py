"""The life cycle: customers by state over time, who goes from one to another, and the four operations."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, people
from analytics.app.components.people import People
from analytics.app.components.table import table
from analytics.app.context import Context
from analytics.charts import life_cycle as charts
from analytics.metrics.earned_growth import EarnedGrowth
from analytics.metrics.life_cycle import NOWHERE, STATES, LifeCycle


def life_cycle(context: Context, result: EarnedGrowth) -> None:
    """Draw states over time, the transition matrix and the operations."""
    found: LifeCycle = context.metric("life_cycle")
    if not found.months:
        st.caption(_text(context, "few"))
        return
    st.markdown(_sentence(context, found))
    _states(context, found)
    _matrix(context, found)
    _operations(context, found)
    with st.expander(_text(context, "computed"), key=context.key("life-cycle-method"),
                     icon=":material/function:"):
        for part in ("definition", "formula", "weaknesses", "source"):
            st.markdown(f"**{context.words(f'method.{part}')}** {_text(context, f'method.{part}')}")


def _states(context: Context, found: LifeCycle) -> None:
    words = context.words
    told = [f"{charts.state_name(one, words)} {words.number(found.now(one))}" for one in STATES
            if found.now(one)]
    chart_card(
        context, "life-cycle", charts.states_over_time(found, words), level=3,
        dated=True, title=_text(context, "chart.states"),
        alt=_text(context, "chart.states_alt", day=words.date(found.last), list=words.listing(told)),
        note=_text(context, "chart.states_note", lost=words.number(found.now("lost"))),
        click=_text(context, "chart.states_click"), data=lambda: pd.DataFrame([{
            _text(context, "column.day"): day,
            **{charts.state_name(one, words): stock.get(one, 0) for one in STATES}}
            for day, stock in found.stocks.items()]),
        select=lambda point: _in_state(context, point))


def _matrix(context: Context, found: LifeCycle) -> None:
    words = context.words
    lost = [f"{charts.state_name(one, words)} {words.share(share)}" for one in STATES
            if one != "lost" and (share := found.share(one, "lost")) is not None]
    states = {one.share.state for one in found.transitions if one.before != NOWHERE}
    chart_card(
        context, "transitions", charts.transitions(found, words), level=3,
        title=_text(context, "chart.transitions"),
        alt=_text(context, "chart.transitions_alt", list=words.listing(lost)),
        note=words.sentences(
            _text(context, "chart.transitions_note", months=words.number(found.months)),
            _text(context, "chart.transitions_brackets") if "suppressed" in states else "",
            words("format.thin_note") if "thin" in states else ""),
        data=lambda: pd.DataFrame([{
            _text(context, "column.before"): charts.state_name(one.before, words),
            _text(context, "column.after"): charts.state_name(one.after, words),
            _text(context, "column.moves"): one.customers,
            _text(context, "column.share"): words.share(one.share, 2),
            words("columns.low"): words.low(one.share, 2), words("columns.high"): words.high(one.share, 2)}
            for one in found.transitions]),
        select=lambda point: _moved(context, point))


def _operations(context: Context, found: LifeCycle) -> None:
    words = context.words
    chart_card(
        context, "operations", charts.operations_over_time(found, words), level=3,
        dated=True, title=_text(context, "chart.operations"),
        alt=_text(context, "chart.operations_alt", list=words.listing(
            [f"{_text(context, f'operation.{one.name}')} {words.number(one.customers)}"
             for one in found.operations if one.customers])),
        note=_text(context, "chart.operations_note"), data=lambda: pd.DataFrame([{
            _text(context, "column.operation"): _text(context, f"operation.{one.name}"),
            words("columns.month"): words.month(month), words("columns.customers"): count}
            for one in found.operations for month, count in one.months]))
    frame = pd.DataFrame([{
        _text(context, "column.operation"): _text(context, f"operation.{one.name}"),
        _text(context, "column.what"): _text(context, f"operation.{one.name}_note"),
        _text(context, "column.moves"): one.customers, _text(context, "column.rate"): words.rate(one.rate)
        if one.rate.n else _text(context, "no_source")} for one in found.operations])
    table(context, frame, "growth-operations", key="operation-table", alt=_text(context, "chart.operations"))


def _sentence(context: Context, found: LifeCycle) -> str:
    words = context.words
    retain, activate = found.operation("retain").rate, found.operation("activate").rate
    # The newest day is the one after the records end, at whose start they are told.
    last = found.last - timedelta(days=1) if found.last else None
    told = _text(context, "answer", day=words.date(last), active=words.number(found.now("active")),
                 new=words.number(found.now("new")),
                 quiet=words.number(found.now("cooling") + found.now("lapsed")))
    monthly = ""
    if retain.n and activate.n and "suppressed" not in (retain.state, activate.state):
        monthly = _text(context, "answer_rates", retain=words.share(retain),
                        retain_interval=words.interval(retain), activate=words.share(activate),
                        activate_interval=words.interval(activate), months=words.number(found.months))
    return words.sentences(told, monthly)


def _in_state(context: Context, point: dict[str, Any]) -> None:
    if not point.get("customdata"):
        return
    state, day = point["customdata"]
    _list(context, _text(context, "list.state", state=charts.state_name(state, context.words),
                         day=context.words.date(date.fromisoformat(day))), {"state": state, "month": day})


def _moved(context: Context, point: dict[str, Any]) -> None:
    if not point.get("customdata"):
        return
    before, after = point["customdata"]
    _list(context, _text(context, "list.moved", before=charts.state_name(before or NOWHERE, context.words),
                         after=charts.state_name(after, context.words)), {"before": before, "state": after})


def _list(context: Context, title: str, options: dict[str, str]) -> None:
    st.markdown(f"**{title}**")
    people(context, People(title, "life_cycle_list", options), key="life-cycle")


def _text(context: Context, key: str, **values: object) -> str:
    return context.words(f"life_cycle.{key}", **values)
