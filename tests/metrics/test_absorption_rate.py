"""Absorption rate by hand, by variant, without books, and against the demo company's own."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.absorption_rate import absorption_rate
from analytics.store import Reader, Store
from analytics.warehouse import build
from tests.metrics.companies import tiny_reader
from tests.store.batches import add_batch, order

QUARTERS = [f"{year}-{month:02d}-01" for year in (2023, 2024) for month in (1, 4, 7, 10)]


def books(branch: str, period: str, expenses: float | None, parts: float | None, **more: object) -> dict[str, object]:
    return {"branch": branch, "period": period, "operating_expenses": expenses, "parts_margin": parts,
            "service_margin": None, "rental_margin": None, **more}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """East: 60 + 20 over 100, then 66 + 33 over 110; West only in 2024; North without expenses."""
    store = Store.create(tmp_path_factory.mktemp("books") / "store", name="Books")
    rows = [books("East", day, 100 if day < "2024" else 110, 40 if day < "2024" else 46, service_margin=20,
                  rental_margin=20 if day < "2024" else 33) for day in QUARTERS]
    # West reports by month; in May the margin is missing.
    rows += [books("West", f"2024-{month:02d}-01", 10, 12 if month != 5 else None) for month in range(1, 13)]
    rows += [books("North", "2024-10-01", None, 50), books("East", "2025-01-01", 110, 999)]
    add_batch(
        store,
        customers=[{"customer_id": f"{branch}1", "branch": branch} for branch in ("East", "West", "North")],
        orders=[order(f"O{day}", "East1", day, 200, cost=100, kind="parts", branch="East") for day in QUARTERS]
        + [order("M", "East1", "2024-02-01", 9000, cost=100, kind="machine", branch="East"),
           order("R", "East1", "2024-02-01", 100, cost=100, kind="rental", branch="East"),
           order("W", "West1", "2024-02-01", 100, cost=50, kind="service", branch="West"),
           order("L", "West1", "2025-02-01", 1, cost=1, kind="service", branch="West")],
        branch_periods=rows)
    build(store, today=date(2025, 2, 2))
    return store.reader()


def branch(found, name):
    return next(one for one in found.branches if one.branch == name)


def test_a_branch_by_hand(reader):
    east = branch(absorption_rate(reader, Filters()), "East")
    assert (east.quarters, east.margin, east.expenses) == (4, 4 * 9900, 4 * 11000)
    assert (east.rate, east.before) == (pytest.approx(0.9), pytest.approx(0.8))
    mean = 0.1 / math.log(0.9 / 0.8)
    assert east.change.numerator == pytest.approx(mean * math.log(99 / 80))
    assert east.change.numerator + east.change.denominator == pytest.approx(0.1)
    assert (east.sales, east.break_even) == (90_000, 100_000), "machines are no aftermarket"
    assert len(east.history) == 8, "the quarter of 2025 is still running"


def test_the_variant_leaves_rental_out_of_margin_and_sales(reader):
    east = branch(absorption_rate(reader, Filters(), variant="parts_service"), "East")
    assert (east.rate, east.before, east.sales) == (pytest.approx(0.6), pytest.approx(0.6), 80_000)
    assert east.change.change == pytest.approx(0.0)
    with pytest.raises(UnknownName):
        absorption_rate(reader, Filters(), variant="everything")


def test_a_month_without_margin_stays_out_with_its_expenses(reader):
    west = branch(absorption_rate(reader, Filters()), "West")
    assert (west.margin, west.expenses, west.rate) == (11 * 1200, 11 * 1000, pytest.approx(1.2))
    assert (west.before, west.change, west.break_even) == (None, None, None)


def test_all_together_change_over_those_with_both_years_only(reader):
    found = absorption_rate(reader, Filters())
    assert [one.branch for one in found.branches] == ["East", "West"], "North reports no expenses"
    assert (found.first, found.last, found.covered) == (date(2024, 1, 1), date(2024, 10, 1), 1)
    assert found.company.rate == pytest.approx((4 * 99 + 11 * 12) / (4 * 110 + 11 * 10))
    assert (found.company.compared, found.company.before) == (1, pytest.approx(0.8))
    assert found.company.change == branch(found, "East").change
    assert found.table()[0]["branch"] is None


def test_an_earlier_day_and_filters(reader):
    then = absorption_rate(reader, Filters(as_of=date(2024, 6, 30)))
    assert then.last == date(2024, 4, 1)
    assert branch(then, "East").rate == pytest.approx((2 * 80 + 2 * 99) / (2 * 100 + 2 * 110))
    assert [one.branch for one in absorption_rate(reader, Filters.of(branch="West")).branches] == ["West"]


def test_a_company_without_books_has_no_rate(tmp_path: Path):
    found = absorption_rate(tiny_reader(tmp_path), Filters())
    assert (found.branches, found.company, found.last) == ((), None, None)


def test_the_demo_company_is_below_what_its_expenses_were_made_for(demo_reader):
    """Expenses are drawn so that margins cover 93 % over all quarters, and grow by 1 % a quarter."""
    from analytics.demo.branches import ABSORPTION

    company = absorption_rate(demo_reader, Filters()).company
    whole = sum(one.margin for one in company.history) / sum(one.expenses for one in company.history)
    growth = 1 + 0.01 * (len(company.history) - 1) / 2
    assert whole == pytest.approx(ABSORPTION / growth, rel=0.03)
    assert company.change.denominator < 0, "expenses grew"
