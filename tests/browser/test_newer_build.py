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

pytestmark = pytest.mark.browser

CUSTOMERS = "customer_id,name,acquired_on,status,lost_on\n" + "".join(
    f"C{i},Firm {i},2022-01-05,{'lost,2024-03-01' if i % 5 == 0 else 'active,'}\n" for i in range(50))


def analytics(store: Path, *arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", "analytics", *arguments, "--store", str(store)], cwd=ROOT,
                          capture_output=True, text=True, timeout=120,
                          env={**os.environ, "HUITOU_LANGUAGE": "en"})
    assert done.returncode == 0, done.stderr


class Reader:
    """Somebody at the page of lost customers, in their language."""

    def __init__(self, browser: Browser, address: str, language: str):
        self.words = Translator(language)
        self.page = opened(browser, address, "lost_customers", language=language)
        self.said = self.page.locator(".st-key-answer")
        self.note = self.page.get_by_text(self.words("frame.newer_build"))

    def sees(self, *figures: str) -> None:
        for figure in figures:
            expect(self.said).to_contain_text(figure, timeout=30_000)


def test_a_build_of_the_command_line_appears_when_asked_for(browser: Browser, tmp_path: Path):
    store, file = tmp_path / "store", tmp_path / "customers.csv"
    file.write_text(CUSTOMERS, "utf-8")
    analytics(store, "import", str(file))
    analytics(store, "build")
    with dashboard(store, tmp_path / "server.log") as address:
        # Two readers, a language each, and one build for both.
        readers = [Reader(browser, address, language) for language in ("en", "zh-CN")]
        for reader in readers:
            reader.sees("10", "50")
            assert reader.note.count() == 0
        before = [reader.said.inner_text() for reader in readers]
        file.write_text(CUSTOMERS + "C50,Firm 50,2022-01-05,lost,2024-02-01\n", "utf-8")
        analytics(store, "import", str(file))
        analytics(store, "build")
        # The note looks every twenty seconds; until it is asked for, the reader's page stays as it was.
        for reader in readers:
            expect(reader.note).to_be_visible(timeout=45_000)
        assert [reader.said.inner_text() for reader in readers] == before
        for reader in readers:
            reader.page.get_by_role("button", name=reader.words("frame.refresh")).click()
            reader.sees("11", "51")
            settled(reader.page)
            assert reader.note.count() == 0
            assert reader.page.get_by_test_id("stException").count() == 0
        # The build the readers looked at may go meanwhile; a page on the new one does not miss it.
        for build in sorted((store / "builds").iterdir())[:-1]:
            shutil.rmtree(build)
        for reader in readers:
            reader.page.reload()
            settled(reader.page)
            reader.sees("51")
            reader.page.context.close()
