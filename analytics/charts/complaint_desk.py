"""The complaint desk's board as a chart: where open cases stand, and how many are late there."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator


def open_by_stage(counts: Mapping[str, tuple[int, int]], words: Translator) -> go.Figure:
    """Draw open cases by stage: within the target, and past it, hatched.

    Parameters
    ----------
    counts : mapping of str to (int, int)
        Stage to the cases within its target and past it, in the order of the stages.
    words : Translator
    """
    names = [words(f"complaints.stage.{stage}") for stage in counts]
    drawing = Drawing(height=90 + 36 * len(counts), barmode="stack", showlegend=True, margin=dict(t=36, r=40),
                      xaxis=dict(title=words("complaint_desk.axis.cases"), dtick=_step(counts)),
                      yaxis=dict(autorange="reversed"))
    for place, (name, colour, pattern) in enumerate((("in_time", theme.KEPT, ""), ("late", theme.LOST, "/"))):
        drawing.add_bar(
            orientation="h", name=words(f"complaint_desk.legend.{name}"), y=names,
            x=[one[place] for one in counts.values()],
            marker=dict(color=colour, pattern=dict(shape=pattern, fillmode="overlay", fgcolor=theme.ON_MARK,
                                                   fgopacity=theme.BAND_OPACITY)),
            text=[words.number(one[place]) if one[place] else "" for one in counts.values()],
            textposition="inside", insidetextanchor="middle", textfont_color=theme.ON_MARK, textangle=0,
            hovertemplate="%{y} · %{fullData.name}: %{x}<extra></extra>")
    return drawing.drawn()


def _step(counts: Mapping[str, tuple[int, int]]) -> int | None:
    """Return the step of the axis where it would otherwise count halves of cases."""
    return 1 if max((sum(one) for one in counts.values()), default=0) <= 6 else None
