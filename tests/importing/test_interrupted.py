"""Killed or stopped at any moment, an import leaves the store as it was, or has happened."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.errors import StoreBusy, StoreFull
from analytics.importing import importer
from tests.importing.records import CUSTOMERS

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_killed_at_many_points(tmp_path):
    child = subprocess.run([sys.executable, "-m", "tests.importing.dying", str(tmp_path)], cwd=ROOT,
                           capture_output=True, text=True, timeout=300, check=False)
    assert child.returncode == 0, child.stderr[-3000:]
    assert int(child.stdout) >= 10


def test_stopped_by_a_person_it_leaves_nothing(bring, store):
    def stop(step: str, done: int, total: int) -> None:
        if step == "writing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring("id,name\nC1,a\n", CUSTOMERS, progress=stop)
    assert store.batches() == ()
    assert not list(store.path.glob(".unfinished*"))
    assert bring("id,name\nC1,a\n", CUSTOMERS).accepted == 1


def test_a_full_disk_is_said_and_leaves_nothing(bring, store, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, os.strerror(28), str(store.path))

    with monkeypatch.context() as patch:
        patch.setattr(importer.refusing, "write", full)
        with pytest.raises(StoreFull):
            bring("id,name\nC1,a\n", CUSTOMERS)
    assert store.batches() == ()
    assert bring("id,name\nC1,a\n", CUSTOMERS).accepted == 1


def test_one_import_at_a_time(bring, store):
    def another(step: str, done: int, total: int) -> None:
        if step == "checking":
            child = subprocess.run(
                [sys.executable, "-c", "import sys; from analytics.store import Store\n"
                                       "with Store.open(sys.argv[1]).writing(): pass", str(store.path)],
                cwd=ROOT, capture_output=True, text=True, check=False)
            assert StoreBusy.__name__ in child.stderr

    bring("id,name\nC1,a\n", CUSTOMERS, progress=another)
    assert len(store.batches()) == 1
