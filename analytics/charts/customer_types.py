"""Charts of customer types: how many of each, and where they went within a year."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.drawing import Drawing
from analytics.charts.margins import in_lines
from analytics.i18n import Translator
from analytics.models.customer_types import LOST, TYPES, UNPLACED, CustomerTypes

#: Kept, at risk, held, gone in spirit: colours as elsewhere.
COLOURS = {"loyalist": theme.KEPT, "mercenary": theme.CAUTION, "hostage": theme.ACCENT,
           "dissatisfied_regular": theme.CONTEXT, "defector": theme.LOST, "terrorist": theme.LOST}


#: Pixels of a name beside a row.
ROW = 90.0


def types_now(result: CustomerTypes, words: Translator, currency: str) -> go.Figure:
    """Draw the share of each type with its 95 % interval; a bar's ``customdata`` is (type,)."""
    shown = result.types[::-1]
    drawing = Drawing(height=90 + 44 * len(shown), margin=dict(t=16),
                      xaxis=dict(title=words("customer_types.axis_share"), tickformat=".0%"))
    drawing.add_bar(
        orientation="h", y=[type_name(one.type, words) for one in shown],
        x=[one.share.estimate for one in shown], marker=dict(color=[COLOURS[one.type] for one in shown]),
        error_x=dict(type="data", symmetric=False, color=theme.CONTEXT, thickness=1.5,
                     array=[(one.share.high or 0) - (one.share.estimate or 0) for one in shown],
                     arrayminus=[(one.share.estimate or 0) - (one.share.low or 0) for one in shown]),
        customdata=[[one.type] for one in shown],
        hovertext=[words("customer_types.hover", n=words.number(one.customers),
                         share=words.rate_short(one.share), value=words.money(one.value, currency),
                         wrong=words.percent(one.placed_wrongly, 0)) for one in shown],
        hovertemplate="%{y}<br>%{hovertext}<extra></extra>")
    return drawing.drawn()


def type_flows(result: CustomerTypes, words: Translator) -> go.Figure:
    """Draw where the customers of each type a year ago are now, in per cent of the row."""
    origins = [name for name in TYPES if any(origin == name for origin, _ in result.flows)][::-1]
    goals = [*(name for name in TYPES if any(goal == name for _, goal in result.flows)), LOST, UNPLACED]
    counts = [[result.flows.get((origin, goal), 0) for goal in goals] for origin in origins]
    sums = [sum(row) or 1 for row in counts]
    # The number stands under the name, and what the rows are in the note: a phone has little width.
    rows = [words("customer_types.row", type=(in_lines([type_name(name, words)], ROW) or [""])[0],
                  n=words.number(total)) for name, total in zip(origins, sums, strict=True)]
    figure = Drawing(height=max(260, 130 + 50 * len(origins)),
                     xaxis=dict(side="top", title=words("customer_types.now")), yaxis={})
    figure.add_heatmap(
        z=[[count / total for count in row] for row, total in zip(counts, sums, strict=True)],
        x=[type_name(name, words) for name in goals], y=rows,
        colorscale=[list(step) for step in theme.MOVE_SCALE], showscale=False, xgap=2, ygap=2,
        text=[[words.percent(count / total, 0) for count in row]
              for row, total in zip(counts, sums, strict=True)],
        texttemplate="%{text}", hovertext=[
            [words("customer_types.hover_flow", then=type_name(origin, words), now=type_name(goal, words),
                   n=words.number(count)) for goal, count in zip(goals, row, strict=True)]
            for origin, row in zip(origins, counts, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>")
    return figure.drawn()


def type_name(name: str, words: Translator) -> str:
    """Return a type in words."""
    return words(f"customer_types.type.{name}")
