"""What the answers are compared with, and who does not answer: each drawn only when its tab is open.

A further part of the page is a module with a function of the same shape, and one line in `TABS`.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.app.context import Context
from analytics.app.guard import card
from analytics.app.views.surveys.branches import branches
from analytics.app.views.surveys.changes import changes
from analytics.app.views.surveys.drivers import drivers
from analytics.app.views.surveys.facts import facts
from analytics.app.views.surveys.response import response
from analytics.app.views.surveys.scales import scales
from analytics.app.views.surveys.standards import standards
from analytics.app.views.surveys.types import types
from analytics.app.views.surveys.value import value
from analytics.app.views.surveys.weighting import weighting
from analytics.metrics.survey_scores import SurveyScores

#: Name of a tab, its words under ``surveys.tab``, and what draws it.
TABS: tuple[tuple[str, Callable[[Context, SurveyScores], None]], ...] = (
    ("changes", changes),
    ("standards", standards),
    ("branches", branches),
    ("drivers", drivers),
    ("types", types),
    ("response", response),
    ("weighting", weighting),
    ("value", value),
    ("facts", facts),
    ("scales", scales),
)


def tabs(context: Context, result: SurveyScores) -> None:
    """Offer every part of `TABS`."""
    if not result.now:
        return
    opened = st.tabs([context.text(f"tab.{name}") for name, _ in TABS], key=context.key("tabs"),
                     on_change="rerun")
    for tab, (name, draw) in zip(opened, TABS, strict=True):
        if tab.open:
            with tab, card(name):
                draw(context, result)
