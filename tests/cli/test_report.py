"""The board report on the command line: a file that cron can send, and exit status 2 with a reason."""

from __future__ import annotations

import io

import pytest

from tests.reports.board_report.test_document import pages, unspaced


@pytest.fixture
def report(command, demo_store_path, monkeypatch):
    monkeypatch.setenv("HUITOU_STORE", str(demo_store_path))
    return lambda *arguments, **given: command("report", *arguments, **given)


def test_a_document_of_chosen_pages_in_the_language_asked_for(report, tmp_path):
    file = tmp_path / "board.pdf"
    done = report("--out", file, "--pages", "overview,monday", "--language", "zh-CN", "--filter", "size=large")
    assert (done.status, done.out) == (0, f"已将 2 个部分写入 {file}。\n")
    first = unspaced(pages(file.read_bytes())[0])
    assert unspaced("客户保留董事会报告") in first
    assert unspaced("规模：大型") in first


def test_a_workbook_tells_the_filters_and_the_as_of_day(report, tmp_path):
    from openpyxl import load_workbook

    file = tmp_path / "board.XLSX"
    assert report("--out", file, "--pages", "lost_customers", "--as-of", "2025-12-31", "--period", "6m").status == 0
    cover = [row[0] for row in load_workbook(io.BytesIO(file.read_bytes())).worksheets[0].iter_rows(values_only=True)]
    assert cover[2].startswith("As of Dec 31, 2025")
    assert cover[3].startswith("All customers — Jul 1, 2025 to Dec 31, 2025: ")


@pytest.mark.parametrize(("arguments", "told"), [
    (("--out", "board.doc"), "There is no format named 'doc'"),
    (("--out", "board.pdf", "--pages", "overviews"), "Did you mean 'overview'?"),
    (("--out", "board.pdf", "--language", "de"), "There is no language named 'de'"),
    (("--out", "board.pdf", "--as-of", "yesterday"), "yesterday is not a day of the calendar."),
    (("--out", "board.pdf", "--filter", "size"), "must be column=value"),
    (("--out", "missing/board.xlsx", "--pages", "overview"), "cannot be written"),
    ((), "--out"),
])
def test_what_cannot_be_done_is_told(report, tmp_path, monkeypatch, arguments, told):
    monkeypatch.chdir(tmp_path)
    done = report(*arguments)
    assert done.status == 2
    assert told in done.err
    assert not list(tmp_path.glob("**/board.*"))


def test_a_store_without_records_is_told(command, tmp_path):
    done = command("report", "--out", tmp_path / "board.pdf")
    assert done.status == 2
