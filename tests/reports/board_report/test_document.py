"""The board report as PDF: its text can be read back, and its page breaks hold."""

from __future__ import annotations

import dataclasses
import io
import re

import pytest

from analytics.reports.board_report import report_bytes
from analytics.statistics.estimate import Estimate
from tests.reports.board_report.example import WORDS, report


def pages(content: bytes) -> list[str]:
    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def unspaced(text: str) -> str:
    """Without spaces and line breaks, which a reader of PDF puts between signs as it likes."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_text_can_be_read_back(language):
    told, found = WORDS[language], pages(report_bytes(report(language), "pdf"))
    assert len(found) == 3
    for text in (told["company"], told["title"], told["answer"], "All customers, n = 60", "As of 30 Jun 2026"):
        assert unspaced(text) in unspaced(found[0])
    section = unspaced(found[1])
    for text in (told["answer"], told["chart"], "21.7%", *told["names"], "20.0%", "10.5–34.8%"):
        assert unspaced(text) in section
    assert unspaced(told["step"]) in unspaced(found[2])


def test_every_page_says_what_is_looked_at_and_which_it_is():
    english, chinese = (pages(report_bytes(report(language), "pdf")) for language in ("en", "zh-CN"))
    for number, text in enumerate(english, start=1):
        assert "All customers, n = 60" in text
        assert "As of 30 Jun 2026" in text
        assert f"Page {number} of 3" in text
    assert unspaced("第 3 页，共 3 页") in unspaced(chinese[2])


def test_rare_characters_of_names_are_set_too():
    rare = "喆珺镕囍龘鱻堃"
    found = pages(report_bytes(dataclasses.replace(report("zh-CN"), company=rare), "pdf"))
    assert rare in unspaced(found[0])


def test_words_of_a_company_are_no_markup():
    wild = "#pagebreak() *A* $x$ @y <b> \\ `z` [c]"
    found = pages(report_bytes(dataclasses.replace(report(), company=wild), "pdf"))
    assert len(found) == 3
    assert unspaced(wild) in unspaced(found[0])


def test_a_chart_stays_on_one_page_with_its_figures():
    """However long the text before it, a chart's title, figures and note are not divided."""
    whole = report()
    section = whole.sections[0]
    for lines in range(0, 60, 6):
        longer = dataclasses.replace(section, detail="A sentence that fills a line of the report once more. " * 2 * lines)
        found = pages(report_bytes(dataclasses.replace(whole, sections=(longer,)), "pdf"))
        on = [number for number, text in enumerate(found) if "Which sizes are leaving?" in text]
        assert len(on) == 1
        assert "A note." in found[on[0]]
        assert "10.5–34.8%" in found[on[0]]


def test_a_chart_without_any_figure_can_be_drawn():
    whole = report()
    section = whole.sections[0]
    empty = tuple(dataclasses.replace(chart, series=tuple(
        dataclasses.replace(series, points=tuple(Estimate(0, None) for _ in series.points))
        for series in chart.series)) for chart in section.charts)
    found = pages(report_bytes(dataclasses.replace(
        whole, sections=(dataclasses.replace(section, charts=empty),)), "pdf"))
    assert "Which sizes are leaving?" in found[1]


def test_typefaces_travel_with_the_document():
    from pypdf import PdfReader

    found = PdfReader(io.BytesIO(report_bytes(report("zh-CN"), "pdf")))
    fonts = {font.get_object()["/BaseFont"] for page in found.pages
             for font in page["/Resources"]["/Font"].values()}
    assert {re.sub(r"^/[A-Z]{6}\+", "", font) for font in fonts} <= {
        "NotoSansCJKsc-Regular", "NotoSansCJKsc-Bold", "NotoSansCJKsc-Regular-Identity-H", "NotoSansCJKsc-Bold-Identity-H"}
