"""Churn per grade over time: by hand, recomputed, and against the demo company's truth."""

from __future__ import annotations

import json
from datetime import date

import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.filters.periods import add_months
from analytics.metrics.churn_over_time import churn_list, churn_over_time


def test_months_by_hand(tiny):
    result = churn_over_time(tiny, Filters(), step="month")
    # Losses are seen from 14 April on. C2 (grade C) is lost in May, C8 (grade D) in June.
    assert [(one.starts_on.month, one.customers, one.lost) for one in result.everyone] == [(5, 6, 1), (6, 5, 1)]
    assert {grade: [(one.customers, one.lost) for one in points] for grade, points in result.groups.items()} == {
        "B": [(1, 0), (1, 0)], "C": [(2, 1), (1, 0)], "D": [(3, 0), (3, 1)]}
    assert result.last_complete == result.everyone[-1]
    assert result.at("D", date(2024, 6, 1)).churn_rate.estimate == pytest.approx(1 / 3)


def test_a_running_quarter_is_marked_and_an_earlier_day_knows_less(demo_reader):
    result = churn_over_time(demo_reader, Filters(as_of=date(2026, 5, 10)))
    assert [one.complete for one in result.everyone][-2:] == [True, False]
    assert result.last_complete.starts_on == date(2026, 1, 1)
    whole = churn_over_time(demo_reader, Filters()).everyone[-1]
    assert result.everyone[-1].customers == whole.customers
    assert result.everyone[-1].lost < whole.lost


@pytest.mark.parametrize(("step", "months"), [("quarter", 3), ("month", 1)])
def test_grades_are_frozen_at_the_start(demo_reader, step, months):
    result = churn_over_time(demo_reader, Filters(), step=step)
    assert list(result.groups) == ["A", "B", "C", "D"]
    for point in result.everyone[::5]:
        rows = demo_reader.rows(
            """
            with there as (
                select customer_key, grade
                from customer_spells
                where (from_on < $day or (opened_by = 'grade' and from_on = $day)) and to_on >= $day
                    and not (coalesce(closed_by = 'grade', false) and to_on = $day))
            select grade, count(*), count(*) filter (customer_key in (
                select customer_key from losses where lost_on >= $day and lost_on < $next))
            from there group by grade""", {"day": point.starts_on, "next": add_months(point.starts_on, months)})
        assert {str(grade): (customers, lost) for grade, customers, lost in rows if grade is not None} == {
            grade: (found.customers, found.lost) for grade in result.groups
            if (found := result.at(grade, point.starts_on))}
        assert (point.customers, point.lost) == (sum(row[1] for row in rows), sum(row[2] for row in rows))


def test_lists_hold_the_customers_counted(demo_reader):
    result = churn_over_time(demo_reader, Filters())
    for grade in ("A", "D"):
        point = result.groups[grade][-2]
        listed = churn_list(demo_reader, Filters(), starts_on=point.starts_on.isoformat(), group=grade)
        assert len(listed) == point.lost
        assert set(listed["grade"]) <= {grade}
    assert len(churn_list(demo_reader, Filters(), starts_on="2026-01-01")) == result.everyone[-2].lost


def test_yearly_churn_of_each_market_is_the_truth(demo_store, demo_reader):
    truth = {one["market"]: one["annual_churn"]
             for one in json.loads((demo_store.path / "truth.json").read_text("utf-8"))["markets"]}
    result = churn_over_time(demo_reader, Filters(), by="market")
    for market, points in result.groups.items():
        lost, customers = sum(one.lost for one in points), sum(one.customers for one in points)
        quarterly = lost / customers
        error = 4 * (1 - quarterly) ** 3 * (quarterly * (1 - quarterly) / customers) ** 0.5
        # Silent losses are known later than they happen: in a shrinking company a little too many.
        assert 1 - (1 - quarterly) ** 4 == pytest.approx(truth[market], abs=3 * error + 0.005)


def test_unknown_dimensions_and_steps_are_refused(tiny):
    with pytest.raises(UnknownName):
        churn_over_time(tiny, Filters(), by="account_manager")
    with pytest.raises(UnknownName):
        churn_over_time(tiny, Filters(), step="week")
    with pytest.raises(UnknownName):
        churn_list(tiny, Filters(), starts_on="2024-01-01", by="name")
