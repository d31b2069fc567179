"""Customers coming and going: by hand on the tiny company, as identities on the demo company."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.customer_movement import customer_movement
from analytics.metrics.movement import Movement
from analytics.metrics.movement_list import movement_list
from analytics.metrics.observed import Observed, observed


def test_the_second_quarter_by_hand(tiny):
    result = customer_movement(tiny, Filters("quarter"), by=(("size",), ("cause_class",)))
    # There on 1 April: C1, C2, C3, C5, C6, C7, C8, C9. Lost: C3, C5, C2, C8. Back: C3.
    assert result.total.period == Movement(at_start=8, won=0, won_back=1, lost=4, value_lost=170_000)
    assert (result.total.period.at_end, result.total.period.net) == (5, -3)
    assert (result.total.churn_rate.estimate, result.total.churn_rate.n) == (0.5, 8)
    sizes = {row.group[0]: row.period for row in result.rows["size",]}
    assert sizes == {
        "small": Movement(4, 0, 1, 3, 50_000), "large": Movement(2, 0, 0, 1, 120_000),
        "medium": Movement(1, 0, 0, 0, 0), None: Movement(1, 0, 0, 0, 0)}
    causes = {row.group[0]: row for row in result.rows["cause_class",]}
    assert causes["not_stated"].period == Movement(8, 0, 0, 4, 170_000), "against everyone at the start"
    # As graded on 1 April: C1 100,000, C2 30,000, C3 5,000, C5 120,000, C6 60,000, C7 none, C8 15,000, C9 9,000.
    # Living on 30 June: C1, C3, C6, C7, C9.
    assert (result.total.value_at_start, result.value_at_end) == (339_000, 174_000)


def test_months_by_hand(tiny):
    months = customer_movement(tiny, Filters()).months
    assert [(one.month.month, one.at_start, one.won, one.won_back, one.lost) for one in months] == [
        (1, 0, 7, 0, 0), (2, 7, 1, 0, 0), (3, 8, 1, 0, 1), (4, 8, 0, 0, 2), (5, 6, 0, 0, 1), (6, 5, 0, 1, 1)]
    assert {one.complete for one in months} == {True}
    assert {one.value_at_start for one in months} == {None}, "twelve months' revenue is not known yet"


def test_a_loss_not_known_yet_has_not_happened(tiny):
    # The contract of C5 ended on 30 April; that it was not renewed is known on 30 May.
    result = customer_movement(tiny, Filters("quarter", date(2024, 5, 15)))
    assert result.total.period == Movement(at_start=8, won=0, won_back=0, lost=1, value_lost=5_000)
    assert result.months[-1].month == date(2024, 5, 1)
    assert [one.at_start for one in result.months[-2:]] == [8, 7], "C5 is still there on 1 May"
    assert not result.months[-1].complete


def test_windows_before_losses_could_be_seen_compare_with_nothing(tiny):
    # Trade begins on 5 January; the first who had been silent for a hundred days is known on 14 April.
    assert observed(tiny) == Observed(records_on=date(2024, 1, 5), observed_on=date(2024, 4, 14))
    total = customer_movement(tiny, Filters("quarter")).total
    assert (total.previous, total.year_ago) == (None, None)
    june = customer_movement(tiny, Filters("2024-06-15..2024-06-30")).total
    # The sixteen days before: C1, C6, C7, C8, C9 on 30 May; C3 came back on 10 June.
    assert june.previous == Movement(at_start=5, won=0, won_back=1, lost=0, value_lost=0)
    assert june.period == Movement(at_start=6, won=0, won_back=0, lost=1, value_lost=15_000)


def test_lists_are_the_customers_behind_the_numbers(tiny):
    def ids(kind, **options):
        return sorted(movement_list(tiny, Filters("quarter"), kind=kind, **options)["customer_id"])

    assert ids("there") == ["C1", "C3", "C6", "C7", "C9"]
    assert ids("lost") == ["C2", "C3", "C5", "C8"]
    assert ids("won_back") == ids("gained") == ["C3"]
    assert ids("won", month="2024-02-01") == ["C4"]
    assert ids("there", month="2024-05-01") == ["C1", "C2", "C6", "C7", "C8", "C9"]
    with pytest.raises(UnknownName):
        movement_list(tiny, Filters(), kind="gone")


def test_grades_change_within_a_window_and_causes_have_no_customers(tiny):
    for by in (("grade",), ("size", "cause_class")):
        with pytest.raises(UnknownName):
            customer_movement(tiny, Filters(), by=(by,))


@pytest.mark.parametrize("period", ["month", "quarter", "year", "12m", "24m", "2024-02-11..2025-01-03"])
@pytest.mark.parametrize("filters", [{}, {"size": "large"}, {"status": "active"}, {"grade": ("A", "B")}])
def test_start_and_moves_make_the_end(demo_reader, period, filters):
    result = customer_movement(demo_reader, Filters.of(period, **filters), by=(("size",), ("branch",)))
    scope, parameters = Filters.of(**filters).where()
    windows = {"period": (result.period.start, result.period.end),
               "previous": (result.period.previous_start, result.period.previous_end),
               "year_ago": (result.period.year_ago_start, result.period.year_ago_end)}
    for name, (start, end) in windows.items():
        window = getattr(result.total, name)
        if window is None:
            continue
        there = [demo_reader.rows(
            f"select count(*) from customer_spells join (select customer_key from customers_now where {scope}) "
            "using (customer_key) where from_on < $day and to_on >= $day",
            {**parameters, "day": day})[0][0] for day in (start, end)]
        assert [window.at_start, window.at_end] == there, name
        for rows in result.rows.values():
            groups = [getattr(row, name) for row in rows]
            for field in ("at_start", "won", "won_back", "lost", "value_lost"):
                assert sum(getattr(one, field) for one in groups) == getattr(window, field)


def test_months_follow_from_each_other(demo_reader):
    months = customer_movement(demo_reader, Filters()).months
    assert len(months) >= 48
    for one, following in pairwise(months):
        assert following.at_start == one.at_start + one.won + one.won_back - one.lost


def test_table_names_windows_and_groups(tiny):
    result = customer_movement(tiny, Filters("quarter"), by=(("size",),))
    rows = result.table()
    assert rows[0] == {
        "window": "period", "customers_at_start": 8, "won": 0, "won_back": 1, "lost": 4, "customers_at_end": 5,
        "value_lost": 1_700.0, "churn_rate": 0.5, "low": pytest.approx(0.2152, abs=1e-4),
        "high": pytest.approx(0.7848, abs=1e-4), "n": 8, "state": "suppressed"}
    assert [row.get("size") for row in rows[1:]] == ["small", "large", "medium", None]
    assert [month["lost"] for month in result.extra()["months"]] == [0, 0, 1, 2, 1, 1]
