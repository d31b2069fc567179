"""The complaints page: its sentence and figures are the metrics', and what is missing is said."""

from __future__ import annotations

import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from analytics.app.components.people import shown
from analytics.app.views.complaints.headline import worse_when
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.complaint_clock import complaint_open
from analytics.metrics.complaint_list import complaint_list
from analytics.metrics.complaints import Complaints, complaints, count_of
from analytics.store import Store
from analytics.warehouse import build
from tests.app.test_overview_and_retention import ROOT, opened, texts
from tests.metrics.complaint_company import complaint_reader, turning_away_store

WORDS = Translator("en")
CHANGSHA = "长沙 Changsha"


def test_the_sentence_is_the_metrics(demo_store_path, demo_reader, monkeypatch):
    found = complaints(demo_reader, Filters())
    app = opened(demo_store_path, "complaints", monkeypatch)
    rate = found.now.per_customers
    assert (f"{found.now.complaints} complaints were received: {rate.estimate:.1f} per 100 customers "
            f"(95% interval {rate.low:.1f}–{rate.high:.1f}, n = {rate.n:,})") in texts(app)
    named, most = found.most_named()
    told = WORDS.listing([WORDS.value("category", one) for one in named])
    assert (f"Named most often: {told} ({most} each)." if len(named) > 1 else
            f"Named most often: {told}, {most} ({most / found.now.complaints:.0%}).") in texts(app)
    figures = {one.label: one.value for one in app.metric}
    assert figures["Per 100 customers"] == f"{rate.estimate:.1f}"
    assert figures["Per 100 jobs"] == f"{found.now.per_jobs.estimate:.2f}"
    assert [one.label for one in app.tabs][:6] == [
        "Where and who", "What became of them", "Below the waterline", "The clock", "How handled", "Reactions"]


def test_the_break_of_the_records_stands_beside_the_number(demo_store_path, monkeypatch):
    chosen = Filters.of("2024-10-01..2024-12-31", branch=CHANGSHA)
    app = opened(demo_store_path, "complaints", monkeypatch, filters=chosen)
    assert "长沙网点切换客户系统" in texts(app), "on the control chart"
    assert "Fewer complaints around that day may only be fewer on record." in texts(app)
    later = Filters.of("2025-01-01..2025-03-31", branch=CHANGSHA)
    app = opened(demo_store_path, "complaints", monkeypatch, filters=later)
    assert "Compare with care, because the records changed" in texts(app)


def test_chinese_is_complete(demo_store_path, demo_reader, monkeypatch):
    found = complaints(demo_reader, Filters())
    app = opened(demo_store_path, "complaints", monkeypatch, language="zh-CN")
    assert f"本期收到投诉 {found.now.complaints} 件" in texts(app)
    assert "complaints." not in texts(app)


def test_a_small_company_says_what_cannot_be_told(tmp_path, monkeypatch):
    reader = complaint_reader(tmp_path)
    app = opened(tmp_path / "store", "complaints", monkeypatch)
    assert reader.meta.as_of is not None
    assert "1 complaint" not in texts(app)
    assert "complaints were received" in texts(app)


def test_without_complaints_the_page_says_what_unlocks_it(tmp_path, monkeypatch):
    store = Store.create(tmp_path / "store", name="Nobody")
    build(store)
    app = opened(store.path, "complaints", monkeypatch)
    assert "This page would tell you what customers complain about" in texts(app)
    assert "Import **complaints**" in texts(app)


@pytest.mark.parametrize("period", ["month", "all"])
def test_every_period_counts_its_own_complaints(demo_store_path, demo_reader, monkeypatch, period):
    app = opened(demo_store_path, "complaints", monkeypatch, filters=Filters(period))
    received = complaints(demo_reader, Filters(period)).now.complaints
    assert received > 0
    assert f"{received:,} complaints were received" in texts(app)


