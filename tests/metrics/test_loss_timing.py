"""When customers leave: by hand on the tiny company, and the demo company's even hazard."""

from __future__ import annotations

import pytest

from analytics.filters import Filters
from analytics.metrics.loss_timing import loss_timing, median_interval
from analytics.metrics.lost_customers import lost_customers


@pytest.fixture(scope="module")
def timing(demo_reader):
    return loss_timing(demo_reader, Filters())


def test_warnings_are_all_losses_of_the_period(demo_reader, timing):
    total = lost_customers(demo_reader, Filters()).total.lost
    warned, lost = timing.warned
    assert lost == total
    assert 0 < warned < lost


def test_the_day_spending_fell_is_no_day(timing):
    falling = next(one for one in timing.warnings if one.precursor == "spend_falling")
    assert falling.lost > 10
    assert falling.median.estimate is None


def test_an_early_quarter_is_quiet_because_a_loss_takes_its_time_to_be_seen(timing):
    bands = {one.from_month: one for one in timing.bands if one.size is None}
    assert list(bands) == [0, 3, 6, 12, 24, 36, 60]
    assert bands[0].hazard.high < bands[3].hazard.low
    assert sum(one.lost for one in timing.bands if one.size is not None) == sum(one.lost for one in bands.values())
    for one in bands.values():
        assert one.hazard.low < one.hazard.estimate < one.hazard.high
        assert one.hazard.estimate == pytest.approx(3 * one.lost / one.customer_months)


def test_causes_add_up_to_what_is_gone(demo_reader, timing):
    from analytics.metrics.survival import survival

    gone = 1 - survival(demo_reader, Filters()).everyone.at(24).estimate
    assert sum(curve.at(24).estimate for curve in timing.causes.values()) == pytest.approx(gone, abs=1e-9)


def test_a_filter_narrows_everything(demo_reader, timing):
    from analytics.filters import Clause

    large = loss_timing(demo_reader, Filters(clauses=(Clause("size", ("large",)),)))
    assert {one.size for one in large.bands} == {None, "large"}
    mine = [one.lost for one in timing.bands if one.size == "large"]
    assert [one.lost for one in large.bands if one.size is None] == mine


def test_the_median_of_few_days_by_hand():
    found = median_interval([float(day) for day in range(1, 101)])
    # Ranks 50 ± 9.8, counted from nought.
    assert (found.estimate, found.low, found.high) == (50.5, 41.0, 61.0)
    assert median_interval([]).estimate is None


def test_the_tiny_company_has_four_first_relations_that_ended_within_half_a_year(tiny):
    # Everybody came within the half year that is recorded; who left did so before six months were over.
    found = loss_timing(tiny, Filters("all"))
    assert sum(one.lost for one in found.bands if one.size is None) == sum(
        curve.events for curve in found.causes.values())
    assert all(one.to_month in (3, 6) for one in found.bands)
