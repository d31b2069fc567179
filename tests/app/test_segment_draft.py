"""A draft becomes the condition its rows say, and a condition a draft that says the same."""

from __future__ import annotations

import pytest

from analytics.app.views.segments.draft import Block, Draft
from analytics.filters import EVERYONE, Group, Test
from analytics.workspace import Segment

LARGE, WEST = Test("size", "one_of", ("large",)), Test("region", "one_of", ("West",))
VALUABLE = Test("value", "between", (10, 20))


@pytest.mark.parametrize("condition", [
    Group((LARGE,)), Group((LARGE, WEST), "any"), Group((LARGE, WEST), negated=True),
    Group((Group((LARGE, WEST), "any"), Group((VALUABLE,), negated=True))),
    Group((Group((LARGE,)), Group((WEST, VALUABLE))), "any")])
def test_a_condition_survives_being_opened(condition):
    assert Draft.of(Segment("x", condition)).condition() == condition


def test_tests_beside_groups_become_groups_that_mean_the_same():
    opened = Draft.of(Segment("x", Group((LARGE, Group((WEST, VALUABLE), "any")))))
    assert opened.condition() == Group((Group((LARGE,)), Group((WEST, VALUABLE), "any")))


@pytest.mark.parametrize("condition", [
    Group((Group((LARGE,)), WEST), negated=True), Group((Group((Group((LARGE,)),)),))])
def test_what_the_page_cannot_show_is_not_opened(condition):
    assert Draft.of(Segment("x", condition)) is None


def test_rows_without_values_do_not_count_until_they_have_them():
    draft = Draft([Block()])
    row = draft.add(draft.blocks[0], "value")
    assert (draft.condition(), draft.unfinished) == (EVERYONE, 1)
    row.compare("between")
    row.values = (None, 20)
    assert draft.unfinished == 1
    row.values = (30, 20)
    assert draft.unfinished == 1
    row.values = (10, 20)
    assert (draft.condition(), draft.unfinished) == (Group((VALUABLE,)), 0)


def test_another_field_of_another_kind_begins_anew():
    draft = Draft([Block()])
    row = draft.add(draft.blocks[0], "size")
    row.values = ("large",)
    row.compare("none_of")
    assert row.values == ("large",)
    row.compare("missing")
    assert row.values == ()
    row.choose("grade")
    assert (row.operator, row.values) == ("missing", ())
    row.choose("value")
    assert row.operator == "at_least"


def test_the_last_row_of_a_block_takes_it_along():
    draft = Draft([Block(), Block()])
    first, second = (draft.add(block, "size") for block in draft.blocks)
    draft.remove(draft.blocks[1], second)
    assert len(draft.blocks) == 1
    draft.remove(draft.blocks[0], first)
    assert draft.blocks == [Block()]
