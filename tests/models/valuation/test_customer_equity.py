"""Customer equity worked out by hand, what moves it, and the published elasticities."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analytics.models.lifetime_value import retention_elasticity
from analytics.models.valuation import Miss
from analytics.models.valuation.customer_equity import equity_of
from analytics.statistics.estimate import Estimate
from tests.models.valuation.cards import DRAWS, made_card

KEPT = Estimate(100, 0.8, 0.7, 0.9)
#: What money of the middle of years one and two is worth at 10 %.
FIRST, SECOND = 1.1 ** -0.5, 1.1 ** -1.5
RESIDUAL = 100_000 * FIRST + 80_000 * SECOND
NEW = 10 * (3_000 * FIRST + 2_000 * SECOND) * (FIRST + SECOND)


def equity(card=None, kept=KEPT, acquisition: float = 0.0, common: float = 0.0, residual: float = RESIDUAL):
    return equity_of(card or made_card(), 40, residual, np.full(DRAWS, residual), np.zeros(DRAWS), kept,
                     acquisition, common)


def test_parts_add_up():
    found = equity(acquisition=500.0, common=7_000.0)
    assert found.residual.estimate == pytest.approx(RESIDUAL)
    assert found.cohorts.estimate == pytest.approx(NEW)
    assert found.acquisition == pytest.approx(10 * 500 * (FIRST + SECOND))
    assert found.common == pytest.approx(7_000 * (FIRST + SECOND))
    assert found.total.estimate == pytest.approx(RESIDUAL + NEW - found.acquisition - found.common)


def test_levers_are_what_their_arithmetic_says():
    found = equity(acquisition=500.0)
    lift = 0.81 / 0.8
    own = 100_000 * FIRST * lift**0.5 + 80_000 * SECOND * lift**1.5
    new = 10 * (3_000 * FIRST * lift**0.5 + 2_000 * SECOND * lift**1.5) * (FIRST + SECOND)
    assert found.lever("retention").up == pytest.approx(own + new - RESIDUAL - NEW)
    # Revenue is five times the margin, so a point of it is a twentieth of the margin.
    assert found.lever("margin").up == pytest.approx(0.05 * (RESIDUAL + NEW))
    assert found.lever("new_customers").up == pytest.approx(0.1 * (NEW - found.acquisition))
    assert found.lever("acquisition_cost").up == pytest.approx(-0.1 * found.acquisition)
    assert found.lever("common_cost") is None
    assert found.lever("discount_rate").up < 0 < found.lever("discount_rate").down
    effects = [max(abs(one.down), abs(one.up)) for one in found.levers]
    assert effects == sorted(effects, reverse=True)


def test_a_sum_discounted_day_by_day_is_what_the_years_are_scaled_to():
    found = equity(residual=2 * RESIDUAL)
    assert found.total.estimate == pytest.approx(2 * RESIDUAL + NEW)
    assert found.lever("margin").up == pytest.approx(0.05 * (2 * RESIDUAL + NEW))


def test_the_interval_of_new_customers_is_that_of_their_number():
    """Ten a year over two years by Poisson: the sum of twenty scatters by its root."""
    found = equity()
    spread = (found.cohorts.high - found.cohorts.low) / (2 * 1.96)
    one = 4_700 * np.sqrt(10 * (FIRST**2 + SECOND**2))
    assert spread == pytest.approx(one, rel=0.25)


def test_customers_to_be_won_are_missed_by_more_as_they_lie_further_ahead():
    """Records of four years, a horizon of two: 0.9 to the power 1.5 of those there are, 2 of those to be won."""
    card = made_card()
    missed = replace(card, buying=replace(card.buying, held_out=replace(
        card.buying.held_out, known_days=1461, misses=(
            Miss("active", "purchases", 100.0, 90.0, Estimate(40, 0.9, 0.9, 0.9)),))))
    own, allowed = equity(), equity(missed)
    assert not own.allowed
    assert allowed.allowed
    assert allowed.residual.low == pytest.approx(RESIDUAL * 0.9**1.5)
    assert allowed.cohorts.low == pytest.approx(own.cohorts.low * 0.9**2)
    assert allowed.total.low == pytest.approx(RESIDUAL * 0.9**1.5 + own.cohorts.low * 0.9**2)
    assert (allowed.residual.high, allowed.cohorts.high, allowed.total.high) == (
        own.residual.high, own.cohorts.high, own.total.high)
    assert allowed.total.estimate == own.total.estimate


def test_without_known_retention_its_point_is_not_told():
    found = equity(kept=Estimate(0, None, state="suppressed"))
    assert found.lever("retention") is None
    assert found.elasticity is None
    assert found.total.estimate == pytest.approx(RESIDUAL + NEW)


def test_longer_horizons_come_nearer_to_the_elasticity_without_one():
    """Flows that fall by r a year, as Gupta, Lehmann and Stuart take: 1 % of r adds up to the multiple's."""
    years = 60
    card = made_card()
    falling = tuple(replace(card.buying.flows[0], year=year, margin=0.8 ** (year - 0.5), revenue=0.0)
                    for year in range(1, years + 1))
    buying = replace(card.buying, flows=falling, cohort=replace(card.buying.cohort, customers=0))
    long = replace(card, terms=replace(card.terms, horizon_years=years), buying=buying)
    residual = sum((0.8 / 1.1) ** (year - 0.5) for year in range(1, years + 1))
    found = equity(long, residual=residual)
    # From the middle of each year: half a year less than the formula of whole years.
    expected = ((0.808 / 0.8) ** -0.5 * (1 + 0.01 * retention_elasticity(0.8, 0.1, step=0.01)) - 1) / 0.01
    assert found.elasticity == pytest.approx(expected, rel=0.002)


@pytest.mark.parametrize(("retention", "published"), [
    (0.6, 2.2), (0.7, 2.8), (0.8, 3.8), (0.85, 4.6), (0.9, 5.8), (0.93, 6.8)])
def test_elasticities_of_the_published_table(retention, published):
    assert retention_elasticity(retention, 0.1, step=0.01) == pytest.approx(published, abs=0.051)


def test_the_elasticity_of_an_infinitely_small_change():
    assert retention_elasticity(0.8, 0.1) == pytest.approx(1.1 / 0.3)
    assert retention_elasticity(0.8, 0.1, step=1e-7) == pytest.approx(1.1 / 0.3, abs=1e-4)
