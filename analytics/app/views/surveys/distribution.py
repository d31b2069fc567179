"""The chart that carries the survey page: five levels of every question, wave or group."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.app.components import chart_card, people
from analytics.app.components.people import People
from analytics.app.context import Context
from analytics.app.views.surveys.choosing import chosen_question, question_name, row_name, splits
from analytics.charts import surveys as charts
from analytics.charts.theme import order_of
from analytics.metrics.survey_scores import LEVELS, Answers, SurveyScores
from analytics.metrics.survey_waves import SurveyWaves
from analytics.statistics.suppression import hidden_cells

#: Waves drawn; the table has all.
MOST_WAVES = 12


def distribution(context: Context, result: SurveyScores) -> None:
    """Draw diverging bars of every question, or of one question by wave or by a dimension."""
    if not result.now:
        return
    words = context.words
    dated = context.reader.meta.as_of is not None
    with st.container(horizontal=True, vertical_alignment="bottom", key=context.key("rows")):
        by = st.segmented_control(
            context.text("rows"), ["question", *(["wave"] if dated else []), *splits(context)],
            default="question", required=True, key=context.key("by"), label_visibility="collapsed",
            format_func=lambda one: words(f"columns.{one}")) or "question"
        question = "" if by == "question" else chosen_question(context, result, "rows")
    rows = _rows(context, result, by, question)
    secret = _secret(rows, by)
    shown = [row for row, one in zip(rows, secret, strict=True) if not one]
    if not shown:
        st.caption(context.text("answer_few", n=words.number(max((one.n for _, one in rows), default=0))))
        return
    drawn = shown[-MOST_WAVES:] if by == "wave" else shown
    named = [(row_name(context, name, one), one) for name, one in drawn]
    hidden = sum(secret)
    chart_card(
        context, "distribution", charts.distribution(named, words),
        title=context.text("chart.distribution") if by == "question" else context.text(
            "chart.distribution_by", question=question_name(context, question), by=words(f"columns.{by}")),
        alt=_alt(context, drawn),
        note=words.sentences(
            context.text("chart.distribution_note"),
            context.text("chart.waves_note") if by == "wave" else "",
            context.text("chart.hidden", n=hidden) if hidden else "",
            _mapped(context, [one for _, one in drawn])),
        data=lambda: _frame(context, rows, secret, by),
        select=None if by == "wave" else lambda point: _behind(context, point, by))


def _alt(context: Context, drawn: list[tuple[str, Answers]]) -> str:
    """Say who is most and who least satisfied, where there are two to compare."""
    words = context.words
    best, worst = (pick(drawn, key=lambda row: row[1].top_two.estimate or 0.0) for pick in (max, min))
    if len(drawn) == 1:
        return context.text("chart.distribution_one_alt", name=best[0], share=words.share(best[1].top_two),
                            n=words.number(best[1].n))
    return context.text("chart.distribution_alt", n=len(drawn), best=best[0],
                        most=words.share(best[1].top_two), worst=worst[0],
                        least=words.share(worst[1].top_two))


def _secret(rows: list[tuple[str, Answers]], by: str) -> tuple[bool, ...]:
    # The groups of a dimension add up to everybody, so that a single hidden one could be worked out.
    return hidden_cells([one.n for _, one in rows], total_shown=by not in ("question", "wave"))


def _frame(context: Context, rows: list[tuple[str, Answers]], secret: tuple[bool, ...],
           by: str) -> pd.DataFrame:
    words = context.words
    lines = []
    for (name, one), hidden in zip(rows, secret, strict=True):
        line: dict[str, object] = {
            words(f"columns.{by}"): name, words("columns.n"): None if hidden else one.n,
            words("columns.state"): words(f"values.state.{'suppressed' if hidden else one.state}")}
        if not hidden:
            line |= {context.text(f"levels.{level}"): words.percent(one.counts[level - 1] / one.n)
                     for level in LEVELS}
            line |= {context.text("figure.top_two"): words.share(one.top_two),
                     words("columns.low"): words.low(one.top_two),
                     words("columns.high"): words.high(one.top_two),
                     context.text("mean"): words.number(one.mean.estimate, 2),
                     context.text("mean_low"): words.number(one.mean.low, 2),
                     context.text("mean_high"): words.number(one.mean.high, 2)}
        lines.append(line)
    return pd.DataFrame(lines)


def _rows(context: Context, result: SurveyScores, by: str, question: str) -> list[tuple[str, Answers]]:
    words = context.words
    if by == "question":
        return [(question_name(context, one.question), one) for one in result.now]
    if by == "wave":
        found: SurveyWaves = context.metric("survey_waves", question=question)
        return [(one.wave, one.answers) for one in found.waves]
    grouped: SurveyScores = context.metric("survey_scores", by=by, question=question)
    groups: dict[object, Answers] = {one.group: one for one in grouped.groups(question)}
    return [(words.value(by, group) if group is not None else words("values.not_stated"), groups[group])
            for group in order_of(by, list(groups))]


def _mapped(context: Context, rows: list[Answers]) -> str:
    """Say which questions came to five levels from another scale."""
    other = list(dict.fromkeys(one.question for one in rows if one.scales != ((1.0, 5.0),)))
    return context.text("chart.mapped", list=context.words.listing(
        [question_name(context, one) for one in other])) if other else ""


def _behind(context: Context, point: dict[str, Any], by: str) -> None:
    if not point.get("customdata"):
        return
    question, group, level = point["customdata"]
    title = context.text("list.level", question=question_name(context, question),
                         level=context.text(f"levels.{level}"))
    st.markdown(f"**{title}**")
    options: dict[str, Any] = {"question": question, "levels": (int(level),)}
    if by != "question":
        options |= {"by": by, "group": group}
    people(context, People(title, "survey_answer_list", options), key="distribution")
