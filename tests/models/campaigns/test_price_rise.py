"""Prices raised before they are lowered: the demo company raised its list prices on 1 July 2024."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.filters import Filters, Group, SavedSegment
from analytics.models.campaigns.price_rise import price_rise

EVERYBODY = SavedSegment("all", "Everybody", Group(()))


def at(reader, day: str):
    return price_rise(reader, Filters(), segment=EVERYBODY, starts_on=date.fromisoformat(day))


def test_a_campaign_after_the_rise_is_warned_of_and_others_are_not(demo_reader):
    found = at(demo_reader, "2024-09-29")
    assert found.warns
    # Six per cent on everything but machines, and half a per cent of inflation on all.
    assert (found.products, found.risen) == (17, 13)
    assert found.rise == pytest.approx(0.06 * found.risen_share + 0.005, abs=0.002)
    assert [at(demo_reader, day).warns for day in ("2024-06-30", "2025-06-01", "2026-01-01")] == [False] * 3


def test_the_end_of_the_records_stands_for_a_later_start(demo_reader):
    assert at(demo_reader, "2027-01-01") == at(demo_reader, "2026-07-01")


def test_without_list_prices_nothing_is_compared(demo_reader):
    found = at(demo_reader, "2021-08-01")
    assert (found.products, found.rise, found.warns) == (0, 0, False)
