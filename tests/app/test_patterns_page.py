"""The patterns page: its answer, every tab, and a threshold saved without the command line."""

from __future__ import annotations

import shutil

import pytest

from analytics.app.context import Context
from analytics.i18n import Translator
from analytics.settings import load_settings
from tests.app.running import dashboard, ran

WORDS = Translator("en")
pytestmark = pytest.mark.usefixtures("navigated", "checked_drawings")


@pytest.fixture
def page(demo_store_path, monkeypatch):
    return ran(ran(dashboard(demo_store_path, monkeypatch)), "patterns")


def opened(app, name: str):
    app.session_state["patterns:tabs"] = WORDS(f"patterns.tab.{name}")
    return ran(app)


def texts(app) -> str:
    return "\n".join(one.value for one in [*app.main.markdown, *app.main.caption])


def test_the_answer_names_the_strongest_and_the_weakest_month(page):
    said = next(one.value for one in page.main.markdown if one.value.startswith("April"))
    assert "February is the weakest" in said
    assert [one.label for one in page.metric] == ["Strongest: April", "Weakest: February", "Next: July",
                                                  "Strength of the season"]


def test_opening_the_page_asks_for_the_season_only(demo_store_path, monkeypatch):
    asked = []
    metric = Context.metric
    monkeypatch.setattr(Context, "metric", lambda self, name, **options: (
        asked.append(name) if self.page == "patterns" else None, metric(self, name, **options))[1])
    ran(ran(dashboard(demo_store_path, monkeypatch)), "patterns")
    assert "seasonality" in asked
    assert not {"bought_together", "next_purchase", "growth_propensity", "inertia", "silence_history"} & set(asked)


@pytest.mark.parametrize(("tab", "said"), [
    ("months", "Whole months only"),
    ("together", "Of 28 pairs, 1 is bought together more often than chance explains"),
    ("following", "the likeliest next purchase of"), ("growing", "are not large yet, about"),
    ("growing", "bought in twelve months, whatever size is on record"),
    ("habit", "choices merely repeat the one before"), ("events", "can be told in losses"),
    ("silence", "still come back within 180 days")])
def test_every_tab_says_what_it_found(page, tab, said):
    assert said in texts(opened(page, tab))


def test_another_threshold_changes_the_figures_and_is_saved(demo_store_path, monkeypatch, tmp_path):
    # Settings are written: the store is a copy.
    copy = shutil.copytree(demo_store_path, tmp_path / "store")
    app = opened(ran(ran(dashboard(copy, monkeypatch)), "patterns"), "silence")
    before = {one.label: one.value for one in app.metric}
    app.slider(key="patterns:silence-days").set_value(60).run()
    after = {one.label: one.value for one in app.metric}
    assert int(after["Lost"].replace(",", "")) > int(before["Lost"].replace(",", ""))
    assert "Silent for 60 days or more" in after
    app.button(key="patterns:save").click().run()
    assert not app.exception
    assert load_settings(copy).integer("silence_days") == 60
    assert "takes effect with the next build" in "\n".join(one.value for one in app.success)
    app.button(key="patterns:suggest").click().run()
    assert load_settings(copy).integer("silence_days") == 0


def test_a_search_that_ended_early_does_not_tell_a_number_as_if_it_were_all(page, monkeypatch):
    from analytics.app.views.patterns import together

    monkeypatch.setattr(together, "MOST_FOUND", 1)
    assert "at least 1 is bought together" in texts(opened(page, "together"))


def test_events_without_a_control_say_so_with_a_dash(page):
    rows = opened(page, "events").dataframe[0].value
    usual = rows.set_index(WORDS("columns.branch"))[WORDS("patterns.column.usual")]
    assert usual[WORDS("patterns.events.everywhere")].eq("–").all()
    assert not usual.eq("–").all()
