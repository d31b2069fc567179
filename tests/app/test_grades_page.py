"""The grades page: its sentence is the metrics', every tab draws, thresholds and contact days are saved on it."""

from __future__ import annotations

import pytest

from analytics.app.views.grades.tabs import PARTS
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.grades import grades
from analytics.settings import load_settings
from tests.app.test_overview_and_retention import opened, texts
from tests.metrics.graded import graded_company

WORDS = Translator("en")


def test_the_sentence_and_the_figures_are_the_metrics(demo_store_path, demo_reader, monkeypatch):
    found = grades(demo_reader, Filters())
    app = opened(demo_store_path, "grades", monkeypatch)
    lost = found.lost("A")
    assert f"{found.now['A'].customers} A customers, " in texts(app)
    assert f"were lost ({WORDS.rate_short(lost)})" in texts(app)
    assert {one.label: one.value for one in app.metric}["A customers lost"] == WORDS.percent(lost.estimate)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("name", [name for name, _ in PARTS])
def test_every_tab_draws_in_both_languages(demo_store_path, monkeypatch, name, language):
    app = opened(demo_store_path, "grades", monkeypatch, language)
    app.session_state["grades:tabs"] = Translator(language)(f"grades.tab.{name}")
    app.run()
    assert not app.exception
    assert not app.error
    assert app.subheader, "every tab has a heading of its own"


def test_thresholds_are_seen_before_they_are_saved(tmp_path, monkeypatch):
    store = graded_company(tmp_path / "store")
    app = opened(store.path, "grades", monkeypatch)
    app.session_state["grades:tabs"] = WORDS("grades.tab.rules")
    app.run()
    assert "0 (0.0%) would stand in another grade" in texts(app)
    assert app.button(key="grades:save-shares").disabled, "nothing was changed"
    app.number_input(key="grades:threshold-A").set_value(75.0).run()
    assert "1 (16.7%) would stand in another grade" in texts(app), "K1, up to 70.5 % of the value, would be an A"
    assert load_settings(store.path).number("grade_a_share") == 0.5, "not saved yet"
    app.button(key="grades:save-shares").click().run()
    assert load_settings(store.path).number("grade_a_share") == 0.75
    assert load_settings(store.path).integer("silence_days") == 400, "other settings stay"
    assert "next build" in " ".join(one.value for one in app.success)


def test_another_rule_is_seen_and_saved_for_the_next_build(tmp_path, monkeypatch):
    store = graded_company(tmp_path / "store")
    app = opened(store.path, "grades", monkeypatch)
    app.session_state["grades:tabs"] = WORDS("grades.tab.rules")
    app.session_state["grades:rule"] = "score"
    app.run()
    assert WORDS("grades.rules.in_force") not in texts(app)
    app.number_input(key="grades:weight-frequency").set_value(3.0).run()
    assert load_settings(store.path).text("grade_rule") == "value", "not saved yet"
    app.button(key="grades:save-shares").click().run()
    settings = load_settings(store.path)
    assert (settings.text("grade_rule"), settings.number("grade_weight_frequency")) == ("score", 3.0)
    assert settings.number("grade_a_share") == 0.5
    assert WORDS("grades.rules.in_force") in texts(app)
    assert app.button(key="grades:save-shares").disabled


def test_thresholds_out_of_order_are_not_drawn(tmp_path, monkeypatch):
    app = opened(graded_company(tmp_path / "store").path, "grades", monkeypatch)
    app.session_state["grades:tabs"] = WORDS("grades.tab.rules")
    app.run()
    app.number_input(key="grades:threshold-A").set_value(85.0).run()
    assert [one.value for one in app.warning] == [WORDS("grades.shares_order")]


def test_contact_days_count_at_once(tmp_path, monkeypatch):
    store = graded_company(tmp_path / "store")
    app = opened(store.path, "grades", monkeypatch)
    app.session_state["grades:tabs"] = WORDS("grades.tab.contacts")
    app.run()
    app.number_input(key="grades:standard-B").set_value(130)
    next(one for one in app.button if one.label == WORDS("grades.save")).click().run()
    assert load_settings(store.path).integer("contact_days_b") == 130
    assert not app.exception
