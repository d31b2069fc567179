"""The service page: its sentence holds the period against the one before only as far as chance allows."""

from __future__ import annotations

import pytest

from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.service_quality import service_quality
from analytics.statistics.intervals import difference_of_rates
from tests.app.test_overview_and_retention import opened, texts


@pytest.mark.parametrize(("language", "told"), [
    ("en", {"above": "That is more than the", "below": "That is less than the", "alike": "it cannot be told apart"}),
    ("zh-CN", {"above": "高于上期的", "below": "低于上期的", "alike": "相比看不出差别"})])
def test_the_change_is_told_as_far_as_chance_allows(demo_store_path, demo_reader, monkeypatch, language, told):
    found = service_quality(demo_reader, Filters())
    change = difference_of_rates(found.now.failure_rate, found.previous.failure_rate)
    side = "above" if change.low > 0 else "below" if change.high < 0 else "alike"
    page = texts(opened(demo_store_path, "service", monkeypatch, language=language))
    assert [one for one, words in told.items() if words in page] == [side]
    assert Translator(language).points(change.estimate) in page
