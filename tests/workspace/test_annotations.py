"""Annotations are kept with their history, and become rows of the table of events."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.errors import Conflict, WorkspaceError
from analytics.workspace import Annotation, delete_annotation, save_annotation, written_annotations
from analytics.workspace.annotations import annotation_records

PRICES = Annotation(date(2024, 5, 1), "  Prices   up ", "price_change", note=" by 6 % ")


def test_what_is_written_comes_back_newest_first(workspace):
    save_annotation(workspace, PRICES, "Li")
    save_annotation(workspace, Annotation(date(2024, 6, 1), "网点关闭", branch="苏州"), "Wang")
    assert [(one.title, one.saved_by, one.version) for one in written_annotations(workspace)] == [
        ("网点关闭", "Wang", 1), ("Prices up", "Li", 1)]
    assert annotation_records(workspace) == [
        {"happened_on": date(2024, 6, 1), "title": "网点关闭", "kind": "other", "branch": "苏州", "note": None},
        {"happened_on": date(2024, 5, 1), "title": "Prices up", "kind": "price_change", "branch": None,
         "note": "by 6 %"}]


@pytest.mark.parametrize("title", ["", "   ", "x" * 121])
def test_an_event_needs_a_title(workspace, title):
    with pytest.raises(WorkspaceError) as refused:
        save_annotation(workspace, Annotation(date(2024, 5, 1), title), "Li")
    assert refused.value.code == "annotation_title"


def test_who_was_slower_is_told_what_it_says_now(workspace):
    first = save_annotation(workspace, PRICES, "Li")
    delete_annotation(workspace, first, "Wang")
    with pytest.raises(Conflict) as told:
        save_annotation(workspace, first, "Li")
    assert told.value.theirs["deleted"]
    assert written_annotations(workspace) == ()
