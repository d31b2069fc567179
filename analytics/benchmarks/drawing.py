"""From a change of filter to the last chart drawn, in a real Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analytics.benchmarks.timing import Timing

#: The filters that are changed, one value more each time: whatever a page draws depends on them.
CHANGED = ("region", "region", "size", "market", "region", "size", "market")
#: The customers looked at before the first change; another round, other customers, so no answer is known.
ROUNDS = ("mining", "rental")
#: So often a list is opened before that counts as a failure.
OPENINGS = 10
PAGES = ("overview", "lost_customers", "retention", "satisfaction_loyalty")

#: Resolves once the script is idle after having run, and every chart has been redrawn and is quiet: seconds
#: from the click to the last change of a chart, and to the last change of anything.
_SETTLED = """
() => new Promise(done => {
  const asked = performance.now(); let clicked = 0, last = 0, chart = 0, ran = false;
  const charts = '[data-testid=stPlotlyChart]';
  const app = document.querySelector('[data-testid=stApp]');
  const start = () => { clicked = last = performance.now(); };
  document.addEventListener('click', start, {capture: true, once: true});
  const inChart = one => {
    const element = one.target.nodeType === 1 ? one.target : one.target.parentElement;
    const holds = node => node.nodeType === 1 && (node.matches(charts) || node.querySelector(charts));
    return element?.closest(charts) || [...one.addedNodes].some(holds);
  };
  const watch = new MutationObserver(changes => {
    last = performance.now();
    if (changes.some(inChart)) chart = last;
  });
  watch.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
  const tick = () => {
    if (clicked && app.getAttribute('data-test-script-state') === 'running') ran = true;
    const idle = app.getAttribute('data-test-script-state') === 'notRunning';
    if (ran && idle && performance.now() - last > 400) {
      watch.disconnect(); done([chart - clicked, last - clicked]);
    }
    else if (performance.now() - asked > 30000) { watch.disconnect(); done(null); }
    else setTimeout(tick, 5);
  };
  tick();
})
"""


@dataclass(frozen=True, slots=True)
class DrawingTimes:
    """How long a page takes in the browser.

    Attributes
    ----------
    charts : Timing
        From the click to the last change of a chart.
    everything : Timing
        From the click to the last change of anything.
    """

    charts: Timing
    everything: Timing


def time_drawing(store: Path) -> dict[str, DrawingTimes]:
    """Change filters again and again and time until the page is quiet; needs requirements-dev."""
    from playwright.sync_api import sync_playwright

    times: dict[str, DrawingTimes] = {}
    with _server(store) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"])
        for stem in PAGES:
            seconds = []
            for segment in ROUNDS:
                page = browser.new_page(viewport={"width": 1440, "height": 1000}, locale="en")
                page.goto(f"{address}/{stem}?segment={segment}")
                page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]",
                                       timeout=60_000)
                page.wait_for_timeout(2500)
                seconds += [_add_value(page, column) for column in CHANGED]
                page.close()
            charts, everything = zip(*seconds, strict=True)
            times[stem] = DrawingTimes(Timing(charts), Timing(everything))
        browser.close()
    return times


def _add_value(page: Any, column: str) -> tuple[float, float]:
    """Choose one value more of a filter; return the seconds until the charts, and the page, are quiet."""
    option = _opened(page, column)
    handle = page.evaluate_handle(f"() => {{ window.settled = ({_SETTLED})(); }}")
    option.click()
    elapsed = page.evaluate("() => window.settled")
    handle.dispose()
    page.keyboard.press("Escape")
    page.wait_for_timeout(200)
    if elapsed is None:
        raise TimeoutError("the page did not settle within 30 seconds")
    charts, everything = elapsed
    return float(charts) / 1000, float(everything) / 1000


def _opened(page: Any, column: str) -> Any:
    """Open a filter's list and return its last value; a click on a list still closing is lost."""
    option = page.get_by_role("option").last
    for _ in range(OPENINGS):
        page.locator(f".st-key-filter-{column} input").first.click()
        page.wait_for_timeout(300)
        if option.is_visible():
            return option
    raise TimeoutError(f"the list of {column} does not open")


@contextmanager
def _server(store: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "HUITOU_STORE": str(store)})
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=15)
