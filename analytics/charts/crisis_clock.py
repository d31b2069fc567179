"""What followed a crisis at the branches hit, against the others."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator
from analytics.metrics.crisis_clock import Crisis, CrisisOutcome, CrisisStep


def what_followed(crisis: Crisis, words: Translator) -> go.Figure:
    """Draw each outcome's difference of changes with its interval, in a panel of its own.

    Outcomes have different units, so each panel has its own axis; the dotted line is no difference.
    """
    found = crisis.outcomes
    rows = len(found)
    axes: dict[str, object] = {}
    for place in range(rows):
        number = "" if place == 0 else str(place + 1)
        top = 1 - place / rows
        axes[f"xaxis{number}"] = dict(anchor=f"y{number}", nticks=5, zeroline=True,
                                      zerolinecolor=theme.CONTEXT)
        axes[f"yaxis{number}"] = dict(domain=[max(top - 0.5 / rows, 0), top - 0.12 / rows],
                                      anchor=f"x{number}", tickvals=[0], range=[-1, 1], rangemode="normal",
                                      ticktext=[words(f"complaints.crisis.{found[place].outcome}")])
    drawing = Drawing(height=70 + 82 * rows, margin=dict(t=16), **axes)
    for place, one in enumerate(found):
        number = "" if place == 0 else str(place + 1)
        effect = one.effect
        outside = effect.low is not None and effect.high is not None and not effect.low <= 0 <= effect.high
        drawing.add_scatter(
            x=[effect.estimate], y=[0], mode="markers", xaxis=f"x{number}", yaxis=f"y{number}",
            marker=dict(size=12, color=theme.LOST if outside else theme.KEPT,
                        symbol="diamond" if outside else "circle"),
            error_x=dict(type="data", symmetric=False, color=theme.CONTEXT, thickness=2, width=5,
                         array=[(effect.high or 0.0) - (effect.estimate or 0.0)],
                         arrayminus=[(effect.estimate or 0.0) - (effect.low or 0.0)]),
            hovertext=[outcome_text(one, words)], hovertemplate="%{hovertext}<extra></extra>")
    return drawing.drawn()


def outcome_text(one: CrisisOutcome, words: Translator) -> str:
    """Say one difference of changes with its interval, and whether chance may explain it."""
    effect = one.effect
    code = "more" if effect.low is not None and effect.low > 0 else \
        "less" if effect.high is not None and effect.high < 0 else "unclear"
    return words(f"complaints.crisis.told.{code}", outcome=words(f"complaints.crisis.{one.outcome}"),
                 difference=words.signed(effect.estimate, 2), low=words.signed(effect.low, 2),
                 high=words.signed(effect.high, 2))


def hours_text(step: CrisisStep, words: Translator) -> str:
    """Say how long an answer took: hours where they are known, else days."""
    if step.hours is None:
        return words("complaints.crisis.unrecorded")
    if step.exact:
        return words("complaints.hours", n=words.number(step.hours, 1))
    return words("complaints.days", n=words.number(step.hours / 24))
