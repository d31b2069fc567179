"""Segments: their customers, their overlap, and what sets them apart."""

from __future__ import annotations

import math

import pytest

from analytics.errors import UnknownName
from analytics.filters import EVERYONE, Clause, Filters, Group, SavedSegment, Test
from analytics.metrics.customers_in_scope import customers_in_scope
from analytics.metrics.lost_list import lost_list
from analytics.metrics.segment_list import segment_list
from analytics.metrics.segment_overlap import segment_overlap
from analytics.metrics.segment_profile import segment_profile
from analytics.statistics.intervals import newcombe_difference

LOST = SavedSegment("a", "Lost", Test("status", "one_of", ("lost",)))
FIRST = SavedSegment("b", "First four", Test("customer_id", "one_of", ("C1", "C2", "C3", "C4")))
NOBODY = SavedSegment("c", "Nobody", Group(negated=True))


def test_the_list_holds_the_members_and_nobody_else(tiny):
    assert set(segment_list(tiny, Filters(), segment=LOST)["customer_id"]) == {"C2", "C4", "C5", "C8"}
    assert list(segment_list(tiny, Filters(), segment=NOBODY)["customer_id"]) == []
    assert list(segment_list(tiny, Filters(), segment=FIRST, columns=("customer_id", "value")).columns) == [
        "customer_id", "value"]
    with pytest.raises(UnknownName):
        segment_list(tiny, Filters(), segment=FIRST, columns=("shoe_size",))


def test_overlaps_are_counted(tiny):
    found = segment_overlap(tiny, Filters(), segment=(LOST, FIRST, NOBODY))
    assert found.names == ("Lost", "First four", "Nobody")
    assert found.both == ((4, 2, 0), (2, 4, 0), (0, 0, 0))
    assert (found.customers, found.in_none) == (9, 3)
    assert (found.share(0, 1), found.share(2, 0)) == (0.5, None)
    assert segment_overlap(tiny, Filters(), segment=()).in_none == 9


def test_a_segment_filters_every_mart(tiny):
    """The dimensions stand on every mart; a segment's conditions do not, and are joined."""
    filters = Filters("all", saved=(FIRST,))
    assert customers_in_scope(tiny, filters) == 4
    assert set(lost_list(tiny, filters)["customer_id"]) == {"C2", "C3", "C4"}


def test_too_few_are_not_compared(tiny):
    found = segment_profile(tiny, Filters(), segment=FIRST)
    assert (found.inside, found.outside, found.contrasts) == (4, 5, ())


def test_the_profile_is_what_counting_says(demo_reader):
    segment = SavedSegment("d", "Large in the north", Group((Test("size", "one_of", ("large",)),)))
    found = segment_profile(demo_reader, Filters(), segment=segment)
    rows = demo_reader.rows("select size, grade, status, value from customers_now")
    inside = [row for row in rows if row[0] == "large"]
    outside = [row for row in rows if row[0] != "large"]
    assert (found.inside, found.outside) == (len(inside), len(outside))
    grade = next(one for one in found.contrasts if (one.dimension, one.value) == ("grade", "A"))
    hits = [sum(row[1] == "A" for row in side) for side in (inside, outside)]
    low, high = newcombe_difference(hits[0], len(inside), hits[1], len(outside))
    assert grade.inside.estimate == pytest.approx(hits[0] / len(inside))
    assert (grade.difference.low, grade.difference.high) == (pytest.approx(float(low)), pytest.approx(float(high)))
    assert grade.different
    assert not grade.chosen
    value = next(one for one in found.contrasts if one.dimension == "value")
    known = [[row[3] for row in side if row[3] is not None] for side in (inside, outside)]
    assert value.inside.estimate == pytest.approx(sum(known[0]) / len(known[0]))
    assert value.outside.estimate == pytest.approx(sum(known[1]) / len(known[1]))
    assert all(one.chosen for one in found.contrasts if one.dimension == "size")


def test_customers_drawn_by_lot_differ_in_nothing(demo_reader):
    """Of 40 segments drawn by lot few may seem to differ: one in twenty of them, where nothing does."""
    numbers = [row[0] for row in demo_reader.rows("select customer_id from customers_now order by hash(customer_id)")]
    alarms = 0
    for draw in range(40):
        drawn = tuple(numbers[draw::40] + numbers[(draw + 7) % 40::40])
        segment = SavedSegment("e", "By lot", Test("customer_id", "one_of", drawn))
        alarms += bool(segment_profile(demo_reader, Filters(), segment=segment).findings)
    # Four or more of forty at one in twenty each happen to one in seven; seven or more to one in two hundred.
    assert alarms <= 6


def test_the_rest_are_those_looked_at(demo_reader):
    large = SavedSegment("f", "Large", Test("size", "one_of", ("large",)))
    filters = Filters(clauses=(Clause("market", ("open",)),))
    found = segment_profile(demo_reader, filters, segment=large)
    assert found.inside + found.outside == customers_in_scope(demo_reader, filters)
    assert {one.value for one in found.contrasts if one.dimension == "market"} == {"open"}
    assert math.isclose(sum(one.inside.estimate for one in found.contrasts if one.dimension == "status"), 1.0)


def test_everyone_is_a_segment_too(demo_reader):
    found = segment_profile(demo_reader, Filters(), segment=SavedSegment("g", "All", EVERYONE))
    assert (found.outside, found.contrasts) == (0, ())
