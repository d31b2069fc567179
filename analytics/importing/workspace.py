"""The folder in which an import works until it is committed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analytics.store import Store
from analytics.store.durable import UNFINISHED
from analytics.store.faults import storage_faults


@contextmanager
def make_workspace(store: Store, batch_id: str, *, dry_run: bool) -> Iterator[Path]:
    """Make a folder on the store's disk, so that finished files move into place by one rename."""
    if dry_run:
        with tempfile.TemporaryDirectory(prefix="huitou-import-") as temporary:
            yield Path(temporary)
        return
    with store.writing():
        folder = store.path / f"{UNFINISHED}import-{batch_id}"
        with storage_faults(folder):
            folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
