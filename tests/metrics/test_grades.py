"""Grades frozen at the start of a period, moves and their reasons, history, contacts, service: by hand."""

from __future__ import annotations

from datetime import date
from math import log

import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.grade_contacts import contact_overdue_list, grade_contacts
from analytics.metrics.grade_history import grade_history
from analytics.metrics.grade_reasons import grade_list, grade_reasons
from analytics.metrics.grade_service import grade_service
from analytics.metrics.grades import GRADES, grades
from tests.metrics.graded import graded_company

HALF_YEAR = Filters("2024-01-01..2024-06-30")


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    return graded_company(tmp_path_factory.mktemp("graded") / "store").reader()


def test_moves_between_grades(reader):
    found = grades(reader, HALF_YEAR)
    assert {(one.before, one.after): one.customers for one in found.moves} == {
        ("A", "B"): 1, ("B", "lost"): 1, ("C", "A"): 1, ("D", "D"): 2, ("new", "D"): 1}
    assert (found.starts_on, found.ends_on) == (date(2024, 1, 1), date(2024, 7, 1))
    assert {grade: one.customers for grade, one in found.now.items()} == {"A": 1, "B": 1, "D": 3}
    assert found.now["D"].value == (200 + 50 + 60) * 100
    assert (found.lost("B").estimate, found.value_lost("B")) == (1.0, 400_00)
    assert (found.fell("A").estimate, found.rose("C").estimate, found.stayed("D").estimate) == (1.0, 1.0, 1.0)
    assert (found.moved("fell").estimate, found.moved("rose").estimate) == (0.2, 0.2), "of five graded at the start"
    assert found.moved("fell").state == "suppressed"


def test_concentration_of_those_who_are_there(reader):
    found = grades(reader, HALF_YEAR)
    worth = sorted((1100, 600, 200, 60, 50))
    assert found.customers == 5
    assert found.top_fifth == pytest.approx(1100 / 2010)
    differences = sum(abs(a - b) for a in worth for b in worth)
    assert found.gini == pytest.approx(differences / (2 * 25 * (2010 / 5)))


def test_who_was_lost_after_the_as_of_day_is_still_there_for_it(reader):
    found = grades(reader, Filters("2024-01-01..2024-06-30", date(2024, 5, 1)))
    assert found.move("B", "C").customers == 1
    assert found.lost("B").estimate == 0.0


def test_the_list_behind_a_cell(reader):
    risen = grade_list(reader, HALF_YEAR, before="C", after="A")
    assert risen[["customer_id", "value_then", "value_after", "orders_then", "orders_after"]].values.tolist() == [
        ["K3", 200_00, 1100_00, 1, 2]]
    assert grade_list(reader, HALF_YEAR, moved="fell")["customer_id"].tolist() == ["K1"]
    assert grade_list(reader, HALF_YEAR, now="D")["customer_id"].tolist() == ["K4", "N1", "K5"]
    assert grade_list(reader, HALF_YEAR, after="lost")["lost_on"].dt.date.tolist() == [date(2024, 5, 15)]
    with pytest.raises(UnknownName):
        grade_list(reader, HALF_YEAR, before="E")
    with pytest.raises(UnknownName):
        grade_list(reader, HALF_YEAR, moved="sideways")


def test_change_of_value_is_split_without_a_rest(reader):
    found = grade_reasons(reader, HALF_YEAR)
    fell, rose = found.way("fell"), found.way("rose")
    # K1: two orders then and now, 1,000 and 600: all through the amount.
    assert fell.change.estimate == pytest.approx(-400_00)
    assert fell.by_frequency.estimate == pytest.approx(0)
    assert fell.by_amount.estimate == pytest.approx(-400_00)
    # K3: one order of 200, then two of 1,100 together.
    mean = 900_00 / log(5.5)
    assert rose.by_frequency.estimate == pytest.approx(mean * log(2))
    assert rose.by_amount.estimate == pytest.approx(mean * log(2.75))
    assert rose.change.state == "suppressed"
    assert {(one.before, one.after): one.customers for one in found.cells} == {
        ("A", "B"): 1, ("C", "A"): 1, ("D", "D"): 2}


