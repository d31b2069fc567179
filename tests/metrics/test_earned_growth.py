"""Earned growth: the book's worked example, the bridge to the cent, bounds, intervals, and the demo company."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.earned_growth import earned_growth
from analytics.metrics.growth_list import LISTED, growth_list
from analytics.metrics.revenue_pairs import KINDS, source_patterns, window_of
from analytics.statistics.resampling import bootstrap
from analytics.store import Reader, Store
from analytics.warehouse import build
from tests.metrics.companies import tiny_reader
from tests.store.batches import Row, add_batch, order

#: One hundred customers brought 10 each; so many of them now bring so much, together 850.
KEPT = ((30, 0.0), (20, 5.0), (10, 10.0), (40, 16.25))
#: Ninety new ones bring 5 each: 250 of it by recommendation, 200 by advertising.
EARNED, BOUGHT = 50, 40


def company(folder: Path, *, bought: dict[str, object], more: list[Row] | None = None) -> Reader:
    """Build the company of the book: 1,000 in 2023, 1,300 in 2024."""
    store = Store.create(folder / "store", name="Book")
    base = [f"B{number:03}" for number in range(100)]
    amounts = [amount for customers, amount in KEPT for _ in range(customers)]
    earned = [f"E{number:03}" for number in range(EARNED)]
    paid = [f"P{number:03}" for number in range(BOUGHT)]
    customers = [{"customer_id": one, "acquisition_channel": None, "acquired_on_promotion": None} for one in base]
    customers += [{"customer_id": one, "acquisition_channel": "referral"} for one in earned]
    customers += [{"customer_id": one, **bought} for one in paid]
    add_batch(store, customers=customers, orders=[
        *(order(f"O1{one}", one, "2023-01-02", 10, new_reason=None) for one in base),
        *(order(f"O2{one}", one, "2024-12-31", amount) for one, amount in zip(base, amounts, strict=True) if amount),
        *(order(f"O3{one}", one, "2024-05-01", 5) for one in (*earned, *paid)), *(more or [])])
    build(store, today=date(2025, 1, 1))
    return store.reader()


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return company(tmp_path_factory.mktemp("earned"), bought={"acquisition_channel": "advertising"})


def test_the_worked_example_of_the_book(reader):
    found = earned_growth(reader, Filters())
    assert (found.window.base_start, found.window.start, found.window.end) == (
        date(2023, 1, 1), date(2024, 1, 1), date(2025, 1, 1))
    assert (found.before, found.since) == (100_000, 130_000)
    assert found.net.estimate == pytest.approx(0.85)
    assert found.earned("low").estimate == pytest.approx(0.10)
    assert found.earned("high").estimate == pytest.approx(0.10), "nothing is unknown"
    assert found.earned_ratio("low").estimate == pytest.approx(1 / 3)
    assert found.earned_new("low").estimate == pytest.approx(0.25)
    assert found.growth.estimate == pytest.approx(0.30)


def test_the_parts_of_growth_sum_to_it(reader):
    found = earned_growth(reader, Filters())
    parts = {name: found.part(name) for name in ("kept", "earned", "unknown", "bought")}
    assert {name: round(one.estimate, 6) for name, one in parts.items()} == {
        "kept": -0.15, "earned": 0.25, "unknown": 0.0, "bought": 0.20}
    assert (parts["kept"].n, parts["earned"].n, parts["bought"].n, parts["unknown"].n) == (100, EARNED, BOUGHT, 0)
    assert parts["kept"].estimate + parts["earned"].estimate == pytest.approx(found.earned("low").estimate)


def test_gross_logo_and_quick_by_hand(reader):
    found = earned_growth(reader, Filters())
    assert found.gross.estimate == pytest.approx((20 * 5 + 10 * 10 + 40 * 10) / 1000)
    assert (found.logo.estimate, found.logo.n) == (0.7, 100)
    assert found.quick_ratio.estimate == pytest.approx((450 + 250) / (300 + 100))
    assert {flow.kind: flow.customers for flow in found.flows if flow.source is None} == {
        "unchanged": 10, "expanded": 40, "contracted": 20, "lost": 30}


def test_unknown_reasons_are_bounds(tmp_path):
    found = earned_growth(company(tmp_path, bought={"acquisition_channel": "online"}), Filters())
    assert found.unknown
    assert found.earned("low").estimate == pytest.approx(0.10)
    assert found.earned("high").estimate == pytest.approx(0.30)
    assert found.earned_ratio("high").estimate == pytest.approx(1.0)


def test_the_answer_at_the_purchase_goes_before_the_file(tmp_path):
    said = [order("OX", "P000", "2024-06-01", 5, new_reason="朋友介绍 a friend")]
    store = company(tmp_path, bought={"acquired_on_promotion": True}, more=said)
    found = earned_growth(store, Filters())
    assert [(flow.source, flow.customers) for flow in found.of("new")] == [("bought", 39), ("earned", 51)]


@pytest.mark.parametrize(("words", "source"), [
    ("word of mouth", "earned"), ("老客户介绍", "earned"), ("saw an ad", "bought"), ("advice", "unknown"),
    ("展会", "bought"), ("coupon from a friend", "unknown"), ("walk in", "unknown"), ("sales visit", "bought")])
def test_words_are_earned_bought_or_unknown(reader, words, source):
    patterns = source_patterns()
    ((earned, bought),) = reader.rows(
        "select regexp_matches($words, $earned), regexp_matches($words, $bought)", {"words": words, **patterns})
    assert ("unknown" if earned == bought else "earned" if earned else "bought") == source


def test_who_comes_back_and_who_only_returns_goods_stand_apart(tmp_path):
    store = Store.create(tmp_path / "store", name="Back")
    add_batch(store, orders=[
        order("O1", "Old", "2022-01-01", 10), order("O2", "Old", "2024-03-01", 7),
        order("O3", "Both", "2023-02-01", 10), order("O4", "Both", "2024-02-01", 10),
        order("O5", "Goods", "2022-06-01", 9), order("O6", "Goods", "2023-06-01", -2),
        order("O7", "First", "2024-12-31", 3)])
    build(store, today=date(2025, 1, 1))
    found = earned_growth(store.reader(), Filters())
    assert {(flow.kind, flow.source): flow.change for flow in found.flows} == {
        ("unchanged", None): 0, ("won_back", "unknown"): 700, ("credits", None): 200, ("new", "unknown"): 300}
    assert found.before + sum(flow.change for flow in found.flows) == found.since


def test_the_bridge_sums_to_the_cent_and_is_all_revenue(demo_reader):
    found = earned_growth(demo_reader, Filters())
    assert found.before + sum(found.change(kind) for kind in KINDS) == found.since
    ((before, since),) = demo_reader.rows(
        "select sum(revenue) filter (day < $start), sum(revenue) filter (day >= $start) from warehouse.customer_days"
        " where day >= $base and day < $end", {"start": found.window.start, "base": found.window.base_start,
                                               "end": found.window.end})
    assert (found.before, found.since) == (before, since)


def test_intervals_are_those_of_a_bootstrap_of_customers(demo_reader):
    found = earned_growth(demo_reader, Filters())
    rows = growth_list(demo_reader, Filters())
    before, since = (rows[column].to_numpy(float) for column in ("revenue_before", "revenue"))
    base = before > 0
    earned = base | (rows["growth_source"] == "earned").to_numpy()
    for estimate, above, below in (
            (found.net, since * base, before * base), (found.gross, np.minimum(since, before) * base, before * base),
            (found.earned("low"), since * earned - before * base, before * base)):
        drawn = bootstrap(np.column_stack((above, below)), lambda sums: sums[:, 0] / sums[:, 1], resamples=2_000)
        assert drawn.estimate == pytest.approx(estimate.estimate)
        width = estimate.high - estimate.low
        assert drawn.low == pytest.approx(estimate.low, abs=0.15 * width)
        assert drawn.high == pytest.approx(estimate.high, abs=0.15 * width)


def test_machines_are_told_apart(tmp_path):
    store = Store.create(tmp_path / "store", name="Lumpy")
    add_batch(store, orders=[
        *(order(f"P{year}{n}", f"C{n}", f"{year}-01-0{day}", 10, kind="parts")
          for n in range(12) for year, day in ((2023, 1), (2024, 1))),
        *(order(f"M{n}", f"C{n}", "2023-06-01", 1000, kind="machine") for n in range(6)),
        order("END", "C0", "2024-12-31", 5, kind="parts")])
    build(store, today=date(2025, 1, 1))
    found = earned_growth(store.reader(), Filters())
    assert found.net.estimate == pytest.approx(125 / 6120)
    assert found.net_aftermarket.estimate == pytest.approx(125 / 120)
    assert found.gross_aftermarket.estimate == 1.0
    assert (found.customers("contracted"), found.net_aftermarket.n) == (6, 12)


def test_without_machines_there_is_nothing_to_tell_apart(reader):
    assert earned_growth(reader, Filters()).net_aftermarket is None


def test_young_records_are_compared_over_half_of_them(tmp_path):
    store = Store.create(tmp_path / "store", name="Young")
    add_batch(store, orders=[order(f"O{month}", "C1", f"2024-{month:02}-01", 10) for month in range(1, 11)])
    build(store, today=date(2024, 10, 2))
    window = window_of(store.reader(), Filters())
    assert (window.months, window.whole_year) == (4, False)
    assert window.base_start == date(2024, 2, 2)


def test_records_of_a_few_weeks_tell_nothing(tmp_path):
    tiny = tiny_reader(tmp_path)
    assert window_of(tiny, Filters("2023-02-01..2023-02-20")) is None
    found = earned_growth(tiny, Filters("2023-02-01..2023-02-20"))
    assert (found.flows, found.net.estimate) == ((), None)
    assert growth_list(tiny, Filters("2023-02-01..2023-02-20")).empty


def test_lists_hold_whom_the_flows_count(demo_reader):
    found, filters = earned_growth(demo_reader, Filters()), Filters()
    for kind in ("lost", "contracted", "expanded"):
        rows = growth_list(demo_reader, filters, kind=kind)
        (flow,) = found.of(kind)
        assert (len(rows), rows["revenue_change"].sum()) == (flow.customers, flow.change)
    assert len(growth_list(demo_reader, filters, kind="base")) == found.net.n
    assert sum(len(growth_list(demo_reader, filters, kind=kind)) for kind in KINDS) == len(
        growth_list(demo_reader, filters))
    with pytest.raises(UnknownName):
        growth_list(demo_reader, filters, kind="stolen")
    assert set(LISTED) >= set(KINDS)


def test_cdnow(datasets, tmp_path):
    """Nine months against the nine before, from the public file and worked out beside the SQL."""
    store = Store.create(tmp_path / "store", name="CDNOW")
    lines = [line.split() for line in (datasets / "cdnow" / "CDNOW_sample.txt").read_text().splitlines()]
    trade = [(one[1], f"{one[2][:4]}-{one[2][4:6]}-{one[2][6:]}", round(100 * float(one[4]))) for one in lines]
    add_batch(store, orders=[order(str(n), customer, day, cents / 100)
                             for n, (customer, day, cents) in enumerate(trade)])
    build(store, today=date(2026, 1, 1))
    found = earned_growth(store.reader(), Filters())
    assert (found.window.months, found.window.start, found.window.end) == (9, date(1997, 10, 1), date(1998, 7, 1))
    before, since = Counter(), Counter()
    for customer, day, cents in trade:
        (since if day >= "1997-10-01" else before)[customer] += cents
    base = [customer for customer, cents in before.items() if cents > 0]
    kept = [customer for customer in base if since[customer] > 0]
    assert (found.net.n, found.logo.estimate) == (len(base), pytest.approx(len(kept) / len(base)))
    assert found.net.estimate == pytest.approx(sum(since[one] for one in base) / sum(before[one] for one in base))
    assert found.gross.estimate == pytest.approx(
        sum(min(since[one], before[one]) for one in base) / sum(before[one] for one in base))
    assert not found.known, "the file says of nobody why it came"


def test_the_demo_company_knows_why_new_customers_came(demo_reader):
    """Whoever came by recommendation in the simulation is earned; online search alone stays unknown."""
    rows = growth_list(demo_reader, Filters(), kind="new")
    channels = demo_reader.query("select customer_id, acquisition_channel from customers_now")
    told = rows.merge(channels, on="customer_id")
    expected = {"referral": "earned", "advertising": "bought", "promotion": "bought", "exhibition": "bought",
                "online": "unknown"}
    assert (told["acquisition_channel"].map(expected) == told["growth_source"]).all()
    assert len(told) > 20


def test_nothing_is_found_where_nothing_changes(tmp_path):
    """The same company twice over: no growth beyond chance, so no share of it is called earned."""
    store, chance = Store.create(tmp_path / "store", name="Null"), np.random.default_rng(7)
    amounts = chance.lognormal(3, 1, (2, 300))
    add_batch(store, orders=[
        order(f"O{year}{n}", f"C{n}", f"{2023 + year}-{'01-01' if n % 2 else '12-31'}", round(amounts[year, n], 2))
        for n in range(300) for year in (0, 1)])
    build(store, today=date(2025, 1, 1))
    found = earned_growth(store.reader(), Filters())
    assert found.net.low < 1 < found.net.high
    assert found.earned_ratio("low") is None
