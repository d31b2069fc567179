"""Run the dashboard in AppTest, page by page."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]


def dashboard(store: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("HUITOU_STORE", str(store))
    monkeypatch.setenv("HUITOU_LANGUAGE", "en")
    return AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)


def ran(app: AppTest, page: str | None = None) -> AppTest:
    """Run the dashboard, on another page where one is named, and expect nothing to fail."""
    if page is not None:
        app.switch_page(f"pages/{page}.py")
    app.run()
    assert not app.exception
    assert not app.error, "no card may fail"
    return app
