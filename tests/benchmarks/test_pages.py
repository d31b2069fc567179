"""The views that pages are timed on share no result: not even one that serves every period."""

from __future__ import annotations

from analytics.benchmarks.pages import VIEWS, WARM_UP, views


def test_every_timed_view_is_of_other_customers() -> None:
    customers = [view.clauses for view in (WARM_UP, *views())]
    assert len(customers) == len(set(customers)) == VIEWS + 1


def test_the_timed_views_are_of_several_periods() -> None:
    assert len({view.period for view in views()}) == 5
