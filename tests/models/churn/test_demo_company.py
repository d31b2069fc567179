"""The demo company's model: better than recency, calibrated, and its list is what it says."""

from __future__ import annotations

import json

import numpy as np
import pytest

from analytics.models.churn import METRIC_NAMES, load_card, load_scores, reasons_from_text
from analytics.models.churn.card import ModelCard
from analytics.models.churn.explanation import MOST_REASONS
from analytics.models.churn.features import feature
from analytics.models.churn.persistence import load_classifier
from analytics.models.churn.scoring import SCORE_COLUMNS, score_customers


@pytest.fixture(scope="module")
def card(demo_store) -> ModelCard:
    return load_card(demo_store)


@pytest.fixture(scope="module")
def scores(demo_store):
    return load_scores(demo_store)


def test_rolled_over_three_later_cut_offs(card):
    assert (card.mode, card.method) == ("panel", "rolling_origin")
    assert len(card.test_origins) == 3
    assert [one.origin for one in card.test_origins] == list(card.origins[-3:])
    assert all(one.roc_auc > 0.7 for one in card.test_origins)


def test_beats_recency_and_prevalence(card):
    assert set(card.baselines) == {"prevalence", "recency"}
    assert card.gain.low > 0
    for found in card.baselines.values():
        assert card.metrics["brier"].estimate < found["brier"].estimate
        assert card.metrics["empc"].estimate > found["empc"].estimate


def test_every_figure_has_an_interval(card):
    assert tuple(card.metrics) == METRIC_NAMES
    for name, one in card.metrics.items():
        assert one.low < one.estimate < one.high, name


def test_chances_come_true(card):
    assert card.metrics["calibration_slope"].estimate == pytest.approx(1, abs=0.2)
    assert card.metrics["calibration_error"].estimate < 0.02
    predicted = [one.predicted for one in card.calibration]
    assert predicted == sorted(predicted)
    assert card.calibration[-1].observed.estimate > 5 * card.calibration[0].observed.estimate


def test_guards_pass(card):
    assert {one.guard for one in card.checks} == {"recomputed", "single_feature", "lagged", "resampling"}
    assert all(one.passed for one in card.checks)


def test_the_list_holds_the_living_largest_expected_loss_first(demo_reader, scores):
    assert tuple(scores.columns) == SCORE_COLUMNS
    living = demo_reader.query("select customer_key from customers_now where status = 'active'")
    assert set(scores["customer_key"]) == set(living["customer_key"])
    assert scores["risk"].between(0, 1).all()
    expected = (scores["risk"] * scores["value"].clip(lower=0).astype(float)).round()
    assert np.allclose(scores["expected_loss"].astype(float), expected)
    assert scores["expected_loss"].is_monotonic_decreasing


def test_risks_add_up_to_plausible_losses(card, scores):
    # The mean risk today is near the share lost at the tested cut-offs.
    assert scores["risk"].mean() == pytest.approx(card.prevalence, rel=0.5)


def test_reasons_are_few_exact_and_in_one_direction(demo_store, scores):
    explained = [reasons_from_text(text) for text in scores["reasons"]]
    assert sum(map(bool, explained)) > 0.95 * len(explained)
    for found in explained:
        assert len(found) <= MOST_REASONS
        assert len({one.direction for one in found}) <= 1
        assert all(feature(one.feature).explains for one in found)
        assert [abs(one.part) for one in found] == sorted((abs(one.part) for one in found), reverse=True)
        assert all((one.part > 0) == (one.direction == "raises") for one in found)


def test_the_riskiest_have_reasons_that_raise(scores):
    top = scores.nlargest(50, "risk")
    assert all(one.direction == "raises" for text in top["reasons"] for one in reasons_from_text(text))


def test_scoring_again_gives_the_same_list(demo_store, scores):
    classifier, card = load_classifier(demo_store)
    again = score_customers(demo_store.reader(), demo_store.settings, classifier, card)
    assert again["customer_id"].tolist() == scores["customer_id"].tolist()
    assert np.allclose(again["risk"], scores["risk"])


def test_the_card_survives_its_file(card):
    assert ModelCard.from_json(card.to_json()) == card
    data = json.loads(card.to_json())
    assert set(data["metrics"]["roc_auc"]) == {"n", "estimate", "low", "high", "state"}
    assert data["model"] == card.model
    assert {"column", "reason", "figure"} == set(data["excluded"][0])
