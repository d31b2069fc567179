"""How surprising a count is, by hand and by simulation."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.statistics.surveillance import chance_of_as_few, chance_of_as_many, dispersion_of, usual_range


def test_as_many_is_the_negative_binomial_tail():
    # Two events in as much exposure as the window has: gamma(2.5), so P(0) = ½^2.5 and P(1) = 2.5 · ½ · ½^2.5.
    nothing = 0.5 ** 2.5
    assert chance_of_as_many([0, 1, 2], 100, 2, 100) == pytest.approx([1, 1 - nothing, 1 - 2.25 * nothing])
    assert chance_of_as_few([0, 1], 100, 2, 100) == pytest.approx([nothing, 2.25 * nothing])


def test_scatter_beyond_chance_makes_a_count_less_surprising():
    narrow, wide = (float(chance_of_as_many(30, 100, 150, 1_000, dispersion)) for dispersion in (1, 2))
    assert narrow < 0.002
    assert 5 * narrow < wide < 0.05


def test_without_a_baseline_nothing_is_a_surprise():
    assert chance_of_as_many(9, 100, 0, 0) == 1.0
    assert chance_of_as_few(0, 100, 0, 0) == 1.0


def test_five_per_cent_are_five_per_cent_at_most_when_nothing_changes():
    generator = np.random.default_rng(5)
    usual, now = generator.poisson(40, 20_000), generator.poisson(4, 20_000)
    share = float((chance_of_as_many(now, 10, usual, 100) < 0.05).mean())
    assert 0.01 < share < 0.05


def test_dispersion_is_one_for_chance_and_more_beyond_it():
    generator = np.random.default_rng(6)
    assert dispersion_of(generator.poisson(5, 5_000), np.full(5_000, 5.0)) == pytest.approx(1.0, abs=0.06)
    rates = generator.gamma(5, 1, 5_000)
    # Variance of a gamma–Poisson count: 5 + 5; the cap takes a little off its long tail.
    assert dispersion_of(generator.poisson(rates), np.full(5_000, 5.0)) == pytest.approx(2.0, abs=0.25)


def test_the_usual_range_holds_what_is_usual():
    low, high = usual_range(100, 2, 100, 1.0, 0.95)
    chances = {count: float(chance_of_as_many(count, 100, 2, 100)) for count in range(1, 30)}
    assert low == max((count for count, chance in chances.items() if chance >= 0.975), default=0)
    assert high == max(count for count, chance in chances.items() if chance > 0.025)
