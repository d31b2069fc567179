"""The growth page: its sentence is the metric's, and every part of its tabs stands."""

from __future__ import annotations

import pytest

from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.acquisition_quality import acquisition_quality
from analytics.metrics.earned_growth import earned_growth
from analytics.metrics.revenue_bridge import revenue_bridge
from tests.app.test_overview_and_retention import opened, texts

ENGLISH, CHINESE = Translator("en"), Translator("zh-CN")
#: Parts of the tabs by the tab they stand in, and the head of a chart in each.
PARTS = {("earned", None): "parts", ("kept", "over_time"): "over_time", ("kept", "groups"): "groups",
         ("won", "payback"): "payback", ("won", "referrals"): "referrers", ("channels", None): "shares"}


def part(store, group: str, name: str | None, monkeypatch, language: str = "en", filters: Filters | None = None):
    """Open the page with one part of one tab in front."""
    app = opened(store, "growth", monkeypatch, language, filters)
    app.session_state["growth:tabs"] = Translator(language)(f"growth.group.{group}")
    if name is not None:
        app.session_state[f"growth:part-{group}"] = name
    app.run()
    assert not app.exception
    assert not app.error, "no card may fail"
    return app


def test_the_sentence_is_the_metric_s(demo_store_path, demo_reader, monkeypatch):
    found = earned_growth(demo_reader, Filters())
    told = texts(opened(demo_store_path, "growth", monkeypatch))
    assert f"brought {ENGLISH.percent(found.net.estimate)} of what they had brought then" in told
    assert f"the {ENGLISH.number(found.net.n)} customers of the 12 months before" in told
    assert ENGLISH.percent(found.earned("low").estimate) in told
    assert (found.growth.low <= 0) == ("which is not growth beyond chance" in told)
    assert f"net {ENGLISH.percent(found.net_aftermarket.estimate)}" in told
    chinese = texts(opened(demo_store_path, "growth", monkeypatch, "zh-CN"))
    assert f"相当于他们当时的 {CHINESE.percent(found.net.estimate)}" in chinese


def test_the_bridge_names_the_last_day_of_the_time_before(demo_store_path, monkeypatch):
    told = texts(opened(demo_store_path, "growth", monkeypatch))
    assert "between Jul 1, 2024 and Jun 30, 2025 to that of the time since, until Jun 30, 2026" in told


@pytest.mark.parametrize(("group", "name"), PARTS, ids=list(PARTS.values()))
def test_every_part_draws_its_chart(demo_store_path, group, name, monkeypatch):
    app = part(demo_store_path, group, name, monkeypatch)
    assert ENGLISH(f"growth.chart.{PARTS[group, name]}") in [one.value for one in app.header]


def test_who_stays_is_told_with_its_difference(demo_store_path, demo_reader, monkeypatch):
    promotion = acquisition_quality(demo_reader, Filters()).of("promotion")
    told = texts(part(demo_store_path, "won", "acquisition", monkeypatch))
    if promotion.differs:
        assert f"Promotion: {ENGLISH.rate(promotion.kept)} are still there after 12 months" in told
        assert "associated with" in told
    else:
        assert "No group differs from the others beyond chance" in told


def test_the_last_three_years_are_told(demo_store_path, demo_reader, monkeypatch):
    last = revenue_bridge(demo_reader, Filters(), line="aftermarket").years[-1]
    told = texts(part(demo_store_path, "kept", "over_time", monkeypatch))
    assert f"The last three years together: {ENGLISH.rate(last.three_years)}" in told
