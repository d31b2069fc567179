"""Twelve customers and five complaints whose every stage can be checked by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from analytics.store import Reader, Store
from analytics.warehouse import build
from tests.store.batches import Row, add_batch, order

#: The half year looked at; the one before has 184 days as well and begins on 30 December 2023.
HALF_YEAR = "2024-07-01..2024-12-31"

SETTINGS = "silence_days = 400\ncomplaint_horizon_days = 60\n"

BLANK: Row = dict.fromkeys((
    "category", "severity", "reaction", "amount_at_stake", "owner", "owner_level", "identified_at", "assessed_at",
    "negotiated_at", "acted_at", "closed_at", "outcome", "satisfied", "compensation", "promise_kept",
    "followed_up_at", "reopened", "handovers"))


def complaint(number: str, customer: int, opened_on: str, **more: object) -> Row:
    return {"complaint_id": number, "customer_id": f"C{customer:02}", "opened_on": opened_on, **BLANK, **more}


COMPLAINTS: list[Row] = [
    complaint("K1", 1, "2024-07-03", category="late", severity="high", reaction="staff", amount_at_stake=1000,
              owner="Wang", owner_level="frontline", identified_at="2024-07-03 18:00:00",
              assessed_at="2024-07-04 18:00:00", negotiated_at="2024-07-06 18:00:00",
              acted_at="2024-07-08 18:00:00", closed_at="2024-07-09 18:00:00", outcome="resolved",
              satisfied=True, compensation=100, promise_kept=True, followed_up_at="2024-07-12 18:00:00",
              reopened=False, handovers=0),
    complaint("K2", 2, "2024-07-10", category="late", severity="high", reaction="media", amount_at_stake=500,
              owner="Wang", owner_level="manager", identified_at="2024-07-12 12:00:00",
              assessed_at="2024-07-13 12:00:00", negotiated_at="2024-07-13 12:00:00",
              closed_at="2024-07-20 12:00:00", outcome="unresolved", satisfied=False, promise_kept=False,
              reopened=True, handovers=2),
    complaint("K3", 3, "2024-12-30", category="rude", severity="low", owner="Li",
              identified_at="2024-12-31 06:00:00", outcome="open"),
    complaint("K4", 1, "2024-08-01", category="rude", amount_at_stake=1000, closed_at="2024-08-05 12:00:00",
              outcome="resolved"),
    complaint("K5", 4, "2024-03-01", category="late", severity="low", closed_at="2024-03-02 12:00:00",
              outcome="resolved"),
]


def complaint_reader(folder: Path, *, events: list[Row] | None = None) -> Reader:
    """Build the company and return a reader on it.

    Everybody came on 1 January 2023 and bought on 1 January and 31 December 2024, the newest day. The first
    six customers are of branch North and had twenty jobs in the second half of 2024.
    """
    store = Store.create(folder / "store", name="Complaints")
    (store.path / "settings.toml").write_text(SETTINGS, "utf-8")
    tables = {"events": events} if events else {}
    add_batch(
        store,
        customers=[{"customer_id": f"C{number:02}", "name": f"Customer {number}", "size": "small",
                    "branch": "North" if number <= 6 else "South", "acquired_on": "2023-01-01"}
                   for number in range(1, 13)],
        orders=[order(f"O{number}-{place}", f"C{number:02}", day, 100)
                for number in range(1, 13) for place, day in enumerate(("2024-01-01", "2024-12-31"))],
        service_jobs=[{"job_id": f"J{number}", "customer_id": f"C{number % 6 + 1:02}", "done_on": "2024-09-01",
                       "returned": number == 0} for number in range(20)],
        complaints=COMPLAINTS, **tables)
    build(store, today=date(2025, 1, 1))
    return store.reader()


def turning_away_store(folder: Path) -> Store:
    """Build eighty customers of 2023 and 2024: four orders and forty complaints, then one order and twelve."""
    store = Store.create(folder / "store", name="Silent")
    (store.path / "settings.toml").write_text("silence_days = 900\n", "utf-8")
    people = [f"C{number:02}" for number in range(80)]
    orders = [order(f"O{place}-{customer}", customer, day, 100) for customer in people
              for place, day in enumerate(("2023-01-01", "2023-03-01", "2023-06-01", "2023-09-01", "2024-12-31"))]
    made = [(f"K{number}", f"C{number:02}", "2023-05-05") for number in range(40)]
    made += [(f"L{number}", f"C{number:02}", "2024-05-05") for number in range(12)]
    add_batch(store, customers=[{"customer_id": customer, "acquired_on": "2023-01-01"} for customer in people],
              orders=orders, complaints=[{"complaint_id": number, "customer_id": customer, "opened_on": day}
                                         for number, customer, day in made])
    build(store, today=date(2025, 1, 1))
    return store
