"""What a page computes ahead is what it asks for, so that nothing is computed in vain."""

from __future__ import annotations

import threading

import pytest

from analytics.app import cache, context
from analytics.app.context import Context
from analytics.filters import Filters
from tests.app.running import dashboard, ran

PAGES = {"overview": {"attention", "at_risk_list"},
         "complaints": {"complaint_clock", "complaint_handling", "complaint_open", "complaint_trend", "complainers"},
         "retention": {"cohorts", "silence_threshold"}, "surveys": {"survey_response"},
         "satisfaction_loyalty": {"satisfaction_groups"}}


@pytest.mark.parametrize("page", PAGES)
def test_what_is_computed_ahead_is_asked_for_by_the_page(page, demo_store_path, monkeypatch):
    ahead, asked = {}, []
    plain = Context.metric

    def spied(self, name, **options):
        asked.append((name, options))
        return plain(self, name, **options)

    monkeypatch.setattr(Context, "metric", spied)
    monkeypatch.setattr(context, "compute_ahead", lambda reader, filters, calls: ahead.update(calls))
    app = dashboard(demo_store_path, monkeypatch)
    app.run()
    if page != "overview":
        ahead.clear()
        ran(app, page)
    assert set(ahead) == PAGES[page]
    for call in ahead.items():
        assert call in asked


def test_a_failure_ahead_is_left_to_the_page(demo_reader, monkeypatch):
    tried = []

    def broken(reader, name, filters, **options):
        tried.append(name)
        raise ValueError(name)

    monkeypatch.setattr(cache, "cached_metric", broken)
    # An exception that left the thread would be a warning, and warnings are errors.
    cache.compute_ahead(demo_reader, Filters(), {"attention": {}, "at_risk_list": {}})
    for thread in threading.enumerate():
        if thread.name == "ahead":
            thread.join(10)
    assert tried == ["attention", "at_risk_list"], "one that fails does not hold up the next"


def test_nothing_to_compute_needs_no_thread(demo_reader, monkeypatch):
    begun = []
    monkeypatch.setattr(cache, "Thread", lambda **options: begun.append(options))
    cache.compute_ahead(demo_reader, Filters(), {})
    assert begun == []
