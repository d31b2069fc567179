"""Segments in a browser: from a list, as a filter, and two people who change the same one."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from analytics.filters import Group, Test
from analytics.store import Store
from analytics.workspace import Segment, Workspace, save_segment, segments
from tests.browser.serving import dashboard, opened, settled

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def place(demo_store_path, tmp_path_factory):
    """A dashboard with a workspace of its own, and the workspace."""
    folder = tmp_path_factory.mktemp("segments")
    url = f"sqlite:///{folder}/workspace.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUITOU_WORKSPACE_URL", url)
        with dashboard(demo_store_path, folder / "server.log") as address:
            yield address, Workspace(url)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()
    settled(page)


def write(page: Page, name: str, text: str) -> None:
    field = page.locator(f".st-key-segments-{name} input")
    field.fill(text)
    field.press("Enter")
    settled(page)


def test_the_customers_of_a_list_become_a_segment_and_a_filter(browser: Browser, place, demo_store_path):
    address, workspace = place
    page = opened(browser, address, "customers")
    press(page, "Show customers")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile("^Save these .* as a segment$")).click()
    page.get_by_label("Name of the segment").fill("From a figure")
    page.get_by_label("Name of the segment").press("Enter")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("“From a figure” is saved.")).to_be_visible()
    kept = next(one for one in segments(workspace) if one.name == "From a figure")
    active = Store.open(demo_store_path).reader().rows("select customer_id from customers_now where status = 'active'")
    assert set(kept.condition.values) == {row[0] for row in active}
    page.context.close()
    page = opened(browser, address, "lost_customers", query=f"saved={kept.code}")
    expect(page.get_by_text(re.compile(rf"Segment “From a figure” — .*: {len(active):,} customers")).first).to_be_visible()
    page.context.close()


def test_two_people_change_one_segment_and_nothing_is_lost(browser: Browser, place):
    address, workspace = place
    kept = save_segment(workspace, Segment("Key accounts", Group((Test("size", "one_of", ("large",)),))), "Zhao")
    li, wang = opened(browser, address, "segments"), opened(browser, address, "segments", language="zh-CN")
    for page, change in ((li, "Change"), (wang, "修改")):
        heading = page.get_by_role("heading", name=re.compile("^Key accounts"))
        heading.locator("xpath=following::button[contains(., $change)][1]".replace("$change", f"'{change}'")).click()
        settled(page)
        write(page, "who", "Li" if page is li else "王")
    write(wang, "save-name", "重点客户")
    press(wang, "保存修改")
    expect(wang.get_by_text("“重点客户”已保存。")).to_be_visible()
    write(li, "save-name", "Key accounts, north")
    press(li, "Save the change")
    expect(li.get_by_text("王 saved “重点客户” while you were editing it.", exact=False)).to_be_visible()
    assert {one.name for one in segments(workspace)} >= {"重点客户"}
    press(li, "Save mine as another segment")
    expect(li.get_by_text("“Key accounts, north” is saved.")).to_be_visible()
    found = {one.name: one for one in segments(workspace)}
    assert (found["重点客户"].code, found["重点客户"].version, found["重点客户"].saved_by) == (kept.code, 2, "王")
    assert found["Key accounts, north"].saved_by == "Li"
    for page in (li, wang):
        page.context.close()
