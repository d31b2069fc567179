"""Intervals cover what they promise, and nothing is found where there is nothing, over many simulated companies."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.metrics.complaints import LEVEL, against_the_rest, count_of
from analytics.models.complaint_iceberg import multiplier_of
from analytics.models.outcome_comparison import compare

RUNS = 200


def within(covered: int, runs: int, promise: float = 0.95) -> bool:
    """Say whether a coverage is compatible with its promise, three Monte-Carlo standard errors either way."""
    return abs(covered / runs - promise) <= 3 * np.sqrt(promise * (1 - promise) / runs) + 0.01


@pytest.mark.slow
def test_the_adjusted_interval_covers_the_difference_between_like_customers():
    """Resolution depends on size and spend, and so does staying: raw intervals miss, adjusted ones do not."""
    random = np.random.default_rng(31)
    raw_covered = adjusted_covered = 0
    for _ in range(RUNS):
        n = 700
        large, spend = random.random(n) < 0.4, random.lognormal(10, 1, n)
        score = 1.2 * large + 0.4 * (np.log1p(spend / 100) - 5.4)
        resolved = random.random(n) < 1 / (1 + np.exp(-(score - 0.4)))
        chances = [1 / (1 + np.exp(-(0.3 + score + 0.5 * group))) for group in (1, 0)]
        loyal = random.random(n) < np.where(resolved, *chances)
        truth = float((chances[0] - chances[1]).mean())
        frame = pd.DataFrame({"customer_key": np.arange(n), "loyal": loyal, "severity": None,
                              "size": np.where(large, "large", "small"), "value_before": spend})
        raw, adjusted = compare(frame[resolved], frame[~resolved], severity=False)
        raw_covered += raw.estimate.low <= truth <= raw.estimate.high
        adjusted_covered += adjusted.estimate.low <= truth <= adjusted.estimate.high
    assert within(adjusted_covered, RUNS), adjusted_covered
    assert raw_covered < 0.6 * RUNS, "what the adjustment is for"


@pytest.mark.slow
def test_the_multipliers_interval_covers_the_truth():
    random = np.random.default_rng(32)
    covered = 0
    for _ in range(RUNS):
        n = 1_000
        problem = random.random(n) < 0.3
        made = problem * (random.random(n) < 0.16) * (1 + (random.random(n) < 0.1))
        found, _ = multiplier_of(problem.astype(float), made.astype(float), np.ones(n))
        covered += found.low <= 1 / (0.16 * 1.1) <= found.high
    assert within(covered, RUNS), covered


def test_no_branch_stands_out_where_all_are_alike():
    random = np.random.default_rng(33)
    alarms = 0
    for _ in range(300):
        customers = random.integers(80, 300, 12)
        complaints = random.poisson(0.055 * customers)
        counts = [count_of(int(k), int(k), int(n), 0) for k, n in zip(complaints, customers, strict=True)]
        alarms += min(against_the_rest(counts)) < LEVEL
    assert alarms / 300 <= 0.07


def test_a_branch_with_three_times_the_complaints_stands_out():
    customers = [200] * 12
    counts = [count_of(k, k, n, 0) for k, n in zip([33, *[11] * 11], customers, strict=True)]
    p = against_the_rest(counts)
    assert p[0] < 0.001
    assert min(p[1:]) > 0.3
