"""What moved most: constructed windows, and the price rise of the demo company."""

from __future__ import annotations

import pytest

from analytics.filters import Filters, resolve_period
from analytics.metrics.largest_movements import changes_between, largest_movements
from analytics.metrics.movement import CustomerMovement, GroupMovement, Movement
from analytics.statistics.intervals import rate


def row(group, now, then):
    return GroupMovement((group,), Movement(*now), None if then is None else Movement(*then), None,
                         rate(now[3], now[0]), 0)


def movement(sizes, branches=(), causes=()):
    return CustomerMovement(
        resolve_period("12m", None, None), row(None, (1000, 0, 0, 60), (800, 0, 0, 40)), 0,
        {("size",): sizes, ("branch",): branches, ("cause_class",): causes}, ())


def test_excess_is_measured_against_the_earlier_rate():
    changes = changes_between(movement((
        row("large", (200, 0, 0, 50, 5_000), (100, 0, 0, 10, 800)),
        row("small", (800, 0, 0, 30, 900), (700, 0, 0, 30, 1_000))))).changes
    assert [one.value for one in changes] == ["large", "small"]
    large, small = changes
    # 10 % of 200 would be 20: thirty more were lost. 30/700 of 800 would be 34.3.
    assert (large.excess, large.lost, large.lost_previous) == (30.0, 50, 10)
    assert small.excess == pytest.approx(30 - 30 / 700 * 800)
    assert (large.value_difference, small.value_difference) == (4_200, -100)
    assert large.difference.estimate == pytest.approx(0.15)
    assert 0 < large.difference.low < 0.15 < large.difference.high
    assert large.beyond_chance
    assert not small.beyond_chance


def test_p_values_are_adjusted_over_all_groups():
    two = (row("a", (300, 0, 0, 30), (300, 0, 0, 15)), row("b", (300, 0, 0, 20), (300, 0, 0, 20)))
    alone = changes_between(movement((), two)).changes[0].p
    crowd = tuple(row(f"branch {n}", (300, 0, 0, 20), (300, 0, 0, 20)) for n in range(20))
    among = changes_between(movement((), two + crowd)).changes[0]
    assert among.value == "a"
    assert among.p > 5 * alone
    assert not among.beyond_chance


def test_lone_missing_and_unstated_groups_explain_nothing():
    changes = changes_between(movement(
        (row("large", (200, 0, 0, 50), (100, 0, 0, 10)),),
        (row("North", (20, 0, 0, 5), (30, 0, 0, 10)), row(None, (20, 0, 0, 5), (30, 0, 0, 1))),
        (row("pricing", (1000, 0, 0, 9), (800, 0, 0, 9)), row("not_stated", (1000, 0, 0, 50), (800, 0, 0, 5)),
         row("ethics", (1000, 0, 0, 1), (800, 0, 0, 2))))).changes
    assert {one.value for one in changes} == {"pricing", "ethics"}


def test_few_customers_are_never_called_beyond_chance():
    changes = changes_between(movement((row("a", (9, 0, 0, 9), (90, 0, 0, 0)),
                                        row("b", (500, 0, 0, 5), (500, 0, 0, 5))))).changes
    assert changes[0].value == "a"
    assert changes[0].p < 0.05
    assert not changes[0].beyond_chance


def test_without_an_earlier_window_there_is_no_movement(tiny):
    assert largest_movements(tiny, Filters("quarter")).changes == ()
    assert largest_movements(tiny, Filters("all")).table() == []


def test_the_price_rise_is_found(demo_reader):
    # Prices rose in July 2024: the year from then on, against the one before, and the year after it.
    rise = largest_movements(demo_reader, Filters("2024-07-01..2025-06-30")).changes[0]
    assert (rise.dimension, rise.value) == ("cause_class", "pricing")
    assert rise.beyond_chance
    assert rise.excess > 20
    fall = largest_movements(demo_reader, Filters("2025-07-01..2026-06-30")).changes[0]
    assert (fall.value, fall.beyond_chance) == ("pricing", True)
    assert fall.excess < -20
