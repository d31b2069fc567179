"""A campaign from beginning to end in a browser: segment, plan, draw, lists, a year, the read-out.

The company is the demo company: what its campaign truly does is on record, and the interval read must hold it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from analytics.cli.campaigns import drawn, let_time_pass
from analytics.demo import write_demo
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.models.campaigns.readouts import campaign_readouts
from analytics.store import Store
from analytics.warehouse import build
from analytics.workspace import campaign_members, campaigns, open_workspace, segments
from tests.browser.serving import dashboard, opened, settled

#: How the column of a customer's number is headed.
NUMBER = Translator("en")("columns.customer_id")

pytestmark = pytest.mark.browser


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()
    settled(page)


def write(page: Page, key: str, text: str) -> None:
    field = page.locator(f".st-key-{key} input")
    field.fill(text)
    field.press("Enter")
    settled(page)


def downloaded(page: Page, key: str) -> list[dict[str, str]]:
    with page.expect_download() as waiting:
        page.locator(f".st-key-{key} button").click()
    return list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text("utf-8-sig"))))


def test_a_campaign_from_the_cell_to_the_read_out(browser: Browser, tmp_path: Path):
    store = write_demo(tmp_path / "store", customers=1_000)
    build(store)
    with dashboard(store.path, tmp_path / "server.log") as address:
        page = opened(browser, address, "customers")
        press(page, "Show customers")
        page.get_by_role("dialog").get_by_role("button", name=re.compile("^Save these .* as a segment$")).click()
        page.get_by_label("Name of the segment").fill("The living")
        page.get_by_label("Name of the segment").press("Enter")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("“The living” is saved.")).to_be_visible()
        page.context.close()

        page = opened(browser, address, "campaigns")
        write(page, "campaigns-new-name", "Free inspection")
        write(page, "campaigns-new-owner", "Li")
        page.get_by_role("combobox", name=re.compile("For whom")).click()
        page.get_by_role("option", name="The living").click()
        settled(page)
        press(page, "Save the plan")
        expect(page.get_by_text("Plan of “Free inspection”")).to_be_visible()
        draw = page.get_by_role("button", name="Draw the arms by lot")
        for box in page.locator(".st-key-campaigns-card-arms [data-testid=stCheckbox]").all():
            expect(draw).to_be_disabled()
            box.locator("label").click()
            settled(page)
        expect(draw).to_be_enabled()
        press(page, "Draw the arms by lot")
        expect(page.get_by_text("No verdict before", exact=False).first).to_be_visible()

        workspace = open_workspace(store)
        kept, members = campaigns(workspace)[0], campaign_members(workspace, campaigns(workspace)[0].code)
        assert set(members.customers) == set(segments(workspace)[0].condition.values)
        for arm, flag in (("treated", True), ("control", False)):
            rows = downloaded(page, f"campaigns-arm-{arm}-csv")
            assert {row[NUMBER] for row in rows} == {
                one for one, treated in zip(members.customers, members.treated, strict=True) if treated == flag}
        page.context.close()

        # A year passes.
        let_time_pass(store.path, 12)
        page = opened(browser, address, "campaigns", query=f"campaign={kept.code}")
        found = campaign_readouts(Store.open(store.path).reader(), Filters(), campaigns=(drawn(store, kept),)).of(kept.code)
        truth, = json.loads((store.path / "truth.json").read_text("utf-8"))["continued"]["campaigns"]
        assert found.decided
        assert found.difference.low <= truth["seen"] <= found.difference.high
        expect(page.get_by_text("Read-out of “Free inspection”")).to_be_visible()
        expect(page.locator(".st-key-campaigns-readout-0")).to_contain_text(
            f"{100 * found.difference.estimate:+.1f} points".replace("-", "−"))
        press(page, "Keep this reading")
        expect(page.get_by_text(re.compile("^Kept by Li on"))).to_be_visible()
        assert campaigns(workspace)[0].reading["treated"] == found.treated
        page.context.close()
