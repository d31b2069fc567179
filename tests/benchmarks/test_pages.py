"""The views that pages are timed on share no result: not even one that serves every period."""

from __future__ import annotations

from analytics.benchmarks.pages import VIEWS, WARM_UP, demo_views, views


def test_every_timed_view_is_of_other_customers() -> None:
    customers = [view.clauses for view in (WARM_UP, *views())]
    assert len(customers) == len(set(customers)) == VIEWS + 1


def test_the_timed_views_are_of_several_periods() -> None:
    assert len({view.period for view in views()}) == 5


def test_the_demo_company_is_timed_whole_and_by_size() -> None:
    assert [len(view.clauses) for view in demo_views()] == [0] * 5 + [1] * 15
    assert len(set(demo_views())) == 20
