"""Weights by hand on fifteen customers, and what they cannot cure on the demo company."""

from __future__ import annotations

import json

import pytest

from analytics.filters import Filters
from analytics.models.survey_branches import survey_branches
from analytics.models.survey_weighting import survey_weighting
from analytics.store import Standard
from tests.metrics.surveyed import surveyed_company


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    return surveyed_company(tmp_path_factory.mktemp("weighted") / "store")


def test_weights_by_hand(reader):
    found = survey_weighting(reader, Filters("12m"))
    # Six of six large customers answered and six of nine small ones: weights 0.8 and 1.2.
    assert (found.customers, found.answers, found.answered_share) == (15, 12, 0.8)
    top_two = found.figures["top_two"]
    assert top_two.raw.estimate == pytest.approx(8 / 12)
    assert top_two.weighted.estimate == pytest.approx((0.8 * 6 + 1.2 * 2) / 12)
    assert found.weights.effective_n == pytest.approx(144 / (6 * 0.64 + 6 * 1.44))
    assert found.margins == ("size",)
    assert found.figures["mean"].weighted.estimate == pytest.approx((0.8 * 28 + 1.2 * 18) / 12)


def test_bounds_by_hand(reader):
    found = survey_weighting(reader, Filters("12m"))
    assert found.everybody(0.0) == pytest.approx(0.6)
    assert found.everybody(0.1) == pytest.approx(0.8 * 0.6 + 0.2 * 0.5)
    assert found.extremes == pytest.approx((0.48, 0.68))
    assert found.points_to(0.55) == pytest.approx(0.25)
    assert found.points_to(0.4) is None
    assert found.points_to(0.7) is None


def test_a_question_nobody_answered(reader):
    found = survey_weighting(reader, Filters("12m"), question="speed")
    assert (found.answers, found.figures, found.everybody(0.1), found.extremes) == (0, {}, None, None)


def test_weighting_does_not_cure_the_demo_company_and_the_bounds_hold_its_truth(demo_store, demo_reader):
    truth = json.loads((demo_store.path / "truth.json").read_text("utf-8"))
    everybody, answered = sum(truth["satisfaction"][3:]), sum(truth["respondents"][3:])
    assert answered - everybody > 0.05
    last, first = Filters("12m"), survey_weighting(demo_reader, Filters("12m"))
    figure = survey_weighting(demo_reader, last).figures["top_two"]
    # Those who answer within a year are more content than everybody, weighted or not.
    assert abs(figure.weighted.estimate - figure.raw.estimate) < 0.02
    assert figure.weighted.estimate > everybody + 0.03
    low, high = first.extremes
    assert low < everybody < high
    assert 0 < first.points_to(everybody) < 0.3


def test_branches_are_hidden_ranked_and_judged(reader):
    found = survey_branches(reader, Filters("12m"), by="size", standards=())
    assert [one.judged.light for one in found.branches] == ["suppressed", "suppressed"]
    assert found.reference == pytest.approx(8 / 12)
    nobody = survey_branches(reader, Filters("12m"), question="speed", standards=())
    assert (nobody.branches, nobody.reference) == ((), None)


def test_branches_of_the_demo_company_against_a_standard(demo_reader):
    found = survey_branches(demo_reader, Filters("all"), standards=(Standard("overall", demo_reader.meta.as_of, 0.95),))
    assert found.standard
    shares = [one.shrunken.estimate for one in found.shown]
    assert shares == sorted(shares, reverse=True)
    assert {one.judged.light for one in found.shown} <= {"below", "uncertain"}
    assert any(one.judged.light == "below" for one in found.shown)
    raw = {one.name: one.judged.share.estimate for one in found.shown}
    assert max(shares) - min(shares) < max(raw.values()) - min(raw.values())
