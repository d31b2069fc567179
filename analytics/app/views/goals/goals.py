"""Goals: each figure against what it is meant to reach, and the forms to set and change them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from analytics.app.cache import cached_metric
from analytics.app.components import answer, chart_card, method
from analytics.app.components.answer import escaped
from analytics.app.context import Context
from analytics.app.error_words import error_words
from analytics.app.views.goals.alerts import Checked
from analytics.app.views.goals.saving import attempt, told
from analytics.app.workspace import reader_name
from analytics.charts.goals import GoalPoint, goal_chart
from analytics.errors import WorkspaceError
from analytics.filters import Filters
from analytics.metrics.goal_figure import GOAL_FIGURES, GoalFigure
from analytics.workspace import has_workspace, open_workspace
from analytics.workspace.goals import Goal, delete_goal, save_goal
from analytics.workspace.goals import goals as kept_goals

#: In per cent, for the churn rate, which stands first.
BEGINS = 20.0


@dataclass(frozen=True, slots=True)
class Judged:
    """A goal and where its figure stands."""

    goal: Goal
    found: GoalFigure

    @property
    def light(self) -> str:
        """Met, missed, uncertain or suppressed."""
        return self.found.light(self.goal.target)


def judged_goals(context: Context) -> tuple[Judged, ...]:
    """Return every goal with its figure over the last twelve months; none where nothing can be reached."""
    try:
        kept = kept_goals(open_workspace(context.store)) if has_workspace(context.store) else ()
    except WorkspaceError as error:
        st.warning(error_words(error, context.words))
        return ()
    return tuple(Judged(goal, _now(context, goal)) for goal in kept if goal.metric in GOAL_FIGURES)


def _now(context: Context, goal: Goal) -> GoalFigure:
    filters = Filters("12m", context.filters.as_of)
    if goal.branch:
        filters = filters.with_values("branch", (goal.branch,))
    found: GoalFigure = cached_metric(context.reader, "goal_figure", filters, figure=goal.metric)
    return found


def tell(context: Context, judged: tuple[Judged, ...], checked: tuple[Checked, ...]) -> None:
    """Answer first: how many goals are met and missed beyond doubt, and how many alerts stand."""
    words, lights = context.words, [one.light for one in judged]
    standing = sum(bool(one.sentence) for one in checked)
    stand = context.text("answer_alerts", n=words.number(standing)) if standing else ""
    if not judged:
        answer(context.text("answer_none"), detail=stand)
        return
    few = lights.count("suppressed")
    answer(context.text("answer", n=words.number(len(judged)), met=words.number(lights.count("met")),
                        missed=words.number(lights.count("missed")),
                        uncertain=words.number(lights.count("uncertain"))),
           detail=words.sentences(context.text("answer_few", n=words.number(few)) if few else "", stand))


def goals(context: Context, judged: tuple[Judged, ...]) -> None:
    """Draw the goals, and take new ones and changes."""
    told()
    if judged:
        _chart(context, judged)
    with st.container(border=True, key=context.key("card-list")):
        st.header(context.text("goals_title"), anchor=False)
        for one in judged:
            _line(context, one)
        with st.form(context.key("goal-new"), border=False):
            given = _fields(context, Goal("churn_rate", BEGINS / 100), "new")
            who = st.text_input(context.text("who"), reader_name(), max_chars=120,
                                key=context.key("goal-who"))
            if st.form_submit_button(context.text("new_goal"), icon=":material/add:"):
                attempt(context, lambda: save_goal(open_workspace(context.store), given, who.strip()),
                        who.strip())


def _chart(context: Context, judged: tuple[Judged, ...]) -> None:
    words = context.words
    points = [GoalPoint(" · ".join(filter(None, (_figure(context, one.goal), one.goal.branch))),
                        one.found.now, one.goal.target, one.light) for one in judged]
    chart_card(
        context, "goals", goal_chart(points, words), title=context.text("chart.goals"),
        alt=context.text("chart.goals_alt", list=words.listing(
            [f"{one.name}: {context.text(f'light.{one.light}')}" for one in points])),
        note=context.text("chart.goals_note"), data=lambda: pd.DataFrame([{
            context.text("metric"): _figure(context, one.goal),
            context.text("branch"): _branch(context, one.goal.branch),
            context.text("target"): words.percent(one.goal.target),
            context.text("chart.series_now"): words.share(one.found.now),
            words("columns.low"): words.low(one.found.now), words("columns.high"): words.high(one.found.now),
            words("columns.n"): one.found.now.n,
            context.text("column_light"): context.text(f"light.{one.light}")} for one in judged]))


def _line(context: Context, one: Judged) -> None:
    words, goal = context.words, one.goal
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(context.text(f"light.{one.light}"), color=LIGHTS[one.light])  # type: ignore[arg-type]
        line = context.text("line_goal", figure=_figure(context, goal), branch=_branch(context, goal.branch),
                            target=words.percent(goal.target), now=words.rate(one.found.now))
        st.markdown(escaped(words.sentences(line, goal.note)), width="content")
        with st.popover(context.text("change"), key=context.key(f"goal-{goal.code}"), type="tertiary",
                        icon=":material/edit:"):
            seen = context.key(f"goal-seen-{goal.code}")
            version = st.session_state.setdefault(seen, goal.version)
            mine = replace(_fields(context, goal, goal.code), code=goal.code, version=version)
            who = reader_name()
            if st.button(context.text("keep"), type="primary", key=context.key(f"goal-keep-{goal.code}")):
                attempt(context, lambda: save_goal(open_workspace(context.store), mine, who), who, seen)
            if st.button(context.text("delete"), key=context.key(f"goal-delete-{goal.code}")):
                attempt(context, lambda: delete_goal(open_workspace(context.store), mine, who), who, seen)


#: The colour of each light's badge; its word says the same.
LIGHTS = {"met": "blue", "missed": "orange", "uncertain": "gray", "suppressed": "gray"}


def _fields(context: Context, goal: Goal, key: str) -> Goal:
    figures = list(GOAL_FIGURES)
    branches = list(dict.fromkeys(("", *context.metric("choices").dimensions.get("branch", ()), goal.branch)))
    left, middle, right = st.columns((3, 3, 2))
    with left:
        metric = st.selectbox(context.text("metric"), figures, figures.index(goal.metric),
                              key=context.key(f"goal-metric-{key}"),
                              format_func=lambda name: context.text(f"figure.{name}"))
    with middle:
        branch = st.selectbox(context.text("branch"), branches, branches.index(goal.branch),
                              key=context.key(f"goal-branch-{key}"),
                              format_func=lambda name: _branch(context, name))
    with right:
        target = st.number_input(context.text("target"), 0.1, 300.0, 100 * goal.target, step=1.0,
                                 format="%.1f", key=context.key(f"goal-target-{key}"))
    note = st.text_input(context.text("note"), goal.note, max_chars=400, key=context.key(f"goal-note-{key}"))
    return Goal(metric, target / 100, branch, note)


def explain(context: Context) -> None:
    """Say how it is judged."""
    method(context)


def _figure(context: Context, goal: Goal) -> str:
    return context.text(f"figure.{goal.metric}")


def _branch(context: Context, branch: str) -> str:
    return context.words.value("branch", branch) if branch else context.text("whole")
