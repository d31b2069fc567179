"""Charts of customer grades: who moved where, churn, history, other rules, contact standards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import MONTH_FORMAT, money_ticks
from analytics.charts.drawing import Drawing
from analytics.charts.intervals import add_points
from analytics.charts.margins import in_lines
from analytics.i18n import Translator
from analytics.metrics.grade_contacts import GradeContacts
from analytics.metrics.grade_history import GradeHistory
from analytics.metrics.grade_reasons import GradeReasons
from analytics.metrics.grades import AFTER, BEFORE, GRADES, LOST, GradeMove, Grades
from analytics.models.grade_proposal import GradeProposal

#: Height of a row of the matrix, and what is left around it.
ROW, AROUND = 52, 90
#: Pixels of a column on a phone.
COLUMN = 44.0


def grade_moves(result: Grades, words: Translator, currency: str) -> go.Figure:
    """Draw grades at the start against those at the end: in each cell the share of its row and the customers.

    Shares of fewer than ten customers are left out of the cell, the customers stay. A cell's
    ``customdata`` is (before, after).
    """
    rows = [one for one in reversed(BEFORE) if result.at_start(one)]
    columns = [one for one in AFTER if result.arrived(one)]
    cells = {(one.before, one.after): one for one in result.moves}
    drawing = Drawing(
        height=AROUND + ROW * len(rows), margin=dict(t=44, b=8),
        xaxis=dict(tickvals=list(range(len(columns))), side="top", range=[-0.5, len(columns) - 0.5],
                   # Narrow enough for a phone: the rows say what the letters are.
                   tickangle=0, ticktext=[
                       one if one in GRADES else _narrow(after_name(one, words)) for one in columns]),
        yaxis=dict(tickvals=list(range(len(rows))), range=[-0.5, len(rows) - 0.5], showgrid=False,
                   ticktext=[before_name(one, words) for one in rows]))
    shown = [[cells.get((row, column)) for column in columns] for row in rows]
    for lost, scale in ((False, theme.MOVE_SCALE), (True, theme.LEFT_SCALE)):
        drawing.add_heatmap(
            x=list(range(len(columns))), y=list(range(len(rows))), showscale=False, hoverinfo="skip",
            colorscale=[list(step) for step in scale], zmin=0, zmax=0.6 if lost else 1, xgap=2, ygap=2,
            z=[[_depth(one) if one and (one.after == LOST) == lost else None for one in row]
               for row in shown])
    for place, row in enumerate(rows):
        if row in columns:
            middle = columns.index(row)
            drawing.add_shape(type="rect", x0=middle - 0.48, x1=middle + 0.48, y0=place - 0.46,
                              y1=place + 0.46, line=dict(color=theme.CONTEXT, width=1.5, dash="dot"))
    present = [one for row in shown for one in row if one]
    # A heat map cannot be clicked; squares over its cells can.
    drawing.add_scatter(
        mode="markers+text", textposition="middle center", textfont=dict(color=theme.ON_PALE, size=12),
        x=[columns.index(one.after) for one in present], y=[rows.index(one.before) for one in present],
        text=[_cell(one, words) for one in present],
        marker=dict(symbol="square", size=34, opacity=0.0, color=theme.CONTEXT),
        customdata=[[one.before, one.after] for one in present],
        hovertext=[_move_hover(one, words, currency) for one in present],
        hovertemplate="%{hovertext}<extra></extra>")
    return drawing.drawn()


def grade_churn(result: Grades, words: Translator) -> go.Figure:
    """Draw churn of each grade frozen at the start, with its interval; ``customdata`` is (grade,)."""
    grades = [one for one in reversed(GRADES) if result.at_start(one)]
    rates = [result.lost(one) for one in grades]
    drawing = Drawing(
        height=240, xaxis=dict(tickformat=".0%", rangemode="tozero", showgrid=True),
        yaxis=dict(type="category", categoryarray=[before_name(one, words) for one in grades]))
    add_points(drawing, [before_name(one, words) for one in grades], rates, colour=theme.LOST,
               hover=[f"{before_name(grade, words)}<br>{words.rate(one)}"
                      for grade, one in zip(grades, rates, strict=True)],
               customdata=[[one] for one in grades])
    return drawing.drawn()


def grade_shares(result: GradeHistory, words: Translator, currency: str) -> go.Figure:
    """Draw customers of each grade on every grading day, and below it what they were worth."""
    drawing = Drawing(
        height=420, margin=dict(t=24), barmode="stack", showlegend=True, legend_y=1.06,
        xaxis=dict(anchor="y", tickformat=MONTH_FORMAT, matches="x2", showticklabels=False),
        xaxis2=dict(anchor="y2", tickformat=MONTH_FORMAT),
        yaxis=dict(domain=[0.56, 0.96], nticks=5),
        yaxis2={**dict(domain=[0.0, 0.42], anchor="x2"),
                **money_ticks(_totals(result), words, currency, most=3)})
    for name, top in (("customers", 0.97), ("value", 0.43)):
        drawing.add_annotation(text=f"<b>{words(f'grades.axis_{name}')}</b>", x=0, xref="paper", y=top,
                               yref="paper", xanchor="left", yanchor="bottom", showarrow=False)
    for grade in GRADES:
        days = result.of(grade)
        if not days:
            continue
        hover = [words("grades.hover_day", grade=grade, day=words.date(one.graded_on),
                       customers=words.number(one.customers), value=words.money(one.value, currency),
                       share=words.percent(one.value_share)) for one in days]
        for number, heights in (("", [one.customers for one in days]), ("2", [one.value for one in days])):
            drawing.add_bar(
                x=[one.graded_on for one in days], y=heights, name=grade_name(grade, words),
                legendgroup=grade, showlegend=number == "", marker_color=theme.colour("grade", grade),
                xaxis=f"x{number}", yaxis=f"y{number}", hovertext=hover,
                hovertemplate="%{hovertext}<extra></extra>")
    return drawing.drawn()


def grade_reasons(result: GradeReasons, words: Translator, currency: str) -> go.Figure:
    """Draw how much of the change of value of those who fell and rose goes with orders, and with amounts."""
    ways = list(reversed(result.ways))
    names = [words(f"grades.way.{one.before}", n=words.number(one.customers)) for one in ways]
    ends = [end for one in ways for part in (one.by_frequency, one.by_amount) for end in (part.low, part.high)
            if end is not None]
    drawing = Drawing(
        height=120 + 62 * len(ways), barmode="group", showlegend=True, legend=dict(traceorder="reversed"),
        xaxis={**dict(zeroline=True, zerolinecolor=theme.CONTEXT, tickangle=0),
               **money_ticks([*ends, 0.0], words, currency, most=3, below=True)},
        yaxis=dict(type="category", categoryarray=names))
    for part, colour in (("by_amount", theme.CAUTION), ("by_frequency", theme.KEPT)):
        estimates = [getattr(one, part) for one in ways]
        drawing.add_bar(
            x=[one.estimate for one in estimates], y=names, orientation="h", marker_color=colour,
            name=words(f"grades.{part}"),
            error_x=dict(type="data", symmetric=False, color=theme.CONTEXT, thickness=1.5, width=4,
                         array=[(one.high or 0) - (one.estimate or 0) if one.high is not None else 0
                                for one in estimates],
                         arrayminus=[(one.estimate or 0) - (one.low or 0) if one.low is not None else 0
                                     for one in estimates]),
            hovertext=[words("grades.hover_reason", part=words(f"grades.{part}"),
                             change=words.money(one.estimate, currency), low=words.money(one.low, currency),
                             high=words.money(one.high, currency), n=words.number(one.n))
                       for one in estimates],
            hovertemplate="%{y}<br>%{hovertext}<extra></extra>")
    return drawing.drawn()


def proposed_grades(result: GradeProposal, words: Translator, currency: str) -> go.Figure:
    """Draw customers and value of each grade now and as proposed, side by side."""
    names = [grade_name(one.grade, words) for one in reversed(result.grades)]
    grades = [*reversed(result.grades)]
    drawing = Drawing(
        # Bars stand from below, so that the first of the legend is drawn last.
        height=330, barmode="group", showlegend=True, legend=dict(traceorder="reversed"), margin=dict(t=40),
        xaxis=dict(domain=[0, 0.44], anchor="y", title=words("grades.axis_customers"), nticks=4),
        xaxis2={**dict(domain=[0.56, 1], anchor="y2", title=words("grades.axis_value")),
                **money_ticks([max(one.value, one.value_now) for one in grades], words, currency, most=2,
                              below=True)},
        yaxis=dict(type="category", categoryarray=names),
        yaxis2=dict(type="category", categoryarray=names, showticklabels=False, anchor="x2"))
    for when, colour in (("proposed", theme.ACCENT), ("now", theme.CONTEXT)):
        for number, axis in (("customers", ""), ("value", "2")):
            heights = [getattr(one, number if when == "proposed" else f"{number}_now") for one in grades]
            drawing.add_bar(
                x=heights, y=names, orientation="h", marker_color=colour, xaxis=f"x{axis}", yaxis=f"y{axis}",
                name=words(f"grades.{when}"), legendgroup=when, showlegend=axis == "",
                hovertext=[words.number(one) if number == "customers" else words.money(one, currency)
                           for one in heights],
                hovertemplate=f"%{{y}}, {words(f'grades.{when}')}: %{{hovertext}}<extra></extra>")
    return drawing.drawn()


def contact_standards(result: GradeContacts, words: Translator) -> go.Figure:
    """Draw the share of each grade contacted within its standard, with the interval; (grade,) is clicked."""
    grades = [*reversed(result.grades)]
    names = [words("grades.standard_of", grade=one.grade, days=words.number(one.allowed)) for one in grades]
    drawing = Drawing(
        height=240, xaxis=dict(tickformat=".0%", range=[0, 1.02], showgrid=True),
        yaxis=dict(type="category", categoryarray=names))
    add_points(drawing, names, [one.kept for one in grades], colour=theme.KEPT,
               hover=[words("grades.hover_contact", rate=words.rate(one.kept),
                            overdue=words.number(one.overdue)) for one in grades],
               customdata=[[one.grade] for one in grades])
    return drawing.drawn()


def grade_name(grade: str, words: Translator) -> str:
    """Return a grade in words."""
    return words("grades.grade", grade=grade)


def before_name(grade: str, words: Translator) -> str:
    """Return where a customer stood at the start."""
    return grade_name(grade, words) if grade in GRADES else words(f"values.grade_then.{grade}")


def after_name(grade: str, words: Translator) -> str:
    """Return where a customer stands at the end."""
    return grade_name(grade, words) if grade in GRADES else words(f"values.grade_after.{grade}")


def _totals(result: GradeHistory) -> Sequence[int]:
    totals: Mapping[object, int] = {day: sum(one.value for one in result.days
                                             if one.graded_on == day and one.whole_year)
                                    for day in {one.graded_on for one in result.days}}
    return list(totals.values())


def _depth(move: GradeMove) -> float:
    return 0.0 if move.share.state == "suppressed" else move.share.estimate or 0.0


def _cell(move: GradeMove, words: Translator) -> str:
    customers = words.number(move.customers)
    if move.share.state == "suppressed":
        return f"({customers})"
    sign = "" if move.share.state == "enough" else " ○"
    return f"<b>{words.percent(move.share.estimate, 0)}</b><br>{customers}{sign}"


def _narrow(label: str) -> str:
    """Break a column's name so that a phone has room for it."""
    return (in_lines([label], COLUMN) or [label.replace(" ", "<br>")])[0]


def _move_hover(move: GradeMove, words: Translator, currency: str) -> str:
    told = words("grades.hover_move", before=before_name(move.before, words),
                 after=after_name(move.after, words), customers=words.number(move.customers),
                 rate=words.rate(move.share))
    if move.before in (*GRADES, "none"):
        told += "<br>" + words("grades.hover_value", value=words.money(move.value_before, currency))
    if move.returned:
        told += "<br>" + words("grades.hover_returned", n=words.number(move.returned))
    return told
