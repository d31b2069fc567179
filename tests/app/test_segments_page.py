"""The segments page: choose, see, save, use everywhere; and two readers who save the same segment."""

from __future__ import annotations

import pytest

from analytics.app import session
from analytics.filters import Filters, Group, SavedSegment, Test
from analytics.i18n import Translator
from analytics.metrics.customers_in_scope import customers_in_scope
from analytics.metrics.segment_profile import segment_profile
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


def test_figures_of_a_segment_carry_their_intervals_and_counts(page, demo_reader):
    choose_large(page)
    found = segment_profile(demo_reader, Filters(), segment=SavedSegment("", "", LARGE))
    lost = next(one for one in found.contrasts if (one.dimension, one.value) == ("status", "lost"))
    value = next(one for one in found.contrasts if one.dimension == "value")
    words = Translator("en")
    assert words.interval(lost.inside) in texts(page)
    assert words.interval(lost.outside) in texts(page)
    for side in (value.inside, value.outside):
        assert f"{words.money(side.low, 'CNY')} to {words.money(side.high, 'CNY')}, n = {side.n:,}" in texts(page)


def test_what_cannot_be_handed_over_is_said_and_nothing_fails(page, tmp_path, monkeypatch):
    monkeypatch.setenv("HUITOU_SEGMENT_FOLDER", str(tmp_path / "typo"))
    choose_large(page)
    press(page, "Hand them to the CRM")
    assert f"The folder {tmp_path / 'typo'} cannot be written" in texts(page)
    (tmp_path / "typo").mkdir()
    press(page, "Hand them to the CRM")
    [file] = (tmp_path / "typo").iterdir()
    assert f"customers written to {file}".replace("_", "\\_") in texts(page)


@pytest.fixture
def unreachable(monkeypatch, tmp_path):
    """A workspace that is named and cannot be opened, as when its server is down."""
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", f"sqlite:///{tmp_path}/nowhere/workspace.sqlite")


@pytest.mark.parametrize("stem", ["overview", "customers", "segments"])
def test_without_its_workspace_every_page_still_answers(demo_store_path, monkeypatch, unreachable, stem):
    app = ran(dashboard(demo_store_path, monkeypatch))
    ran(app, None if stem == "overview" else stem)
    assert app.multiselect(key="filter:market")
    assert any(one.key == "filter:more" or "More filters" in one.label for one in app.expander)
    assert "What people write cannot be read or saved now" in texts(app)


def test_a_card_is_whole_without_its_notes(demo_store_path, monkeypatch, unreachable):
    app = ran(dashboard(demo_store_path, monkeypatch))
    app.switch_page("pages/customers.py")
    app.query_params["customer"] = "C000001"
    ran(app)
    assert "Facts" in [one.value for one in app.subheader]
    assert "What people write cannot be read or saved now" in texts(app)


def test_a_filter_stays_while_its_segment_cannot_be_looked_up(demo_store_path, monkeypatch, workspace, tmp_path):
    kept = save_segment(workspace, Segment("Large", LARGE), "Li")
    app = dashboard(demo_store_path, monkeypatch)
    app.query_params["saved"] = kept.code
    ran(app)
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", f"sqlite:///{tmp_path}/nowhere/workspace.sqlite")
    ran(app)
    assert [one.name for one in app.session_state[session.FILTERS].saved] == ["Large"]


def test_a_link_begins_no_workspace(demo_store_path, monkeypatch):
    app = dashboard(demo_store_path, monkeypatch)
    app.query_params["saved"] = "12345678"
    ran(app)
    assert not (demo_store_path / "workspace.sqlite").exists()
    assert app.session_state[session.FILTERS].saved == ()
