"""Those who answered against those who did not, and what their silence may hide."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, people
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.charts import satisfaction_responders as charts
from analytics.models.satisfaction_curve import NonresponseBounds
from analytics.models.satisfaction_loyalty import SatisfactionLoyalty
from analytics.models.satisfaction_responders import SatisfactionResponders


def silence(context: Context, result: SatisfactionLoyalty) -> None:
    """Draw both groups' loyalty and the bounds, unless everybody or nobody answered."""
    words = context.words
    found: SatisfactionResponders = context.metric(
        "satisfaction_responders", outcome=result.outcome, bounds=False)
    comparison, bounds = found.comparison, found.bounds_by(result.curve)
    if not comparison.responders.n or not comparison.non_responders.n:
        st.caption(context.text("no_silence"))
        return
    difference = comparison.difference
    told = context.text("responders_note", difference=words.points(difference.estimate),
                        low=words.points(difference.low), high=words.points(difference.high))
    told += context.text("responders_year" if result.horizon_days else "responders_undated")
    left, right = st.columns(2) if bounds is not None else (st.container(), None)
    with left:
        chart_card(
            context, "responders", charts.responders(comparison, words),
            title=context.text("chart.responders"),
            alt=context.text("chart.responders_alt", responders=words.rate(comparison.responders),
                             others=words.rate(comparison.non_responders)),
            note=told, data=lambda: _frame(context, found),
            select=lambda point: _behind(context, result, point))
    if right is not None and bounds is not None:
        with right:
            _bounds(context, bounds)


def _bounds(context: Context, bounds: NonresponseBounds) -> None:
    words = context.words
    ends = bounds.bounds[0], bounds.bounds[-1]
    note = context.text("bounds_note", response=words.rate(bounds.response_rate))
    if bounds.implied_points_lower is not None:
        note += context.text("bounds_implied", points=words.number(bounds.implied_points_lower, 1))
    chart_card(
        context, "bounds", charts.silence_bounds(bounds, words), title=context.text("chart.bounds"),
        alt=context.text("chart.bounds_alt", start=words.percent(ends[0].loyalty),
                         end=words.percent(ends[1].loyalty), points=words.number(ends[1].points_lower, 1)),
        note=note, data=lambda: pd.DataFrame([{
            context.text("axis_points_lower"): one.points_lower,
            context.text("everybody.loyalty"): words.percent(one.loyalty),
            context.text("everybody.top_two_box"): words.percent(one.top_two_box),
            context.text("everybody.mean"): words.number(one.mean_score, 2)} for one in bounds.bounds]))


def _frame(context: Context, found: SatisfactionResponders) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame([{
        context.text("answered_label"): context.text(f"answered.{answered}"), words("columns.n"): one.n,
        context.text("rate"): words.share(one), words("columns.low"): words.low(one),
        words("columns.high"): words.high(one)}
        for answered, one in (("true", found.comparison.responders),
                              ("false", found.comparison.non_responders))])


def _behind(context: Context, result: SatisfactionLoyalty, point: dict[str, Any]) -> None:
    values = point.get("customdata") or ()
    if not values:
        return
    responded = bool(values[0])
    title = context.text("list.answered" if responded else "list.silent")
    st.markdown(f"**{title}**")
    people(context, People(title, "responder_list", {"outcome": result.outcome, "responded": responded}),
           key="responders")
