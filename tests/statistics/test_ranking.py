"""Areas under the curve: against scikit-learn, ties included, with intervals that cover."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from analytics.statistics.ranking import compare_rankings


def test_areas_are_those_of_scikit_learn_with_ties():
    random = np.random.default_rng(1)
    outcome = random.random(500) < 0.2
    score, other = (random.integers(0, 12, 500) + outcome * shift for shift in (4, 1))
    found = compare_rankings(outcome, score, other)
    assert found.score.estimate == pytest.approx(roc_auc_score(outcome, score))
    assert found.other.estimate == pytest.approx(roc_auc_score(outcome, other))
    assert found.better.estimate == pytest.approx(found.score.estimate - found.other.estimate)
    assert found.better.low > 0


def test_intervals_cover_the_area_and_the_same_score_is_not_better():
    random = np.random.default_rng(2)
    truth, inside = 0.7602, []  # Normal scores a standard deviation apart: the normal distribution at 1/√2.
    for _ in range(300):
        outcome = np.arange(200) < 60
        score = random.standard_normal(200) + outcome
        found = compare_rankings(outcome, score, score)
        inside.append(found.score.low <= truth <= found.score.high)
        assert (found.better.low, found.better.high) == pytest.approx((0.0, 0.0), abs=1e-6)
    assert 0.90 <= np.mean(inside) <= 0.98


def test_outcomes_without_a_counterpart_have_no_area():
    found = compare_rankings(np.ones(50, bool), np.arange(50), np.arange(50))
    assert (found.score.estimate, found.score.state) == (None, "suppressed")
