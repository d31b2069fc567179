"""Paper in a real Chromium: a page printed from the browser, and the board report taken from its page."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import expect

from tests.browser.serving import opened, settled
from tests.reports.board_report.test_document import unspaced

pytestmark = pytest.mark.browser


def test_a_page_is_printed_without_what_can_be_pressed(browser, address):
    from pypdf import PdfReader

    page = opened(browser, address, "lost_customers")
    expect(page.get_by_text("Click a mark to list the customers behind it.").first).to_be_visible()
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    settled(page)
    page.emulate_media(media="print")
    for hidden in ("stSidebar", "stHeader", "stDownloadButton", "stTooltipIcon"):
        for one in page.get_by_test_id(hidden).all():
            expect(one).to_be_hidden()
    found = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    # The layout of a screen on A3, which printers put on A4: 297 by 420 millimetres in points.
    assert [round(float(one)) for one in found.pages[0].mediabox[2:]] == [842, 1191]
    printed = unspaced("".join(sheet.extract_text() for sheet in found.pages))
    assert unspaced("customers there at the start of the period") in printed
    assert unspaced("Which causes cost most?") in printed
    for left_out in ("Click a mark", "Table and download", "More filters"):
        assert unspaced(left_out) not in printed
    page.context.close()


def test_the_board_report_is_taken_from_its_page(browser, address):
    from pypdf import PdfReader

    page = opened(browser, address, "reports")
    page.get_by_role("button", name="Make the report").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download PDF").click()
    assert taken.value.suggested_filename == "reports-2026-06-30-en.pdf"
    sheets = PdfReader(taken.value.path()).pages
    assert len(sheets) > 10
    assert unspaced("What to do on Monday") in unspaced(sheets[0].extract_text())
    page.context.close()
