"""The bridge over time and retention by group: by hand, to the cent, and the same as the headline."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.earned_growth import earned_growth
from analytics.metrics.net_revenue_retention import net_revenue_retention
from analytics.metrics.revenue_bridge import revenue_bridge
from analytics.store import Reader, Store
from analytics.warehouse import build
from tests.metrics.companies import tiny_reader
from tests.store.batches import add_batch, order


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Four years of twenty customers who buy parts for 10 in January; half as much each year from the second group on."""
    store = Store.create(tmp_path_factory.mktemp("bridge") / "store", name="Bridge")
    add_batch(
        store,
        customers=[{"customer_id": f"C{n:02}", "size": "large" if n < 10 else "small"} for n in range(20)],
        orders=[
            *(order(f"O{year}{n}", f"C{n:02}", f"{year}-01-01", 80 if n < 10 else 80 / 2 ** (year - 2021), kind="parts")
              for year in range(2021, 2025) for n in range(20)),
            *(order(f"M{n}", f"C{n:02}", "2022-06-30", 1000, kind="machine") for n in range(12)),
            *(order(f"N{n}", f"C{n:02}", "2024-12-31", 500, kind="machine") for n in range(3))])
    build(store, today=date(2025, 1, 1))
    return store.reader()


def test_every_quarter_by_hand(reader):
    found = revenue_bridge(reader, Filters(), line="aftermarket")
    assert [one.end for one in found.years] == [date(2023, 1, 1), *(date(2023, month, 1) for month in (4, 7, 10)),
                                               *(date(2024, month, 1) for month in (1, 4, 7, 10)), date(2025, 1, 1)]
    last = found.years[-1]
    assert (last.before, last.since) == (80_000 + 20_000, 80_000 + 10_000)
    assert last.changes == {"lost": 0, "contracted": -10_000, "expanded": 0, "won_back": 0, "new": 0, "credits": 0}
    assert (last.net.estimate, last.net.n, last.logo.estimate) == (pytest.approx(0.9), 20, 1.0)
    assert last.three_years.estimate == pytest.approx((120 + 100 + 90) / (160 + 120 + 100))
    assert found.years[-2].three_years is None, "three years need four of records"


def test_machines_come_back_after_years(reader):
    found = revenue_bridge(reader, Filters(), line="machines")
    last = found.years[-1]
    assert (last.before, last.since, last.changes["won_back"]) == (0, 150_000, 150_000)
    assert last.net.estimate is None
    assert found.years[4].changes["lost"] == -1_200_000, "nobody who bought in 2022 bought in 2023"


def test_the_last_year_is_the_headline_s(demo_reader):
    head = earned_growth(demo_reader, Filters())
    for line, net, gross in (("all", head.net, head.gross),
                             ("aftermarket", head.net_aftermarket, head.gross_aftermarket)):
        last = revenue_bridge(demo_reader, Filters(), line=line).years[-1]
        assert last.end == head.window.end
        for mine, theirs in ((last.net, net), (last.gross, gross)):
            assert (mine.n, mine.estimate, mine.low) == (
                theirs.n, pytest.approx(theirs.estimate), pytest.approx(theirs.low))
        if line == "all":
            assert {kind: last.changes[kind] for kind in ("lost", "contracted", "expanded", "new", "won_back")} == {
                kind: head.change(kind) for kind in ("lost", "contracted", "expanded", "new", "won_back")}


@pytest.mark.parametrize("line", ["all", "aftermarket", "machines"])
def test_every_bridge_sums_to_the_cent(demo_reader, line):
    years = revenue_bridge(demo_reader, Filters(), line=line).years
    assert len(years) > 4
    assert all(one.before + sum(one.changes.values()) == one.since for one in years)


def test_lines_add_up_to_all(demo_reader):
    everything, parts, machines = (revenue_bridge(demo_reader, Filters(), line=line).years
                                   for line in ("all", "aftermarket", "machines"))
    assert [one.since for one in everything] == [a.since + b.since for a, b in zip(parts, machines, strict=True)]


def test_young_records_have_no_years(tmp_path):
    found = revenue_bridge(tiny_reader(tmp_path), Filters("2023-06-01..2023-12-31"))
    assert found.years == ()
    with pytest.raises(UnknownName):
        revenue_bridge(tiny_reader(tmp_path / "other"), Filters(), line="rockets")


def test_groups_by_hand(reader):
    found = net_revenue_retention(reader, Filters(), by="size")
    large, small = found.groups
    assert (large.value, large.net.estimate, large.net.n) == ("large", pytest.approx(1.0), 10)
    assert (small.value, small.net.estimate, small.gross.estimate) == (
        "small", pytest.approx(0.5), pytest.approx(0.5))
    assert found.everyone.net.estimate == pytest.approx(0.9)
    assert (large.before, small.before) == (80_000, 20_000)
    with pytest.raises(UnknownName):
        net_revenue_retention(reader, Filters(), by="colour")


def test_groups_are_the_aftermarket_of_the_headline(demo_reader):
    found, head = net_revenue_retention(demo_reader, Filters(), by="branch"), earned_growth(demo_reader, Filters())
    assert found.everyone.net.estimate == pytest.approx(head.net_aftermarket.estimate)
    assert sum(one.net.n for one in found.groups) == head.net_aftermarket.n
