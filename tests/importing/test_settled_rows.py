"""Refused rows that a later import brought good, mended or exported anew, are told from those that still wait."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb

from analytics.importing import import_files, read_mapping, write_refused
from analytics.importing.corrected_rows import corrected_rows
from analytics.importing.mended_rows import mended_rows
from analytics.importing.settled_rows import count_mended, settled_rows
from tests.importing.conftest import TODAY
from tests.importing.records import CUSTOMERS, LINES, ORDERS
from tests.importing.test_mended_rows import TEXT, brought, first, mended

PLACES = [("customers", "people.csv", row) for row in (3, 4, 5)]


def again(store, tmp_path: Path, text: str, mapping: str = "", name: str = "people.csv") -> str:
    """Import another export and return its batch."""
    target = tmp_path / f"later-{len(store.batches())}" / name
    target.parent.mkdir()
    target.write_text(text, "utf-8")
    report = brought(store, target) if not mapping else import_files(
        store, [target], mapping=read_mapping(mapping), today=TODAY)
    return str(report.batch)


def test_a_row_whose_key_comes_good_is_corrected(store, tmp_path):
    batch = first(store, tmp_path)
    later = again(store, tmp_path, TEXT.replace("yesterday", "2024-03-01").replace("soon", "2024-03-02"))
    assert corrected_rows(store, batch) == {PLACES[0], PLACES[2]}
    assert mended_rows(store, batch) == frozenset()
    assert settled_rows(store, batch) == {PLACES[0]: "corrected", PLACES[2]: "corrected"}
    counted = count_mended(store)
    # C3 was refused in both imports and still waits, in each of them.
    assert (counted.refused, counted.mended, counted.by_batch) == (4, 2, {batch: 2})
    last = again(store, tmp_path, "id,since,state\nC3,2024-02-05,active\n", name="one.csv")
    assert corrected_rows(store, batch) == set(PLACES)
    assert corrected_rows(store, later) == {("customers", "people.csv", 4)}
    store.undo(last)
    assert corrected_rows(store, later) == frozenset()


def test_a_key_that_comes_good_and_wrong_at_once_is_not_corrected(store, tmp_path):
    text = "id,name\nC1,a\nC1,b\n"
    batch = again(store, tmp_path, text, CUSTOMERS)
    again(store, tmp_path, text + "C2,c\n", CUSTOMERS)
    assert corrected_rows(store, batch) == frozenset()
    again(store, tmp_path, "id,name\nC1,b\n", CUSTOMERS)
    assert corrected_rows(store, batch) == {("customers", "people.csv", 3)}


def test_a_key_that_cannot_be_read_is_never_known_again(store, tmp_path):
    lines = "order,line,customer,day,amount\n,1,C1,2026-01-05,1\nA1,1,C1,2026-01-05,x\nA1,2,C1,2026-01-05,1\n"
    batch = again(store, tmp_path, lines, ORDERS)
    again(store, tmp_path, lines.replace("x", "5").replace("\n,1", "\nA0,1"), ORDERS)
    assert corrected_rows(store, batch) == {("orders", "people.csv", 3)}


def test_lines_without_numbers_are_known_by_their_order(store, tmp_path):
    lines = "order,customer,day,amount\nA1,C1,2026-01-05,x\nA1,C1,2026-01-05,2\nA2,C1,2026-01-05,y\n"
    batch = again(store, tmp_path, lines, LINES)
    again(store, tmp_path, lines.replace(",x", ",5"), LINES)
    assert corrected_rows(store, batch) == {("orders", "people.csv", 2)}
    again(store, tmp_path, lines.replace(",y", ",5"), LINES)
    assert corrected_rows(store, batch) == {("orders", "people.csv", 2), ("orders", "people.csv", 4)}


def test_lines_that_stand_beside_mended_ones_correct_nothing(store, tmp_path):
    lines = "order,customer,day,amount\nA1,C1,2026-01-05,x\nA1,C1,2026-01-05,2\nA1,C1,2026-01-05,y\n"
    batch = again(store, tmp_path, lines, LINES)
    path, = write_refused(store, batch, tmp_path / "out")
    import_files(store, [mended(path, {"2": {"amount": "5"}}, "mended.csv")], today=TODAY)
    assert settled_rows(store, batch) == {("orders", "people.csv", 2): "mended"}


def test_all_can_be_written_with_what_became_of_them(store, tmp_path):
    batch = first(store, tmp_path)
    again(store, tmp_path, "id,since,state\nC3,2024-02-05,active\n")
    settled = settled_rows(store, batch)
    left, = write_refused(store, batch, tmp_path / "left", without=settled)
    everything, = write_refused(store, batch, tmp_path / "all", since=settled)
    for path, expected in ((left, [("C2", ""), ("C4", "")]), (everything, [("C2", ""), ("C3", "corrected"), ("C4", "")])):
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert [(row["id"], row["huitou_since"]) for row in csv.DictReader(file)] == expected


def test_rows_refused_by_an_earlier_version_have_no_key(store, tmp_path):
    batch = first(store, tmp_path)
    file = store.rejects_file(batch)
    with duckdb.connect() as connection:
        connection.execute(f"create table rows as select * exclude (\"key\") from '{file}'")
        connection.execute(f"copy rows to '{file}' (format parquet)")
    again(store, tmp_path, "id,since,state\nC3,2024-02-05,active\n")
    assert settled_rows(store, batch) == {}
    assert write_refused(store, batch, tmp_path / "out")
