"""Axes of money: round steps, in the reader's words."""

from __future__ import annotations

from analytics.charts.axes import money_ticks
from analytics.i18n import Translator


def test_ticks_are_round_and_scaled_as_people_say_it():
    english = money_ticks([0, 4_300_000_00], Translator("en"), "CNY")
    assert english["tickvals"] == [0, 1e8, 2e8, 3e8, 4e8, 5e8]
    assert english["ticktext"][1:3] == ["¥1.00 million", "¥2.00 million"]
    assert money_ticks([0, 4_300_000_00], Translator("zh-CN"), "CNY")["ticktext"][1] == "¥100万"


def test_an_axis_need_not_begin_at_zero_and_may_go_below():
    assert money_ticks([36e9, 40e9], Translator("en"), "CNY", from_zero=False)["tickvals"][0] == 36e9
    assert money_ticks([-5e4, 10e4], Translator("en"), "CNY")["tickvals"][0] == -5e4


def test_no_values_make_one_tick():
    assert money_ticks([], Translator("en"), "CNY")["tickvals"] == [0.0]
