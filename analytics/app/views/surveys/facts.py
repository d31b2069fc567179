"""Survey and facts side by side: where the answers say other than complaints, returns and promises."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card
from analytics.app.context import Context
from analytics.charts import surveys as charts
from analytics.metrics.survey_scores import SurveyScores
from analytics.models.survey_facts import ALARM, Cell, SurveyFacts


def facts(context: Context, result: SurveyScores) -> None:
    """Say which branches diverge now, and draw one branch over time."""
    words = context.words
    found: SurveyFacts = context.metric("survey_facts")
    if not found.cells:
        st.caption(context.text("no_facts"))
        return
    odd = [one for one in found.latest if one.diverges]
    if odd:
        st.warning(words.sentences(*(_alarm(context, one) for one in odd)), icon=":material/report:")
    names = list(dict.fromkeys(one.branch for one in found.cells))
    first = names.index(odd[0].branch) if odd else 0
    branch = st.selectbox(words("columns.branch"), names, index=first, key=context.key("facts-branch"),
                          format_func=lambda one: words.value("branch", one)) or names[first]
    shown = [one for one in found.cells if one.branch == branch]
    last = shown[-1]
    chart_card(
        context, "facts", charts.facts(shown, words),
        dated=True, title=context.text("chart.facts", branch=words.value("branch", branch)),
        alt=context.text("chart.facts_alt", month=words.month(last.month), score=words.number(last.score, 2),
                         expected=words.number(last.expected, 2), n=sum(one.diverges for one in shown)),
        note=words.sentences(
            _effects(context, found), context.text("chart.facts_note", limit=words.number(ALARM)),
            "" if odd else context.text("chart.facts_calm", n=len(found.latest))),
        data=lambda: _frame(context, found))


def _alarm(context: Context, one: Cell) -> str:
    words = context.words
    return context.text("survey_above" if one.residual > 0 else "survey_below",
                        branch=words.value("branch", one.branch), month=words.month(one.month),
                        score=words.number(one.score, 2), expected=words.number(one.expected, 2),
                        residual=words.number(abs(one.residual), 1), n=words.number(one.answers))


def _effects(context: Context, found: SurveyFacts) -> str:
    words = context.words
    listed = words.listing([context.text(
        "effect", fact=context.text(f"facts.{name}"), effect=words.signed(one.estimate, 2),
        low=words.signed(one.low, 2), high=words.signed(one.high, 2)) for name, one in found.effects.items()])
    return context.text("chart.facts_effects", list=listed, n=len(found.cells),
                        share=words.percent(found.explained, 0))


def _frame(context: Context, found: SurveyFacts) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame([{
        words("columns.branch"): words.value("branch", one.branch), words("columns.month"): one.month,
        words("columns.n"): one.answers, context.text("answered_mean"): words.number(one.score, 2),
        context.text("expected"): words.number(one.expected, 2),
        context.text("residual"): words.signed(one.residual, 1),
        context.text("diverges"): words("values.yes" if one.diverges else "values.no"),
        **{context.text(f"facts.{name}"): words.number(figure, 1) if name == "complaints_per_100"
           else words.percent(figure) for name, figure in one.facts.items()}} for one in found.cells])
