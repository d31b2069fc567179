"""What customers are likely to buy next, and when; and whether such a forecast can be trusted."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import Figure, chart_card, key_figures
from analytics.app.components.answer import escaped
from analytics.app.components.people import People, people
from analytics.app.context import Context
from analytics.charts import forecasts as charts
from analytics.charts.bought_together import item_name
from analytics.models.next_purchase import FEWEST_BUYERS, HORIZON_DAYS, NextAccuracy, NextPurchase


def following(context: Context) -> None:
    """Say how well the next purchase is foretold, draw what is expected, and list the customers."""
    words = context.words
    found: NextPurchase = context.metric("next_purchase")
    if not found.item:
        st.caption(context.text("together.needs"))
        return
    if not found.customers:
        st.markdown(context.text("following.few", need=FEWEST_BUYERS, days=HORIZON_DAYS))
        return
    st.markdown(escaped(words.sentences(
        context.text("following.answer", customers=words.number(found.customers),
                     overdue=words.number(found.overdue), soon=words.number(found.due_soon)),
        context.text("following.unjudged") if found.accuracy is None else _judged(context, found.accuracy))))
    shown = [
        Figure(context.text("figure.overdue"), words.number(found.overdue),
               note=context.text("figure.of_customers", n=words.number(found.customers)),
               help=context.text("figure.overdue_help"),
               behind=People(context.text("list.overdue"), "next_purchase_list", {"when": "overdue"})),
        Figure(context.text("figure.soon"), words.number(found.due_soon),
               note=context.text("figure.of_customers", n=words.number(found.customers)),
               help=context.text("figure.soon_help"),
               behind=People(context.text("list.soon"), "next_purchase_list", {"when": "soon"}))]
    if found.accuracy is not None:
        shown.append(_ranking_figure(context, found.accuracy))
    key_figures(context, shown, name="following")
    chart_card(
        context, "expected", charts.expected_buyers(found, words), level=3,
        title=context.text("following.chart", days=HORIZON_DAYS),
        alt=context.text("following.chart_alt", list=words.listing([
            f"{item_name(found.item, name, words)} {words.number(count)}"
            for name, count in found.expected])),
        note=context.text("following.chart_note"),
        data=lambda: pd.DataFrame([{
            context.text(f"item.{found.item}"): item_name(found.item, name, words),
            context.text("column.expected"): round(count)} for name, count in found.expected]))
    if found.accuracy is not None:
        _came_true(context, found.accuracy)
    with st.container(border=True, key=context.key("next-list")):
        st.subheader(context.text("list.next"), anchor=False)
        people(context, People(context.text("list.next"), "next_purchase_list"), key="next")


def _judged(context: Context, one: NextAccuracy) -> str:
    words, better = context.words, one.better
    verdict = "same"
    if (better.low or 0.0) > 0:
        verdict = "better"
    elif (better.high or 0.0) < 0:
        verdict = "worse"
    return context.text(
        f"following.{verdict}", day=words.date(one.judged_on), buyers=words.number(one.buyers),
        hit=words.percent(one.hit.estimate), popular=words.percent(one.popular.estimate),
        low=words.points(better.low), high=words.points(better.high))


def _ranking_figure(context: Context, one: NextAccuracy) -> Figure:
    words, score = context.words, one.ranking.score
    return Figure(
        context.text("figure.ranking"), words.number(score.estimate, 3),
        note=context.text("figure.ranking_note", low=words.number(score.low, 3),
                          high=words.number(score.high, 3),
                          other=words.number(one.ranking.other.estimate, 3)),
        help=context.text("figure.next_ranking_help", days=HORIZON_DAYS), state=score.state)


def _came_true(context: Context, one: NextAccuracy) -> None:
    words = context.words
    chart_card(
        context, "next-true", charts.came_true(one.calibration, words), level=3,
        title=context.text("following.true"),
        alt=context.text("true_alt", list=words.listing([
            context.text("true_told", told=words.percent(told), seen=words.percent(seen.estimate))
            for told, seen in one.calibration])),
        note=context.text("following.true_note", day=words.date(one.judged_on), days=HORIZON_DAYS),
        data=lambda: pd.DataFrame([{
            context.text("axis_told"): words.percent(told), context.text("axis_true"): words.rate(seen)}
            for told, seen in one.calibration]))
