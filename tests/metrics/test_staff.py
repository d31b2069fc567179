"""Staff, customers and money of branches by quarter: by hand, hidden where too few answered, and on the demo company."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics.filters import Filters
from analytics.metrics.availability import availability
from analytics.metrics.staff import staff
from analytics.store import Reader, Store
from analytics.warehouse import build
from tests.metrics.companies import tiny_reader
from tests.store.batches import add_batch, order

JANUARY, APRIL = date(2024, 1, 1), date(2024, 4, 1)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Two branches: East reports every month, West a quarter of six answers and one of twenty."""
    store = Store.create(tmp_path_factory.mktemp("staff") / "store", name="Staffed")

    def period(branch: str, day: str, satisfaction: float, answers: int | None, **more: object) -> dict[str, object]:
        return {"branch": branch, "period": day, "staff_satisfaction": satisfaction, "staff_answers": answers,
                "staff_turnover": 0.1, "operating_expenses": 100.0, "parts_margin": 60.0, "service_margin": 50.0,
                **more}

    add_batch(
        store,
        customers=[{"customer_id": f"{branch}{number}", "branch": branch, "acquired_on": "2023-12-01"}
                   for branch in ("East", "West") for number in range(12)],
        orders=[order(f"O{branch}{number}{month}", f"{branch}{number}", f"2024-{month:02d}-15", 10, branch=branch)
                for branch in ("East", "West") for number in range(12) for month in (1, 4, 6)],
        surveys=[{"customer_id": f"East{number}", "score": score, "answered_on": "2024-02-01", "question": "overall",
                  "scale_min": 1, "scale_max": 5} for number, score in enumerate([5, 4, 4, 3, 5, 5, 2, 4, 4, 5])],
        branch_periods=[
            period("East", "2024-01-01", 3.0, 10), period("East", "2024-02-01", 4.0, 20),
            period("West", "2024-01-01", 4.5, 6), period("West", "2024-04-01", 3.5, 20),
            period("East", "2024-04-01", 3.2, None)])
    build(store, today=date(2024, 7, 1))
    return store.reader()


def test_a_quarter_is_weighted_by_its_answers(reader):
    cell = staff(reader, Filters()).at("East", JANUARY)
    assert cell.staff.estimate == pytest.approx((3.0 * 10 + 4.0 * 20) / 30)
    assert (cell.staff.n, cell.staff.state) == (30, "enough")
    assert cell.staff_turnover == pytest.approx(0.2), "two months of leavers"
    assert cell.surplus == (110 - 100) * 2 * 100
    assert (cell.satisfaction.n, cell.satisfaction.estimate, cell.satisfaction.state) == (10, 4.1, "thin")
    assert (cell.revenue, cell.churn_rate.n) == (12 * 10 * 100, 12)


def test_few_or_uncounted_staff_answers_are_never_shown(reader):
    found = staff(reader, Filters())
    few, uncounted = found.at("West", JANUARY), found.at("East", APRIL)
    assert (few.staff.estimate, few.staff.state, few.staff.n) == (None, "suppressed", 6)
    assert few.staff_turnover is None, "the turnover of a few tells of them, too"
    assert uncounted.staff.estimate is None
    assert found.hidden == 1
    assert found.at(None, JANUARY).staff.n == 30, "the company does not count them either"
    assert all(row["staff_satisfaction"] != 4.5 for row in found.table())


def test_filters_choose_branches(reader):
    found = staff(reader, Filters.of(branch="West"))
    assert {cell.branch for cell in found.cells} == {"West"}
    assert found.at(None, APRIL).staff.n == 20


def test_a_company_without_staff_figures_says_so(tmp_path: Path, reader):
    tiny = tiny_reader(tmp_path)
    found = staff(tiny, Filters())
    assert found.branches == ()
    assert found.latest is None
    assert "has_staff" not in availability(tiny, Filters())
    assert {"has_staff"} <= availability(reader, Filters())
    assert "has_jobs" in availability(tiny, Filters())


def test_churn_of_all_branches_is_that_of_the_retention_page(demo_reader):
    from analytics.metrics.churn_over_time import churn_over_time

    found = staff(demo_reader, Filters())
    last = churn_over_time(demo_reader, Filters()).last_complete
    assert found.at(None, last.starts_on).churn_rate == last.churn_rate
