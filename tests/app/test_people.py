"""Behind a share stand two lists: those it counts, and all those it is a share of."""

from __future__ import annotations

import pytest

from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.lost_customers import lost_customers
from tests.app.test_overview_and_retention import opened, texts


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_share_opens_its_numerator_and_its_denominator(demo_store_path, demo_reader, language, monkeypatch):
    words = Translator(language)
    total = lost_customers(demo_reader, Filters()).total
    app = opened(demo_store_path, "lost_customers", monkeypatch, language)
    app.button(key="lost_customers:people-figure-1").click().run()
    assert not app.exception
    which = app.radio(key="lost_customers:which-figure-1")
    assert which.options == [words("lost_customers.list.from_start"), words(
        "people.out_of", title=words("lost_customers.list.start"))]
    assert words("people.count", n=words.number(total.lost_from_start)) in texts(app)
