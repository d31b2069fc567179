"""The board report as slides, read back: charts are charts, with their numbers and their intervals."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile

import pytest

from analytics.reports.board_report import report_bytes
from tests.reports.board_report.example import WORDS, report


def presentation(content: bytes):
    from pptx import Presentation

    return Presentation(io.BytesIO(content))


def charts(deck) -> dict[str, object]:
    return {shape.name: shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart}


def texts(deck) -> list[str]:
    return [shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]


@pytest.fixture(scope="module")
def deck():
    return presentation(report_bytes(report(), "pptx"))


def test_charts_are_charts_with_their_numbers(deck):
    found = charts(deck)
    assert set(found) == {"Which sizes are leaving?", "Value lost", "Flow", "Kept"}
    bars = found["Which sizes are leaving?"].plots[0]
    assert list(bars.categories) == ["large", "medium", "=1+1"]
    # One of five is too few to show.
    assert list(bars.series[0].values) == [pytest.approx(0.2), pytest.approx(0.25), None]
    money = found["Value lost"].plots[0].series[0]
    assert (money.name, list(money.values)) == ("Value (CNY)", [1_250_000, 40_000, None])
    assert [list(one.values) for one in found["Flow"].plots[0].series] == [[5, 3], [-2, -4]]


def test_intervals_are_error_bars(deck):
    from pptx.oxml.ns import qn

    series = charts(deck)["Which sizes are leaving?"].plots[0].series[0]._element
    plus, minus = ([float(one.text) for one in series.find(qn("c:errBars")).find(qn(name)).iter(qn("c:v"))]
                   for name in ("c:plus", "c:minus"))
    assert plus == pytest.approx([0.1476, 0.2187, 0.0], abs=1e-4)
    assert minus == pytest.approx([0.0950, 0.1381, 0.0], abs=1e-4)


def test_the_data_of_a_chart_can_be_edited(deck):
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(charts(deck)["Value lost"].part.chart_workbook.xlsx_part.blob))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows == [(None, "Value (CNY)"), ("large", 1_250_000), ("medium", 40_000), ("=1+1", None)]
    # What a company calls a thing does not run when somebody opens the data.
    assert book.worksheets[0]["A4"].data_type == "s"


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_slides_tell_the_answer_what_is_looked_at_and_the_method(language):
    deck = presentation(report_bytes(report(language), "pptx"))
    told = WORDS[language]
    said = "\n".join(texts(deck))
    for text in (told["company"], told["answer"], told["step"], "As of 30 Jun 2026", "All customers, n = 60"):
        assert text in said
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides if slide.has_notes_slide]
    assert notes[0].startswith("Formula: a/b\nAll customers, n = 60")


@pytest.mark.slow
def test_slides_open_in_libreoffice_and_their_charts_stay_charts(tmp_path):
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not on this machine (Debian: libreoffice-impress)")
    made = tmp_path / "report.pptx"
    made.write_bytes(report_bytes(report("zh-CN"), "pptx"))
    subprocess.run(["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to",
                    "odp", "--outdir", str(tmp_path), str(made)], check=True, capture_output=True, timeout=180)
    with zipfile.ZipFile(tmp_path / "report.odp") as opened:
        drawn = [text for name in opened.namelist() if re.fullmatch(r"Object \d+/content.xml", name)
                 if "<chart:chart" in (text := opened.read(name).decode("utf-8"))]
        slides = re.sub(r"<[^>]+>", "", opened.read("content.xml").decode("utf-8"))
    assert len(drawn) == 4
    assert any('office:value="1250000"' in text for text in drawn)
    # A space may stand there as a sign of its own.
    assert WORDS["zh-CN"]["answer"].replace(" ", "") in slides.replace(" ", "")