TABS = {"where": "where", "outcomes": "outcomes_stayed", "iceberg": "iceberg", "clock": "stages", "handling": "five",
        "reactions": "reactions"}


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("name", [*TABS, "crisis"])
def test_every_tab_draws(demo_store_path, monkeypatch, name, language):
    words = Translator(language)
    app = page_on_tab(demo_store_path, monkeypatch, words(f"complaints.tab.{name}"), language)
    headers = {one.value for one in app.header}
    expected = words("complaints.crisis.followed", place="华东 East") if name == "crisis" \
        else words(f"complaints.chart.{TABS[name]}", days=365)
    assert expected in headers
    assert name != "crisis" or any("facts wide stacked" in one.proto.body for one in app.get("html"))
    assert not re.search(r"complaints\.[a-z]", texts(app)), "a key without its words"


def test_the_two_questions_are_answered_apart(demo_store_path, monkeypatch):
    app = page_on_tab(demo_store_path, monkeypatch, "What became of them")
    told = texts(app)
    assert "Does a resolved complaint beat silence? Yes" in told
    assert "(recovery paradox)? Not shown." in told
    assert "TARP 1979/1986 as circulated" in told


def test_the_prior_is_called_an_assumption_where_nothing_is_measured(tmp_path, monkeypatch):
    complaint_reader(tmp_path)
    app = page_on_tab(tmp_path / "store", monkeypatch, "Below the waterline")
    assert "Not measured: 0 customers answered" in texts(app)
    assert "26.0 per complaint is an assumption, with a band of 5.0–100.0." in texts(app)
    assert "What the silent put at risk needs a survey question" in texts(app)


def page_on_tab(store, monkeypatch, label, language="en"):
    monkeypatch.setenv("HUITOU_STORE", str(store))
    monkeypatch.setenv("HUITOU_LANGUAGE", "en")
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.session_state["language"] = language
    app.session_state["ready"] = True
    app.session_state["filters"] = Filters()
    app.session_state["complaints:tabs"] = label
    app.switch_page("pages/complaints.py")
    app.run()
    assert not app.exception
    assert not app.error, "no card may fail"
    return app


@pytest.mark.parametrize(("now", "before", "breaks", "colour"), [
    (40, 10, False, "up"), (10, 40, False, "up"), (22, 20, False, "neither"), (10, 40, True, "neither"),
    (40, 10, True, "up")])
def test_a_fall_next_to_a_change_of_the_records_is_not_coloured_as_good(now, before, breaks, colour):
    period = Filters("all").resolve(date(2024, 12, 31), date(2024, 1, 1))
    found = Complaints(period, count_of(now, now, 500, 0), count_of(before, before, 500, 0), None, (), {},
                       ((date(2024, 12, 1), "New system"),) if breaks else ())
    assert worse_when(found) == colour


def test_silence_with_falling_trade_is_warned_of(tmp_path, monkeypatch):
    store = turning_away_store(tmp_path)
    app = opened(store.path, "complaints", monkeypatch, filters=Filters("2024-01-01..2024-12-31"))
    (warning,) = app.warning
    assert warning.value.startswith("Silence is a warning here")
    assert "complaints per 100 customers 50.0 → 15.0, orders per customer 4.0 → 1.0" in warning.value
    app = opened(store.path, "complaints", monkeypatch, filters=Filters("2023-01-01..2023-12-31"))
    assert not app.warning


def test_the_list_says_what_is_not_known(demo_reader):
    listed = complaint_list(demo_reader, Filters())
    assert listed["satisfied"].isna().any()
    visible = shown(listed, WORDS)
    assert set(visible["satisfied"]) == {"Yes", "No", "Not stated"}
    assert set(visible["severity"]) == {"Low", "Medium", "High"}
    open_ones = complaint_open(demo_reader, Filters())
    assert len(shown(open_ones, WORDS)) == len(open_ones)


def test_a_customer_with_two_complaints_is_counted_once(tmp_path, monkeypatch):
    complaint_reader(tmp_path)
    app = opened(tmp_path / "store", "complaints", monkeypatch, filters=Filters("2024-07-01..2024-12-31"))
    next(one for one in app.button if one.label == "Show customers").click().run()
    assert not app.error
    assert any(str(one.value).startswith("3 customers") for one in app.caption), "four complaints of three customers"
