"""Renewals counted by hand, contracts valued by hand, and simulated ones recovered."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.models.lifetime_value import ShiftedBetaGeometric
from analytics.models.valuation import ValuationTerms
from analytics.models.valuation.renewals import count_renewals, value_contracts

TERMS = ValuationTerms(3, 0.1, 0.0, 0.3)


def contracts(*rows: tuple[float, float, bool, bool]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["years", "seen", "ended", "running"])


def test_a_year_decides_only_when_it_is_over():
    counted = count_renewals(contracts(
        (0.999, 3.0, True, False),    # an agreement of 365 days, given up after the first year
        (1.4, 3.0, True, False),      # left within the second year, which is over
        (0.4, 0.6, True, False),      # left within a first year that is not: nothing is decided
        (2.5, 2.5, False, True),      # two years renewed, the third runs
        (0.7, 0.7, False, True),      # the first still runs
        (1.0, 1.05, False, False)))   # ended a fortnight ago, within the days of grace
    assert list(counted.lost) == [1, 1]
    assert list(counted.kept) == [0, 1]
    assert list(counted.decided) == [3, 2]


def under_contract(years: float = 1.25, margin: float = 1_000.0, n: int = 1) -> pd.DataFrame:
    return pd.DataFrame({"customer_key": range(n), "active": True, "yearly_revenue": 5 * margin,
                         "yearly_margin": margin, "years": years, "contract_is_new": False})


def test_few_losses_share_one_rate_and_values_follow_it():
    """Three of eight decisions lost: rate Beta(4, 6); a quarter of the second year is over."""
    few = contracts(*[(1.0, 2.0, True, False)] * 3, *[(1.5, 1.5, False, True)] * 5)
    found = value_contracts(few, under_contract(), TERMS, 79)
    there = ShiftedBetaGeometric(4.0, 6.0).survival(np.arange(1, 5))
    there = there / there[0]
    kept = 0.75 * there[:-1] + 0.25 * there[1:]
    worth = 1.1 ** -(np.arange(3) + 0.5)
    assert found.model.few
    assert found.model.losses == 3
    assert found.customers["value"].item() == pytest.approx(1_000 * kept @ worth)
    assert [one.margin for one in found.model.flows] == pytest.approx(list(1_000 * kept))
    low, high = found.customers["low"].item(), found.customers["high"].item()
    # At worst it ends when the running year does, at best it lasts.
    assert low == pytest.approx(750 * worth[0], rel=1e-5)
    assert high == pytest.approx(1_000 * worth.sum(), rel=1e-5)


def simulated(model: ShiftedBetaGeometric, n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    ends, seen = model.draw_lifetimes(n, rng), rng.uniform(1, 9, n)
    return pd.DataFrame({"years": np.minimum(ends, seen), "seen": seen, "ended": ends <= seen,
                         "running": ends > seen})


def test_customers_who_differ_are_recovered_with_their_interval():
    truth = ShiftedBetaGeometric(0.7, 3.0)
    found = value_contracts(simulated(truth, 6_000, 1), under_contract(n=3), TERMS, 40).model
    assert not found.few
    assert not found.alike
    for parameter, true in zip(found.parameters, (0.7, 3.0), strict=True):
        assert parameter.estimate.low < true < parameter.estimate.high
        assert parameter.estimate.estimate == pytest.approx(true, rel=0.15)
    rates = [one.observed.estimate for one in found.years]
    assert rates[4] > rates[0] + 0.05


def test_alike_customers_are_not_told_apart():
    """Null data: one rate of giving up for all; seldom does the fit see differences, and then hardly any."""
    for seed in range(5):
        found = value_contracts(simulated(ShiftedBetaGeometric(2e5, 8e5), 3_000, seed), under_contract(), TERMS,
                                5).model
        fitted = [one.fitted for one in found.years]
        assert fitted[0] == pytest.approx(0.8, abs=0.02)
        assert fitted[-1] - fitted[0] < 0.03


def test_futures_average_to_what_is_expected():
    many = value_contracts(simulated(ShiftedBetaGeometric(0.7, 3.0), 6_000, 2), under_contract(n=4_000), TERMS, 20)
    assert many.drawn.mean() == pytest.approx(many.customers["value"].mean(), rel=0.02)
