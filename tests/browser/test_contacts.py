"""The contact list in a browser: rows done, put off and given away stay so; two people at the same row."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from analytics.workspace import Workspace, tasks
from tests.browser.serving import dashboard, opened, settled

pytestmark = pytest.mark.browser

#: From the edge of the table to the middle of the boxes that choose rows, and to the middle of its first rows.
BOX, FIRST, ROW = 18, 52, 35


@pytest.fixture(scope="module")
def place(demo_store_path, tmp_path_factory):
    """A dashboard with a workspace of its own, and the workspace."""
    folder = tmp_path_factory.mktemp("contacts")
    url = f"sqlite:///{folder}/workspace.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUITOU_WORKSPACE_URL", url)
        with dashboard(demo_store_path, folder / "server.log") as address:
            yield address, Workspace(url)


def table(page: Page) -> Locator:
    return page.locator(".st-key-contacts-card-list [data-testid=stDataFrame]")


def choose(page: Page, *rows: int) -> None:
    table(page).scroll_into_view_if_needed()
    for row in rows:
        table(page).click(position={"x": BOX, "y": FIRST + ROW * row})
        settled(page)
    expect(page.get_by_text(f"{len(rows)} chosen")).to_be_visible()


def press(page: Page, name: str) -> None:
    page.locator(".st-key-contacts-card-list").get_by_role("button", name=name, exact=True).first.click()
    settled(page)


def confirm(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    settled(page)


def test_contacts_are_done_put_off_and_given_away_and_stay_so(browser: Browser, place):
    address, workspace = place
    page = opened(browser, address, "contacts")
    before = int(re.search(r"names the ([\d,]+)", page.inner_text(".st-key-answer"))[1].replace(",", ""))
    choose(page, 0, 1)
    page.get_by_role("textbox", name="Your name").fill("Li")
    page.get_by_role("textbox", name="Your name").press("Enter")
    settled(page)
    press(page, "Done")
    page.get_by_label("What came of it").fill("来访，谈妥续约")
    confirm(page, "Mark as done")
    expect(page.get_by_text("2 contacts marked as done.")).to_be_visible()
    choose(page, 0)
    press(page, "Put off")
    confirm(page, "Put off until then")
    expect(page.get_by_text("1 contact put off.")).to_be_visible()
    choose(page, 0)
    press(page, "Give to somebody")
    page.get_by_label("Who is to do it").fill("Zhao")
    confirm(page, "Give to them")
    expect(page.get_by_text("1 contact given to somebody.")).to_be_visible()
    kept = {one.state + ("" if one.snoozed_until is None else " later"): one for one in tasks(workspace)}
    assert sorted(kept) == ["done", "open", "open later"]
    assert (kept["done"].outcome, kept["done"].saved_by, kept["open"].owner) == ("来访，谈妥续约", "Li", "Zhao")
    assert len(tasks(workspace, state="done")) == 2
    page.reload()
    settled(page)
    after = int(re.search(r"names the ([\d,]+)", page.inner_text(".st-key-answer"))[1].replace(",", ""))
    # Two are done and one put off; where an account manager's ten are full, another comes up for the last.
    assert before - 3 <= after <= before
    expect(page.get_by_role("radio", name="Done (2)")).to_be_visible()
    expect(page.get_by_role("radio", name="Put off (1)")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Calendar (.ics)").click()
    assert download.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    page.context.close()


def test_two_people_at_the_same_row(browser: Browser, place):
    address, workspace = place
    li, wang = opened(browser, address, "contacts"), opened(browser, address, "contacts")
    for page in (li, wang):
        choose(page, 3)
    press(wang, "Drop")
    wang.get_by_label("Why not").fill("has moved away")
    confirm(wang, "Drop it")
    expect(wang.get_by_text("1 contact dropped.")).to_be_visible()
    press(li, "Done")
    confirm(li, "Mark as done")
    expect(li.get_by_text("in between: it is now dropped. Nothing was overwritten. has moved away", exact=False)).to_be_visible()
    [dropped] = tasks(workspace, state="dropped")
    assert (dropped.version, dropped.outcome) == (1, "has moved away")
    for page in (li, wang):
        page.context.close()
