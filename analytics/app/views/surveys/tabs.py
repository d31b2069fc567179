"""What the answers are compared with, why, and who does not answer: each drawn only when it is chosen.

A further part of the page is a module with a function of the same shape, and one line in `GROUPS`.
"""

from __future__ import annotations

from collections.abc import Callable

from analytics.app.components.grouped_tabs import grouped_tabs
from analytics.app.context import Context
from analytics.app.views.surveys.branches import branches
from analytics.app.views.surveys.changes import changes
from analytics.app.views.surveys.drivers import drivers
from analytics.app.views.surveys.facts import facts
from analytics.app.views.surveys.moments import moments
from analytics.app.views.surveys.panel import panel
from analytics.app.views.surveys.response import response
from analytics.app.views.surveys.said import heard, telling, topics
from analytics.app.views.surveys.scales import scales
from analytics.app.views.surveys.standards import standards
from analytics.app.views.surveys.types import types
from analytics.app.views.surveys.value import value
from analytics.app.views.surveys.weighting import weighting
from analytics.metrics.survey_scores import SurveyScores

Draw = Callable[[Context, SurveyScores], None]

#: A tab, named under ``surveys.group``, and its parts: the name of each, in words under ``surveys.tab``, and
#: what draws it.
GROUPS: tuple[tuple[str, tuple[tuple[str, Draw], ...]], ...] = (
    ("compared", (("changes", changes), ("standards", standards), ("branches", branches))),
    ("why", (("drivers", drivers), ("moments", moments), ("value", value), ("types", types))),
    ("said", (("topics", topics), ("telling", telling), ("heard", heard))),
    ("who", (("response", response), ("weighting", weighting), ("panel", panel))),
    ("checked", (("facts", facts), ("scales", scales))),
)


def tabs(context: Context, result: SurveyScores) -> None:
    """Offer the groups as tabs, and the parts of the open one beside each other."""
    if not result.now:
        return
    grouped_tabs(context, result, GROUPS)
