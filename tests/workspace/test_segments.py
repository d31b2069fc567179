"""Segments are saved whole, come back as they were, and nobody overwrites anybody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import select

from analytics.errors import Conflict, UnknownName, WorkspaceError
from analytics.filters import Group, Test
from analytics.workspace import Segment, Workspace, delete_segment, find_segment, save_segment, segments
from analytics.workspace.tables import ChangeRow

LARGE = Segment("Large in the West", Group((Test("size", "one_of", ("large",)),
                                            Test("last_order_on", "before", ("2026-01-31",)))), owner="Li")


def history(workspace: Workspace) -> list[tuple[int, str, str, bool]]:
    with workspace.reading() as session:
        return [(row.version, row.saved_by, row.content["name"], row.content["deleted"])
                for row in session.scalars(select(ChangeRow).order_by(ChangeRow.number))]


def test_what_is_saved_comes_back(workspace):
    saved = save_segment(workspace, LARGE, "Li")
    assert (saved.version, saved.saved_by, len(saved.code)) == (1, "Li", 8)
    assert saved.saved_at.tzinfo is not None
    assert find_segment(workspace, saved.code) == saved
    assert find_segment(workspace, saved.code).condition == LARGE.condition
    assert segments(workspace) == (saved,)


def test_chinese_and_odd_names_are_kept_and_spaces_tidied(workspace):
    saved = save_segment(workspace, replace(LARGE, name="  重点 客户'; drop table segments; --  "), "李")
    assert find_segment(workspace, saved.code).name == "重点 客户'; drop table segments; --"


def test_a_frozen_segment_names_its_customers(workspace):
    saved = save_segment(workspace, Segment.of_customers("These three", ["C1", "C2", "C3"], owner="Li"), "Li")
    found = find_segment(workspace, saved.code)
    assert found.frozen
    assert found.condition == Test("customer_id", "one_of", ("C1", "C2", "C3"))


def test_private_segments_are_seen_by_their_owner_alone(workspace):
    save_segment(workspace, replace(LARGE, name="Everybody's"), "Li")
    save_segment(workspace, replace(LARGE, name="alone", shared=False), "Li")
    assert [one.name for one in segments(workspace, "Li")] == ["alone", "Everybody's"]
    assert [one.name for one in segments(workspace, "Wang")] == ["Everybody's"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 121])
def test_a_segment_needs_a_name(workspace, name):
    with pytest.raises(WorkspaceError) as refused:
        save_segment(workspace, replace(LARGE, name=name), "Li")
    assert refused.value.code == "segment_name"
    assert segments(workspace) == ()


def test_who_began_from_an_older_version_is_told_and_overwrites_nothing(workspace):
    first = save_segment(workspace, LARGE, "Li")
    save_segment(workspace, replace(first, name="Wang's"), "Wang")
    with pytest.raises(Conflict) as conflict:
        save_segment(workspace, replace(first, name="Li's"), "Li")
    assert conflict.value.details["by"] == "Wang"
    assert (conflict.value.theirs["name"], conflict.value.theirs["version"]) == ("Wang's", 2)
    assert find_segment(workspace, first.code).name == "Wang's"
    # Having seen the other version, one may save upon it.
    again = save_segment(workspace, replace(first, name="Li's", version=conflict.value.theirs["version"]), "Li")
    assert again.version == 3


def test_what_was_deleted_is_out_of_sight_and_cannot_be_saved_over(workspace):
    saved = save_segment(workspace, LARGE, "Li")
    delete_segment(workspace, saved, "Wang")
    assert segments(workspace, "Li") == ()
    assert find_segment(workspace, saved.code) is None
    with pytest.raises(Conflict) as conflict:
        save_segment(workspace, replace(saved, name="Li's"), "Li")
    assert conflict.value.theirs["deleted"]
    assert history(workspace) == [(1, "Li", LARGE.name, False), (2, "Wang", LARGE.name, True)]


def test_a_segment_nobody_ever_saved_is_unknown(workspace):
    with pytest.raises(UnknownName):
        save_segment(workspace, replace(LARGE, code="00000000", version=1), "Li")


def test_of_many_who_save_at_once_one_is_first_and_nobodys_work_is_lost(workspace):
    saved = save_segment(workspace, LARGE, "Li")
    everybody = [f"user {number}" for number in range(8)]
    ready = Barrier(len(everybody))

    def save(who: str) -> str:
        ready.wait()
        try:
            save_segment(workspace, replace(saved, name=f"by {who}"), who)
        except Conflict as conflict:
            return f"told of {conflict.details['by']}"
        return "saved"

    with ThreadPoolExecutor(len(everybody)) as pool:
        outcomes = list(pool.map(save, everybody))
    winner = everybody[outcomes.index("saved")]
    assert sorted(outcomes) == ["saved", *[f"told of {winner}"] * 7]
    assert find_segment(workspace, saved.code).name == f"by {winner}"
    assert history(workspace)[1:] == [(2, winner, f"by {winner}", False)]
