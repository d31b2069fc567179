"""Find a Chromium for the browser tests, or install one.

An installed Chromium or Chrome is used as it is; else Playwright's own download; else the
system's package manager when root; else a clear message. Run as ``python -m tests.browser.install``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)


def installed_browser() -> str | None:
    """Return the path of a Chromium or Chrome on this machine, Playwright's own included."""
    for candidate in (os.environ.get("HUITOU_CHROMIUM"), *map(shutil.which, NAMES), *PLACES):
        if candidate and Path(candidate).exists():
            return str(candidate)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if own and Path(own).exists() else None


def install() -> str | None:
    """Install a Chromium by the first means that works; return its path or None."""
    if found := installed_browser():
        return found
    own = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if own.returncode == 0 and (found := installed_browser()):
        return found
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium", "fonts-noto-cjk"], check=False)
    return installed_browser()


if __name__ == "__main__":
    browser = install()
    if browser is None:
        sys.exit("No Chromium or Chrome was found and none could be installed. Install one, or set "
                 "HUITOU_CHROMIUM to its path, and run `make test` again.")
    sys.stdout.write(f"browser for the tests: {browser}\n")
