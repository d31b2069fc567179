"""Six customers whose grades, moves and reasons can be worked out by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from analytics.store import Store
from analytics.warehouse import build
from tests.store.batches import add_batch, order


def graded_company(folder: Path) -> Store:
    """Build the company; the newest event is of 30 June 2024.

    On 1 January 2024 K1 is worth 1,000 (A), K2 400 (B), K3 200 (C), K4 100 and K5 50 (D). On 1 April K3 is worth
    1,100 (A), K1 600 (B), K2 400 (C), K4 200, the new N1 60 and K5 50 (D). K2 is lost on 15 May.
    """
    store = Store.create(folder, name="Graded")
    (store.path / "settings.toml").write_text("silence_days = 400\n", "utf-8")
    add_batch(
        store,
        customers=[{"customer_id": name, "name": name, "region": region, "branch": branch,
                    "lost_on": "2024-05-15" if name == "K2" else None}
                   for name, region, branch in (("K1", "East", "E1"), ("K2", "East", "E2"), ("K3", "West", "W1"),
                                                ("K4", "West", "W1"), ("K5", None, None), ("N1", "East", "E1"))],
        orders=[
            order("O1", "K1", "2023-02-01", 500, cost=300), order("O2", "K1", "2023-12-01", 500, cost=300),
            order("O3", "K1", "2024-03-15", 100, cost=90), order("O4", "K2", "2023-10-01", 400, cost=100),
            order("O5", "K3", "2023-09-01", 200, cost=190), order("O6", "K3", "2024-02-15", 900, cost=880),
            order("O7", "K4", "2023-11-01", 100, cost=60), order("O8", "K4", "2024-03-01", 100, cost=60),
            order("O9", "K5", "2023-11-05", 50, cost=30), order("O10", "N1", "2024-02-10", 60, cost=40)],
        contacts=[{"customer_id": name, "contacted_on": day, "kind": "call"} for name, day in (
            ("K3", "2024-06-10"), ("K1", "2024-03-01"), ("K5", "2024-01-10"), ("N1", "2024-06-30"))],
        service_jobs=[
            {"job_id": f"J{place}", "customer_id": name, "done_on": done, "promised_on": promised, "returned": returned}
            for place, (name, done, promised, returned) in enumerate((
                ("K1", "2024-02-01", "2024-02-01", False), ("K1", "2024-03-05", "2024-03-01", False),
                ("K3", "2024-02-03", "2024-02-05", True), ("N1", "2024-03-01", "2024-03-01", False)))],
        complaints=[
            {"complaint_id": "X1", "customer_id": "K1", "opened_on": "2024-02-01", "outcome": "resolved",
             "closed_at": "2024-02-06 12:00:00"},
            {"complaint_id": "X2", "customer_id": "K4", "opened_on": "2024-06-20", "outcome": "open",
             "closed_at": None}])
    build(store, today=date(2024, 7, 1))
    return store
