"""Two people edit the same complaint in two browsers: both entries survive; and axe finds nothing of ours."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from analytics.workspace import Workspace
from analytics.workspace.complaint_case import ComplaintCase
from analytics.workspace.complaint_cases import find_case, open_case
from analytics.workspace.complaint_form import ComplaintForm
from analytics.workspace.complaint_versions import history
from tests.browser.serving import dashboard, opened, settled
from tests.browser.test_pages import axe

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def place(demo_store_path, tmp_path_factory):
    """A dashboard with a workspace of its own, and the workspace."""
    url = f"sqlite:///{tmp_path_factory.mktemp('desk')}/workspace.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUITOU_WORKSPACE_URL", url)
        with dashboard(demo_store_path, tmp_path_factory.mktemp("desk-server") / "server.log") as address:
            yield address, Workspace(url)


def field(page: Page, case: ComplaintCase, name: str):
    return page.locator(f".st-key-complaint_desk-{case.code}-{case.version}-{name}").locator("input, textarea").first


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()
    settled(page)


def test_two_browsers_edit_one_complaint_and_both_entries_survive(browser: Browser, place, demo_reader):
    address, workspace = place
    customer = demo_reader.rows("select customer_id from customers_now where status = 'active' limit 1")[0][0]
    case = open_case(workspace, ComplaintCase(customer, form=ComplaintForm(what="The pump leaks.")), "Zhao")
    li, wang = (opened(browser, address, "complaint_desk", width=width, language=language,
                       query=f"case={case.code}") for width, language in ((1440, "en"), (390, "zh-CN")))
    assert axe(li, sidebar=False) == []
    assert wang.evaluate("(() => { const main = document.querySelector('[data-testid=stMain]');"
                         " return main.scrollWidth - main.clientWidth })()") <= 1
    for page, name, what, wanted in ((li, "Li", "The pump leaks at the valve.", "An apology."),
                                     (wang, "王", None, "A new pump.")):
        if what:
            field(page, case, "what").fill(what)
        field(page, case, "wanted").fill(wanted)
        page.locator(".st-key-complaint_desk-who input").fill(name)
    press(wang, "问题已确认，进入评估")
    expect(wang.get_by_text("“确认”环节已完成。")).to_be_visible()
    press(li, "Save")
    expect(li.get_by_text(re.compile("^王 saved this complaint while you were editing it."))).to_be_visible()
    # Where only one of them changed a field it is chosen already; the other is for the reader to say.
    expect(li.get_by_role("button", name="Save what is chosen")).to_be_disabled()
    li.locator(".st-key-complaint_desk-keep-2-wanted").get_by_text("Keep both").click()
    settled(li)
    press(li, "Save what is chosen")
    expect(li.get_by_text("Saved with what you kept of both versions.")).to_be_visible()
    kept = find_case(workspace, case.code)
    assert (kept.version, kept.stage, kept.form.what, kept.form.wanted) == (
        3, "assess", "The pump leaks at the valve.", "A new pump.\n\nAn apology.")
    assert [one.saved_by for one in history(workspace, kept)] == ["Li", "王", "Zhao"]
    for page in (li, wang):
        page.context.close()
