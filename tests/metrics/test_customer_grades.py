"""One customer's grades over time: against the spells, and what moved them by hand."""

from __future__ import annotations

import math
from datetime import date

import pytest

from analytics.filters import Filters
from analytics.metrics.customer_grades import CustomerGrading, _grading, customer_grades


def moved(before: tuple[str, int, int], now: tuple[str, int, int], rule: str = "value") -> CustomerGrading:
    first = CustomerGrading(date(2026, 1, 1), *before)
    return _grading(first, CustomerGrading(date(2026, 4, 1), *now), rule)


def test_what_moved_a_grade_by_hand():
    # Twice the orders of the same amount: all of the change is frequency.
    twice = moved(("C", 1000, 5), ("B", 2000, 10))
    assert (twice.moved_by, twice.rose, twice.by_frequency) == ("frequency", True, pytest.approx(1000))
    assert twice.by_amount == pytest.approx(0, abs=1e-9)
    # From five of 400 to four of 250: the amount takes more than the number.
    fallen = moved(("B", 2000, 5), ("C", 1000, 4))
    mean = 1000 / math.log(2)
    assert fallen.moved_by == "amount"
    assert fallen.by_frequency == pytest.approx(-mean * math.log(5 / 4))
    assert fallen.by_amount == pytest.approx(-mean * math.log(400 / 250))
    assert moved(("B", 2000, 5), ("C", 2100, 5)).moved_by == "others", "a grade is a rank"
    assert moved(("B", 2000, 5), ("C", 2000, 4)).moved_by == "others"
    assert moved(("D", 0, 0), ("C", 500, 2)).moved_by == "unsplit"
    assert moved(("C", 500, 2), ("C", 700, 2)).moved_by is None
    assert moved(("B", 2000, 5), ("C", 1000, 4), rule="margin").moved_by == "rule"


def test_the_gradings_are_those_of_the_spells(demo_reader):
    number, gradings = demo_reader.rows(
        "select customer_id, count(*) from customer_spells join customers_now using (customer_key) "
        "where opened_by = 'grade' and customer_spells.grade is not null and customers_now.grade = 'C' "
        "group by customer_id order by count(distinct customer_spells.grade) desc, count(*) desc, customer_id limit 1")[0]
    found = customer_grades(demo_reader, Filters(), customer=number)
    assert len(found.gradings) == gradings
    assert found.moves
    assert found.next_grade == "B"
    last = found.gradings[-1]
    orders = demo_reader.rows(
        "with days as (select ordered_on, order_id from warehouse.orders where customer_id = $c and ordered_on < $d), "
        "newest as (select max(ordered_on) as day from days) select count(distinct order_id) from days, newest "
        "where ordered_on > day - 365", {"c": number, "d": last.graded_on})[0][0]
    assert last.orders == orders
    # What is missing for a B is measured from the smallest value graded B on that day.
    day = demo_reader.rows("select max(from_on) from customer_spells where opened_by = 'grade'")[0][0]
    smallest = demo_reader.rows("select min(value_12m) from customer_spells where grade = 'B' and from_on <= $d "
                                "and to_on > $d", {"d": day})[0][0]
    assert found.needed == smallest - last.value
    for one in found.gradings[1:]:
        if one.by_frequency is not None:
            assert one.by_frequency + one.by_amount == pytest.approx(one.change)


def test_an_earlier_day_knows_no_later_grading(demo_reader):
    number = demo_reader.rows("select customer_id from customers_now where grade = 'A' order by customer_id limit 1")[0][0]
    earlier = customer_grades(demo_reader, Filters(as_of=date(2025, 5, 1)), customer=number)
    assert max(one.graded_on for one in earlier.gradings) <= date(2025, 5, 1)
    assert customer_grades(demo_reader, Filters(), customer=number).needed is None, "there is nothing above A"


def test_who_was_never_graded_has_no_grades(tiny):
    assert customer_grades(tiny, Filters(as_of=date(2024, 1, 15)), customer="C1").gradings == ()
