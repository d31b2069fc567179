"""Saved segments on the command line: listed, written to files, handed over, and as a filter of metrics."""

from __future__ import annotations

import json

import openpyxl
import pytest

from analytics.filters import Test
from analytics.workspace import Segment, Workspace, save_segment


@pytest.fixture
def large(command, demo_store_path, monkeypatch, tmp_path):
    """The large customers of the demo company, saved in a workspace of the test's own."""
    url = f"sqlite:///{tmp_path}/workspace.sqlite"
    monkeypatch.setenv("HUITOU_STORE", str(demo_store_path))
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", url)
    return save_segment(Workspace(url), Segment("Large ones", Test("size", "one_of", ("large",))), "Li")


@pytest.fixture
def numbers(demo_reader):
    return {row[0] for row in demo_reader.rows("select customer_id from customers_now where size = 'large'")}


def test_segments_are_listed_with_what_they_mean(command, large, numbers):
    rows = json.loads(command("segments", "--format", "json").out)["rows"]
    assert [(row["segment"], row["code"], row["means"], row["customers"]) for row in rows] == [
        ("Large ones", large.code, "Size: Large", len(numbers))]


def test_metrics_take_a_segment_by_name_or_code(command, large, numbers):
    for name in ("Large ones", large.code):
        found = command("metric", "customers_in_scope", "--segment", name, "--format", "json")
        assert json.loads(found.out)["rows"] == [{"value": len(numbers)}]
    unknown = command("metric", "customers_in_scope", "--segment", "Large one")
    assert (unknown.status, "Large ones" in unknown.err) == (2, True)


def test_customers_are_written_as_csv_and_as_a_workbook(command, large, numbers, tmp_path):
    assert command("segment", "Large ones", "--out", str(tmp_path / "large.csv")).status == 0
    lines = (tmp_path / "large.csv").read_text("utf-8-sig").splitlines()
    assert {line.split(",")[0] for line in lines[1:]} == numbers
    assert command("segment", "Large ones", "--out", str(tmp_path / "large.xlsx"),
                   "--columns", "customer_id,value").status == 0
    sheet = openpyxl.load_workbook(tmp_path / "large.xlsx").active
    assert [cell.value for cell in sheet[1]] == ["customer_id", "value"]
    assert sheet.max_row == len(numbers) + 1


def test_the_crms_folder_gets_its_file(command, large, numbers, tmp_path, monkeypatch):
    (tmp_path / "crm").mkdir()
    monkeypatch.setenv("HUITOU_SEGMENT_FOLDER", str(tmp_path / "crm"))
    assert command("segment", "Large ones", "--deliver").status == 0
    [file] = (tmp_path / "crm").iterdir()
    assert len(file.read_text("utf-8-sig").splitlines()) == len(numbers) + 1


def test_a_store_nobody_wrote_anything_for_has_no_segments(command, demo_store_path, monkeypatch, tmp_path):
    monkeypatch.setenv("HUITOU_STORE", str(demo_store_path))
    monkeypatch.setenv("HUITOU_WORKSPACE_URL", f"sqlite:///{tmp_path}/none.sqlite")
    assert json.loads(command("segments", "--format", "json").out)["rows"] == []
