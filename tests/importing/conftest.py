"""A store to import into, and files to import."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from analytics.importing import ImportReport, import_files, read_mapping
from analytics.store import Store

TODAY = date(2026, 6, 30)

Importing = Callable[..., ImportReport]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "store", name="Test", currency="EUR")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file and return its path."""
    def _write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path
    return _write


@pytest.fixture
def bring(store: Store, write: Callable[[str, str | bytes], Path]) -> Importing:
    """Import a text under a mapping, on a fixed day."""
    def _bring(content: str | bytes, mapping: str, name: str = "file.csv", **options: object) -> ImportReport:
        return import_files(store, [write(name, content)], mapping=read_mapping(mapping), today=TODAY,
                            **options)  # type: ignore[arg-type]
    return _bring
