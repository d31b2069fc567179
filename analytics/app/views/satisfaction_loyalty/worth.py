"""What one point more of satisfaction goes with, in money."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, people
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.charts import satisfaction_loyalty as charts
from analytics.models.satisfaction_loyalty import SatisfactionLoyalty


def worth(context: Context, result: SatisfactionLoyalty) -> None:
    """Draw the worth of each step, where the verdict and the records allow it."""
    words = context.words
    if not result.worth:
        unknown = all(value is None for value in result.values)
        st.caption(context.text("no_worth" if unknown else "worth_unread"))
        return
    steps = [f"{name} {context.money(one.per_customer.estimate)}"
             for name, one in zip(charts.step_names(result.curve), result.worth, strict=True)]
    last, living = result.worth[-1].per_customer, result.living[-1]
    low, value, high = (context.money((figure or 0) * living)
                        for figure in (last.low, last.estimate, last.high))
    total = context.text("worth_total", n=words.number(living), value=value, low=low, high=high)
    chart_card(
        context, "worth", charts.worth_of_a_point(result, words, context.currency),
        title=context.text("chart.worth"), alt=context.text("chart.worth_alt", list=words.listing(steps)),
        note=context.text("worth_note") + ("  \n" + total if living else ""),
        data=lambda: _frame(context, result), select=lambda point: _behind(context, result, point))


def _frame(context: Context, result: SatisfactionLoyalty) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame([{
        context.text("axis_step"): name,
        context.text("difference"): words.points(step.difference.estimate),
        words("columns.low"): words.points(step.difference.low),
        words("columns.high"): words.points(step.difference.high),
        context.text("mean_value"): context.money(value),
        context.text("axis_worth"): charts.money_interval(one.per_customer, words, context.currency),
        context.text("living"): living}
        for name, one, step, value, living in zip(
            charts.step_names(result.curve), result.worth, result.curve.steps, result.values, result.living,
            strict=True)])


def _behind(context: Context, result: SatisfactionLoyalty, point: dict[str, Any]) -> None:
    scores = tuple(int(one) for one in point.get("customdata") or ())
    if not scores:
        return
    title = context.text("list.level", level=context.text(
        "level", scores=context.words.listing([str(score) for score in scores])))
    st.markdown(f"**{title}**")
    people(context, People(title, "survey_list", {"outcome": result.outcome, "scores": scores}), key="worth")
