"""Fixtures for running the dashboard in AppTest."""

from __future__ import annotations

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
