"""The first page lives at the root, and a link to its name leads there with everything it carries."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.serving import dashboard, settled

pytestmark = pytest.mark.browser


def test_a_link_to_the_overview_by_name_arrives_with_its_filters(browser: Browser, demo_store_path: Path,
                                                                 tmp_path: Path):
    with dashboard(demo_store_path, tmp_path / "server.log") as address:
        page = browser.new_page(locale="en")
        page.goto(f"{address}/overview?size=large&period=24m")
        expect(page.get_by_role("heading", level=1, name="Overview")).to_be_visible(timeout=60_000)
        settled(page)
        assert page.get_by_role("dialog").count() == 0, "no note that the page is not found"
        assert urlsplit(page.url).path == "/"
        assert parse_qs(urlsplit(page.url).query) == {"size": ["large"], "period": ["24m"]}
