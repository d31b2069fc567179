"""Choose the silence threshold: what each length means, before it is saved and built."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, chart_card, key_figures
from analytics.app.components.people import People
from analytics.app.components.table import table
from analytics.app.context import Context
from analytics.app.navigation import page_file
from analytics.charts.retention import return_chances
from analytics.charts.silence_history import churn_under
from analytics.metrics.churn_over_time import ChurnOverTime, ChurnPoint
from analytics.metrics.silence_history import SilenceHistory
from analytics.metrics.silence_threshold import ALL, SilenceThreshold
from analytics.statistics.silence import SHORTEST_DAYS, STEP_DAYS
from analytics.store.own_settings import set_settings

#: No threshold further out than this many times the present one is offered.
FURTHEST = 3
SETTING = "silence_days"


def silence(context: Context) -> None:
    """Let the reader choose a threshold, show what it does to the churn history, and save it."""
    words = context.words
    curves: SilenceThreshold = context.metric("silence_threshold")
    everyone = curves.everyone
    if everyone is None or not everyone.silent_days or everyone.threshold is None:
        st.caption(context.text("silence.few"))
        return
    days = _chosen(context, everyone.threshold, everyone.silent_days[-1])
    found: SilenceHistory = context.metric(
        "silence_history", days=days, grace_days=context.store.settings.integer("contract_grace_days"))
    over_time: ChurnOverTime = context.metric("churn_over_time", by="size")
    now = list(over_time.everyone)
    _tell(context, curves, found, now)
    chart_card(
        context, "history", churn_under(found, now, words), level=3,
        dated=True, title=context.text("silence.chart", days=words.number(days)),
        alt=context.text("silence.chart_alt", days=words.number(days), list=words.listing([
            f"{words.month(one.starts_on)} {words.percent(one.churn_rate.estimate)}"
            for one in found.last_year])),
        note=context.text("silence.chart_note"), data=lambda: pd.DataFrame([{
            context.text("column.quarter"): words.date(one.starts_on),
            context.text("column.start"): one.customers,
            words("columns.lost"): one.lost, words("columns.churn_rate"): words.rate(one.churn_rate),
            context.text("column.silent"): one.silent, context.text("column.returned"): one.returned}
            for one in found.quarters]))
    target = context.store.settings.number("silence_return_chance")
    chart_card(
        context, "returning", return_chances(curves, words, target), level=3,
        title=context.text("silence.curve"),
        alt=context.text("silence.curve_alt", days=words.number(days),
                         chance=words.share(everyone.at(days))),
        note=context.text("silence.curve_note", target=words.percent(target, 0),
                          within=context.store.settings.integer("silence_return_within")),
        data=lambda: pd.DataFrame(_segments(context, curves, days)))
    table(context, pd.DataFrame(_segments(context, curves, days)), "patterns-silence", key="segments",
          alt=context.text("silence.segments", days=words.number(days)))
    _save(context, days)


def _chosen(context: Context, threshold: int, reach: int) -> int:
    highest = max(min(reach, FURTHEST * threshold) // STEP_DAYS * STEP_DAYS, SHORTEST_DAYS + STEP_DAYS)
    nearest = min(max(round(threshold / STEP_DAYS) * STEP_DAYS, SHORTEST_DAYS), highest)
    return int(st.slider(context.text("silence.slider"), SHORTEST_DAYS, highest, nearest, STEP_DAYS,
                         key=context.key("silence-days"), help=context.text("silence.slider_help")))


def _tell(context: Context, curves: SilenceThreshold, found: SilenceHistory, now: list[ChurnPoint]) -> None:
    words, everyone = context.words, curves.everyone
    if everyone is None:
        return
    quarters = {one.starts_on: one for one in found.last_year}
    in_force = [one for one in now if one.starts_on in quarters]
    lost, before = sum(one.lost for one in quarters.values()), sum(one.lost for one in in_force)
    chance = everyone.at(found.days)
    st.markdown(words.sentences(
        context.text("silence.answer", days=words.number(found.days), chance=words.rate(chance),
                     within=context.store.settings.integer("silence_return_within")),
        context.text("silence.lost", quarters=len(quarters), lost=words.number(lost),
                     before=words.number(before)) if quarters and len(in_force) == len(quarters) else ""))
    silent = People(context.text("list.silent", days=words.number(found.days)), "silent_list",
                    {"days": found.days})
    back = found.returned
    key_figures(context, [
        Figure(context.text("figure.return_chance"), words.percent(chance.estimate, 0),
               note=context.text("figure.return_note", interval=words.interval(chance, 0),
                                 n=words.number(chance.n)),
               help=context.text("figure.return_help",
                                 within=context.store.settings.integer("silence_return_within")),
               state=chance.state),
        Figure(context.text("figure.silent", days=words.number(found.days)),
               words.number(len(context.metric("silent_list", days=found.days))),
               note=context.text("figure.silent_note"), help=context.text("figure.silent_help"),
               behind=silent),
        Figure(context.text("figure.lost_year"), words.number(lost),
               None if len(in_force) != len(quarters) else words.signed(lost - before), "neither",
               note=context.text("figure.lost_year_note", n=len(quarters)),
               help=context.text("figure.lost_year_help", days=words.number(found.days))),
        Figure(context.text("figure.came_back"), words.percent(back.estimate, 0),
               note=context.text("figure.came_back_note", interval=words.interval(back, 0),
                                 n=words.number(back.n)),
               help=context.text("figure.came_back_help"), state=back.state),
    ], name="silence")


def _segments(context: Context, curves: SilenceThreshold, days: int) -> list[dict[str, object]]:
    words = context.words
    rows: list[dict[str, object]] = []
    for one in curves.segments:
        chance = one.at(days)
        rows.append({
            words("columns.segment"): context.text("silence.everyone") if one.segment == ALL
            else words.value("segment", one.segment),
            context.text("column.return_chance", days=words.number(days)): words.rate(chance),
            context.text("column.in_force"): one.threshold})
    return rows


def _save(context: Context, days: int) -> None:
    words, settings = context.words, context.store.settings
    fixed = settings.integer(SETTING)
    saved = st.session_state.pop(context.key("saved"), False)
    with st.container(border=True, key=context.key("save-threshold")):
        st.markdown(context.text("silence.fixed", days=words.number(fixed)) if fixed
                    else context.text("silence.suggested"))
        with st.container(horizontal=True):
            if st.button(context.text("silence.save", days=words.number(days)), icon=":material/check:",
                         key=context.key("save"), disabled=days == fixed, type="primary"):
                _set(context, days)
            if fixed and st.button(context.text("silence.suggest"), icon=":material/undo:",
                                   key=context.key("suggest")):
                _set(context, None)
        if saved:
            st.success(context.text("silence.saved"))
            st.page_link(page_file("data"), label=context.text("silence.build"), icon=":material/refresh:")
        else:
            st.caption(context.text("silence.save_note"))


def _set(context: Context, days: int | None) -> None:
    set_settings(context.store.path, {SETTING: days})
    st.session_state[context.key("saved")] = True
    st.rerun()
