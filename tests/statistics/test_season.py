"""A monthly season: found where there is one, with intervals that cover; nothing where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.errors import NotEnoughData
from analytics.statistics.season import monthly_index, season_factors

TRUE = np.array([0.67, 0.55, 1.24, 1.37, 1.25, 1.06, 0.90, 0.92, 1.10, 0.95, 1.02, 0.97])
DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def years(count: int) -> np.ndarray:
    return np.tile(np.arange(1, 13), count)


def test_an_exact_season_on_a_bent_trend_is_returned():
    month = years(4)
    trend = np.exp(0.01 * np.arange(48) + 0.02 * np.maximum(np.arange(48) - 24, 0))
    found = monthly_index(1_000 * trend * (TRUE * DAYS)[month - 1], month, DAYS[month - 1])
    assert [one.estimate for one in found.index] == pytest.approx((TRUE / TRUE.mean()).tolist(), abs=1e-6)
    assert found.strength.estimate == pytest.approx(1.0, abs=1e-6)
    assert [one.n for one in found.index] == [4] * 12


def test_intervals_cover_and_nulls_stay_silent():
    random, month = np.random.default_rng(4), years(4)
    days, true = DAYS[month - 1], TRUE / TRUE.mean()
    inside, alarms = [], 0
    for _ in range(200):
        noise = np.exp(0.06 * random.standard_normal(48)) * days * 20
        found = monthly_index(random.poisson(noise * true[month - 1]), month, days)
        inside += [one.low <= truth <= one.high for one, truth in zip(found.index, true, strict=True)]
        alarms += monthly_index(random.poisson(noise), month, days).p < 0.05
    assert 0.92 <= np.mean(inside) <= 0.97
    assert alarms <= 17, "200 tests at 5 %: 10 expected"


def test_months_without_trade_count_as_nought():
    month = years(3)
    amounts = np.where(month == 2, 0, 100.0)
    amounts[1] = 3
    found = monthly_index(amounts, month, DAYS[month - 1])
    assert found.index[1].estimate < 0.05
    assert found.p < 1e-6


@pytest.mark.parametrize(("amounts", "have", "need"), [
    (np.ones(23), 23, 24), (np.where(np.arange(24) % 12 == 5, 0.0, 1.0), 11, 12)])
def test_too_little_to_tell_a_season(amounts, have, need):
    month = np.arange(amounts.size) % 12 + 1
    with pytest.raises(NotEnoughData) as refused:
        monthly_index(amounts, month, DAYS[month - 1])
    assert (refused.value.have, refused.value.need) == (have, need)


def test_factors_over_an_expectation_keep_its_sum():
    month = years(2)
    factors = season_factors(np.where(month == 12, 30.0, 10.0), np.full(24, 12.0), month)
    assert factors[11] / factors[0] == pytest.approx(3.0)
    assert factors[month - 1] @ np.full(24, 12.0) == pytest.approx(24 * 12.0)
