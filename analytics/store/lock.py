"""One writer at a time: a file lock the system releases even when its holder is killed."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from analytics.errors import StoreBusy
from analytics.store.faults import storage_faults

#: Windows locks bytes and denies reading them; this one lies beyond any content.
_LOCKED_BYTE = 1 << 20


class WriterLock:
    """The lock of one store, held by one process and re-entered by the thread that holds it.

    Parameters
    ----------
    path : Path
        The lock file; created when first held, and left in place.
    """

    def __init__(self, path: Path):
        self._path = path
        self._file: BinaryIO | None = None
        self._thread: int | None = None
        self._depth = 0
        self._guard = threading.Lock()

    @contextmanager
    def held(self) -> Iterator[bool]:
        """Hold the lock inside the block.

        Yields
        ------
        bool
            True when this block took the lock, False when its thread had it already.

        Raises
        ------
        StoreBusy
            Another process or thread holds it; says which, and since when.
        """
        first = self._enter()
        try:
            yield first
        finally:
            self._leave()

    @property
    def is_mine(self) -> bool:
        """Whether the calling thread holds the lock."""
        return self._depth > 0 and self._thread == threading.get_ident()

    def _enter(self) -> bool:
        with self._guard:
            if self.is_mine:
                self._depth += 1
                return False
            if self._depth:
                raise self._busy()
            with storage_faults(self._path):
                file = self._path.open("a+b")
            if not _lock(file):
                file.close()
                raise self._busy()
            file.seek(0)
            file.truncate()
            file.write(f"{os.getpid()} {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n".encode())
            file.flush()
            self._file, self._thread, self._depth = file, threading.get_ident(), 1
            return True

    def _leave(self) -> None:
        with self._guard:
            self._depth -= 1
            if self._depth == 0 and self._file is not None:
                _unlock(self._file)
                self._file.close()
                self._file = self._thread = None

    def _busy(self) -> StoreBusy:
        try:
            process, _, since = self._path.read_text("utf-8").strip().partition(" ")
        except (OSError, UnicodeDecodeError):
            process, since = "", ""
        who = f"Process {process} has been writing to it since {since}." if process else ""
        what = f"Another import, build or training is writing to {self._path.parent}."
        return StoreBusy(f"{what} {who}".strip(),
                         hint="Wait until it has finished and repeat.",
                         path=str(self._path.parent), process=process, since=since)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> bool:
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: BinaryIO) -> None:
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
