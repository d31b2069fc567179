"""Words and figures in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.errors import UnknownName
from analytics.i18n import Translator
from analytics.statistics.estimate import Estimate

EN, ZH = Translator("en"), Translator("zh-CN")


@pytest.mark.parametrize(("minor", "english", "chinese"), [
    (0, "¥0", "¥0"), (12_345, "¥123", "¥123"), (1_234_500, "¥12.3k", "¥1.23万"),
    (123_456_700, "¥1.23 million", "¥123万"), (5_000_000_000, "¥50.0 million", "¥5,000万"),
    (1_234_567_890_000, "¥12.3 billion", "¥123亿"), (-123_456_700, "−¥1.23 million", "−¥123万"),
    (None, "–", "–"), (float("nan"), "–", "–"),
])
def test_money(minor, english, chinese):
    assert EN.money(minor, "CNY") == english
    assert ZH.money(minor, "CNY") == chinese


@pytest.mark.parametrize(("share", "text"), [(0.0753, "7.5%"), (0, "0.0%"), (1, "100.0%"), (None, "–")])
def test_percent(share, text):
    assert EN.percent(share) == text


def test_points_carry_their_sign():
    assert EN.points(0.0123) == "+1.2 points"
    assert ZH.points(-0.0123) == "−1.2 个百分点"


def test_chinese_sets_no_space_between_its_own_signs():
    low, high = (ZH.money(amount, "CNY") for amount in (7_940_000_00, 11_280_000_00))
    assert ZH("surveys.worth_others", value=low, low=low, high=high, n="9").endswith("（¥794万至 ¥1,128万，n = 9）。")
    assert ZH("staff.interval", low=ZH.points(0.1), high="张 三") == "+10.0 个百分点至 张 三", "a name keeps its space"


def test_rate_states_interval_and_n():
    assert EN.rate(Estimate(412, 0.0752, 0.053, 0.105)) == "7.5% (95% interval 5.3–10.5%, n = 412)"
    assert ZH.rate(Estimate(412, 0.0752, 0.053, 0.105)) == "7.5%（95% 置信区间 5.3–10.5%，n = 412）"
    assert EN.rate(Estimate(7, 0.5, 0.2, 0.8, "suppressed")) == "too few to say (n = 7)"
    assert EN.rate(Estimate(20, 0.5, 0.3, 0.7, "thin")).endswith(", ○ thin data")
    assert EN.rate_short(Estimate(20, 0.5, 0.3, 0.7, "thin")) == "50.0%, 95% interval 30.0–70.0%, ○ thin data"
    assert EN.rate_short(Estimate(5, 0.5, 0.1, 0.9, "suppressed")) == "too few to say (n = 5)"
    assert EN.share(Estimate(90, 0.5, 0.4, 0.6)) == "50.0%"
    assert EN.share(Estimate(20, 0.5, 0.3, 0.7, "thin"), 0) == "50% ○ thin"
    hidden = Estimate(5, 0.5, 0.1, 0.9, "suppressed")
    assert (EN.share(hidden), EN.low(hidden), EN.high(hidden)) == ("–", "–", "–")
    assert (EN.low(Estimate(90, 0.5, 0.4, 0.6)), EN.high(Estimate(90, 0.5, 0.4, 0.6))) == ("40.0%", "60.0%")
    assert EN.interval(Estimate(90, 0.0, -0.001, 0.002)) == "−0.1% to 0.2%"


def test_dates():
    assert EN.date(date(2026, 6, 30)) == "Jun 30, 2026"
    assert ZH.date(date(2026, 6, 30)) == "2026年6月30日"
    assert EN.month(date(2026, 6, 1)) == "Jun 2026"
    assert ZH.month(None) == "–"


def test_values_have_labels_and_companies_keep_their_words():
    assert EN.value("size", "large") == "Large"
    assert ZH.value("size", "large") == "大型"
    assert ZH.value("branch", "青岛 Qingdao") == "青岛 Qingdao"
    assert EN.value("size", None) == "Not stated"
    # A grade is given, not stated: who has none was never graded.
    assert (EN.value("grade", None), ZH.value("grade", None)) == ("Not graded yet", "尚未定级")
    assert ZH.value("avoidable", False) == "否"


def test_one_is_singular():
    assert EN("filters.active", n="1") == "1 filter active"
    assert EN("filters.active", n=1) == "1 filter active"
    assert EN("filters.active", n="2") == "2 filters active"
    assert EN("filters.active", n="0") == "0 filters active"
    assert EN("filters.active", n="1,001") == "1,001 filters active"
    assert ZH("filters.active", n=1) == "已启用 1 项筛选"


def test_missing_key_is_visible_and_unknown_language_refused():
    assert EN("no.such.key") == "no.such.key"
    with pytest.raises(UnknownName, match="zh-CN"):
        Translator("fr")


def test_sentences_follow_each_other_as_the_language_does():
    assert Translator("en").sentences("One.", "", "Two.") == "One. Two."
    assert Translator("zh-CN").sentences("其一。", "其二。") == "其一。其二。"


def test_a_count_stands_beside_formatted_figures_and_braces():
    words = Translator("en")
    words._words = {**words._words, "made.up": "{{{n:day|days}}} of {share:.1f}, {n:one|many} {n}"}
    assert words("made.up", n=1, share=0.25) == "{day} of 0.2, one 1"
    assert words("made.up", n=2, share=0.25) == "{days} of 0.2, many 2"
