"""What the parts of the survey page choose among: questions and the customers' dimensions."""

from __future__ import annotations

import streamlit as st

from analytics.app.context import Context
from analytics.metrics.survey_scores import Answers, SurveyScores
from analytics.statistics.estimate import Estimate

#: Dimensions answers are broken down by, where the store has them.
SPLITS = ("size", "segment", "market", "region", "branch")
#: More values than this make a chart unreadable.
MOST_VALUES = 30


def question_name(context: Context, question: str) -> str:
    """Return a question in words; the company's own wording where it is none of ours."""
    return context.words.value("question", question)


def chosen_question(context: Context, result: SurveyScores, key: str) -> str:
    """Offer the questions that were answered, overall satisfaction first."""
    if len(result.questions) == 1:
        return result.questions[0]
    return st.selectbox(context.text("question"), result.questions, key=context.key(f"question-{key}"),
                        format_func=lambda one: question_name(context, one)) or result.questions[0]


def splits(context: Context) -> list[str]:
    """Return the dimensions this store's customers can be broken down by."""
    offered = context.metric("choices").dimensions
    return [one for one in SPLITS if 2 <= len(offered.get(one, ())) <= MOST_VALUES]


def points_between(context: Context, difference: Estimate) -> str:
    """Return a difference with its interval, in percentage points."""
    words = context.words
    return context.text("difference", difference=words.points(difference.estimate),
                        low=words.points(difference.low), high=words.points(difference.high))


def row_name(context: Context, name: str, answers: Answers) -> str:
    """Return the label of a row: its name and how many answered, marked where they are few."""
    return context.text("row_thin" if answers.state == "thin" else "row", name=name,
                        n=context.words.number(answers.n))


def light(difference: Estimate, middle: float = 0.0) -> str:
    """Return on which side of a value an interval lies: above, below, or uncertain."""
    if difference.low is not None and difference.low > middle:
        return "above"
    return "below" if difference.high is not None and difference.high < middle else "uncertain"
