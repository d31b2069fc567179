"""Margins leave room for the labels they can know of, so that plotly draws a chart once."""

from __future__ import annotations

import pytest

from analytics.charts.margins import (
    FULL_WIDTH,
    LATIN,
    LINE,
    NUMBER,
    PLACED,
    STANDOFF,
    TITLE,
    TITLE_SIZE,
    TOP,
    in_lines,
    in_two_lines,
    margins,
    staggered,
    title_in_lines,
)


def test_names_on_the_left_need_the_width_of_the_longest():
    found = margins([{"type": "bar", "orientation": "h", "y": ["Price", "Conduct of staff"], "x": [1, 2]}], {})
    assert found["l"] == pytest.approx(STANDOFF + 16 * LATIN)


def test_chinese_signs_are_wide_and_markup_has_no_width():
    layout = {"yaxis": {"tickvals": [0], "ticktext": ["<b>成都</b>"]}}
    assert margins([], layout)["l"] == pytest.approx(STANDOFF + PLACED + 2 * FULL_WIDTH)


def test_the_longest_line_counts_and_every_line_has_its_height():
    layout = {"xaxis": {"tickvals": [0], "ticktext": ["one<br>another"]},
              "yaxis": {"tickvals": [0], "ticktext": ["one<br>another"]}}
    found = margins([], layout)
    assert (found["l"], found["b"]) == (
        pytest.approx(STANDOFF + PLACED + 7 * LATIN), STANDOFF + PLACED + 2 * LINE)


def test_numbers_and_titles_have_their_room():
    bare = margins([{"x": [1], "y": [2]}], {})
    titled = margins([{"x": [1], "y": [2]}], {"yaxis": {"title": "Churn rate"}, "xaxis": {"title": "Month"}})
    assert bare["l"] == pytest.approx(STANDOFF + len(NUMBER) * LATIN)
    assert titled["l"] - bare["l"] == pytest.approx(TITLE)
    assert titled["b"] - bare["b"] == pytest.approx(TITLE)


def test_an_axis_between_panels_takes_nothing_from_the_margin():
    long = {"tickvals": [0], "ticktext": ["a very long label here"]}
    beside = {"xaxis2": {"domain": [0.5, 1.0]}, "yaxis2": {"anchor": "x2", **long}}
    above = {"yaxis2": {"domain": [0.5, 1.0]}, "xaxis2": {"anchor": "y2", **long}}
    assert margins([], beside) == margins([], {})
    assert margins([], above)["b"] == margins([], {})["b"]


def test_a_panel_above_another_has_its_labels_at_the_edge_of_the_chart():
    layout = {"yaxis": {"domain": [0.0, 0.4]},
              "yaxis2": {"domain": [0.6, 1.0], "tickvals": [0], "ticktext": ["a label of the upper panel"]}}
    assert margins([], layout)["l"] == pytest.approx(STANDOFF + PLACED + 26 * LATIN)


def test_a_wider_margin_that_was_asked_for_is_kept():
    found = margins([], {"margin": {"r": 84, "t": 4}, "xaxis": {"showticklabels": False}})
    assert (found["r"], found["t"], found["b"]) == (84, TOP, STANDOFF)


@pytest.mark.parametrize(("label", "written"), [
    ("Price", "Price"),
    ("Class of cause: Failure of the core service", "Class of cause: Failure<br>of the core service"),
    ("2025年12月 · 成都 Chengdu · 竞争对手", "2025年12月 · 成都<br>Chengdu · 竞争对手"),
    ("对核心服务的失误没有给出令人满意的答复", "对核心服务的失误没<br>有给出令人满意的答复"),
    ("印象最深的一刻（n = 1,301）", "印象最深的一刻<br>（n = 1,301）"),
    ("Supercalifragilisticexpialidocious", "Supercalifragilisticexpialidocious"),
    ("one<br>two and a very long second line here", "one<br>two and a very long second line here"),
])
def test_long_names_are_written_in_two_lines(label, written):
    assert in_two_lines(label) == written


@pytest.mark.parametrize(("labels", "room", "broken"), [
    (["延误", "未一次做对"], 3.1 * FULL_WIDTH, ["延误", "未一次<br>做对"]),
    (["上期", "结构：规模"], 3.1 * FULL_WIDTH, ["上期", "结构：<br>规模"]),
    (["Late", "Not right first time"], 11 * LATIN, ["Late", "Not right<br>first time"]),
    (["0–3", "12–24"], 6 * LATIN, ["0–3", "12–24"]),
    (["0%–25%", "75%–100%"], 5 * LATIN, ["0%–<br>25%", "75%–<br>100%"]),
    (["3–6", "24–36", "60+"], 4 * LATIN, ["3–6", "24–<br>36", "60+"]),
    (["Unresolved"], 6 * LATIN, None)])
def test_names_below_are_broken_until_they_fit_or_left_alone(labels, room, broken):
    assert in_lines(labels, room) == broken


def test_a_title_below_is_broken_where_a_phone_has_no_room_for_it():
    sides = {"l": 120.0, "r": 30.0}
    assert title_in_lines("Churn rate", sides) == "Churn rate"
    broken = title_in_lines("Points of overall satisfaction, against a score of 3–4", sides)
    assert broken == "Points of overall<br>satisfaction, against a score<br>of 3–4"
    assert margins([], {"xaxis": {"title": broken}})["b"] == pytest.approx(
        margins([], {"xaxis": {"title": "x"}})["b"] + 2 * TITLE_SIZE * LINE)


def test_labels_above_the_chart_need_no_room_below_it():
    axis = {"side": "top", "tickvals": [0], "ticktext": ["Not<br>graded<br>yet"]}
    found = margins([], {"xaxis": axis})
    assert (found["t"], found["b"]) == (STANDOFF + PLACED + 3 * LINE, 0.0)
    assert margins([], {"xaxis": {**axis, "ticktext": ["A"]}})["t"] == STANDOFF + PLACED + LINE


@pytest.mark.parametrize(("labels", "room", "written"), [
    # The second has the width of two columns once it stands above its neighbours, which take one line.
    (["Late", "Returned", "Rude"], 4 * LATIN, ["Late", "Returned<br>\u00a0", "Rude"]),
    (["Late", "Incomplete", "Complained", "Late"], 4 * LATIN,
     ["Late", "Incomplete<br>\u00a0", "Complained<br>\u00a0<br>\u00a0", "Late"]),
    # Five signs beside five others in the width of four columns and a half would touch.
    (["延误", "未一次做对", "返修", "未全部完成"], 2.25 * FULL_WIDTH,
     ["延误", "未一次<br>做对<br>\u00a0", "返修", "未全部<br>完成<br>\u00a0"]),
    (["Late", "Overwhelmingly", "Rude"], 4 * LATIN, None)])
def test_names_above_a_map_take_turns_on_levels_of_their_own(labels, room, written):
    assert staggered(labels, room) == written
