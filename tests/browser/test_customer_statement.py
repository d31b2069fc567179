"""A customer's statement in a real Chromium: opened from the card, and printed alone on one page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from analytics.filters import Filters
from analytics.metrics.value_statement import value_statement
from tests.browser.serving import opened, settled

pytestmark = pytest.mark.browser


def test_the_statement_is_printed_alone_on_one_page(browser, address, demo_reader):
    number = demo_reader.rows("select customer_id from customers_now where status = 'active' and open_complaints = 0 "
                              "order by orders desc, customer_id limit 1")[0][0]
    found = value_statement(demo_reader, Filters(), customer=number)
    page = opened(browser, address, "customers", height=1400, query=f"customer={number}")
    page.get_by_role("tab", name="What they gained").click()
    expect(page.get_by_role("heading", name=f"What we did for {found.name}")).to_be_visible()
    page.get_by_role("radio", name="简体中文").last.click()
    expect(page.get_by_role("heading", name=f"我们为{found.name}所做的")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Open for printing").click()
    expect(page.get_by_role("button", name="Print", exact=True)).to_be_visible()
    settled(page)
    assert f"customer={number}" in page.url
    assert "statement=zh-CN" in page.url
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name=f"我们为{found.name}所做的")).to_be_visible()
    for around in ("stSidebar", "stHeader", "stHeading"):
        for one in page.get_by_test_id(around).all():
            expect(one).to_be_hidden()
    expect(page.get_by_role("button", name="Back to the card")).to_be_hidden()
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True))
    assert len(pages) == 1
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Back to the card").click()
    expect(page.get_by_text("Health in parts")).to_be_visible()
    assert "statement=" not in page.url
    page.context.close()
