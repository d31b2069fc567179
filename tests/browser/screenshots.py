"""Take a screenshot of every page, wide and narrow, light and dark, in both languages.

``python -m tests.browser.screenshots STORE FOLDER [PAGE …]``
"""

from __future__ import annotations

import sys
from pathlib import Path

from analytics.app.navigation import PAGES
from tests.browser.serving import chromium, dashboard, opened, settled

SHOTS = ((1440, False, "en"), (1440, True, "zh-CN"), (390, False, "zh-CN"), (390, True, "en"))


def main(store: Path, folder: Path, stems: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with dashboard(store, folder / "server.log") as address, chromium() as browser:
        for stem in stems or PAGES:
            for width, dark, language in SHOTS:
                page = opened(browser, address, stem, width=width, dark=dark, language=language)
                # Streamlit scrolls inside its own container: make the window as tall as the page.
                height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
                page.set_viewport_size({"width": width, "height": min(int(height) + 40, 9000)})
                settled(page)
                page.wait_for_timeout(500)
                name = f"{stem}-{width}-{'dark' if dark else 'light'}-{language}.png"
                page.screenshot(path=str(folder / name))
                page.context.close()
                sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
