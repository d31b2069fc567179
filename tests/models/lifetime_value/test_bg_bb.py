"""BG/BB against the published fit to donations, the archived reference library and enumeration."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from analytics.models.lifetime_value import BgBb, fit
from tests.models.lifetime_value.public_files import donations

#: Fader, Hardie & Shang 2010.
PUBLISHED = BgBb(1.204, 0.750, 0.657, 2.783)


def test_donations():
    found = fit(BgBb, donations())
    assert found.model.parameters == pytest.approx([1.204, 0.750, 0.657, 2.783], abs=0.001)
    assert found.log_likelihood == pytest.approx(-33225.6, abs=0.05)
    assert (found.converged, found.customers, found.histories) == (True, 11_104, 22)


def test_reference_library_agrees():
    """Of lifetimes 0.11.3; its chance of being alive `1` occasion on is ours of not stopping before it."""
    x, last = np.array([0, 1, 3, 6]), np.array([0, 2, 6, 6])
    assert PUBLISHED.expected_further(x, last, 6, 5) == pytest.approx(
        [0.07280288, 0.31407066, 2.18960217, 3.75211561], abs=1e-7)
    assert PUBLISHED.chance_alive(x, last, 6) == pytest.approx([0.11609661, 0.27359822, 1, 1], abs=1e-7)


def test_chances_of_all_paths_make_one():
    """Every string of purchases on six occasions has the likelihood of its history."""
    paths = np.array(list(product((0, 1), repeat=6)))
    x = paths.sum(axis=1)
    last = (paths * np.arange(1, 7)).max(axis=1)
    chances = np.exp(PUBLISHED.log_likelihoods(x, last, 6))
    assert chances.sum() == pytest.approx(1, abs=1e-12)
    assert np.bincount(x, chances) == pytest.approx(PUBLISHED.probability(np.arange(7), 6), abs=1e-12)
    assert x @ chances == pytest.approx(float(PUBLISHED.expected_purchases(6.0)), abs=1e-12)
    # What is expected of known customers adds up to what is expected of new ones on later occasions.
    later = PUBLISHED.expected_further(x, last, 6, 4) @ chances
    assert later == pytest.approx(float(PUBLISHED.expected_purchases(10.0) - PUBLISHED.expected_purchases(6.0)),
                                  abs=1e-12)


def test_discounted_future_is_the_sum_over_occasions():
    steps = [PUBLISHED.expected_further(3, 5, 6, n)[0] - PUBLISHED.expected_further(3, 5, 6, n - 1)[0]
             for n in range(1, 5)]
    found = PUBLISHED.discounted_further(3, 5, 6, rate=0.1, horizon=4)[0]
    assert found == pytest.approx(sum(step / 1.1 ** n for n, step in enumerate(steps, 1)), rel=1e-12)


def test_chance_alive_falls_with_silence():
    alive = PUBLISHED.chance_alive(2, 2, np.arange(2, 12))
    assert alive[0] == 1
    assert (np.diff(alive) < 0).all()


def test_draws_follow_the_model():
    rng = np.random.default_rng(5)
    age = np.full(200_000, 6.0)
    x, last = PUBLISHED.draw_histories(age, rng)
    for count, chance in enumerate(PUBLISHED.probability(np.arange(7), 6)):
        assert (x == count).mean() == pytest.approx(chance, abs=4 * np.sqrt(chance / age.size))
    further = PUBLISHED.draw_further(x, last, age, [1, 5], rng)
    for column, time in enumerate((1, 5)):
        expected = PUBLISHED.expected_further(x, last, age, time)
        error = (further[:, column] - expected).std() / np.sqrt(age.size)
        assert further[:, column].mean() == pytest.approx(expected.mean(), abs=4 * error)
