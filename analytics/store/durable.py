"""Writing so that a crash leaves either the old content or the new, never half of it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from analytics.store.faults import storage_faults

#: Names that begin so are unfinished; the next write sweeps them away.
UNFINISHED = ".unfinished-"


def write_durably(path: Path, text: str) -> None:
    """Replace a file's content in one step.

    The text goes to an unfinished file first, reaches the disk, and takes the name by one rename.

    Parameters
    ----------
    path : Path
        The file; its folder must exist.
    text : str
        The whole new content.

    Raises
    ------
    StoreFull, StoreDamaged
        The disk is full, or the folder cannot be written.
    """
    unfinished = path.with_name(UNFINISHED + path.name)
    with storage_faults(path):
        with unfinished.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
        sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Make sure that a file's content has reached the disk."""
    with storage_faults(path), path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Make sure that the names in a folder have reached the disk, where the system can."""
    if os.name == "nt":
        return  # Windows opens no folders; it writes names through by itself.
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_durably(path: Path) -> None:
    """Remove a file if it is there, and make sure that it stays removed."""
    with storage_faults(path):
        path.unlink(missing_ok=True)
        sync_folder(path.parent)


def remove_folder(path: Path) -> bool:
    """Remove a folder as far as the system lets go of it.

    Returns
    -------
    bool
        False where a file in it is held open by a reader (Windows); the next write tries again.
    """
    shutil.rmtree(path, ignore_errors=True)
    return not path.exists()
