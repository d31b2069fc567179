"""The change of the churn rate: the rates are those of the page, the parts add up, and nothing is invented."""

from __future__ import annotations

import pytest

from analytics.errors import UnknownName
from analytics.filters import Clause, Filters
from analytics.metrics.churn_change import churn_change
from analytics.metrics.lost_customers import lost_customers


def test_the_rate_is_the_one_the_page_shows(demo_reader):
    split = churn_change(demo_reader, Filters())
    assert split.after == pytest.approx(lost_customers(demo_reader, Filters()).total.churn_rate.estimate)
    assert split.change.estimate == pytest.approx(split.after - split.before)


@pytest.mark.parametrize("by", [("size",), ("size", "market"), ("size", "market", "grade"),
                                ("size", "market", "grade", "segment")])
def test_parts_add_up(demo_reader, by):
    split = churn_change(demo_reader, Filters(), by=(by,))
    assert tuple(split.parts) == ("rates", *by)
    assert abs(split.residual) < 1e-12
    assert sum(one.estimate for one in split.parts.values()) == pytest.approx(split.change.estimate, abs=1e-12)
    for groups in split.groups.values():
        assert sum(one.rate_effect + one.mix_effect for one in groups) == pytest.approx(split.change.estimate, abs=1e-12)
        assert sum(one.lost_after for one in groups) == pytest.approx(
            split.after * sum(one.customers_after for one in groups))


def test_the_tiny_company_by_hand(tiny):
    # On 1 March C1, C2, C3, C4, C5, C6, C8 and C9 are there (C7 comes that day); C4, C3 and C5 leave by the end of
    # April. On 1 May C1, C2, C6, C7, C8 and C9 are there; C2 and C8 leave.
    split = churn_change(tiny, Filters("2024-05-01..2024-06-30"), by=(("size",),))
    assert (split.before, split.after) == (pytest.approx(3 / 8), pytest.approx(2 / 6))
    small = next(one for one in split.groups["size"] if one.group == "small")
    assert (small.customers_before, small.lost_before, small.customers_after, small.lost_after) == (4, 1, 3, 2)
    # Small customers are half of either period: ½ · (2/3 − 1/4), and no mix.
    assert (small.rate_effect, small.mix_effect) == (pytest.approx(5 / 24), pytest.approx(0.0))


def test_the_records_have_no_period_before_them(tiny):
    assert churn_change(tiny, Filters("2024-04-01..2024-06-30"), by=(("size",),)).change is None


def test_filters_apply_to_both_periods(demo_reader):
    split = churn_change(demo_reader, Filters(clauses=(Clause("size", ("large",)),)), by=(("size",),))
    assert [one.group for one in split.groups["size"]] == ["large"]
    assert split.parts["size"].estimate == pytest.approx(0.0, abs=1e-15)


def test_all_time_has_nothing_before_it(demo_reader):
    split = churn_change(demo_reader, Filters("all"))
    assert split.change is None
    assert split.table() == []


def test_more_than_four_dimensions_are_refused(demo_reader):
    with pytest.raises(UnknownName):
        churn_change(demo_reader, Filters(), by=(("size", "market", "grade", "segment", "branch"),))
    with pytest.raises(UnknownName):
        churn_change(demo_reader, Filters(), by=(("cause",),))


def test_nobody_in_either_period_is_no_change(tiny):
    assert churn_change(tiny, Filters("2020-01-01..2020-03-31"), by=(("size",),)).change is None
