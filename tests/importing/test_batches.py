"""Batches: the same again, newer rows for the same keys, taking back, trials, and the memory of mappings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from analytics.errors import MappingRefused
from analytics.importing import import_files, write_refused
from analytics.store import Store
from tests.importing.conftest import TODAY
from tests.importing.records import CUSTOMERS, LINES, ORDERS, rows

PEOPLE = "id,name\nC1,a\nC2,b\nC3,c\n"


def test_a_batch_says_what_it_is(bring, store):
    report = bring("id,name\nC1,a\nC1,a\n,b\n", CUSTOMERS)
    (batch,) = store.batches()
    assert batch.id == report.batch
    assert (batch.files, batch.tables, batch.refused, batch.duplicates) == (
        ("file.csv",), {"customers": 1}, {"customers": 1}, {"customers": 1})
    assert batch.mapping == report.mapping
    assert len(batch.sha256[0]) == 64
    assert store.rejects_file(batch.id).exists()
    assert not list(store.path.glob(".unfinished*"))


def test_the_same_file_again_changes_nothing(bring, store):
    first = bring(PEOPLE, CUSTOMERS)
    again = bring(PEOPLE, CUSTOMERS)
    assert (again.batch, again.repeated) == (None, first.batch)
    assert again.table("customers").unchanged == 3
    assert len(store.batches()) == 1


def test_the_same_file_with_refused_rows_again_changes_nothing(bring, store):
    text = "order,line,customer,day,amount\nA1,1,C1,2026-01-05,1\nA2,1,C9,2026-01-05,1\n"
    bring("id,name\nC1,a\n", CUSTOMERS, "people.csv")
    first = bring(text, ORDERS)
    again = bring(text, ORDERS)
    assert (again.batch, again.repeated, again.refused) == (None, first.batch, 1)


def test_the_same_file_after_its_rows_were_mended_changes_nothing(bring, store, tmp_path):
    # The answer refused with its customer would go in now, but it is there: mended, as it stood in the file.
    mapping = ('[customers]\ncustomer_id = "id"\nacquired_on = "since"\n[surveys]\ncustomer_id = "id"\nscore = "grade"\n')
    text = "id,since,grade\nC1,2024-01-05,4\nC2,soon,5\n"
    first = bring(text, mapping)
    path, = write_refused(store, first.batch, tmp_path / "out")
    path.write_text(path.read_text("utf-8-sig").replace("soon", "2024-02-05", 1), "utf-8")
    import_files(store, [path], today=TODAY)
    again = bring(text, mapping)
    assert (again.batch, again.repeated, again.accepted, again.refused) == (None, first.batch, 3, 1)
    assert len(store.batches()) == 2


def test_rows_refused_for_an_unknown_customer_go_in_once_it_is_known(bring, store):
    text = "order,line,customer,day,amount\nA1,1,C1,2026-01-05,1\nA2,1,C9,2026-01-05,1\n"
    bring("id,name\nC1,a\n", CUSTOMERS, "people.csv")
    bring(text, ORDERS)
    bring("id,name\nC9,z\n", CUSTOMERS, "more.csv")
    report = bring(text, ORDERS)
    assert report.repeated is None
    assert (report.table("orders").accepted, report.table("orders").unchanged) == (2, 1)


def test_another_mapping_of_the_same_file_is_another_import(bring, store):
    bring(PEOPLE, CUSTOMERS)
    report = bring(PEOPLE, '[customers]\ncustomer_id = "name"\nname = "id"\n')
    assert report.repeated is None
    assert len(store.batches()) == 2


def test_newer_rows_supersede_older_ones(bring, store):
    bring(PEOPLE, CUSTOMERS)
    report = bring("id,name\nC2,b\nC3,changed\nC4,d\n", CUSTOMERS)
    found = report.table("customers")
    assert (found.accepted, found.superseded, found.unchanged) == (3, 1, 1)
    assert store.batches()[-1].superseded == {"customers": 1}
    again = bring("id,name\nC3,changed once more\n", CUSTOMERS)
    assert again.table("customers").superseded == 1


def test_an_order_sent_again_replaces_all_its_lines(bring, store):
    header = "order,customer,day,amount\n"
    bring(header + "A1,C1,2026-01-05,1\nA1,C1,2026-01-05,2\nA1,C1,2026-01-05,3\nA2,C1,2026-01-05,4\n", LINES)
    report = bring(header + "A2,C1,2026-01-05,4\nA1,C1,2026-01-05,3\nA1,C1,2026-01-05,5\n", LINES)
    found = report.table("orders")
    assert (found.accepted, found.superseded, found.unchanged) == (3, 2, 2)


def test_what_was_taken_back_can_come_again(bring, store):
    first = bring(PEOPLE, CUSTOMERS)
    store.undo(first.batch)
    assert store.raw_files("customers") == []
    again = bring(PEOPLE, CUSTOMERS)
    assert again.batch is not None
    assert again.table("customers").unchanged == 0


def test_a_trial_changes_nothing(bring, store):
    before = sorted(path for path in store.path.rglob("*"))
    report = bring("id,name\nC1,a\n,b\n", CUSTOMERS, dry_run=True)
    assert (report.dry_run, report.batch, report.accepted, report.refused) == (True, None, 1, 1)
    assert sorted(path for path in store.path.rglob("*")) == before


def test_a_file_without_a_good_row_leaves_its_reasons(bring, store):
    report = bring("id,name\n,b\n", CUSTOMERS)
    assert (report.accepted, report.refused) == (0, 1)
    assert store.batches()[0].tables == {}
    assert store.rejects_file(report.batch).exists()


def test_a_confirmed_mapping_is_used_again_for_the_same_columns(bring, store, write):
    bring("Wer,Was\nC1,a\n", '[customers]\ncustomer_id = "Wer"\nname = "Was"\n')
    report = import_files(store, [write("next.csv", "Was,Wer\nb,C2\n")], today=TODAY)
    assert rows(store, "customers", "customer_id, name") == [("C2", "b")]
    assert report.table("customers").accepted == 1


def test_without_a_mapping_only_a_sure_suggestion_is_taken(store, write):
    report = import_files(store, [write("orders.csv", "Order ID,Customer ID,Order Date,Revenue\n"
                                        + "".join(f"A{i},C{i % 9},2026-01-{i + 1:02},{i}.50\n" for i in range(28)))],
                          today=TODAY)
    assert report.table("orders").accepted == 28
    with pytest.raises(MappingRefused) as refused:
        import_files(store, [write("odd.csv", "alpha,beta\n1,2\n3,4\n")], today=TODAY)
    assert refused.value.code == "mapping_uncertain"
    assert [one.file for one in refused.value.details["suggestions"]] == ["odd.csv"]


def test_files_without_a_mapping_find_their_own_tables(store: Store, write):
    files = [write("orders.csv", "Order ID,Customer ID,Order Date,Revenue\n"
                   + "".join(f"A{i},C{i % 9},2026-01-{i + 1:02},{i}.50\n" for i in range(28))),
             write("customers.csv", "Customer ID,Customer Name,Region\n"
                   + "".join(f"C{i},Name {i},West\n" for i in range(9)))]
    report = import_files(store, files, today=TODAY)
    assert [(table.table, table.accepted) for table in report.tables] == [("customers", 9), ("orders", 28)]
    assert rows(store, "orders", "sum(revenue) over ()")[0] == (Decimal("392.00"),)
    again = import_files(store, files, today=TODAY)
    assert again.repeated == report.batch
