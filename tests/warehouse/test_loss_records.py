"""Losses that a newer customer file has overwritten are still known."""

from __future__ import annotations

from datetime import date

from analytics.store import Store
from analytics.warehouse import build
from tests.store.batches import add_batch, order


def customer(name: str, lost_on: str | None, cause: str | None = None) -> dict[str, object]:
    return {"customer_id": name, "acquired_on": "2022-01-01", "status": "lost" if lost_on else "active",
            "lost_on": lost_on, "lost_cause": cause}


def test_every_day_any_import_told_of(tmp_path):
    store = Store.create(tmp_path / "store", name="Twice")
    add_batch(store, customers=[customer("K1", "2023-03-01", "Price"), customer("K2", "2023-04-01"),
                                customer("K3", None)],
              orders=[order("O1", "K1", "2023-06-01", 10), order("O2", "K3", "2024-05-01", 10)])
    add_batch(store, customers=[customer("K1", "2024-02-01", "Moved"), customer("K2", "2023-04-01"),
                                customer("K3", None)])
    build(store)
    rows = store.reader().rows("""select customer_id, loss_records.lost_on, loss_records.cause
                                  from warehouse.loss_records join customers_now using (customer_key) order by 1, 2""")
    assert rows == [("K1", date(2023, 3, 1), "Price"), ("K1", date(2024, 2, 1), "Moved"),
                    ("K2", date(2023, 4, 1), None)]


def test_a_file_without_days_of_loss_has_none(tmp_path):
    store = Store.create(tmp_path / "store", name="None")
    add_batch(store, customers=[{"customer_id": "K1", "acquired_on": "2022-01-01"}],
              orders=[order("O1", "K1", "2023-06-01", 10)])
    build(store)
    assert store.reader().rows("select count(*) from warehouse.loss_records") == [(0,)]


def test_an_undone_import_is_forgotten(tmp_path):
    store = Store.create(tmp_path / "store", name="Undone")
    add_batch(store, customers=[customer("K1", None)], orders=[order("O1", "K1", "2023-06-01", 10)])
    wrong = add_batch(store, customers=[customer("K1", "2023-03-01")])
    store.undo(wrong.id)
    build(store)
    assert store.reader().rows("select count(*) from warehouse.loss_records") == [(0,)]


def test_second_coder_and_exit_interview_belong_to_the_loss_they_were_told_with(tmp_path):
    store = Store.create(tmp_path / "store", name="Interviews")
    told = {"lost_cause_second": "Waiting for parts", "lost_decided_on": "2023-02-10", "would_return": "maybe"}
    add_batch(store, customers=[{**customer("K1", "2023-03-01", "Price"), **told},
                                {**customer("K2", "2023-04-01", "Price"), **dict.fromkeys(told)}],
              orders=[order("O1", "K1", "2023-01-01", 10), order("O2", "K2", "2023-01-01", 10)])
    build(store)
    rows = store.reader().rows("""select customer_id, cause_class, cause_second, cause_class_second, decided_on,
                                  would_return from losses order by customer_id""")
    assert rows == [("K1", "pricing", "Waiting for parts", "inconvenience", date(2023, 2, 10), "maybe"),
                    ("K2", "pricing", None, None, None, None)]
