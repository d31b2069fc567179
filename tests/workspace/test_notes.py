"""Notes stay with their customer, newest first, and nobody overwrites anybody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analytics.errors import Conflict, WorkspaceError
from analytics.workspace import Note, delete_note, notes, save_note


def test_notes_belong_to_their_customer_and_the_newest_stands_first(workspace):
    first = save_note(workspace, Note("C1", "  called, no answer\n"), "Li")
    second = save_note(workspace, Note("C1", "来电：设备已修好"), "王")
    save_note(workspace, Note("C2", "another customer"), "Li")
    assert notes(workspace, "C1") == (second, first)
    assert (first.text, first.saved_by, first.version) == ("called, no answer", "Li", 1)


@pytest.mark.parametrize("text", ["", " \n ", "x" * 4_001])
def test_an_empty_or_endless_note_is_refused(workspace, text):
    with pytest.raises(WorkspaceError) as refused:
        save_note(workspace, Note("C1", text), "Li")
    assert refused.value.code == "note_text"
    assert notes(workspace, "C1") == ()


def test_who_was_slower_is_told_what_the_note_says_now(workspace):
    kept = save_note(workspace, Note("C1", "call on Monday"), "Li")
    changed = save_note(workspace, replace(kept, text="call on Tuesday"), "Wang")
    with pytest.raises(Conflict) as conflict:
        save_note(workspace, replace(kept, text="call never"), "Li")
    assert (conflict.value.theirs["text"], conflict.value.theirs["version"]) == ("call on Tuesday", 2)
    with pytest.raises(Conflict):
        delete_note(workspace, kept, "Li")
    assert notes(workspace, "C1") == (changed,)
    delete_note(workspace, changed, "Wang")
    assert notes(workspace, "C1") == ()
