"""What a threshold would do to the history is what the build with that threshold then shows."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from analytics.demo import write_demo
from analytics.filters import Filters
from analytics.metrics.churn_over_time import churn_over_time
from analytics.metrics.silence_history import silence_history
from analytics.store import Store
from analytics.store.own_settings import set_settings
from analytics.warehouse import build
from tests.store.batches import add_batch, order


def traders(folder, *, recorded: bool) -> Store:
    """Three hundred customers who buy at their own pace over three years and stop one day."""
    random = np.random.default_rng(6)
    store = Store.create(folder / "store", name="Traders")
    first, orders, customers = date(2021, 1, 1), [], []
    for number in range(300):
        day, end = int(random.integers(0, 400)), int(random.integers(300, 1095))
        pace = float(random.uniform(10, 70))
        customer: dict[str, object] = {"customer_id": f"C{number}"}
        while day < end:
            orders.append(order(f"{number}-{day}", f"C{number}", str(first + timedelta(days=day)), 10))
            day += 1 + int(random.exponential(pace))
        if recorded and number % 5 == 0 and end < 1_000:
            customer |= {"status": "lost", "lost_on": str(first + timedelta(days=end + 20))}
        customers.append(customer)
    add_batch(store, customers=customers, orders=orders)
    return store


def compared(store: Store, days: int) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return customers at the start and lost, foretold under one threshold and built under it."""
    build(store, today=date(2030, 1, 1))
    foretold = silence_history(store.reader(), Filters(), days=days)
    set_settings(store.path, {"silence_days": days})
    build(store, today=date(2030, 1, 1))
    built = {one.starts_on: one for one in churn_over_time(store.reader(), Filters(), by="size").everyone}
    return [((one.customers, one.lost), (built[one.starts_on].customers, built[one.starts_on].lost))
            for one in foretold.quarters if one.starts_on in built]


@pytest.mark.parametrize("days", [60, 150])
def test_the_next_build_of_a_trading_company_shows_what_was_foretold(tmp_path, days):
    pairs = compared(traders(tmp_path, recorded=False), days)
    assert len(pairs) >= 8
    assert all(foretold == built for foretold, built in pairs), pairs
    assert sum(lost for (_, lost), _ in pairs) > 50


def test_recorded_losses_count_beside_silence(tmp_path):
    pairs = compared(traders(tmp_path, recorded=True), 90)
    assert all(foretold == built for foretold, built in pairs), pairs


def test_contracts_differ_by_little_on_the_demo_company(tmp_path):
    pairs = compared(write_demo(tmp_path / "store", customers=600, seed=8), 200)
    foretold, built = (np.array([one[place] for one in pairs]).sum(axis=0) for place in (0, 1))
    assert foretold == pytest.approx(built, rel=0.02)


def test_false_alarms_and_customers_by_hand(tmp_path):
    store = Store.create(tmp_path / "store", name="Few")
    add_batch(store, customers=[{"customer_id": one} for one in "ABC"], orders=[
        # A pauses for 120 days and comes back; B stops; C buys every month.
        *(order(f"A{day}", "A", day, 1) for day in ("2023-01-01", "2023-02-01", "2023-06-01", "2023-07-01")),
        order("B", "B", "2023-01-01", 1),
        *(order(f"C{month}", "C", f"2023-{month:02d}-10", 1) for month in range(1, 9))])
    build(store, today=date(2024, 1, 1))
    found = silence_history(store.reader(), Filters(), days=60)
    assert [(str(one.starts_on), one.customers, one.lost, one.silent, one.returned) for one in found.quarters] == [
        ("2023-04-01", 2, 1, 1, 1), ("2023-07-01", 2, 0, 0, 0)]
    assert (found.customers, found.returned.n) == (2, 1)
    assert silence_history(store.reader(), Filters(), days=500).quarters == ()
