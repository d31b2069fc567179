"""Clubs, training, contact programmes and campaigns: what goes with them, and how good the evidence is."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.components.table import table
from analytics.app.context import Context
from analytics.charts import programmes as charts
from analytics.metrics.earned_growth import EarnedGrowth
from analytics.models.programme_effects import QUARTERS, ProgrammeEffect, ProgrammeEffects


def programmes(context: Context, result: EarnedGrowth) -> None:
    """Compare those who joined with like customers who had not."""
    found: ProgrammeEffects = context.metric("programme_effects")
    if not found.programmes:
        st.caption(_text(context, "none"))
        return
    words = context.words
    st.markdown(_sentence(context, found))
    st.caption(_text(context, "naive"))
    if any(one.kept.state != "suppressed" for one in found.programmes):
        told = [f"{charts.programme_name(one, words)} ({one.evidence}) {words.points(one.kept.estimate)}"
                for one in found.programmes if one.kept.state != "suppressed"]
        chart_card(
            context, "programmes", charts.effects(found, words), level=3,
            title=_text(context, "chart.effects"),
            alt=_text(context, "chart.effects_alt", list=words.listing(told)),
            note=_text(context, "chart.effects_note"), data=lambda: _table(context, found))
    else:
        table(context, _table(context, found), "growth-programmes", key="programme-table",
              alt=_text(context, "chart.effects"))
    _around(context, found)
    with st.expander(_text(context, "computed"), key=context.key("programme-method"),
                     icon=":material/function:"):
        for part in ("definition", "formula", "exclusions", "weaknesses", "source"):
            st.markdown(f"**{words(f'method.{part}')}** {_text(context, f'method.{part}')}")


def _around(context: Context, found: ProgrammeEffects) -> None:
    words = context.words
    shown = [one for one in found.programmes if one.spending.state != "suppressed"]
    if not shown:
        return
    place = st.selectbox(_text(context, "which"), range(len(shown)), key=context.key("programme"),
                         format_func=lambda place: charts.programme_name(shown[place], words)) or 0
    one = shown[place]
    name = charts.programme_name(one, words)
    chart_card(
        context, "around", charts.revenue_around(one, words, context.currency), level=3,
        title=_text(context, "chart.around", programme=name),
        alt=_text(context, "chart.around_alt", programme=name, change=context.money(one.spending.estimate),
                  low=context.money(one.spending.low), high=context.money(one.spending.high)),
        note=words.sentences(
            _text(context, "chart.around_note"),
            _text(context, "trend_differs" if _differs(one) else "trend_alike",
                  trend=context.money(one.trend.estimate), low=context.money(one.trend.low),
                  high=context.money(one.trend.high))),
        data=lambda: pd.DataFrame([{
            _text(context, "column.quarter"): quarter if quarter < 0 else quarter + 1,
            _text(context, "column.gap"): context.money(each.estimate),
            words("columns.low"): context.money(each.low), words("columns.high"): context.money(each.high)}
            for quarter, each in zip(QUARTERS, one.quarters, strict=True)]))


def _sentence(context: Context, found: ProgrammeEffects) -> str:
    words = context.words
    clear = [one for one in found.programmes
             if one.clear and one.evidence != "C" and one.kept.state == "enough"]
    if not clear:
        return _text(context, "answer_none", n=words.number(len(found.programmes)))
    told = [_text(context, "answer_one", programme=charts.programme_name(one, words), evidence=one.evidence,
                  effect=words.points(one.kept.estimate), low=words.points(one.kept.low),
                  high=words.points(one.kept.high), n=words.number(one.matched)) for one in clear[:3]]
    return words.sentences(*told, _text(context, "associated")
                           if any(one.evidence != "A" for one in clear[:3]) else "")


def _table(context: Context, found: ProgrammeEffects) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame([{
        words("columns.programme"): charts.programme_name(one, words),
        _text(context, "column.evidence"): _text(context, f"evidence.{one.evidence}"),
        _text(context, "column.members"): one.members, _text(context, "column.matched"): one.matched,
        _text(context, "column.compared"): one.compared,
        _text(context, "column.kept"): _shown(context, one, words.points(one.kept.estimate)),
        words("columns.low"): _shown(context, one, words.points(one.kept.low)),
        words("columns.high"): _shown(context, one, words.points(one.kept.high)),
        _text(context, "column.spending"): _shown(context, one, context.money(one.spending.estimate)),
        _text(context, "column.spending_low"): _shown(context, one, context.money(one.spending.low)),
        _text(context, "column.spending_high"): _shown(context, one, context.money(one.spending.high))}
        for one in found.programmes])


def _shown(context: Context, one: ProgrammeEffect, text: str) -> str:
    if one.kept.state == "suppressed":
        return context.words("format.suppressed", n=context.words.number(one.kept.n))
    return text if one.kept.state == "enough" else context.words("format.thin_sign", text=text)


def _differs(one: ProgrammeEffect) -> bool:
    low, high = one.trend.low, one.trend.high
    return low is not None and high is not None and (low > 0 or high < 0)


def _text(context: Context, key: str, **values: object) -> str:
    return context.words(f"programmes.{key}", **values)
