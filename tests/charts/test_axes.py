"""Axes of money and of points: round steps, in the reader's words."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.charts.axes import money_ticks, points_ticks, signed_ticks, time_ticks
from analytics.i18n import Translator


def test_ticks_are_round_and_scaled_as_people_say_it():
    english = money_ticks([0, 4_300_000_00], Translator("en"), "CNY")
    assert english["tickvals"] == [0, 1e8, 2e8, 3e8, 4e8, 5e8]
    assert english["ticktext"][1:3] == ["¥1 million", "¥2 million"]
    assert money_ticks([0, 4_300_000_00], Translator("zh-CN"), "CNY")["ticktext"][1] == "¥100万"


@pytest.mark.parametrize(("highest", "told"), [
    (60_000_000_00, ["¥0", "¥20 million", "¥40 million", "¥60 million"]),
    (75_000_00, ["¥0", "¥25k", "¥50k", "¥75k"]), (300_00, ["¥0", "¥100", "¥200", "¥300"])])
def test_a_tick_has_no_decimals_that_say_nothing(highest, told):
    assert money_ticks([0, highest], Translator("en"), "CNY", most=3)["ticktext"][:4] == told


def test_below_a_chart_the_scale_stands_under_its_figure():
    assert money_ticks([0, 3e8], Translator("en"), "CNY", most=3, below=True)["ticktext"][1] == "¥1<br>million"
    assert money_ticks([0, 3e8], Translator("zh-CN"), "CNY", most=3, below=True)["ticktext"][1] == "¥100万"


def test_an_axis_need_not_begin_at_zero_and_may_go_below():
    assert money_ticks([36e9, 40e9], Translator("en"), "CNY", from_zero=False)["tickvals"][0] == 36e9
    assert money_ticks([-5e4, 10e4], Translator("en"), "CNY")["tickvals"][0] == -5e4


def test_no_values_make_one_tick():
    assert money_ticks([], Translator("en"), "CNY")["tickvals"] == [0.0]


def test_a_difference_of_rates_is_told_in_points():
    english = points_ticks([-0.08, 0.22], Translator("en"), most=4)
    assert english["tickvals"] == pytest.approx([-0.1, 0.0, 0.1, 0.2, 0.3])
    assert english["ticktext"] == ["−10 pts", "0 pts", "+10 pts", "+20 pts", "+30 pts"]
    chinese = points_ticks([0.03], Translator("zh-CN"), most=3)
    assert chinese["ticktext"] == ["0 个百分点", "+1 个百分点", "+2 个百分点", "+3 个百分点"]
    assert points_ticks([], Translator("en"))["tickvals"][0] == 0.0


def test_points_leave_the_unit_to_a_title_where_the_axis_has_one():
    words = Translator("zh-CN")
    assert points_ticks([-0.12, 0.2], words)["ticktext"][0].endswith("个百分点")
    assert points_ticks([-0.12, 0.2], words, unit=False)["ticktext"] == ["−20", "−10", "0", "+10", "+20"]


@pytest.mark.parametrize(("first", "last", "format", "step"), [
    (date(2025, 10, 1), date(2026, 4, 1), "%Y-%m", None), (date(2022, 10, 1), date(2026, 4, 1), "%Y", "M12"),
    (date(2016, 1, 1), date(2026, 1, 1), "%Y", "M36")])
def test_a_small_panel_names_four_years_at_most(first, last, format, step):
    found = time_ticks([first, last])
    assert (found["tickformat"], found.get("dtick"), found["tickangle"]) == (format, step, 0)


def test_half_a_phone_names_every_second_year():
    assert time_ticks([date(2023, 4, 1), date(2026, 4, 1)], most=2)["dtick"] == "M24"


@pytest.mark.parametrize(("values", "told"), [
    ((-1.3, 0.18), ["−1.5", "−1.0", "−0.5", "0", "+0.5"]), ((-0.016, 0.001), ["−0.020", "−0.015", "−0.010", "−0.005", "0", "+0.005"]),
    ((0.4, 1.7), ["0", "+0.5", "+1.0", "+1.5", "+2.0"]), ((), ["0"])])
def test_a_difference_has_its_sign_and_nought_has_none(values, told):
    ticks = signed_ticks(values, Translator("en"))
    assert ticks["ticktext"] == told
    assert ticks["tickvals"][told.index("0")] == 0
