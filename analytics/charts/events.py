"""What happened, marked on a chart over time: numbered lines, which the note under the chart explains."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import add_to

Events = tuple[tuple[date, str], ...]


def mark_events(figure: go.Figure, events: Events) -> Events:
    """Draw the events that fall within the days of a chart, and return them in the order of their numbers.

    Titles are longer than there is room for, so that a line carries a number.
    """
    drawn = figure.to_dict()
    days = sorted(_days(one for trace in drawn["data"] for one in _listed(trace.get("x"))))
    shown = tuple(one for one in events if days and days[0] <= one[0] <= days[-1])
    # Where a legend stands above the chart, the numbers stand within it.
    inside = bool(drawn["layout"].get("showlegend"))
    add_to(figure,
           shapes=[dict(type="line", x0=day, x1=day, xref="x", y0=0, y1=1, yref="paper", layer="below",
                        line=dict(color=theme.CAUTION, dash="dot", width=1)) for day, _ in shown],
           annotations=[dict(x=day, xref="x", y=1, yref="paper", text=str(number), showarrow=False,
                             hovertext=title, **(dict(xanchor="left", yanchor="top", xshift=1) if inside else
                                                 dict(yanchor="bottom")))
                        for number, (day, title) in enumerate(shown, start=1)])
    return shown


def _listed(values: Any) -> Iterable[object]:
    return () if values is None or isinstance(values, str | Mapping) else values


def _days(values: Iterable[object]) -> set[date]:
    """Return the days among the values along an axis; texts may be days, numbers are none."""
    found = set()
    for value in values:
        if isinstance(value, datetime):
            found.add(value.date())
        elif isinstance(value, date):
            found.add(value)
        elif isinstance(value, str):
            try:
                found.add(date.fromisoformat(value[:10]))
            except ValueError:
                continue
    return found
