"""Promises of intervals and control charts checked by simulation: coverage and false alarms."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.metrics.largest_movements import changes_between
from analytics.statistics.control_charts import control_chart
from analytics.statistics.intervals import newcombe_difference, wilson
from analytics.statistics.ratios import clustered_rate
from tests.metrics.test_largest_movements import movement, row


@pytest.mark.parametrize(("share", "n"), [(0.03, 400), (0.03, 4_000), (0.12, 100), (0.26, 1_000), (0.85, 60)])
def test_wilson_covers_between_ninety_and_ninety_eight_per_cent(share, n):
    low, high = wilson(np.random.default_rng(31).binomial(n, share, 20_000), n)
    assert 0.90 <= ((low <= share) & (share <= high)).mean() <= 0.98


@pytest.mark.parametrize(("first", "n_1", "second", "n_2"), [
    (0.03, 1_000, 0.05, 800), (0.10, 300, 0.10, 300), (0.26, 2_000, 0.43, 500), (0.8, 60, 0.6, 90)])
def test_newcombe_covers_between_ninety_and_ninety_eight_per_cent(first, n_1, second, n_2):
    generator = np.random.default_rng(32)
    low, high = newcombe_difference(generator.binomial(n_1, first, 20_000), n_1,
                                    generator.binomial(n_2, second, 20_000), n_2)
    assert 0.90 <= ((low <= first - second) & (first - second <= high)).mean() <= 0.98


@pytest.mark.parametrize("share", [0.03, 0.1, 0.85])
@pytest.mark.parametrize(("customers", "alike"), [(100, 0.02), (100, 0.1), (400, 0.02), (400, 0.1), (400, 0.3)])
def test_shares_of_several_jobs_a_customer_are_covered(customers, alike, share):
    """Five jobs a customer on average, unevenly, `alike` being the correlation of one customer's jobs."""
    generator = np.random.default_rng(35)
    scale = (1 - alike) / alike
    stated, plain = 0, 0
    for _ in range(1_000):
        jobs = 1 + generator.poisson(generator.gamma(1.0, 4.0, customers))
        hits = generator.binomial(jobs, generator.beta(share * scale, (1 - share) * scale, customers))
        found = clustered_rate(customers, hits.sum(), jobs.sum(), (hits**2).sum(), (jobs**2).sum(), (hits * jobs).sum())
        low, high = wilson(hits.sum(), jobs.sum())
        stated += found.low <= share <= found.high
        plain += low <= share <= high
    assert 0.90 <= stated / 1_000 <= 0.98
    assert plain < stated
    assert alike < 0.1 or plain / 1_000 < 0.90


@pytest.mark.slow
@pytest.mark.parametrize(("n", "classic"), [(200, 0.0077), (2_000, 0.0906), (20_000, 0.5324)])
def test_months_that_differ_anyway_seldom_alarm_on_laney(n, classic):
    # Months scatter by .2 on the logit around 3 %; nothing changes.
    generator = np.random.default_rng(33)
    found = {"p": 0, "laney": 0}
    for _ in range(1_000):
        logit = np.log(0.03 / 0.97) + 0.2 * generator.standard_normal(24)
        lost = generator.binomial(n, 1 / (1 + np.exp(-logit)))
        for method in found:
            found[method] += sum(point.signal is not None
                                 for point in control_chart(lost, [n] * 24, method=method).points)
    assert found["p"] / 24_000 == pytest.approx(classic, rel=0.08)
    assert found["laney"] / 24_000 <= 0.01


def test_nothing_moves_beyond_chance_where_nothing_changed():
    generator = np.random.default_rng(34)
    alarms = 0
    for _ in range(400):
        lost, before = generator.binomial(300, 0.06, (2, 15)).tolist()
        groups = tuple(row(f"branch {n}", (300, 0, 0, now), (300, 0, 0, then))
                       for n, (now, then) in enumerate(zip(lost, before, strict=True)))
        alarms += any(one.beyond_chance for one in changes_between(movement((), groups)).changes)
    assert alarms / 400 <= 0.07
