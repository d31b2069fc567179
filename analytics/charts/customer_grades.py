"""One customer's value at each grading, marked with the grade it was given."""

from __future__ import annotations

import plotly.graph_objects as go

from analytics.charts import theme
from analytics.charts.axes import money_ticks, time_ticks
from analytics.charts.drawing import Drawing
from analytics.i18n import Translator
from analytics.metrics.customer_grades import CustomerGrades, CustomerGrading


def grades_over_time(result: CustomerGrades, words: Translator, currency: str) -> go.Figure:
    """Draw the value as a line of steps, and the grade as a letter on each grading."""
    gradings = result.gradings
    days = [one.graded_on.isoformat() for one in gradings]
    colours = [theme.colour("grade", one.grade) for one in gradings]
    figure = Drawing(
        height=260, margin=dict(t=16, r=16),
        xaxis=dict(type="date", **time_ticks([one.graded_on for one in gradings])),
        yaxis=dict(title=words("columns.value"), rangemode="tozero",
                   **money_ticks([one.value for one in gradings], words, currency)))
    figure.add_scatter(
        x=days, y=[one.value for one in gradings], mode="lines+markers+text", cliponaxis=False,
        line=dict(color=theme.CONTEXT, width=1.5, shape="hv"), text=[one.grade for one in gradings],
        textfont=dict(color=[theme.ON_PALE if one.grade in ("C", "D") else theme.ON_MARK for one in gradings],
                      size=12),
        # A grade that moved stands out by its size, never by colour alone.
        marker=dict(opacity=1, color=colours, size=[24 if one.moved_by else 18 for one in gradings],
                    symbol=["diamond" if one.moved_by else "circle" for one in gradings],
                    line=dict(width=1, color=colours)),
        customdata=[[one.graded_on.isoformat()] for one in gradings],
        hovertext=[_hover(one, words, currency) for one in gradings],
        hovertemplate="%{hovertext}<extra></extra>")
    return figure.drawn()


def _hover(one: CustomerGrading, words: Translator, currency: str) -> str:
    return words("customer_grades.hover", date=words.date(one.graded_on), grade=one.grade,
                 value=words.money(one.value, currency), n=words.number(one.orders))
