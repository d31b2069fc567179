"""Finding customers in a real Chromium: search, order, open by name, back and forward, from any list."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from analytics.filters import Filters
from analytics.metrics.customers import customer_list
from analytics.metrics.lost_list import lost_list
from tests.browser.serving import opened, settled

pytestmark = pytest.mark.browser

#: Pixels of a table: of a row, and of the column with the marks to choose a row.
ROW, MARKS = 35, 34


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def place(scope: Page | Locator) -> FloatRect:
    """Return where the first table is, scrolled into view."""
    table = scope.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    table.evaluate("element => element.scrollIntoView({block: 'center'})")
    table.page.wait_for_timeout(500)
    box = table.locator("canvas").first.bounding_box()
    assert box is not None
    return box


def click_row(page: Page, box: FloatRect, row: int, *, right: int = 80) -> None:
    page.mouse.click(box["x"] + MARKS + right, box["y"] + ROW * (row + 1.5))


def test_search_sort_open_and_go_back(browser, address, demo_reader):
    page = opened(browser, address, "customers", height=1400)
    page.get_by_label("Search").first.fill("广州")
    page.get_by_label("Search").first.press("Enter")
    found = customer_list(demo_reader, Filters(), search="广州", status="active")
    expect(page.get_by_text(f"1–25 of {len(found)}, by Value, 12 months")).to_be_visible()
    settled(page)
    # A click on the head of the first column sorts all pages by name.
    box = place(page)
    page.mouse.click(box["x"] + MARKS + 60, box["y"] + ROW / 2)
    expect(page.get_by_text(f"1–25 of {len(found)}, by Name")).to_be_visible()
    assert query(page) == {"search": ["广州"], "sort": ["name"]}
    settled(page)
    by_name = customer_list(demo_reader, Filters(), search="广州", status="active", sort="name")
    click_row(page, place(page), 2)
    chosen = by_name.iloc[2]
    expect(page.get_by_role("heading", level=2, name=chosen["name"])).to_be_visible()
    assert query(page) == {"search": ["广州"], "sort": ["name"], "customer": [chosen["customer_id"]]}
    page.go_back()
    expect(page.get_by_text(f"1–25 of {len(found)}, by Name")).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("heading", level=2, name=chosen["name"])).to_be_visible()
    page.get_by_role("button", name="All customers").click()
    expect(page.get_by_text(f"1–25 of {len(found)}, by Name")).to_be_visible()
    assert query(page) == {"search": ["广州"], "sort": ["name"]}
    page.context.close()


def test_a_chosen_row_offers_its_card_to_the_keyboard(browser, address, demo_reader):
    page = opened(browser, address, "customers", height=1400)
    first = customer_list(demo_reader, Filters(), status="active", rows=1).iloc[0]
    box = place(page)
    page.mouse.click(box["x"] + MARKS / 2, box["y"] + ROW * 1.5)
    link = page.get_by_role("button", name=f"Open {first['name']}")
    expect(link).to_be_visible()
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name=first["name"])).to_be_visible()
    assert query(page) == {"customer": [first["customer_id"]]}
    page.context.close()


def test_the_customers_behind_a_figure_open_from_any_page(browser, address, demo_reader):
    page = opened(browser, address, "lost_customers", height=1400, query="size=large")
    page.get_by_role("button", name="Show customers").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_test_id("stDataFrame")).to_be_visible()
    settled(page)
    # The second column is the name; the first is the number.
    click_row(page, place(dialog), 1, right=160)
    second = lost_list(demo_reader, Filters.of(size="large")).iloc[1]
    expect(page.get_by_role("heading", level=2, name=second["name"])).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert query(page) == {"customer": [second["customer_id"]], "size": ["large"]}
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Lost customers")).to_be_visible()
    settled(page)
    assert query(page) == {"size": ["large"]}
    page.context.close()


def test_a_bar_of_the_card_lists_its_month_and_tabs_load_when_opened(browser, address, demo_reader):
    number = demo_reader.rows("select customer_id from customers_now order by orders desc, customer_id limit 1")[0][0]
    page = opened(browser, address, "customers", height=1400, query=f"customer={number}")
    tables = page.get_by_test_id("stDataFrame").count()
    bar = page.locator(".stPlotlyChart .bars .point").last
    bar.scroll_into_view_if_needed()
    bar.locator("path").click(force=True)
    expect(page.get_by_text(": all entries")).to_be_visible()
    settled(page)
    assert page.get_by_test_id("stDataFrame").count() == tables + 1
    page.get_by_role("tab", name="Orders").click()
    settled(page)
    expect(page.get_by_role("tab", name="Orders")).to_have_attribute("aria-selected", "true")
    assert page.locator("[data-testid=stException]").count() == 0
    page.context.close()
