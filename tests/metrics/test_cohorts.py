"""Cohorts: by hand, their weighted means, and what is not over yet."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.cohorts import cohort_list, cohorts


def test_months_by_hand(tiny):
    result = cohorts(tiny, Filters())
    assert result.length == "month", "half a year is too short for quarters"
    january = [(one.step, one.alive, one.revenue) for one in result.cells if one.cohort == date(2024, 1, 1)]
    # Seven won; C3 and C5 lost in April, C2 in May, C8 in June, C3 back in June.
    assert january == [(0, 7, 134_000), (1, 7, 10_000), (2, 7, 15_000), (3, 5, 50_000), (4, 4, -5_000),
                       (5, 4, 38_000)]
    assert {one.customers for one in result.cells if one.cohort == date(2024, 1, 1)} == {7}
    february = [one.alive for one in result.cells if one.cohort == date(2024, 2, 1)]
    assert february == [1, 0, 0, 0, 0]


def test_means_are_weighted_by_customers(tiny):
    means = cohorts(tiny, Filters()).means
    # After two months: 7 of 7, 0 of 1 and 1 of 1; a plain mean would say two thirds.
    assert means[1].kept.estimate == pytest.approx(8 / 9)
    assert means[1].kept.n == 9
    # 10,000 + 0 + 0 for nine customers won.
    assert means[1].revenue_each == pytest.approx(10_000 / 9)


def test_quarters_take_the_last_month_of_their_step(tiny):
    cells = cohorts(tiny, Filters(), length="quarter").cells
    # Nine won in the first quarter. Step 0 ends with each customer's third month: C4 gone by then.
    # Step 1 is over for those of January only, and then C3 is back.
    assert [(one.step, one.customers, one.alive, one.complete) for one in cells] == [
        (0, 9, 8, True), (1, 9, 5, False)]
    means = cohorts(tiny, Filters(), length="quarter").means
    assert [one.step for one in means] == [0], "what is not over stays out of the mean"


def test_an_earlier_day_sees_fewer_cells(demo_reader):
    now, then = cohorts(demo_reader, Filters()), cohorts(demo_reader, Filters(as_of=date(2025, 6, 30)))
    assert now.length == then.length == "quarter"
    known = {(one.cohort, one.step): one for one in now.cells}
    over = [one for one in then.cells if one.complete]
    assert 30 < len(over) < len([one for one in now.cells if one.complete])
    for one in over:
        later = known[one.cohort, one.step]
        # An ended contract may still have been within its days of grace.
        assert (one.customers, one.revenue) == (later.customers, later.revenue)
        assert one.alive == pytest.approx(later.alive, abs=6)


def test_the_list_is_the_cohort(demo_reader):
    cell = cohorts(demo_reader, Filters()).cells[0]
    listed = cohort_list(demo_reader, Filters(), cohort=cell.cohort.isoformat())
    assert len(listed) == cell.customers
    assert listed["won_on"].min() >= cell_start(cell)
    assert listed["status"].tolist() == sorted(listed["status"]), "those still there first"


def cell_start(cell):
    import pandas as pd

    return pd.Timestamp(cell.cohort)


def test_table_and_lengths(tiny):
    result = cohorts(tiny, Filters(), length="year")
    assert result.extra() == {"length": "year"}
    assert result.table()[0]["kept"] == pytest.approx(5 / 9)
    with pytest.raises(UnknownName):
        cohorts(tiny, Filters(), length="week")
    with pytest.raises(UnknownName):
        cohort_list(tiny, Filters(), cohort="2024-01-01", length="week")