def test_every_grading_day(reader):
    found = grade_history(reader, Filters())
    last = {one.grade: one for one in found.days if one.graded_on == date(2024, 4, 1)}
    assert {grade: one.customers for grade, one in last.items()} == {"A": 1, "B": 1, "C": 1, "D": 3}
    assert last["A"].value_share == pytest.approx(1100 / 2410)
    assert last["A"].customer_share.n == 6
    assert {one.graded_on for one in found.days if one.whole_year} == {date(2024, 4, 1)}, \
        "the first order is of February 2023"


def test_contacts_within_the_standard_of_the_grade(reader):
    found = grade_contacts(reader, Filters())
    # K3 twenty days ago; K1 121 days; of D K4 never, K5 172 days and N1 today.
    assert [(one.grade, one.customers, one.overdue, one.never) for one in found.grades] == [
        ("A", 1, 0, 0), ("B", 1, 1, 0), ("D", 3, 1, 1)]
    assert found.of("D").kept.estimate == pytest.approx(2 / 3)
    assert found.of("B").value_overdue == 600_00
    late = contact_overdue_list(reader, Filters())
    assert late["customer_id"].tolist() == ["K1", "K4"]
    assert late["days_since_contact"].iloc[0] == 121
    assert contact_overdue_list(reader, Filters(), grade="D", everyone=True)["customer_id"].tolist() == ["K4", "N1", "K5"]
    assert grade_contacts(reader, Filters(), days_b=121).of("B").overdue == 0
    assert grade_contacts(reader, Filters(), days_a=19).of("A").overdue == 1


def test_service_by_the_grade_at_the_start(reader):
    found = {one.grade: one for one in grade_service(reader, HALF_YEAR).grades}
    assert (found["A"].on_time.n, found["A"].on_time.estimate) == (2, 0.5)
    assert found["C"].right_first_time.estimate == 0.0
    assert found["A"].days_to_close.estimate == 5
    assert (found["D"].days_to_close.n, found["D"].days_to_close.estimate) == (1, None), "still open"
    assert sum(one.on_time.n for one in found.values()) == 3, "a job of a customer without a grade then is left out"


@pytest.mark.parametrize("filters", [Filters(), Filters("quarter"), Filters("24m"), Filters.of(size="large"),
                                     Filters("12m", date(2025, 3, 31))])
def test_moves_account_for_everybody(demo_reader, filters):
    found = grades(demo_reader, filters)
    there = demo_reader.rows
    period = filters.resolve(demo_reader.meta.as_of, demo_reader.meta.first_event)
    condition, values = filters.where()
    (start,), = there(f"""
        select count(*) from customer_spells
        where customer_key in (select customer_key from customers_now where {condition})
            and (from_on < $day or (from_on = $day and opened_by = 'grade'))
            and (to_on > $day or (to_on = $day and closed_by = 'lost'))""", {**values, "day": period.start})
    assert sum(one.customers for one in found.moves if one.before not in ("new", "won_back")) == start
    assert sum(one.customers for one in found.now.values()) == found.customers
    assert sum(one.customers for one in found.moves) == found.customers + sum(
        one.customers - one.returned for one in found.moves if one.after == "lost")


def test_grades_at_the_start_are_those_of_the_month_cube(demo_reader):
    found = grades(demo_reader, Filters())
    cube = dict(demo_reader.rows(
        "select cast(grade as varchar), sum(customers_start) from month_cube where month = $start group by grade",
        {"start": found.starts_on}))
    assert {grade: found.at_start(grade) for grade in GRADES} == {grade: cube[grade] for grade in GRADES}
    assert all(found.lost(grade).n > 100 for grade in GRADES)


def test_value_split_agrees_with_the_spells(demo_reader):
    found = grades(demo_reader, Filters())
    split = grade_reasons(demo_reader, Filters())
    moved = {(one.before, one.after): one for one in split.cells}
    for one in found.moves:
        if one.before in GRADES and one.after in GRADES:
            cell = moved[one.before, one.after]
            assert cell.customers == one.customers
            assert cell.change.estimate == pytest.approx(one.value_after - one.value_before)
            assert cell.by_frequency.estimate + cell.by_amount.estimate + cell.unsplit == pytest.approx(
                cell.change.estimate, abs=5)
