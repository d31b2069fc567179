"""Charts of the life cycle: customers by state over time, the transition matrix, the operations."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import MONTH_FORMAT
from analytics.charts.drawing import Drawing
from analytics.charts.margins import staggered
from analytics.i18n import Translator
from analytics.metrics.life_cycle import NOWHERE, STATES, LifeCycle, Transition

#: Pixels of a column on a phone.
COLUMN = 34.0

#: Those lost pile up for ever, and would press the others flat.
STACKED = ("active", "new", "won_back", "cooling", "lapsed", "prospect")


def states_over_time(result: LifeCycle, words: Translator) -> go.Figure:
    """Draw the customers in every state but lost at the start of each month, one on the other."""
    days = list(result.stocks)
    drawing = Drawing(height=330, barmode="stack", showlegend=True, margin=dict(t=48), bargap=0.12,
                      xaxis=dict(tickformat=MONTH_FORMAT), yaxis=dict(nticks=6))
    for state in STACKED:
        heights = [result.stocks[day].get(state, 0) for day in days]
        if any(heights):
            drawing.add_bar(
                x=days, y=heights, name=state_name(state, words),
                marker_color=theme.colour("life_cycle", state),
                customdata=[[state, day.isoformat()] for day in days],
                hovertext=[words("life_cycle.hover_stock", state=state_name(state, words),
                                 day=words.date(day), n=words.number(height))
                           for day, height in zip(days, heights, strict=True)],
                hovertemplate="%{hovertext}<extra></extra>")
    return drawing.drawn()


def transitions(result: LifeCycle, words: Translator) -> go.Figure:
    """Draw the share of each state that is in each state a month later; ``customdata`` is (before, after)."""
    cells = {(one.before, one.after): one for one in result.transitions if one.before != NOWHERE}
    rows = [one for one in reversed(STATES) if any(before == one for before, _ in cells)]
    columns = [one for one in STATES if any(after == one for _, after in cells)]
    names = [state_name(one, words) for one in columns]
    drawing = Drawing(
        height=100 + 46 * len(rows), margin=dict(t=52, b=8),
        xaxis=dict(tickvals=list(range(len(columns))), side="top", range=[-0.5, len(columns) - 0.5],
                   tickangle=0, ticktext=staggered(names, COLUMN) or names),
        yaxis=dict(tickvals=list(range(len(rows))), range=[-0.5, len(rows) - 0.5], showgrid=False,
                   ticktext=[state_name(one, words) for one in rows]))
    drawing.add_heatmap(
        x=list(range(len(columns))), y=list(range(len(rows))), showscale=False, hoverinfo="skip",
        colorscale=[list(step) for step in theme.MOVE_SCALE], zmin=0, zmax=1, xgap=2, ygap=2,
        z=[[_depth(cells.get((row, column))) for column in columns] for row in rows])
    present = list(cells.values())
    # A heat map cannot be clicked; squares over its cells can.
    drawing.add_scatter(
        mode="markers+text", textposition="middle center", textfont=dict(color=theme.ON_PALE, size=11),
        x=[columns.index(one.after) for one in present], y=[rows.index(one.before) for one in present],
        text=[_cell(one, words) for one in present],
        marker=dict(symbol="square", size=30, opacity=0.0, color=theme.CONTEXT),
        customdata=[[one.before, one.after] for one in present],
        hovertext=[words("life_cycle.hover_move", before=state_name(one.before, words),
                         after=state_name(one.after, words), rate=words.rate(one.share, 2),
                         customers=words.number(one.customers)) for one in present],
        hovertemplate="%{hovertext}<extra></extra>")
    return drawing.drawn()


def operations_over_time(result: LifeCycle, words: Translator) -> go.Figure:
    """Draw how many customers each operation but retaining reached in every month, one panel each."""
    shown = [one for one in result.operations if one.name != "retain" and one.customers]
    axes: dict[str, object] = {}
    height = 1 / max(len(shown), 1)
    for place in range(len(shown)):
        number = "" if place == 0 else str(place + 1)
        top = 1 - place * height
        axes[f"xaxis{number}"] = dict(anchor=f"y{number}", tickformat=MONTH_FORMAT,
                                      matches="x" if number else None,
                                      showticklabels=place == len(shown) - 1)
        axes[f"yaxis{number}"] = dict(anchor=f"x{number}", domain=[top - height * 0.72, top - height * 0.12],
                                      nticks=3)
    drawing = Drawing(height=80 + 105 * len(shown), margin=dict(t=16), **axes)
    for place, one in enumerate(shown):
        number = "" if place == 0 else str(place + 1)
        drawing.add_annotation(text=f"<b>{words(f'life_cycle.operation.{one.name}')}</b>", x=0, xref="paper",
                               y=1 - place * height - height * 0.1, yref="paper", xanchor="left",
                               yanchor="bottom", showarrow=False)
        colour = theme.WON_BACK if one.name == "win_back" else theme.KEPT
        drawing.add_bar(
            x=[month for month, _ in one.months], y=[count for _, count in one.months], marker_color=colour,
            xaxis=f"x{number}", yaxis=f"y{number}",
            hovertext=[words("life_cycle.hover_operation", n=words.number(count), month=words.month(month))
                       for month, count in one.months], hovertemplate="%{hovertext}<extra></extra>")
    return drawing.drawn()


def state_name(state: str, words: Translator) -> str:
    """Return a state in words."""
    return words(f"values.life_cycle.{state}")


def _depth(move: Transition | None) -> float | None:
    if move is None:
        return None
    return 0.0 if move.share.state == "suppressed" else move.share.estimate


def _cell(move: Transition, words: Translator) -> str:
    if move.share.state == "suppressed":
        return f"({words.number(move.customers)})"
    sign = "" if move.share.state == "enough" else " ○"
    return f"{words.percent(move.share.estimate, 1)}{sign}"
