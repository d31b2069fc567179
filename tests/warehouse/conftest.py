"""A company of nine customers in half a year, small enough to work out every mart by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics.store import Reader, Store
from analytics.warehouse import build
from tests.store.batches import add_batch, order

#: The silence, the grace and the loyalty window of this company, shorter than usual.
SETTINGS = """\
silence_days = 100
contract_grace_days = 30
loyalty_blank_days = 30
loyalty_horizon_days = 60
"""

TODAY = date(2026, 1, 1)


def tiny_company(folder: Path) -> Store:
    """Make the company's store, not built yet. The newest event is a contact on 30 June 2024."""
    store = Store.create(folder, name="Tiny")
    (store.path / "settings.toml").write_text(SETTINGS, "utf-8")
    blank = {"name": None, "size": None, "segment": None, "branch": None, "acquired_on": None,
             "status": None, "lost_on": None, "lost_cause": None, "lost_to": None, "trait_Fleet": None,
             "trait_Colour": None}
    add_batch(
        store,
        customers=[
            {**blank, "customer_id": "C1", "name": "Alpha", "size": "large", "segment": "mining",
             "branch": "North", "acquired_on": "2024-01-10", "trait_Fleet": "12", "trait_Colour": "red"},
            {**blank, "customer_id": "C2", "size": "small", "branch": "North", "trait_Fleet": "3.5"},
            {**blank, "customer_id": "C3", "size": "small", "branch": "South", "trait_Colour": "007"},
            {**blank, "customer_id": "C4", "size": "medium", "branch": "South", "acquired_on": "2024-02-01",
             "status": "lost", "lost_on": "2024-03-15", "lost_cause": "Price", "lost_to": "Rival"},
            {**blank, "customer_id": "C5", "size": "large", "branch": "North"},
            {**blank, "customer_id": "C6", "size": "medium"},
            {**blank, "customer_id": "C8", "size": "small"},
            {**blank, "customer_id": "C9", "size": "small", "status": "active"}],
        orders=[
            order("O1", "C1", "2024-01-10", 1000, cost=600, branch="South"),
            order("O2", "C1", "2024-04-05", 500, cost=None, branch=None),
            order("O3", "C1", "2024-05-01", -50, cost=None, branch=None),
            order("O4", "C1", "2024-06-20", 300, cost=100, branch=None),
            order("O5", "C2", "2024-01-15", 150, cost=None, branch=None),
            {**order("O5", "C2", "2024-01-15", 50, cost=None, branch=None), "line": "2"},
            order("O6", "C2", "2024-02-10", 100, cost=None, branch=None),
            order("O7", "C3", "2024-01-05", 50, cost=None, branch=None),
            order("O8", "C3", "2024-06-10", 80, cost=None, branch=None),
            order("O9", "C4", "2024-02-20", 400, cost=None, branch=None),
            order("O10", "C8", "2024-03-10", 150, cost=None, branch=None),
            order("O11", "C9", "2024-01-20", 90, cost=None, branch=None)],
        contracts=[
            {"contract_id": "K5", "customer_id": "C5", "starts_on": "2024-01-01", "ends_on": "2024-04-30",
             "monthly_value": 100, "ended_because": None},
            {"contract_id": "K6", "customer_id": "C6", "starts_on": "2024-01-01", "ends_on": "2024-03-31",
             "monthly_value": 40, "ended_because": None},
            {"contract_id": "K6b", "customer_id": "C6", "starts_on": "2024-04-15", "ends_on": None,
             "monthly_value": 50, "ended_because": None},
            {"contract_id": "K8", "customer_id": "C8", "starts_on": "2024-01-01", "ends_on": "2024-02-29",
             "monthly_value": 70, "ended_because": None},
            {"contract_id": "K9", "customer_id": "C9", "starts_on": "2024-01-01", "ends_on": None,
             "monthly_value": 10, "ended_because": None}],
        surveys=[
            {"customer_id": customer, "score": score, "answered_on": day, "question": "overall",
             "scale_min": 1, "scale_max": 5, "comment": None}
            for customer, score, day in (
                ("C7", 2, "2024-03-01"), ("C4", 1, "2024-03-05"), ("C2", 4, "2024-03-10"),
                ("C1", 5, "2024-03-15"), ("C3", 3, "2024-05-01"))
        ] + [
            {"customer_id": "C6", "score": 8, "answered_on": "2024-06-20", "question": "overall",
             "scale_min": 0, "scale_max": 10, "comment": "good"},
            {"customer_id": "C6", "score": 3, "answered_on": "2024-06-20", "question": "speed",
             "scale_min": 1, "scale_max": 5, "comment": None}],
        complaints=[
            {"complaint_id": "X1", "customer_id": "C2", "opened_on": "2024-05-01", "category": "delivery",
             "outcome": "unresolved", "closed_at": "2024-05-10 12:00:00"},
            {"complaint_id": "X2", "customer_id": "C1", "opened_on": "2024-06-15", "category": "quality",
             "outcome": "open", "closed_at": None}],
        contacts=[{"customer_id": "C1", "contacted_on": "2024-06-30", "kind": "visit"}],
        service_jobs=[
            {"job_id": "J1", "customer_id": "C1", "done_on": "2024-02-05", "returned": True, "branch": "North"},
            {"job_id": "J2", "customer_id": "C1", "done_on": "2024-02-06", "returned": False, "branch": None}],
        events=[{"happened_on": "2024-03-20", "title": "Prices up", "kind": "price_change", "branch": None}])
    return store


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The company's store, built once; tests must not write to it."""
    store = tiny_company(tmp_path_factory.mktemp("tiny") / "store")
    build(store, today=TODAY)
    return store


@pytest.fixture(scope="session")
def reader(tiny: Store) -> Reader:
    """A reader on the company's build."""
    return tiny.reader()
