"""The inertia index: by hand, recovered from chains of known habit, and nought where only taste chooses."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from analytics.demo import Scenario, write_demo
from analytics.demo.scenario import Kits
from analytics.demo.vocabulary import vocabulary
from analytics.filters import Filters
from analytics.metrics.inertia import inertia, inertia_index
from analytics.store import Store
from analytics.warehouse import build
from tests.store.batches import add_batch, order


def chains(habit: float, customers: int, length: int, seed: int) -> float:
    """Return the index of customers who repeat out of habit so often and choose by taste otherwise."""
    random = np.random.default_rng(seed)
    taste = random.dirichlet([0.8, 0.8, 0.8], customers)
    choice = np.array([random.choice(3, length, p=one) for one in taste])
    for step in range(1, length):
        again = random.random(customers) < habit
        choice[again, step] = choice[again, step - 1]
    repeats = float((choice[:, 1:] == choice[:, :-1]).sum())
    alike = sum(float((((choice == one).sum(axis=1)) ** 2).sum()) for one in range(3))
    by_taste = (alike - customers * length) / (length * (length - 1)) * (length - 1)
    return inertia_index(np.array([float(length)]), np.array([float(customers)]), np.array([repeats]),
                         np.array([by_taste]))


@pytest.mark.parametrize("length", [3, 6, 20])
@pytest.mark.parametrize("habit", [0.0, 0.3, 0.7])
def test_habit_is_recovered_from_short_and_long_histories(habit, length):
    assert chains(habit, 8_000, length, seed=length) == pytest.approx(habit, abs=0.03)


def test_the_demo_companys_habit_is_recovered_and_only_there(demo_reader):
    found = inertia(demo_reader, Filters())
    first = found.categories[0]
    assert first.category == vocabulary().kit_category
    assert first.index.low < Scenario().kits.repeated < first.index.high
    assert [one.category for one in found.categories if one.found] == [first.category]
    assert len(found.categories) == 7, "categories with several products"


def test_a_company_without_habit_shows_none(tmp_path):
    from dataclasses import replace

    store = write_demo(tmp_path / "store", customers=1_000, seed=5,
                       scenario=replace(Scenario(), kits=Kits(0.5, 0.5, 0.0)))
    build(store)
    assert not any(one.found for one in inertia(store.reader(), Filters()).categories)


def test_repeats_by_hand(tmp_path):
    store = Store.create(tmp_path / "store", name="Choosing")
    bought = {"A": "xxyy", "B": "xyxy", "C": "z"}
    add_batch(store, customers=[{"customer_id": one} for one in bought], orders=[
        {**order(f"{one}{day}", one, f"2024-01-{day:02d}", 5), "category": "oil", "product": product}
        for one, products in bought.items() for day, product in enumerate(products, start=1)])
    build(store, today=date(2024, 2, 1))
    one, = inertia(store.reader(), Filters()).categories
    assert (one.category, one.customers, one.choices) == ("oil", 2, 6)
    assert one.repeated == pytest.approx(2 / 6), "xx and yy of A"
    assert one.by_taste == pytest.approx(1 / 3), "of any two of xxyy, one in three are the same"


def test_lines_without_products_tell_nothing(tiny):
    assert inertia(tiny, Filters()).categories == ()
