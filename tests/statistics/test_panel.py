"""Slopes within branch and quarter: against statsmodels, by hand, and in worlds whose slope is known."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.statistics.panel import fixed_effects_slope, within


def world(seed: int, *, branches: int = 12, quarters: int = 16, slope: float = 0.0, persistence: float = 0.6):
    """Branches whose outcomes and regressors drift, with a known slope between them."""
    random = np.random.default_rng(seed)

    def drift():
        noise = random.normal(0, 1, (branches, quarters))
        for quarter in range(1, quarters):
            noise[:, quarter] = persistence * noise[:, quarter - 1] + noise[:, quarter] * (1 - persistence**2) ** 0.5
        return noise

    x = drift() + random.normal(0, 1, (branches, 1)) + random.normal(0, 1, quarters)
    y = slope * x + drift() + random.normal(0, 2, (branches, 1)) + random.normal(0, 2, quarters)
    branch, quarter = np.mgrid[:branches, :quarters]
    weight = random.integers(20, 200, (branches, quarters)).astype(float)
    return y.ravel(), x.ravel(), branch.ravel(), quarter.ravel(), weight.ravel()


def test_by_hand_with_two_effects_taken_out():
    # y = 2x + branch + quarter exactly: the slope is found, and nothing is left over.
    x = np.array([1.0, 2.0, 4.0, 3.0, 0.0, 5.0])
    branch, quarter = np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1, 0, 1, 0, 1])
    found = fixed_effects_slope(2 * x + 10 * branch + 100 * quarter, x, branch, quarter)
    assert found is not None
    assert found.slope.estimate == pytest.approx(2.0)
    assert (found.slope.n, found.clusters, found.periods) == (6, 3, 2)


@pytest.mark.parametrize("branches", [12, 40])
def test_slope_and_error_equal_statsmodels(branches):
    import statsmodels.api as sm

    y, x, branch, quarter, weight = world(3, branches=branches, slope=0.4)
    found = fixed_effects_slope(y, x, branch, quarter, weight)
    dummies = np.hstack([np.eye(branches)[branch], np.eye(16)[quarter][:, 1:]])
    fitted = sm.WLS(y, np.column_stack([x, dummies]), weights=weight).fit(
        cov_type="cluster", cov_kwds={"groups": branch})
    assert found is not None
    assert found.slope.estimate == pytest.approx(fitted.params[0], rel=1e-9)
    assert found.standard_error == pytest.approx(fitted.bse[0], rel=1e-9)
    assert found.bootstrapped == (branches < 30)


def test_what_is_held_equal_is_taken_out_like_a_dummy():
    import statsmodels.api as sm

    y, x, branch, quarter, weight = world(4, slope=0.4)
    other = 0.7 * x + np.random.default_rng(0).normal(0, 1, len(x))
    found = fixed_effects_slope(y + 0.8 * other, x, branch, quarter, weight, controls=other)
    dummies = np.hstack([np.eye(12)[branch], np.eye(16)[quarter][:, 1:]])
    fitted = sm.WLS(y + 0.8 * other, np.column_stack([x, other, dummies]), weights=weight).fit()
    assert found is not None
    assert found.slope.estimate == pytest.approx(fitted.params[0], rel=1e-9)


def test_too_little_gives_nothing():
    y, x, branch, quarter, _ = world(1, branches=2)
    assert fixed_effects_slope(y, x, branch, quarter) is None
    y, x, branch, quarter, _ = world(1)
    assert fixed_effects_slope(y, branch.astype(float), branch, quarter) is None, "varies only between branches"
    assert fixed_effects_slope(y, np.full_like(x, np.nan), branch, quarter) is None


def test_what_is_left_within_is_the_residual_of_the_dummies():
    y, _, branch, quarter, weight = world(6)
    y[5] = np.nan
    left = within(y, branch, quarter, weight)
    assert np.isnan(left[5])
    kept = np.isfinite(y)
    for codes in (branch, quarter):
        sums = np.bincount(codes[kept], (left * weight)[kept])
        assert sums == pytest.approx(np.zeros_like(sums), abs=1e-8)


def test_cells_without_a_value_are_left_out():
    y, x, branch, quarter, weight = world(5, slope=0.5)
    hole = np.arange(len(y)) % 7 == 0
    whole = fixed_effects_slope(y[~hole], x[~hole], branch[~hole], quarter[~hole], weight[~hole])
    y[hole] = np.nan
    assert fixed_effects_slope(y, x, branch, quarter, weight) == whole


def test_the_interval_ends_where_the_test_stops_rejecting():
    y, x, branch, quarter, weight = world(8, slope=0.3)
    found = fixed_effects_slope(y, x, branch, quarter, weight)
    assert found is not None
    for end in (found.slope.low, found.slope.high):
        moved = fixed_effects_slope(y - end * x, x, branch, quarter, weight)
        assert moved is not None
        assert moved.p == pytest.approx(0.05, abs=0.002)


@pytest.mark.slow
@pytest.mark.parametrize("branches", [6, 12])
def test_coverage_and_false_alarms(branches):
    worlds = [fixed_effects_slope(*world(seed, branches=branches, slope=0.4)) for seed in range(300)]
    covered = np.mean([one.slope.low <= 0.4 <= one.slope.high for one in worlds])
    assert 0.90 <= covered <= 0.98
    alarms = np.mean([fixed_effects_slope(*world(1_000 + seed, branches=branches)).p < 0.05 for seed in range(300)])
    assert alarms <= 0.07
