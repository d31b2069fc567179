"""The survey page: its sentence and figures are the metrics', every tab draws, standards are set on it."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from analytics.app.context import Context
from analytics.app.views.surveys.distribution import _alt
from analytics.app.views.surveys.tabs import GROUPS
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.survey_response import survey_response
from analytics.metrics.survey_scores import survey_scores
from analytics.store import Store, read_standards
from analytics.warehouse import build
from tests.app.test_overview_and_retention import opened, texts
from tests.metrics.surveyed import surveyed_company
from tests.store.batches import add_batch, order

WORDS = Translator("en")


def choose(app, group, name, words):
    """Open a tab and choose one of its parts."""
    app.session_state["surveys:tabs"] = words(f"surveys.group.{group}")
    app.session_state[f"surveys:part-{group}"] = name
    app.run()


def test_the_sentence_and_the_figures_are_the_metrics(demo_store_path, demo_reader, monkeypatch):
    scores, response = survey_scores(demo_reader, Filters()), survey_response(demo_reader, Filters())
    overall = scores.of("overall")
    app = opened(demo_store_path, "surveys", monkeypatch)
    assert f"of {overall.n:,} customers who answered in the period, {WORDS.percent(overall.top_two.estimate)}" in texts(app)
    figures = {one.label: one.value for one in app.metric}
    assert figures["Satisfied"] == WORDS.percent(overall.top_two.estimate)
    assert figures["Very satisfied"] == WORDS.percent(overall.top_box.estimate)
    assert figures["Surveys answered"] == WORDS.percent(response.everyone.rate.estimate)
    assert figures["Net promoter score"] == WORDS.signed(100 * scores.of("recommend").net_promoter.estimate)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize(("group", "name"), [(group, name) for group, parts in GROUPS for name, _ in parts])
def test_every_part_draws_in_both_languages(demo_store_path, monkeypatch, group, name, language):
    app = opened(demo_store_path, "surveys", monkeypatch, language)
    words = Translator(language)
    choose(app, group, name, words)
    assert not app.exception
    assert not app.error
    # The demo company has set no standards; every other part draws a chart of its own.
    assert len(app.header) >= (1 if name == "standards" else 2)
    assert name != "standards" or words("surveys.no_standard") in texts(app)


def test_a_part_stays_chosen_while_another_tab_is_looked_at(demo_store_path, monkeypatch):
    app = opened(demo_store_path, "surveys", monkeypatch)
    choose(app, "why", "moments", WORDS)
    assert "Peak and end tell less well who stays than the mean of the questions does" in texts(app)
    for group, title in (("who", "who answers?"), ("why", "Which memory of a visit")):
        app.session_state["surveys:tabs"] = WORDS(f"surveys.group.{group}")
        app.run()
        assert any(title in str(one.value) for one in app.header)


def test_rows_by_wave_and_by_branch(demo_store_path, monkeypatch):
    app = opened(demo_store_path, "surveys", monkeypatch)
    for by in ("wave", "branch"):
        app.session_state["surveys:by"] = by
        app.run()
        assert not app.exception
        assert not app.error
        assert any(f"Overall satisfaction, {WORDS(f'columns.{by}')}" in str(one.value) for one in app.header)


def test_a_standard_set_on_the_page_is_kept_and_judged(tmp_path, monkeypatch):
    surveyed_company(tmp_path / "store")
    store = Store.open(tmp_path / "store")
    app = opened(store.path, "surveys", monkeypatch)
    choose(app, "compared", "standards", WORDS)
    assert "No question has a standard yet" in texts(app)
    app.number_input[0].set_value(90)
    app.button[[one.label for one in app.button].index("Save")].click()
    app.run()
    assert not app.exception
    (standard,) = read_standards(store.path)
    assert (standard.question, standard.value, standard.valid_from) == ("overall", 0.9, date(2024, 12, 31))
    assert "below the standard of 90.0%" in texts(app)


def test_a_store_without_surveys_says_what_to_import(demo_store_path, tmp_path, monkeypatch):
    store = Store.create(tmp_path / "store", name="Silent")
    add_batch(store, orders=[order("O1", "C1", "2024-01-01", 100)])
    build(store)
    app = opened(store.path, "surveys", monkeypatch)
    assert "Import **surveys**" in texts(app)


def test_too_few_answers_are_not_told(tmp_path, monkeypatch):
    surveyed_company(tmp_path / "store")
    app = opened(tmp_path / "store", "surveys", monkeypatch, filters=Filters.of("12m", size="large"))
    assert "Too few answers to say (6 of at least 10)" in texts(app)
    assert not app.metric
    shutil.rmtree(tmp_path / "store")


@pytest.mark.parametrize(("language", "one", "two"), [
    ("en", "A diverging bar of five levels. Price: ", "Most satisfied: Skill"),
    ("zh-CN", "五档发散条形图。价格：满意占比", "满意占比最高：技术水平")])
def test_the_alternative_text_compares_only_where_there_are_two(demo_store, demo_reader, language, one, two):
    answers = {row.question: row for row in survey_scores(demo_reader, Filters()).now}
    words = Translator(language)
    context = Context("surveys", demo_store, demo_reader, words, Filters(),
                      Filters().resolve(demo_reader.meta.as_of, demo_reader.meta.first_event))
    rows = [(words.value("question", name), answers[name]) for name in ("price", "skill")]
    assert one in _alt(context, rows[:1])
    assert two in _alt(context, rows)
    assert two not in _alt(context, rows[:1])
