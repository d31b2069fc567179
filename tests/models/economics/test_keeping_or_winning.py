"""Keeping or winning: both sides as the records tell them, and what is said where one is unknown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analytics.filters import Filters
from analytics.models.economics.keeping_or_winning import keeping_or_winning
from analytics.models.programme_effects import ALL_CAMPAIGNS, programme_effects


@pytest.fixture(scope="module")
def found(demo_reader):
    return keeping_or_winning(demo_reader, Filters(), acquisition_cost=9_000, budget=2_000_000)


def test_what_campaigns_keep_is_what_the_growth_page_says(demo_reader, found):
    all_campaigns = programme_effects(demo_reader, Filters()).of(ALL_CAMPAIGNS)
    assert found.keep_effect.estimate == pytest.approx(all_campaigns.kept.estimate, abs=1e-6)
    assert 300_00 < found.keep_cost < 500_00


def test_newcomers_are_those_of_the_year_before(demo_reader, found):
    period = Filters().resolve(demo_reader.meta.as_of, demo_reader.meta.first_event)
    ((customers,),) = demo_reader.rows(
        f"select count(*) from customers_now where acquired_on >= date '{period.previous_start}' "
        f"and acquired_on < date '{period.start}'")
    assert (found.new_margin.n, found.new_kept.n) == (customers, customers)
    assert 0.6 < found.new_kept.estimate < 0.95


def test_the_split_rests_on_both_sides(found):
    split = found.split
    assert 0 <= split.share.low <= split.share.estimate <= split.share.high <= 1
    assert split.assumptions.won == found.company.won
    rows = {row["figure"]: row for row in found.table()}
    assert rows["budget"]["value"] == 2_000_000
    assert rows["worth"]["value"] == pytest.approx(split.worth.estimate / 100)
    # What the reader says counts as certain.
    sure = found.divided(found.company.assumed, {"budget": 2e8, "keep_effect": 0.03})
    assert sure.share.high - sure.share.low < split.share.high - split.share.low


def test_without_a_side_there_is_no_split(demo_reader, found):
    assert keeping_or_winning(demo_reader, Filters()).split is None
    assert found.divided(found.company.assumed, {"keep_effect": 0.0}) is None
    assert found.divided(replace(found.company.assumed, growth=0.5), {}) is None
