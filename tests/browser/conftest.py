"""One browser and one dashboard on the demo company, shared by the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.install import installed_browser
from tests.browser.serving import chromium, dashboard

# Two tests at a time on two cores: what takes a second alone may take several.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; skips where the machine has none."""
    if installed_browser() is None:
        pytest.skip("no Chromium or Chrome on this machine (run python -m tests.browser.install)")
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def address(demo_store_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a dashboard on the demo company."""
    with dashboard(demo_store_path, tmp_path_factory.mktemp("server") / "server.log") as running:
        yield running
