"""Peak and end: the published example, the area by hand, a known best reading, and silence on too little."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.filters import Filters
from analytics.models.peak_end import READINGS, _area, _judged, peak_end, peak_end_mean


def test_the_published_example():
    assert list(peak_end_mean([8, 8], [7, 1])) == [7.5, 4.5]


def test_area_by_hand():
    # Stayed at levels 1 and 2, left at 0 and 1: three pairs of four in order, one tie of half.
    assert _area(np.array([1, 2, 0, 1]), np.array([1.0, 1, 0, 0]), np.ones(4)) == pytest.approx(3.5 / 4)


def test_the_reading_that_makes_customers_stay_is_told_from_noise():
    random = np.random.default_rng(5)
    true, noise = random.normal(size=(2, 3_000))
    stayed = (random.random(3_000) < 1 / (1 + np.exp(-1.5 * true))).astype(float)
    customers = np.repeat(np.arange(1_500), 2)
    best, other = (_judged("end", one, stayed, customers) for one in (true, noise))
    assert best.loss.high < other.loss.low
    assert best.area.low > 0.75
    assert other.loss.estimate == pytest.approx(np.log(2), abs=0.01)
    assert other.area.estimate == pytest.approx(0.5, abs=0.05)


def test_the_demo_company_has_the_moments_and_every_reading_beats_chance(demo_reader):
    found = peak_end(demo_reader, Filters())
    assert tuple(one.reading for one in found.readings) == READINGS
    assert all(one.area.low > 0.5 for one in found.readings)
    assert found == peak_end(demo_reader, Filters("all"))


def test_too_little_says_nothing(demo_reader):
    few = peak_end(demo_reader, Filters.of("month", size="large", region="西部 West"))
    assert few.readings == ()
