"""What happened is marked on whatever runs over days, with the number its note explains."""

from __future__ import annotations

from datetime import date

from analytics.charts.drawing import Drawing
from analytics.charts.events import mark_events

EVENTS = ((date(2023, 12, 31), "Before"), (date(2024, 2, 10), "Prices up"), (date(2024, 3, 1), "Recall"),
          (date(2024, 3, 2), "After"))
MONTHS = [date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)]


def test_events_within_the_months_are_numbered_lines():
    drawing = Drawing()
    drawing.add_scatter(x=MONTHS, y=[1, 2, 3])
    drawing.add_hline(y=1, line=dict(width=1))
    figure = drawing.drawn()
    assert mark_events(figure, EVENTS) == EVENTS[1:3]
    lines = [one for one in figure.layout.shapes if one.xref == "x"]
    assert [(one.x0, one.x1, one.yref) for one in lines] == [
        (date(2024, 2, 10), date(2024, 2, 10), "paper"), (date(2024, 3, 1), date(2024, 3, 1), "paper")]
    assert len(figure.layout.shapes) == 3
    assert [(one.text, one.hovertext, one.yanchor) for one in figure.layout.annotations] == [
        ("1", "Prices up", "bottom"), ("2", "Recall", "bottom")]


def test_below_a_legend_the_numbers_stand_within_the_chart():
    drawing = Drawing(showlegend=True)
    drawing.add_bar(x=[day.isoformat() for day in MONTHS], y=[1, 2, 3])
    figure = drawing.drawn()
    mark_events(figure, EVENTS)
    assert {one.yanchor for one in figure.layout.annotations} == {"top"}


def test_a_figure_somebody_has_read_is_marked_too():
    drawing = Drawing()
    drawing.add_scatter(x=MONTHS, y=[1, 2, 3])
    figure = drawing.drawn()
    assert len(figure.data) == 1
    mark_events(figure, EVENTS)
    assert len(figure.layout.shapes) == len(figure.layout.annotations) == 2


def test_what_runs_over_no_days_is_left_alone():
    drawing = Drawing()
    drawing.add_bar(orientation="h", x=[1, 2], y=["Price", "Service"])
    figure = drawing.drawn()
    assert mark_events(figure, EVENTS) == ()
    assert not figure.layout.shapes
