"""The tabs of the lost customers page say what their metrics found, and the overview names the alarm."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.cause_agreement import cause_agreement
from analytics.metrics.churn_change import churn_change
from analytics.metrics.loss_timing import loss_timing
from analytics.models.win_back import win_back
from tests.app.test_overview_and_retention import opened, texts

CHINESE = Translator("zh-CN")


def tab(store, name: str, monkeypatch, language: str = "en", filters: Filters | None = None):
    """Open the page with one of its tabs in front."""
    app = opened(store, "lost_customers", monkeypatch, language, filters)
    app.session_state["lost_customers:tabs"] = Translator(language)(f"lost_customers.tab.{name}")
    app.run()
    assert not app.exception
    assert not app.error, "no card may fail"
    return app


def test_there_are_six_tabs_and_only_the_first_is_drawn(demo_store_path, monkeypatch):
    app = opened(demo_store_path, "lost_customers", monkeypatch)
    assert [one.value for one in app.subheader] == ["When are they leaving?"]
    assert [one.label for one in app.tabs] == ["Over time", "Alarms", "What changed", "When", "Why, and how sure", "Win back"]


def test_without_an_alarm_the_tab_says_so(demo_store_path, monkeypatch):
    assert "No alarm in Jun 2026" in texts(tab(demo_store_path, "alarms", monkeypatch))


def test_an_alarm_names_group_numbers_and_event(demo_store_path, monkeypatch):
    then = Filters(as_of=date(2025, 12, 31))
    app = tab(demo_store_path, "alarms", monkeypatch, filters=then)
    told = "\n".join(str(one.value) for one in app.warning)
    assert "成都 Chengdu · Competitor: 12 losses from Jul 2025 to Dec 2025" in told
    assert "not proof of a cause" in told
    overview = opened(demo_store_path, "overview", monkeypatch, filters=then)
    assert "成都 Chengdu · Competitor: 12 losses" in texts(overview)


def test_the_change_is_told_with_its_parts(demo_store_path, demo_reader, monkeypatch):
    found = churn_change(demo_reader, Filters())
    app = tab(demo_store_path, "change", monkeypatch)
    words = Translator("en")
    assert (f"from {words.percent(found.before)} to {words.percent(found.after)}") in texts(app)
    groups = next(one.value for one in app.dataframe if "Group" in one.value)
    assert list(groups["Group"])[:3] == ["Large", "Medium", "Small"], "in their order, as everywhere"
    assert list(groups.loc[groups["Dimension"] == "Grade", "Group"])[:4] == ["A", "B", "C", "D"]


def test_the_months_begin_with_everyone_chosen(demo_store_path, monkeypatch):
    chosen = next(one for one in opened(demo_store_path, "lost_customers", monkeypatch).get("button_group")
                  if one.key == "lost_customers:when")
    assert chosen.value == ""


def test_timing_counts_the_warned(demo_store_path, demo_reader, monkeypatch):
    warned, lost = loss_timing(demo_reader, Filters()).warned
    app = tab(demo_store_path, "timing", monkeypatch, "zh-CN")
    assert f"本期 {lost} 位流失客户中，有 {warned} 位" in texts(app)


def test_reasons_state_kappa(demo_store_path, demo_reader, monkeypatch):
    found = cause_agreement(demo_reader, Filters())
    app = tab(demo_store_path, "reasons", monkeypatch, "zh-CN")
    assert f"κ 系数为 {CHINESE.number(found.coders.kappa.estimate, 2)}" in texts(app)


def test_win_back_names_the_evidence_and_lists_customers(demo_store_path, demo_reader, monkeypatch):
    found = win_back(demo_reader, Filters())
    app = tab(demo_store_path, "win_back", monkeypatch)
    assert "Evidence: a control group was held back" in texts(app)
    words, effect = Translator("en"), found.effect
    assert (f"The share that came back was {words.number(100 * effect.estimate, 1)} points higher with an offer "
            f"than without one (95% {words.points(effect.low)} to {words.points(effect.high)}).") in texts(app)
    figures = {one.label: one.value for one in app.metric}
    assert figures["Worth a call"] == str(found.worth_it)


def test_groups_of_returns_are_named_with_the_colon_of_the_language(demo_store_path, monkeypatch):
    charts = tab(demo_store_path, "win_back", monkeypatch, "zh-CN").get("plotly_chart")
    told = next(one.proto.alt for one in charts if "规模：小型 " in one.proto.alt)
    places = [told.index(f"规模：{size} ") for size in ("大型", "中型", "小型")]
    assert places == sorted(places), "in their order, as everywhere"


def test_the_change_can_be_taken_away(demo_store_path, monkeypatch):
    app = tab(demo_store_path, "change", monkeypatch)
    assert "lost_customers:change-groups-csv" in {one.key for one in app.get("download_button")}


@pytest.mark.parametrize("name", ["change", "timing", "win_back"])
def test_a_tab_without_its_records_says_what_is_missing(tiny_path, name, monkeypatch):
    app = tab(tiny_path, name, monkeypatch)
    wanted = {"change": "There is no period before", "timing": "How long have they been",
              "win_back": "No lost customer was ever assigned"}
    assert wanted[name] in texts(app) + "\n".join(str(one.value) for one in app.subheader)


@pytest.fixture(scope="module")
def tiny_path(tmp_path_factory):
    from tests.metrics.companies import tiny_reader

    folder = tmp_path_factory.mktemp("tiny-tabs")
    tiny_reader(folder)
    return folder / "store"
