"""Several files that have to be read row by row, imported together."""

from __future__ import annotations

from datetime import date

from analytics.importing import import_files
from analytics.store import Store


def test_a_file_read_before_another_turns_out_irregular_stays_open(tmp_path):
    # A blank line before a faulty row makes places differ from row numbers: both files are read anew, row by row.
    customers, orders = tmp_path / "customers.csv", tmp_path / "orders.csv"
    customers.write_text("customer_id,name,size,acquired_on\nC1,Alpha,large,2024-01-01\n\n"
                         "C2,Beta,small,2024-13-45\n", "utf-8")
    orders.write_text("order_id,customer_id,ordered_on,revenue\nO1,C1,2024-02-01,10.00\n\n"
                      "O2,C1,2024-14-01,20.00\n", "utf-8")
    store = Store.create(tmp_path / "store", name="Irregular")
    report = import_files(store, [customers, orders], today=date(2025, 1, 1))
    assert {one.table: (one.accepted, one.refused) for one in report.tables} == {"customers": (1, 1), "orders": (1, 1)}
    assert {one.file: one.unused for one in report.files} == {"customers.csv": (), "orders.csv": ()}
