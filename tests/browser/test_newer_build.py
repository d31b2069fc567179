"""The command line imports and builds while the dashboard runs: a quiet note, and the page in use goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from analytics.i18n import Translator
from tests.browser.serving import ROOT, dashboard, opened, settled

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CUSTOMERS = "customer_id,name,acquired_on,status,lost_on\n" + "".join(
    f"C{i},Firm {i},2022-01-05,{'lost,2024-03-01' if i % 5 == 0 else 'active,'}\n" for i in range(50))


def analytics(store: Path, *arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", "analytics", *arguments, "--store", str(store)], cwd=ROOT,
                          capture_output=True, text=True, timeout=120,
                          env={**os.environ, "HUITOU_LANGUAGE": "en"})
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_build_of_the_command_line_appears_when_asked_for(browser: Browser, tmp_path: Path, language: str):
    words, store, file = Translator(language), tmp_path / "store", tmp_path / "customers.csv"
    file.write_text(CUSTOMERS, "utf-8")
    analytics(store, "import", str(file))
    analytics(store, "build")
    with dashboard(store, tmp_path / "server.log") as address:
        page = opened(browser, address, "lost_customers", language=language)
        said = page.locator(".st-key-answer")
        expect(said).to_contain_text("10")
        expect(said).to_contain_text("50")
        before = said.inner_text()
        note = page.get_by_text(words("frame.newer_build"))
        assert note.count() == 0
        file.write_text(CUSTOMERS + "C50,Firm 50,2022-01-05,lost,2024-02-01\n", "utf-8")
        analytics(store, "import", str(file))
        analytics(store, "build")
        # The note looks every twenty seconds; until it is asked for, the reader's page stays as it was.
        expect(note).to_be_visible(timeout=45_000)
        assert said.inner_text() == before
        page.get_by_role("button", name=words("frame.refresh")).click()
        expect(said).to_contain_text("11", timeout=30_000)
        expect(said).to_contain_text("51")
        settled(page)
        assert note.count() == 0
        assert page.get_by_test_id("stException").count() == 0
        # The build the first reader looked at may go meanwhile; a page on the new one does not miss it.
        for build in sorted((store / "builds").iterdir())[:-1]:
            shutil.rmtree(build)
        page.reload()
        settled(page)
        expect(said).to_contain_text("51")
