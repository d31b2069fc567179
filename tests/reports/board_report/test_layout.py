"""Where the marks of a chart lie, and its figures in words."""

from __future__ import annotations

import pytest

from analytics.i18n import Translator
from analytics.reports.board_report import Chart, Series
from analytics.reports.board_report.layout import placed, table_of, ticks_of
from analytics.reports.board_report.parts import counted
from analytics.statistics.estimate import Estimate
from tests.reports.board_report.example import RATES

EN, ZH = Translator("en"), Translator("zh-CN")


def chart(kind: str, *values: tuple[float | None, ...], measure: str = "number") -> Chart:
    return Chart(kind, "", "Group", tuple("abcdefghij"[:len(values[0])]),
                 tuple(Series(str(place), counted(one), "#000000") for place, one in enumerate(values)), measure)


def test_an_axis_ends_at_round_figures_and_begins_at_nought():
    assert ticks_of(chart("columns", (3.0, 41.0))) == [0, 10, 20, 30, 40, 50]
    assert ticks_of(chart("bars", (0.07, 0.21), measure="percent")) == pytest.approx([0, 0.05, 0.1, 0.15, 0.2, 0.25])
    # A line has no length, so it may begin higher.
    assert ticks_of(chart("line", (2080.0, 2190.0))) == [2075, 2100, 2125, 2150, 2175, 2200]


def test_an_axis_holds_the_ends_of_intervals_and_no_share_above_all():
    rates = Chart("bars", "", "", ("a",), (Series("", (Estimate(40, 0.98, 0.93, 0.999),), "#000000"),), "percent")
    assert (ticks_of(rates)[0], ticks_of(rates)[-1]) == (0, 1)


def test_what_stands_on_others_begins_where_they_end():
    stacked = placed(chart("stacked", (4.0,), (2.0,), (-4.0,)), EN, "CNY")
    span = [(series["points"][0]["from"], series["points"][0]["to"]) for series in stacked["series"]]
    assert stacked["zero"] == pytest.approx(0.4)
    assert span == [(pytest.approx(0.4), pytest.approx(0.8)), (pytest.approx(0.8), pytest.approx(1.0)),
                    (pytest.approx(0.4), pytest.approx(0.0))]


def test_nothing_at_all_has_an_axis_too():
    assert ticks_of(chart("columns", (None, None)))[-1] == 1
    assert placed(chart("columns", (0.0,)), EN, "CNY")["series"][0]["points"][0]["label"] == "0"


def test_figures_stand_with_their_interval_and_n():
    rates = Chart("bars", "", "Size", ("large", "medium", "few"), (Series("Churn", RATES, "#000000"),), "percent")
    assert table_of(rates, EN, "CNY") == (["Size", "Churn", "n"], [
        ["large", "20.0% (10.5–34.8%)", "40"], ["medium", "○ 25.0% (11.2–46.9%)", "20"], ["few", "–", "5"]])
    assert table_of(rates, ZH, "CNY")[1][0][1] == "20.0%（10.5–34.8%）"


def test_amounts_on_an_axis_leave_out_what_is_nought():
    marks = placed(chart("columns", (2_000_000_00.0, 4_000_000_00.0), measure="money"), EN, "CNY")["ticks"]
    assert [one["label"] for one in marks] == ["¥0", "¥1 million", "¥2 million", "¥3 million", "¥4 million"]
