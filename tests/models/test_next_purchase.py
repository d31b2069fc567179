"""The next purchase: learnt from who buys what at which pace, judged on days it had not seen."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from analytics.filters import Filters
from analytics.models.next_purchase import next_purchase, next_purchase_list
from analytics.store import Reader, Store
from analytics.warehouse import build
from tests.metrics.companies import tiny_reader
from tests.store.batches import add_batch, order

LAST = date(2024, 12, 31)


def made(folder, *, tastes: bool, seed: int = 7) -> Reader:
    """Four hundred customers over two years: each with a favourite of four goods, or all alike."""
    random = np.random.default_rng(seed)
    goods = np.array(["oil", "filters", "belts", "lamps"])
    popular = np.array([0.4, 0.3, 0.2, 0.1])
    orders = []
    for number in range(400):
        taste = np.full(4, 0.05) + 0.80 * np.eye(4)[number % 4] if tastes else popular
        day, pace = int(random.integers(0, 30)), float(random.uniform(12, 45))
        while day < 731:
            orders.append({**order(f"{number}-{day}", f"C{number}", str(date(2023, 1, 1) + timedelta(days=day)), 10),
                           "category": str(random.choice(goods, p=taste))})
            day += max(1, round(random.normal(pace, pace / 8)))
    store = Store.create(folder / "store", name="Paced")
    add_batch(store, customers=[{"customer_id": f"C{number}"} for number in range(400)], orders=orders)
    build(store, today=date(2025, 1, 1))
    return store.reader()


@pytest.fixture(scope="module")
def tasted(tmp_path_factory):
    return made(tmp_path_factory.mktemp("tasted"), tastes=True)


def test_where_tastes_differ_the_forecast_beats_naming_the_most_popular(tasted):
    found = next_purchase(tasted, Filters())
    assert (found.item, found.customers) == ("category", 400)
    one = found.accuracy
    assert (one.judged_on, one.buyers) == (tasted.meta.as_of - timedelta(days=90), 400)
    assert one.hit.estimate == pytest.approx(0.85, abs=0.05), "each buys the favourite 85 times in 100"
    assert one.popular.estimate == pytest.approx(0.25, abs=0.06)
    assert one.better.low > 0.5
    assert one.ranking.better.low > 0.25


def test_chances_told_add_up_and_rise_with_what_came_true(tasted):
    told, seen = zip(*next_purchase(tasted, Filters()).accuracy.calibration, strict=True)
    shares = [one.estimate for one in seen]
    assert np.mean(told) == pytest.approx(np.mean(shares), abs=0.04)
    # Three goods of four are nobody's favourite for a customer, and hardly to be told apart.
    assert max(shares[:3]) < shares[3] < shares[4]


def test_where_all_buy_alike_nothing_beats_the_most_popular(tmp_path):
    one = next_purchase(made(tmp_path, tastes=False), Filters()).accuracy
    assert one.better.low <= 0.02, "no forecast is claimed to be better by much"
    assert one.popular.estimate == pytest.approx(0.4, abs=0.07)


def test_what_is_due_is_one_usual_gap_after_the_last(tasted):
    people = next_purchase_list(tasted, Filters())
    assert len(people) == 400
    favourites = people.set_index("customer_id")["next_item"]
    right = [favourites[f"C{number}"] == name for number in range(400)
             for name in [["oil", "filters", "belts", "lamps"][number % 4]]]
    assert np.mean(right) > 0.97
    gap = (people["due_on"] - people["last_bought_on"]).dt.days
    assert (gap - people["usual_gap"]).abs().max() <= 1
    assert people["chance_within"].is_monotonic_decreasing
    summed = next_purchase(tasted, Filters())
    overdue, soon = (next_purchase_list(tasted, Filters(), when=one) for one in ("overdue", "soon"))
    assert (len(overdue), len(soon)) == (summed.overdue, summed.due_soon)
    assert (overdue["due_on"].dt.date <= tasted.meta.as_of).all()


def test_too_few_customers_are_not_foretold(tmp_path):
    tiny = tiny_reader(tmp_path)
    found = next_purchase(tiny, Filters())
    assert (found.customers, found.accuracy) == (0, None)
    assert next_purchase_list(tiny, Filters()).empty


def test_the_demo_company_is_judged_as_published(demo_reader):
    one = next_purchase(demo_reader, Filters()).accuracy
    # Its customers choose goods alike, and so the most popular is the best name (docs/validation.md).
    assert one.better.high < 0.02
    assert one.ranking.better.low > 0.02, "but time since last tells who buys at all"
