"""Comparing two groups: raw by hand, and adjusted where a third property explains the difference."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.models.complaint_iceberg import multiplier_of
from analytics.models.complaint_speed import speed_of
from analytics.models.outcome_comparison import compare
from analytics.models.repurchase_by_outcome import cells_of, classified, comparisons_of
from analytics.statistics.intervals import newcombe_difference


def people(n: int, loyal: np.ndarray, size: np.ndarray | str = "small", **more: object) -> pd.DataFrame:
    return pd.DataFrame({"customer_key": np.arange(n), "loyal": loyal, "size": size, "severity": None,
                         "value_before": 10_000, **more})


def test_the_raw_difference_is_newcombes():
    first, second = people(50, np.arange(50) < 40), people(80, np.arange(80) < 48)
    raw, _ = compare(first, second, severity=False)
    low, high = newcombe_difference(40, 50, 48, 80)
    assert raw.estimate.estimate == pytest.approx(0.2)
    assert (raw.estimate.low, raw.estimate.high) == pytest.approx((float(low), float(high)))


def test_customers_not_rows_make_the_interval():
    once, twice = people(60, np.arange(60) < 45), people(60, np.arange(60) < 30)
    twice["customer_key"] = np.arange(60) // 2
    raw, _ = compare(once, twice, severity=False)
    low, _ = newcombe_difference(45, 60, 15, 30)
    assert raw.estimate.low == pytest.approx(float(low))


def test_a_difference_of_size_alone_vanishes_when_adjusted():
    """Large customers stay in 90 per cent, small ones in 50; one group is mostly large."""
    def group(large, small):
        loyal = np.concatenate((np.arange(large) < 0.9 * large, np.arange(small) < 0.5 * small))
        return people(large + small, loyal, np.repeat(["large", "small"], (large, small)))

    first, second = group(400, 100), group(100, 400)
    second["customer_key"] += 1_000
    raw, adjusted = compare(first, second, severity=False)
    assert raw.estimate.estimate == pytest.approx(0.24)
    assert adjusted.estimate.estimate == pytest.approx(0.0, abs=1e-3)
    assert adjusted.estimate.low < 0 < adjusted.estimate.high


def test_too_few_are_not_compared():
    raw, adjusted = compare(people(9, np.ones(9, bool)), people(100, np.arange(100) < 50), severity=False)
    assert (raw.estimate.state, adjusted.estimate.estimate) == ("suppressed", None)


def situations(random, shares, n=400):
    frames = []
    for place, (situation, share) in enumerate(shares.items()):
        days = {"quick": 3, "resolved": 20}.get(situation)
        frames.append(people(n, random.random(n) < share, situation="resolved" if days else situation,
                             days_to_close=days, amount_at_stake=None if place < 2 else 300_000 + 10 * place,
                             severity=None if place < 2 else "low").assign(
                                 customer_key=np.arange(n) + 10_000 * place))
    return classified(pd.concat(frames, ignore_index=True), 7, 5_000, 20_000)


def test_situations_bands_and_tests():
    frame = situations(np.random.default_rng(1), {"no_problem": 0.85, "silent": 0.7, "unresolved": 0.4,
                                                  "resolved": 0.75, "quick": 0.9})
    cells = {(one.situation, one.band): one for one in cells_of(frame)}
    assert set(frame["situation"]) == {"no_problem", "silent", "unresolved", "resolved", "quick"}
    assert cells["quick", "low"].share.n == 400, "3,000 is below 5,000"
    assert ("silent", "low") not in cells, "no survey asks what was at stake"
    verdicts = {one.name: one.verdict for one in comparisons_of(frame)}
    assert verdicts == {"resolved_over_silent": "higher", "paradox": "not_shown",
                        "resolved_over_unresolved": "higher", "quick_over_slow": "higher"}


def test_the_paradox_is_claimed_where_it_is_and_only_there():
    random = np.random.default_rng(2)
    there = situations(random, {"no_problem": 0.7, "silent": 0.6, "unresolved": 0.4, "resolved": 0.85, "quick": 0.9})
    assert next(one.verdict for one in comparisons_of(there) if one.name == "paradox") == "higher"
    alike = dict.fromkeys(("no_problem", "silent", "unresolved", "resolved", "quick"), 0.8)
    claimed = [next(one.verdict for one in comparisons_of(situations(random, alike, n=120))
                    if one.name == "paradox") != "not_shown" for _ in range(100)]
    # Both intervals must exclude zero: at most five in a hundred on average, and three standard errors more.
    assert sum(claimed) <= 5 + 3 * np.sqrt(100 * 0.05 * 0.95)


def test_the_multiplier_is_a_ratio_of_sums():
    # 600 without a problem, 300 with a silent one, 50 with one that was voiced once, 10 voiced twice.
    found, draws = multiplier_of(np.array([0, 1, 1, 1.0]), np.array([0, 0, 1, 2.0]), np.array([600, 300, 50, 10.0]))
    assert found.estimate == pytest.approx(360 / 70)
    # Delta method for a ratio of two means over 960 customers.
    ratio = 360 / 70
    problem, made = np.repeat([0, 1, 1, 1], (600, 300, 50, 10)), np.repeat([0, 0, 1, 2], (600, 300, 50, 10))
    error = np.std(problem - ratio * made) / (made.mean() * np.sqrt(960))
    assert draws.std() == pytest.approx(error, rel=0.15)
    assert found.low < ratio < found.high
    few, _ = multiplier_of(np.array([0, 1.0]), np.array([0, 1.0]), np.array([500, 9.0]))
    assert few.estimate is None, "nine complaints measure nothing"


def resolved(random, n, effect, level=2.0):
    days = np.maximum(random.lognormal(2.0, 0.9, n).round(), 0)
    loyal = random.random(n) < 1 / (1 + np.exp(-(level - effect * np.log1p(days))))
    return people(n, loyal, random.choice(["large", "small"], n), days_to_close=days).assign(
        severity=random.choice(["low", "high"], n), value_before=random.lognormal(10, 1, n))


def test_speed_is_found_where_it_matters_and_not_where_it_does_not():
    random = np.random.default_rng(4)
    found = speed_of(resolved(random, 3_000, 0.7), "stayed")
    assert found.slope.low > 0
    truth = [1 / (1 + np.exp(-(2.0 - 0.7 * np.log1p(day)))) for day in (1, 21)]
    assert found.slope.low < truth[0] - truth[1] < found.slope.high
    shares = [one.adjusted.estimate for one in found.bins if one.share.n >= 100]
    assert shares == sorted(shares, reverse=True)
    alarms = [not (one.slope.low <= 0 <= one.slope.high)
              for one in (speed_of(resolved(random, 400, 0.0, level=1.0), "stayed") for _ in range(60))]
    assert sum(alarms) <= 60 * 0.05 + 3 * np.sqrt(60 * 0.05 * 0.95)


def test_bins_by_hand():
    frame = people(32, np.arange(32) % 2 == 0, days_to_close=np.repeat([2, 3, 21, 50], 8))
    found = speed_of(frame, "stayed")
    assert [(one.first, one.last, one.share.n) for one in found.bins] == [
        (0, 2, 8), (3, 5, 8), (21, 40, 8), (41, None, 8)]
    assert (found.curve, found.slope.estimate) == ((), None), "sixteen of either are too few for a curve"
