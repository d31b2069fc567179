"""A real dashboard server and a real browser, for tests and for taking screenshots."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.install import installed_browser

ROOT = Path(__file__).parents[2]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@contextmanager
def dashboard(store: Path, log: Path) -> Iterator[str]:
    """Run the dashboard on a store at a free port and yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)],
            cwd=ROOT, stdout=output, stderr=subprocess.STDOUT,
            env={**os.environ, "HUITOU_STORE": str(store), "HUITOU_LANGUAGE": "auto"})
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process, log)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=15)


def _wait(address: str, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the dashboard did not start:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError("the dashboard did not answer within a minute")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of this machine, headless."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_browser(), args=ARGUMENTS)
        yield browser
        browser.close()


def settled(page: Page) -> None:
    """Wait until the script has run and every chart is drawn."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)
    page.wait_for_function(
        """() => !document.querySelector('[data-testid=stSkeleton]') &&
        [...document.querySelectorAll('.stPlotlyChart')].every(c => c.querySelector('.main-svg'))""",
        timeout=30_000)


def opened(browser: Browser, address: str, stem: str, *, width: int = 1440, height: int = 1000,
           dark: bool = False, language: str = "en", query: str = "") -> Page:
    """Open one page of the dashboard in a fresh browser session and wait for it."""
    context = browser.new_context(viewport={"width": width, "height": height},
                                  color_scheme="dark" if dark else "light", locale=language)
    page = context.new_page()
    # The default page lives at the root.
    page.goto(f"{address}/{'' if stem == 'overview' else stem}?{query}")
    settled(page)
    return page
