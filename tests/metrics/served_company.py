"""A company of twelve customers whose profit-and-loss accounts are worked out by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from analytics.store import Reader, Store
from analytics.warehouse import build
from tests.store.batches import add_batch, order

#: Revenue and cost of each customer's single order of 2024, in whole units.
ORDERS = {"C01": (1000, 600), "C02": (400, 300), "C03": (200, 150), "C04": (100, 90), "C05": (100, 70),
          "C06": (50, 60), "C07": (50, 40), "C08": (40, 30), "C09": (30, 20), "C10": (20, 10), "C11": (10, 5)}


def served_reader(folder: Path) -> Reader:
    """Build the company: C03 is visited and complains, C05 is called, C11 gets an offer, C12 only jobs."""
    store = Store.create(folder / "store", name="Served", currency="CNY")
    dated = {"contacted_on": "2024-03-01", "direction": "outbound", "by": None}
    add_batch(
        store,
        customers=[{"customer_id": f"C{number:02d}", "name": f"Customer {number}", "size": "small",
                    "acquired_on": "2024-04-15" if number in (3, 11) else "2022-01-01"}
                   for number in range(1, 13)],
        orders=[order(f"O{number}", number, "2024-05-10", revenue, cost=cost)
                for number, (revenue, cost) in ORDERS.items()]
        + [order("OLD", "C01", "2022-02-01", 500, cost=100), order("END", "C04", "2024-06-30", 0, cost=0)],
        contacts=[{"customer_id": "C03", "kind": "visit", **dated}] * 2
        + [{"customer_id": "C05", "kind": "call", **dated}] * 3
        + [{"customer_id": "C05", "kind": "club", **dated}, {"customer_id": "C05", "kind": None, **dated}],
        complaints=[{"complaint_id": "K1", "customer_id": "C03", "opened_on": "2024-05-20", "compensation": 15.0,
                     "outcome": "resolved"}],
        service_jobs=[{"job_id": "J1", "customer_id": "C12", "done_on": "2024-05-02"},
                      {"job_id": "J2", "customer_id": "C12", "done_on": "2021-05-02"}],
        campaigns=[{"campaign_id": "M1", "customer_id": "C11", "arm": "treated", "assigned_on": "2024-05-01",
                    "cost": 8.0},
                   {"campaign_id": "M1", "customer_id": "C01", "arm": "control", "assigned_on": "2024-05-01",
                    "cost": 8.0}])
    build(store, today=date(2024, 7, 1))
    return store.reader()
