"""Refused rows that came back mended are told from those that still wait."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from analytics.importing import ImportReport, import_files, read_mapping, write_refused
from analytics.importing.mended_rows import mended_rows
from analytics.importing.settled_rows import count_mended
from analytics.store import Store
from tests.importing.conftest import TODAY

CUSTOMERS = "[customers]\ncustomer_id = \"id\"\nacquired_on = \"since\"\nstatus = \"state\"\n"
TEXT = "id,since,state\nC1,2024-01-05,active\nC2,yesterday,active\nC3,2024-02-05,gone fishing\nC4,soon,active\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store", name="Dayu")


def brought(store: Store, file: Path) -> ImportReport:
    return import_files(store, [file], mapping=read_mapping(CUSTOMERS), today=TODAY)


def first(store: Store, tmp_path: Path) -> str:
    """Import the file with three bad rows and return its batch."""
    file = tmp_path / "people.csv"
    file.write_text(TEXT, "utf-8")
    report = brought(store, file)
    assert (report.accepted, report.refused) == (1, 3)
    return str(report.batch)


def mended(path: Path, cells: dict[str, dict[str, str]], name: str) -> Path:
    """Return a copy of a handed-out list with some cells of some rows changed, as a spreadsheet saves it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    target = path.with_name(name)
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows([row | cells.get(row["huitou_row"], {}) for row in rows])
    return target


def test_only_rows_that_were_taken_in_count_as_mended(store, tmp_path):
    batch = first(store, tmp_path)
    assert mended_rows(store, batch) == frozenset()
    path, = write_refused(store, batch, tmp_path / "out")
    report = brought(store, mended(path, {"3": {"since": "2024-03-01"}}, "anything.csv"))
    assert (report.accepted, report.refused) == (1, 2)
    assert mended_rows(store, batch) == {("customers", "people.csv", 3)}
    counted = count_mended(store)
    assert (counted.refused, counted.mended, counted.by_batch) == (3, 1, {batch: 1})


def test_a_row_refused_twice_and_mended_at_last_counts_for_both_imports(store, tmp_path):
    batch = first(store, tmp_path)
    path, = write_refused(store, batch, tmp_path / "out")
    second = brought(store, mended(path, {"3": {"since": "2024-03-01"}}, "again.csv"))
    path, = write_refused(store, str(second.batch), tmp_path / "out2")
    brought(store, mended(path, {"4": {"state": "active"}, "5": {"since": "2024-03-02"}}, "last.csv"))
    assert mended_rows(store, batch) == {("customers", "people.csv", row) for row in (3, 4, 5)}
    assert mended_rows(store, str(second.batch)) == {("customers", "again.csv", row) for row in (4, 5)}
    counted = count_mended(store)
    assert (counted.refused, counted.mended) == (3, 3)
    assert counted.by_batch == {batch: 3, second.batch: 2}


def test_an_import_taken_back_mends_nothing(store, tmp_path):
    batch = first(store, tmp_path)
    path, = write_refused(store, batch, tmp_path / "out")
    report = brought(store, mended(path, {"3": {"since": "2024-03-01"}}, "anything.csv"))
    assert len(mended_rows(store, batch)) == 1
    store.undo(str(report.batch))
    assert mended_rows(store, batch) == frozenset()


def test_another_file_with_as_many_rows_mends_nothing(store, tmp_path):
    batch = first(store, tmp_path)
    other = tmp_path / "later" / "people.csv"
    other.parent.mkdir()
    other.write_text(TEXT.replace("yesterday", "2024-03-01").replace("soon", "2024-03-02"), "utf-8")
    assert brought(store, other).accepted == 3
    assert mended_rows(store, batch) == frozenset()


def test_the_lists_of_two_imports_put_together_are_taken_in_and_mend_neither(store, tmp_path):
    # Row 3 of one and row 3 of the other cannot be told apart by their numbers.
    batch = first(store, tmp_path)
    path, = write_refused(store, batch, tmp_path / "out")
    lines = mended(path, {row: {"since": "2024-03-01", "state": "active"} for row in "345"}, "one.csv").read_text("utf-8")
    both = tmp_path / "both.csv"
    both.write_text(lines.replace(batch, "20260101-000000-000000", 1), "utf-8")
    assert brought(store, both).accepted == 3
    assert mended_rows(store, batch) == frozenset()


def test_what_is_mended_is_not_handed_out_again(store, tmp_path):
    batch = first(store, tmp_path)
    path, = write_refused(store, batch, tmp_path / "out")
    brought(store, mended(path, {"3": {"since": "2024-03-01"}}, "anything.csv"))
    shutil.rmtree(tmp_path / "out")
    path, = write_refused(store, batch, tmp_path / "out", without=mended_rows(store, batch))
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == ["C3", "C4"]


def test_a_store_of_before_knows_of_no_mending(store, tmp_path):
    batch = first(store, tmp_path)
    record = store.path / "batches" / f"{batch}.json"
    record.write_text(record.read_text("utf-8").replace('"mends"', '"other"'), "utf-8")
    assert Store.open(store.path).batches()[0].mends == {}
