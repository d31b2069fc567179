"""The board report as a workbook, read back."""

from __future__ import annotations

import io

import pytest

from analytics.reports.board_report import report_bytes
from tests.reports.board_report.example import WORDS, report


def workbook(language: str = "en"):
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(report_bytes(report(language), "xlsx")))


def cells(sheet) -> list[tuple[object, ...]]:
    return [tuple(cell for cell in row if cell is not None) for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_cover_tells_what_was_looked_at(language):
    lines = [line for line in cells(workbook(language).worksheets[0]) if line]
    told = WORDS[language]
    assert lines[0] == (f"{told['company']} · {told['title']}",)
    assert lines[1:4] == [("As of 30 Jun 2026",), ("All customers, n = 60",), ("Build 20260630-000000-000001",)]
    assert ("Churn rate", "21.7%  95% 13.1–33.6%") in lines
    assert ("1", told["step"]) in lines


def test_every_chart_has_a_sheet_with_its_data_and_itself():
    book = workbook()
    assert len(book.worksheets) == 5
    sheet = book.worksheets[1]
    rows = [line for line in cells(sheet) if line]
    assert ("Size", "Churn rate", "95% from", "95% to", "n") in rows
    large = next(line for line in rows if line[0] == "large")
    assert large[1] == pytest.approx(0.2)
    assert large[2:4] == pytest.approx((0.1050, 0.3476), abs=1e-4)
    assert large[4] == 40
    # One of five is too few to show; its n is told.
    assert next(line for line in rows if line[0] == "=1+1")[1:] == (5,)
    assert [len(one._charts) for one in book.worksheets] == [0, 1, 1, 1, 1]


def test_money_stands_in_whole_units():
    rows = [line for line in cells(workbook().worksheets[2]) if line]
    assert ("Size", "Value (CNY)") in rows
    assert ("large", 1_250_000) in rows


def test_no_text_becomes_a_formula():
    book = workbook()
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    texts = {cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert {"=1+1", "=HYPERLINK(\"x\")"} <= texts
