"""Intervals that allow for the held-out miss: worked out by hand, and on companies whose customers slow down."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analytics.models.lifetime_value import (
    MbgNbd,
    ValueTerms,
    buying_summary,
    customer_values,
    fit,
    histories_of,
)
from analytics.models.lifetime_value.customer_value import realised_values
from analytics.models.lifetime_value.uncertainty import draw_models_nearby
from analytics.models.valuation import Miss
from analytics.models.valuation.allowance import allowance_of, reach_of
from analytics.models.valuation.held_out import miss_of
from analytics.models.valuation.occasions import WEEKLY
from analytics.statistics.estimate import Estimate
from tests.models.valuation.cards import DRAWS, made_card

YEAR = 364
#: Years of records and years foretold.
KNOWN, AHEAD = 4, 3


def card_with(*misses: Miss, known_days: int = 0):
    card = made_card()
    held = replace(card.buying.held_out, misses=misses, known_days=known_days)
    return replace(card, buying=replace(card.buying, held_out=held))


def sure(ratio: float, standing="active", measure="purchases") -> Miss:
    return Miss(standing, measure, 100.0, 100.0 * ratio, Estimate(40, ratio, ratio, ratio))


def test_a_miss_is_a_ratio_of_sums_with_its_interval():
    """Residuals −0.5, 0.5, 0 and nothing else: the root of their squares is 0.7071, over 6 foretold."""
    found = miss_of("active", "purchases", [1.0, 2.0, 3.0], [0.0, 1.5, 1.5])
    assert (found.foretold, found.made, found.ratio.estimate) == (6.0, 3.0, 0.5)
    assert found.ratio.high == pytest.approx(0.5 + 1.959964 * 0.5**0.5 / 6)
    assert found.error == pytest.approx(1.0)
    assert miss_of("silent", "money", [], []) is None


def test_a_longer_forecast_may_miss_more():
    held = card_with(known_days=1461).buying.held_out
    assert reach_of(held, 3) == pytest.approx(1.75)
    assert reach_of(replace(held, known_days=0), 3) == 1.0


def test_the_interval_goes_one_way_towards_the_miss():
    drawn = 100.0 + np.arange(DRAWS)
    own = allowance_of(made_card(), DRAWS).interval(40, 140.0, drawn)
    assert (own.low, own.high) == (pytest.approx(101), pytest.approx(177))
    fewer = allowance_of(card_with(sure(0.8)), DRAWS).interval(40, 140.0, drawn)
    assert (fewer.low, fewer.high) == (pytest.approx(80.8), pytest.approx(177))
    both = allowance_of(card_with(sure(0.8), sure(1.1, measure="money")), DRAWS).interval(40, 140.0, drawn)
    assert (both.low, both.high) == (pytest.approx(80.8), pytest.approx(194.7))
    assert both.estimate == 140.0


def test_what_the_model_of_buying_missed_leaves_the_rest_alone():
    found = allowance_of(card_with(sure(0.5)), DRAWS).interval(40, 200.0, np.full(DRAWS, 100.0), 50.0)
    assert (found.low, found.high) == (100.0, 150.0)


def test_those_silent_have_a_miss_of_their_own_and_too_few_tell_nothing():
    card = card_with(sure(0.9), sure(0.1, "silent"), replace(sure(2.0, measure="money"), ratio=Estimate(
        5, 2.0, 1.0, 3.0, "suppressed")))
    drawn = np.full(DRAWS, 10.0)
    assert allowance_of(card, DRAWS, standing="silent").interval(40, 10.0, drawn).low == pytest.approx(1.0)
    usual = allowance_of(card, DRAWS)
    assert [one.measure for one in usual.misses] == ["purchases"]
    assert usual.interval(40, 10.0, drawn).high == 10.0


def test_the_interval_of_the_ratio_widens_the_sum():
    """Spread evenly over its normal distribution, the second and the last but one draw are the ends."""
    from scipy.special import ndtri

    miss = Miss("active", "purchases", 100.0, 100.0, Estimate(40, 1.0, 0.9, 1.0 + 0.1 * 1.959964))
    found = allowance_of(card_with(miss), DRAWS).interval(40, 10.0, np.full(DRAWS, 10.0))
    assert found.high == pytest.approx(10 + ndtri(77.5 / DRAWS))
    assert found.low == pytest.approx(10 - ndtri(77.5 / DRAWS))


def slowing(seed: int, customers: int, yearly: float):
    """Trade of a company whose every customer buys so much less a year, which no model knows of."""
    random = np.random.default_rng(seed)
    pace, stopping = random.gamma(2.0, 1 / 70.0, customers), random.beta(0.8, 8.0, customers)
    came = random.uniform(0, 0.95 * KNOWN * YEAR, customers)
    made = np.minimum(random.geometric(stopping), 400)
    who = np.repeat(np.arange(customers), made)
    first = np.r_[True, who[1:] != who[:-1]]
    # Time runs slower and slower: gaps are drawn on a clock that slows, and told by the calendar.
    gaps = np.where(first, 0.0, random.exponential(1 / pace[who]))
    clock = np.cumsum(gaps) - np.repeat(np.cumsum(gaps)[first], made)
    slower = -np.log1p(-yearly) / YEAR if yearly else 1e-12
    left = np.exp(-slower * came[who]) - slower * clock
    there = left > np.exp(-slower * (KNOWN + AHEAD) * YEAR)
    return who[there], np.floor(-np.log(left[there]) / slower).astype(int)


def told_and_true(seed: int, customers: int, yearly: float) -> tuple[Estimate, Estimate, float]:
    """Value such a company with and without the allowance, and say what its customers really brought."""
    who, day = slowing(seed, customers, yearly)
    calendar = np.datetime64("2020-01-01") + day
    money = ValueTerms(1.0, 0.08, float(AHEAD), 0.0, 7.0)
    cut_off, as_of = (KNOWN - 1) * YEAR, KNOWN * YEAR

    def known(until: int):
        table = buying_summary(who, calendar, calendar.min() + (until - day.min()))
        return table, histories_of(table, unit=7.0)

    def later(table, begin: int, end: int, worth=None):
        counts = (day > begin) & (day <= end) & np.isin(who, table["customer_key"])
        each = np.bincount(who[counts], None if worth is None else worth[counts], minlength=customers)
        return each[table["customer_key"]]

    then, histories = known(cut_off)
    foretold = fit(MbgNbd, histories).model.expected_further(*WEEKLY.histories(then), YEAR / 7)
    miss = miss_of("active", "purchases", foretold, later(then, cut_off, as_of))
    now, histories = known(as_of)
    fitted = fit(MbgNbd, histories)
    drawn = realised_values(draw_models_nearby(fitted, histories, draws=DRAWS), (), *WEEKLY.histories(now),
                            np.ones(len(now)), money, np.random.default_rng(seed)).sum(axis=1)
    expected = customer_values(fitted.model, np.ones(len(now)), *WEEKLY.histories(now), money).value.sum()
    card = card_with(miss, known_days=as_of)
    card = replace(card, terms=replace(card.terms, horizon_years=AHEAD))
    truth = later(now, as_of, as_of + AHEAD * YEAR, 1.08 ** -((day - as_of) / YEAR)).sum()
    return (allowance_of(made_card(), DRAWS).interval(len(now), expected, drawn),
            allowance_of(card, DRAWS).interval(len(now), expected, drawn), float(truth))


def holds(interval: Estimate, truth: float) -> bool:
    return interval.low <= truth <= interval.high


def coverage(seeds: range, customers: int, yearly: float) -> tuple[float, float]:
    found = [told_and_true(seed, customers, yearly) for seed in seeds]
    return (float(np.mean([holds(own, truth) for own, _, truth in found])),
            float(np.mean([holds(allowed, truth) for _, allowed, truth in found])))


def test_a_company_that_slows_down_is_held_with_the_allowance_and_not_without():
    without, with_it = coverage(range(4), 700, 0.1)
    assert without <= 0.5
    assert with_it >= 0.75


@pytest.mark.slow
def test_coverage_of_sixty_companies_that_slow_down():
    without, with_it = coverage(range(100, 160), 800, 0.1)
    print("slowing by a tenth a year:", without, with_it)
    assert without < 0.5
    assert with_it >= 0.9


@pytest.mark.slow
def test_coverage_of_sixty_companies_that_do_not():
    without, with_it = coverage(range(200, 260), 800, 0.0)
    print("steady:", without, with_it)
    assert without >= 0.9
    assert with_it >= without
