"""The chart that carries the page: levels, curve, line, band and what stands behind each point."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, people
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.views.satisfaction_loyalty.choosing import choose
from analytics.app.views.satisfaction_loyalty.headline import cliff_sentence, left_out, level_name
from analytics.charts import satisfaction_loyalty as charts
from analytics.models.satisfaction_curve import AdjustedCurve, ShapeTest
from analytics.models.satisfaction_loyalty import SatisfactionLoyalty


def curve(context: Context, result: SatisfactionLoyalty) -> None:
    """Draw loyalty by level of satisfaction; the reader chooses the outcome and raw or adjusted."""
    words = context.words
    left, right = st.columns(2)
    if len(result.outcomes) > 1:
        with left:
            choose(context, "outcome", result.outcomes,
                   [context.text(f"outcome.{one}") for one in result.outcomes],
                   label=context.text("outcome_label"), default=result.outcome)
    view = "raw"
    if result.curve.verdict in ("curved", "straight", "flat", "reversed"):
        with right:
            view = choose(context, "view", ("raw", "adjusted"),
                          [context.text("view.raw"), context.text("view.adjusted")],
                          label=context.text("view_label"))
    adjusted = context.metric("satisfaction_adjusted", outcome=result.outcome) if view == "adjusted" else None
    listed = [f"{level_name(context, level)} {words.rate(level.rate)}" for level in result.curve.levels]
    chart_card(
        context, "curve", charts.loyalty_curve(result, words, adjusted),
        title=context.text(f"chart.curve_{result.outcome}"),
        alt=context.text("chart.curve_alt", levels=words.listing(listed),
                         verdict=words(f"verdicts.label.{result.curve.verdict}")),
        note=_note(context, result, adjusted), data=lambda: _frame(context, result, adjusted),
        select=lambda point: _behind(context, result, point))


def _note(context: Context, result: SatisfactionLoyalty, adjusted: AdjustedCurve | None) -> str:
    words, curve = context.words, result.curve
    window = context.text("undated") if result.horizon_days is None else context.text(
        "window", blank=words.number(result.blank_days), horizon=words.number(result.horizon_days))
    parts = [cliff_sentence(context, curve), _tests(context, curve.tests), window, left_out(context, result)]
    if any(len(level.scores) > 1 for level in curve.levels):
        parts.insert(0, context.text("merged"))
    if adjusted is not None:
        parts.insert(0, context.text("adjusted_note", n=words.number(adjusted.strata),
                                     verdict=words(f"verdicts.label.{adjusted.verdict}"),
                                     bend=charts.bend(adjusted.gamma, words)))
    return "  \n".join(part for part in parts if part)


def _tests(context: Context, tests: tuple[ShapeTest, ...]) -> str:
    if not tests:
        return ""
    told = [context.text(f"test.{test.name}", p=p_value(context, test.p)) for test in tests]
    return context.text("tests", list=context.words.listing(told))


def p_value(context: Context, p: float) -> str:
    """Say a p value; the smallest ones by their bound."""
    return "p < 0.001" if p < 0.001 else f"p = {context.words.number(p, 3)}"


def _frame(context: Context, result: SatisfactionLoyalty, adjusted: AdjustedCurve | None) -> pd.DataFrame:
    words = context.words
    frame = pd.DataFrame({
        words("columns.score"): [level_name(context, level) for level in result.curve.levels],
        words("columns.n"): [level.n for level in result.curve.levels],
        context.text(f"outcome.{result.outcome}"): [words.share(level.rate)
                                                    for level in result.curve.levels],
        words("columns.low"): [words.low(level.rate) for level in result.curve.levels],
        words("columns.high"): [words.high(level.rate) for level in result.curve.levels],
        words("columns.state"): [words(f"values.state.{level.rate.state}") for level in result.curve.levels],
        context.text("isotonic"): [words.percent(level.isotonic) for level in result.curve.levels]})
    if adjusted is not None:
        frame[context.text("adjusted")] = [words.share(level.adjusted)
                                           for level in adjusted.levels]
    return frame


def _behind(context: Context, result: SatisfactionLoyalty, point: dict[str, Any]) -> None:
    scores = tuple(int(one) for one in point.get("customdata") or ())
    if not scores:
        return
    level = context.text("level", scores=context.words.listing([str(one) for one in scores]))
    title = context.text("list.level", level=level)
    st.markdown(f"**{title}**")
    people(context, People(title, "survey_list", {"outcome": result.outcome, "scores": scores}), key="curve")
