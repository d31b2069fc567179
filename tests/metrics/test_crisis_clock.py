"""The crisis clock by hand, and on the demo company."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from analytics.filters import Filters
from analytics.metrics.crisis_clock import crisis_clock
from analytics.metrics.events import events
from analytics.statistics.before_after import difference_of_changes, difference_of_groups
from tests.metrics.complaint_company import complaint_reader


def event(day: str, kind: str, title: str, at: str | None = None, branch: str | None = None) -> dict:
    return {"happened_on": day, "title": title, "kind": kind, "branch": branch, "region": None,
            "happened_at": at}


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    return complaint_reader(tmp_path_factory.mktemp("crisis"), events=[
        event("2024-03-01", "crisis", "Recall", "2024-03-01 08:00:00", "North"),
        event("2024-03-02", "crisis_statement", "We are sorry", "2024-03-02 09:30:00"),
        event("2024-03-05", "crisis_statement", "Once more", "2024-03-05 09:30:00"),
        event("2024-03-04", "crisis_decision", "Replaced free of charge"),
        event("2024-08-01", "crisis", "Fire"),
        event("2024-12-20", "crisis_stop_sale", "Much later")])


def test_the_first_answer_stops_the_clock(reader):
    fire, recall = crisis_clock(reader, Filters()).crises
    assert (recall.title, recall.place) == ("Recall", "North")
    found = {step.name: (step.title, step.hours, step.exact) for step in recall.steps}
    assert found == {"statement": ("We are sorry", 25.5, True), "stop_sale": (None, None, False),
                     "decision": ("Replaced free of charge", 72.0, False)}
    assert fire.place is None
    assert all(step.hours is None for step in fire.steps), "after ninety days it is no answer any more"


def test_a_crisis_without_others_to_compare_with_has_only_its_clock(reader):
    assert all(one.outcomes == () for one in crisis_clock(reader, Filters()).crises)


def test_answers_are_no_events_that_explain_a_change(reader):
    assert [title for _, title in events(reader, Filters())] == ["Recall", "Fire"]


def test_looking_back_knows_no_later_crisis(reader):
    assert [one.title for one in crisis_clock(reader, Filters("12m", date(2024, 3, 3))).crises] == ["Recall"]


def test_two_groups_by_hand():
    # Changes 3 and 5 against 1, 2, 3, 2: 4 − 2; squares 2 + 2, 4 degrees, error √(1 · (1/2 + 1/4)).
    found = difference_of_groups([0] * 6, [3, 5, 1, 2, 3, 2], [True, True, False, False, False, False])
    assert found.effect.estimate == pytest.approx(2.0)
    half = 2.776445 * np.sqrt(0.75)
    assert (found.effect.low, found.effect.high) == pytest.approx((2 - half, 2 + half), rel=1e-5)
    # Of fifteen pairs only {3, 5}, twice as there are two threes, departs as far.
    assert found.rank_p == pytest.approx(2 / 15)
    one = difference_of_groups([0] * 6, [3, 5, 1, 2, 3, 2], [True, False, False, False, False, False])
    assert one == difference_of_changes([0] * 6, [3, 5, 1, 2, 3, 2], 0)
    assert difference_of_groups([0] * 4, [1, 2, 3, 4], [True, True, False, False]) is None


def test_coverage_of_no_effect():
    """Branches that differ by chance only: the interval misses zero in about one of twenty."""
    random = np.random.default_rng(6)
    hit = np.arange(12) < 3
    missed = 0
    for _ in range(400):
        effect = difference_of_groups(random.normal(size=12), random.normal(size=12), hit).effect
        missed += not effect.low <= 0 <= effect.high
    assert abs(missed / 400 - 0.05) <= 3 * np.sqrt(0.05 * 0.95 / 400)


def test_the_recall_of_the_demo_company(demo_reader):
    (recall,) = crisis_clock(demo_reader, Filters()).crises
    assert (recall.happened_on, recall.place) == (date(2023, 11, 6), "华东 East")
    assert {step.name: step.hours for step in recall.steps} == {"stop_sale": 6.5, "statement": 26.0,
                                                                "decision": 80.5}
    found = {one.outcome: one for one in recall.outcomes}
    assert set(found) == {"lost", "complaints", "failed", "satisfaction"}
    assert {(one.hit, one.others, one.months) for one in found.values()} == {(3, 9, 6)}
    assert found["failed"].effect.estimate > 0
    assert found["complaints"].effect.estimate > 0
