"""How a group's losses against the period before are put into words."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from analytics.app.views.overview.wording import sentence
from analytics.i18n import Translator
from analytics.metrics.largest_movements import GroupChange
from analytics.statistics.estimate import Estimate


@pytest.mark.parametrize(("language", "expected"), [
    ("en", "Losses with cause “Price”: 41 after 88 in the period before, 45 fewer than the earlier rate would "
           "give; the value lost changed by −¥11.0 million."),
    ("zh-CN", "原因为“价格”的流失客户 41 位，上期 88 位，比按上期流失率推算的少 45 位；流失价值变化 −¥1,100万。")])
def test_a_group_is_named_once_and_a_change_of_money_is_called_one(language, expected):
    words = Translator(language)
    context = SimpleNamespace(words=words, text=lambda key, **values: words(f"overview.{key}", **values),
                              money=lambda minor: words.money(minor, "CNY"))
    change = GroupChange("cause_class", "pricing", 41, 88, Estimate(2127, 0.019), Estimate(2180, 0.040),
                         Estimate(2127, -0.021), -45.0, -11_000_000_00, 0.001)
    assert sentence(context, change) == expected
