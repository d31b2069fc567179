"""The reports page: subjects, format and language are chosen, the report is made and can be taken away."""

from __future__ import annotations

import pytest

from analytics.reports.board_report import SECTIONS
from tests.app.running import dashboard, ran
from tests.reports.board_report.test_document import pages, unspaced

pytestmark = pytest.mark.usefixtures("navigated")


@pytest.fixture
def page(demo_store_path, monkeypatch):
    return ran(dashboard(demo_store_path, monkeypatch), "reports")


def texts(app) -> str:
    return "\n".join(str(one.value) for kind in (app.markdown, app.caption) for one in kind)


def test_a_report_of_the_chosen_subjects_is_made_and_offered(page):
    assert f"A report on {len(SECTIONS)} subjects can be made for: All customers, Jul 1, 2025 to Jun 30, 2026." in texts(page)
    assert not page.get("download_button")
    page.button_group(key="reports:pages").set_value(["overview", "monday"])
    page.button_group(key="reports:language").set_value("zh-CN")
    ran(page)
    assert "A report on 2 subjects can be made" in texts(page)
    assert "--pages overview,monday" in page.code[0].value
    page.button(key="reports:make").click()
    ran(page)
    assert "The report is ready, with 2 subjects." in texts(page)
    assert [one.proto.label for one in page.get("download_button")] == ["Download PDF"]
    found = pages(page.session_state["reports:made"][1])
    assert unspaced("客户保留董事会报告") in unspaced(found[0])
    # Another format is another report.
    page.button_group(key="reports:format").set_value("xlsx")
    ran(page)
    assert not page.get("download_button")
    page.button_group(key="reports:pages").set_value([])
    ran(page)
    assert "Choose at least one subject." in texts(page)
    assert not page.code
