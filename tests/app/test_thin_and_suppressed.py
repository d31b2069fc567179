"""Thin and suppressed figures are marked with the same signs in key figures, charts' notes and tables."""

from __future__ import annotations

import pytest

from analytics.app.components import figures as component
from analytics.filters import Filters
from analytics.i18n import Translator
from tests.app.test_lists_behind_figures import Shown, Watched
from tests.app.test_overview_and_retention import opened, texts

#: Pages whose first figures count customers under any filter.
RATES = {"overview": "Churn rate", "lost_customers": "Churn rate"}


@pytest.fixture(scope="module")
def groups(demo_reader) -> dict[str, Filters]:
    """Filters that leave a few and some customers at the start of the last twelve months."""
    found = {}
    for state, (least, most) in {"suppressed": (3, 9), "thin": (12, 26)}.items():
        branch, industry, _ = demo_reader.rows(
            "select branch, industry, count(distinct customer_key) from customer_spells, meta "
            "where from_on < date '2025-07-01' and to_on >= date '2025-07-01' group by all "
            f"having count(distinct customer_key) between {least} and {most} order by all limit 1")[0]
        found[state] = Filters.of(branch=branch, industry=industry)
    return found


def seen_on(page: str, store, filters: Filters, language: str, monkeypatch) -> dict[str, Shown]:
    seen: list[Shown] = []
    monkeypatch.setattr(component, "st", Watched(seen))
    opened(store, page, monkeypatch, language, filters)
    return {one.label: one for one in seen}


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("page", RATES)
def test_rates_of_few_customers_are_marked(page, language, groups, demo_store_path, monkeypatch):
    words = Translator(language)
    label = words(f"{page}.figure.rate")
    thin = seen_on(page, demo_store_path, groups["thin"], language, monkeypatch)[label]
    assert thin.value.endswith("%")
    assert words("format.thin_note") in thin.note
    hidden = seen_on(page, demo_store_path, groups["suppressed"], language, monkeypatch)[label]
    assert hidden.value == "–"
    assert words("format.thin_note") not in hidden.note
    plain = seen_on(page, demo_store_path, Filters(), language, monkeypatch)[label]
    assert words("format.thin_note") not in plain.note


def test_the_sentence_marks_a_thin_rate_too(groups, demo_store_path, monkeypatch):
    assert ", ○ thin data)" in texts(opened(demo_store_path, "overview", monkeypatch, filters=groups["thin"]))


@pytest.mark.parametrize(("language", "said"), [("en", "○ Hollow or cross-hatched: thin data"), ("zh-CN", "○ 空心或网格线")])
def test_a_chart_with_hollow_marks_says_what_they_mean(groups, demo_store_path, language, said, monkeypatch):
    branch = groups["thin"].values("branch")[0]
    app = opened(demo_store_path, "lost_customers", monkeypatch, language, Filters.of(branch=branch))
    assert said in texts(app), "the large customers of one branch are few"
    assert said not in texts(opened(demo_store_path, "lost_customers", monkeypatch, language))
