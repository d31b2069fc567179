"""Who may become a large customer, and how well that was told before."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, chart_card, key_figures
from analytics.app.components.people import People, people
from analytics.app.context import Context
from analytics.charts import forecasts as charts
from analytics.models.growth_propensity import FEWEST_EVENTS, GrowthJudged, GrowthPropensity


def growing(context: Context) -> None:
    """Say how many may become large and how that is known, then list them."""
    words = context.words
    found: GrowthPropensity = context.metric("growth_propensity")
    if not found.learnt:
        st.markdown(context.text("growing.few", need=FEWEST_EVENTS))
        return
    newest = found.judged[0] if found.judged else None
    st.markdown(words.sentences(
        context.text("growing.answer", customers=words.number(found.customers),
                     expected=words.number(found.expected), threshold=context.money(found.threshold)),
        context.text("growing.unjudged") if newest is None else _judged(context, newest)))
    everyone = People(context.text("list.growing"), "growth_propensity_list")
    shown = [
        Figure(context.text("figure.growing"), words.number(found.expected),
               note=context.text("figure.of_customers", n=words.number(found.customers)),
               help=context.text("figure.growing_help", threshold=context.money(found.threshold)),
               behind=everyone),
        Figure(context.text("figure.promising"), words.number(found.promising),
               note=context.text("figure.of_customers", n=words.number(found.customers)),
               help=context.text("figure.promising_help"),
               behind=People(context.text("list.promising"), "growth_propensity_list", {"promising": True}))]
    if newest is not None:
        score, other = newest.ranking.score, newest.ranking.other
        shown.append(Figure(
            context.text("figure.ranking"), words.number(score.estimate, 3),
            note=context.text("figure.ranking_note", low=words.number(score.low, 3),
                              high=words.number(score.high, 3), other=words.number(other.estimate, 3)),
            help=context.text("figure.growth_ranking_help"), state=score.state))
    key_figures(context, shown, name="growing")
    if newest is not None:
        _came_true(context, found, newest)
    with st.container(border=True, key=context.key("growing-list")):
        st.subheader(context.text("list.growing"), anchor=False)
        st.caption(context.text("growing.by_value", threshold=context.money(found.threshold)))
        people(context, everyone, key="growing")


def _judged(context: Context, one: GrowthJudged) -> str:
    words, better = context.words, one.ranking.better
    verdict = "same"
    if (better.low or 0.0) > 0:
        verdict = "better"
    elif (better.high or 0.0) < 0:
        verdict = "worse"
    return context.text(
        f"growing.{verdict}", day=words.date(one.day), customers=words.number(one.customers),
        grew=words.number(one.grew), auc=words.number(one.ranking.score.estimate, 3),
        other=words.number(one.ranking.other.estimate, 3))


def _came_true(context: Context, found: GrowthPropensity, newest: GrowthJudged) -> None:
    words = context.words
    chart_card(
        context, "growing-true", charts.came_true(newest.calibration, words), level=3,
        title=context.text("growing.true"),
        alt=context.text("true_alt", list=words.listing([
            context.text("true_told", told=words.percent(told), seen=words.percent(seen.estimate))
            for told, seen in newest.calibration])),
        note=context.text("growing.true_note", day=words.date(newest.day),
                          expected=words.number(newest.expected), grew=words.number(newest.grew)),
        data=lambda: pd.DataFrame([{
            context.text("column.cut_off"): words.date(one.day),
            context.text("column.customers"): one.customers,
            context.text("column.grew"): one.grew, context.text("column.told"): round(one.expected),
            context.text("column.ranking"): round(one.ranking.score.estimate or 0.0, 3),
            context.text("column.by_value"): round(one.ranking.other.estimate or 0.0, 3),
            context.text("column.better"): context.words(
                "format.from_to", low=words.signed(one.ranking.better.low, 3),
                high=words.signed(one.ranking.better.high, 3))} for one in found.judged]))
