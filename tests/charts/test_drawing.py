"""A chart given to plotly at once is the chart that plotly makes piece by piece."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from analytics.charts import theme
from analytics.charts.drawing import Drawing


def bare(*, height: int = 340, **layout: object) -> go.Figure:
    """Return plotly's own empty figure in the house's look."""
    return go.Figure(layout=go.Layout(template=theme.TEMPLATE, height=height, **layout))


def test_a_drawing_is_the_same_figure_as_plotly_makes_piece_by_piece() -> None:
    room = dict(l=200, r=100, t=100, b=100)
    figures = (Drawing(height=300, margin=room, xaxis=dict(title="x")),
               bare(height=300, margin=room, xaxis=dict(title="x")))
    for figure in figures:
        figure.add_scatter(x=[1, 2], y=[3, 4], mode="lines", line=dict(width=2))
        figure.add_bar(x=[1, 2], y=[5, 6], marker_color="#000000")
        figure.add_annotation(x=1, y=1, xref="paper", text="end", showarrow=False)
        figure.add_vline(x=1.5, line=dict(dash="dot"))
        figure.add_hline(y=0, line=dict(width=1))
        figure.add_heatmap(x=[1, 2], y=["a"], z=[[5, 6]], showscale=False)
        figure.add_vrect(x0=1, x1=2, opacity=0.1, line_width=0, layer="below")
        figure.add_hrect(y0=1, y1=2, fillcolor="#000000", line_width=0)
        figure.add_shape(type="rect", x0=0, x1=1, y0=0, y1=1, yref="y domain")
    assert figures[0].drawn().to_dict() == figures[1].to_dict()


def test_the_text_of_an_upright_line_stands_where_plotly_puts_it() -> None:
    room = dict(l=200, r=100, t=100, b=100)
    drawing, figure = Drawing(margin=room), bare(margin=room)
    drawing.add_vline(x=0.2, line=dict(dash="dot"), text="everyone")
    figure.add_vline(x=0.2, line=dict(dash="dot"), annotation_text="everyone", annotation_position="top")
    assert drawing.drawn().to_dict() == figure.to_dict()


def test_a_drawing_in_the_house_style_has_its_template() -> None:
    assert isinstance(Drawing().drawn(), go.Figure)
    assert Drawing().drawn().layout.template == theme.TEMPLATE


def test_a_drawing_has_room_for_its_labels() -> None:
    drawing = Drawing()
    drawing.add_bar(orientation="h", y=["Conduct of staff"], x=[1])
    assert drawing.drawn().layout.margin.l > 16 * 6


def test_a_figure_nobody_has_read_is_sent_as_plotly_would_send_it() -> None:
    drawing = Drawing(height=300, title_text="all", xaxis=dict(title="x", title_standoff=4, matches=None))
    drawing.add_bar(x=[1], y=[2], marker_color="#000000", customdata=None)
    drawing.add_shape(type="line", x0=0, x1=1, y0=0, y1=1, line_width=0)
    read = drawing.drawn()
    assert read.data[0].marker.color == "#000000"
    assert drawing.drawn().to_dict() == read.to_dict()
    read.update_layout(height=400)
    assert read.to_dict()["layout"]["height"] == 400, "what is changed afterwards is sent too"
    with pytest.raises(AttributeError):
        _ = drawing.drawn().nothing
    with pytest.raises(ValueError, match="nothing"):
        _ = Drawing(nothing=1).drawn().data


def test_bars_with_intervals_are_pale_and_the_interval_has_their_colour() -> None:
    drawing = Drawing()
    drawing.add_bar(x=[1], y=[2], marker_color="#0072B2", error_x=dict(array=[1], color="#7F8D99"))
    drawing.add_bar(x=[1, 2], y=[2, 3], marker=dict(color=["#0072B2", "#D55E00"]), error_x=dict(array=[1, 1]))
    drawing.add_bar(x=[1], y=[2], marker_color="#0072B2")
    one, several, plain = drawing.drawn().data
    assert (one.marker.color, one.marker.line.color) == ("rgba(0,114,178,0.45)", "#0072B2")
    assert (one.error_x.color, one.error_x.thickness, one.error_x.array[0]) == ("#0072B2", 2, 1)
    assert several.marker.color == ("#0072B2", "#D55E00"), "full and pale may mean something there"
    assert plain.marker.color == "#0072B2"


def test_a_long_name_is_broken_wherever_the_chart_refers_to_it() -> None:
    name, broken = "Class of cause: Failure of the core service", "Class of cause: Failure<br>of the core service"
    drawing = Drawing(yaxis=dict(tickvals=[0], ticktext=[name], categoryarray=["Price", name]))
    drawing.add_bar(orientation="h", y=[name, "Price"], x=[1, 2])
    drawing.add_annotation(x=1, y=name, text="1")
    drawn = drawing.drawn()
    assert list(drawn.data[0].y) == [broken, "Price"]
    assert drawn.layout.annotations[0].y == broken
    assert list(drawn.layout.yaxis.ticktext) == [broken]
    assert list(drawn.layout.yaxis.categoryarray) == ["Price", broken]


def test_names_below_stand_upright_in_lines_wherever_the_chart_names_them() -> None:
    names = ["延误", "未一次做对", "返修", "未全部完成", "承诺未兑现"]
    drawing = Drawing(xaxis=dict(title="x", categoryarray=names))
    drawing.add_bar(x=names[:2], y=[1, 2])
    drawing.add_annotation(x=names[1], y=2, text="2")
    layout = (figure := drawing.drawn()).layout
    assert layout.xaxis.tickangle == 0
    assert layout.xaxis.categoryarray[1] == figure.data[0].x[1] == layout.annotations[0].x == "未一次<br>做对"


def test_days_and_names_that_cannot_be_broken_are_left_to_plotly() -> None:
    for names in (["2026-01-01", "2026-02-01"], ["Unresolved complaints"] * 3 + [f"Unreliability {n}" for n in range(9)]):
        drawing = Drawing()
        drawing.add_bar(x=names, y=list(range(len(names))))
        figure = drawing.drawn()
        assert list(figure.data[0].x) == names
        assert figure.layout.xaxis.tickangle is None
