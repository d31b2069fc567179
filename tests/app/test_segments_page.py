"""The segments page: choose, see, save, use everywhere; and two readers who save the same segment."""

from __future__ import annotations

import pytest

from analytics.app import session
from analytics.filters import Filters, Group, SavedSegment, Test
from analytics.metrics.customers_in_scope import customers_in_scope
from analytics.workspace import Segment, Workspace, find_segment, save_segment, segments
from tests.app.running import dashboard, ran

pytestmark = pytest.mark.usefixtures("navigated")

LARGE = Group((Test("size", "one_of", ("large",)),))


@pytest.fixture
def url(tmp_path, monkeypatch):
    address = f"sqlite:///{tmp_path}/workspace.sqlite"
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", address)
    return address


@pytest.fixture
def workspace(url):
    return Workspace(url)


@pytest.fixture
def page(demo_store_path, monkeypatch, url):
    return ran(ran(dashboard(demo_store_path, monkeypatch)), "segments")


def texts(app) -> str:
    return "\n".join(str(one.value) for kind in (app.markdown, app.caption, app.subheader, app.header, app.success,
                                                 app.warning) for one in kind)


def press(app, label: str):
    next(one for one in app.button if one.label == label).click()
    return ran(app)


def choose_large(app):
    app.multiselect(key="segments:row-1-values").set_value(["large"])
    return ran(app)


def save_as(app, name: str, who: str = "Li"):
    app.text_input(key="segments:save-name").set_value(name)
    app.text_input(key="segments:who").set_value(who)
    ran(app)
    return press(app, "Save")


def test_an_empty_page_says_how_to_begin(page):
    assert "Nobody has saved a segment yet." in texts(page)
    assert "**Whom this means:** everyone" in texts(page)
    assert "1 condition lacks a value" in texts(page)


def test_choosing_counts_at_once_and_saving_makes_a_filter(page, workspace, demo_reader):
    large = customers_in_scope(demo_reader, Filters.of(size="large"))
    choose_large(page)
    assert "**Whom this means:** Size: Large" in texts(page)
    assert page.metric[0].value == f"{large:,}"
    save_as(page, "The large ones")
    kept = segments(workspace)[0]
    assert (kept.name, kept.condition, kept.saved_by, kept.version) == ("The large ones", LARGE, "Li", 1)
    assert "“The large ones” is saved." in texts(page)
    ran(page)
    assert f"The large ones · {large} customers" in texts(page)
    press(page, "Look at them")
    assert page.query_params["saved"] == kept.code
    ran(page, "customers")
    assert "Segment “The large ones”" in texts(page)
    assert page.session_state[session.FILTERS].saved == (SavedSegment(kept.code, kept.name, LARGE, page.session_state[
        session.FILTERS].saved[0].scores),)


def test_a_link_brings_the_segment_along(demo_store_path, monkeypatch, workspace, demo_reader):
    kept = save_segment(workspace, Segment("Large", LARGE), "Li")
    app = dashboard(demo_store_path, monkeypatch)
    app.query_params["saved"] = kept.code
    ran(app)
    large = customers_in_scope(demo_reader, Filters.of(size="large"))
    assert f"{large:,} customers on record" in texts(app)
    # Somebody changes what the segment means: who looks at it sees that at the next step.
    save_segment(workspace, Segment("Large", Group((Test("size", "one_of", ("small",)),)), code=kept.code, version=1),
                 "Wang")
    ran(app)
    small = customers_in_scope(demo_reader, Filters.of(size="small"))
    assert f"{small:,} customers on record" in texts(app)


def test_freezing_keeps_the_customers(page, workspace, demo_reader):
    choose_large(page)
    page.text_input(key="segments:save-name").set_value("These")
    ran(page)
    press(page, f"Freeze these {customers_in_scope(demo_reader, Filters.of(size='large')):,}")
    kept = segments(workspace)[0]
    assert kept.frozen
    large = demo_reader.rows("select customer_id from customers_now where size = 'large'")
    assert set(kept.condition.values) == {row[0] for row in large}


def test_a_segment_without_a_name_is_refused_in_words(page, workspace):
    press(page, "Save")
    assert "A segment needs a name" in texts(page)
    assert segments(workspace) == ()


def test_who_was_slower_sees_both_versions_and_loses_nothing(page, workspace):
    save_as(choose_large(page), "Large")
    kept = segments(workspace)[0]
    theirs = save_segment(workspace, Segment("Renamed by Wang", LARGE, code=kept.code, version=1), "Wang")
    page.text_input(key="segments:save-name").set_value("Renamed by Li")
    ran(page)
    press(page, "Save the change")
    assert find_segment(workspace, kept.code) == theirs
    assert "Wang saved “Renamed by Wang” while you were editing it." in texts(page)
    assert "**Renamed by Li**" in texts(page)
    press(page, "Save mine as another segment")
    assert [one.name for one in segments(workspace)] == ["Renamed by Li", "Renamed by Wang"]


def test_one_may_save_over_the_other_version_having_seen_it(page, workspace):
    save_as(choose_large(page), "Large")
    kept = segments(workspace)[0]
    save_segment(workspace, Segment("Renamed by Wang", LARGE, code=kept.code, version=1), "Wang")
    page.text_input(key="segments:save-name").set_value("Renamed by Li")
    ran(page)
    press(page, "Save the change")
    press(page, "Save mine as the next version")
    found = find_segment(workspace, kept.code)
    assert (found.name, found.version, found.saved_by) == ("Renamed by Li", 3, "Li")


def test_what_is_deleted_asks_first(page, workspace):
    save_as(choose_large(page), "Large")
    ran(page)
    press(page, "Delete it")
    assert segments(workspace) == ()
    assert "Nobody has saved a segment yet." in texts(page)
