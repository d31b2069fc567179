"""Cohen's kappa: published tables, edges, coverage."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.statistics.agreement import cohen_kappa


def test_two_readers_by_hand():
    # 20 + 15 of 50 agree; by chance 25·30 + 25·20 of 2,500: kappa (.7 − .5)/.5.
    found = cohen_kappa([[20, 5], [10, 15]])
    assert (found.n, found.same.estimate, found.by_chance) == (50, 0.7, pytest.approx(0.5))
    assert found.kappa.estimate == pytest.approx(0.4)


def test_standard_error_of_fleiss_cohen_and_everitt():
    # Their example: 200 cases, three diagnoses, kappa .429, standard error .0534 (var .002885).
    table = np.array([[106, 10, 4], [22, 28, 10], [2, 12, 6]])
    found = cohen_kappa(table)
    assert found.kappa.estimate == pytest.approx(0.429, abs=5e-4)
    assert (found.kappa.high - found.kappa.low) / 2 / 1.959964 == pytest.approx(0.002885 ** 0.5, abs=2e-4)


def test_full_agreement_is_one_and_one_code_is_no_figure():
    assert cohen_kappa([[5, 0], [0, 5]]).kappa.estimate == pytest.approx(1.0)
    alone = cohen_kappa([[5]])
    assert (alone.kappa.estimate, alone.same.estimate) == (None, 1.0)
    assert cohen_kappa(np.zeros((2, 2))).kappa.estimate is None


def test_interval_covers_the_truth():
    generator = np.random.default_rng(4)
    shares = np.array([0.5, 0.3, 0.2])
    # The second coder copies four in five and draws the rest: kappa is .8.
    covered = 0
    for _ in range(300):
        first, other = (generator.choice(3, 120, p=shares) for _ in range(2))
        second = np.where(generator.random(120) < 0.8, first, other)
        table = np.zeros((3, 3))
        np.add.at(table, (first, second), 1)
        kappa = cohen_kappa(table).kappa
        covered += kappa.low <= 0.8 <= kappa.high
    assert 0.90 <= covered / 300 <= 0.99
