"""Fixtures for running the dashboard in AppTest."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from streamlit.runtime.pages_manager import PagesManager

from tests.charts.checked import checked_drawings

__all__ = ["checked_drawings", "navigated"]


@pytest.fixture
def navigated(monkeypatch):
    """Let AppTest know that the pages are those of ``st.navigation``.

    A server remembers it from its first run on; AppTest forgets it before every run and would run the
    page's file alone.
    """
    begin = PagesManager.__init__

    def remembering(self, *arguments, **options):
        begin(self, *arguments, **options)
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", remembering)


@pytest.fixture
def own_store(demo_store_path: Path, tmp_path: Path) -> Path:
    """The demo company with a workspace of its own, to write in; its files are the shared ones."""
    copied = tmp_path / "store"
    shutil.copytree(demo_store_path, copied, copy_function=os.link)
    (copied / "workspace.sqlite").unlink(missing_ok=True)
    return copied
