"""Notes on a customer's card: added, changed, taken away; and when somebody was quicker."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analytics.workspace import Note, Workspace, notes, save_note
from tests.app.running import dashboard, ran

pytestmark = pytest.mark.usefixtures("navigated")

CUSTOMER = "C000001"


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path}/workspace.sqlite"
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", url)
    return Workspace(url)


@pytest.fixture
def card(demo_store_path, monkeypatch, workspace):
    app = ran(dashboard(demo_store_path, monkeypatch))
    app.switch_page("pages/customers.py")
    app.query_params["customer"] = CUSTOMER
    return ran(app)


def texts(app) -> str:
    return "\n".join(str(one.value) for kind in (app.markdown, app.caption, app.warning) for one in kind)


def add(app, text: str, who: str = "Li"):
    app.text_area(key="customers:note-text").set_value(text)
    app.text_input(key="customers:note-who").set_value(who)
    next(one for one in app.button if one.label == "Add the note").click()
    return ran(app)


def test_a_note_is_added_and_shown_with_who_wrote_it(card, workspace):
    add(card, "Wants *two* excavators in May")
    [kept] = notes(workspace, CUSTOMER)
    assert (kept.text, kept.saved_by) == ("Wants *two* excavators in May", "Li")
    assert "Wants \\*two\\* excavators in May" in texts(card)
    assert "Li, " in texts(card)


def test_an_empty_note_is_refused_in_words(card, workspace):
    add(card, "   ")
    assert "A note has between 1 and 4000 signs." in texts(card)
    assert notes(workspace, CUSTOMER) == ()


def test_a_note_is_changed_and_taken_away(card, workspace):
    add(card, "call on Monday")
    [kept] = notes(workspace, CUSTOMER)
    card.text_area(key=f"customers:note-text-{kept.code}").set_value("call on Tuesday")
    card.button(key=f"customers:note-save-{kept.code}").click()
    ran(card)
    assert [one.text for one in notes(workspace, CUSTOMER)] == ["call on Tuesday"]
    assert "changed by Li, " in texts(card)
    card.button(key=f"customers:note-delete-{kept.code}").click()
    ran(card)
    assert notes(workspace, CUSTOMER) == ()


def test_who_was_slower_reads_what_the_note_says_now(card, workspace):
    add(card, "call on Monday")
    [kept] = notes(workspace, CUSTOMER)
    card.text_area(key=f"customers:note-text-{kept.code}").set_value("call never")
    save_note(workspace, replace(kept, text="call on Tuesday"), "Wang")
    # Whatever the page drew since: the text was written upon the version that was read.
    ran(card)
    card.button(key=f"customers:note-save-{kept.code}").click()
    ran(card)
    assert [one.text for one in notes(workspace, CUSTOMER)] == ["call on Tuesday"]
    assert "Wang changed the note in between; nothing was overwritten. It now says: call on Tuesday" in texts(card)
    # What was typed is still there, and may be saved by who has read the other text.
    assert card.text_area(key=f"customers:note-text-{kept.code}").value == "call never"
    card.button(key=f"customers:note-save-{kept.code}").click()
    ran(card)
    assert [(one.text, one.version) for one in notes(workspace, CUSTOMER)] == [("call never", 3)]


def test_another_customers_notes_are_not_shown(card, workspace):
    save_note(workspace, Note("C000002", "about another customer"), "Li")
    assert "about another customer" not in texts(ran(card))
