"""What a failing disk or a failing file means, in the words of the error tree."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from analytics.errors import HuitouError, StoreDamaged, StoreError, StoreFull, StoreMissing

#: A full disk, an exhausted quota and a file-size limit are the same to a person: no room.
_NO_ROOM = tuple(code for name in ("ENOSPC", "EDQUOT", "EFBIG")
                 if (code := getattr(errno, name, None)) is not None)
_NO_ROOM_WORDS = tuple(os.strerror(code) for code in _NO_ROOM)

#: DuckDB's ways to say that a file is not what it should be.
_DAMAGED = (duckdb.IOException, duckdb.SerializationException, duckdb.InternalException,
            duckdb.FatalException)
#: A broken Parquet file is only an invalid input to it, as a wrong parameter is; the words tell.
_DAMAGED_WORDS = ("magic bytes", "parquet", "corrupt", "thrift", "decompress")


@contextmanager
def storage_faults(path: Path) -> Iterator[None]:
    """Turn failures of disk and files inside the block into errors of the store.

    Parameters
    ----------
    path : Path
        What is being read or written, for the message.

    Raises
    ------
    StoreFull, StoreMissing, StoreDamaged
        Instead of ``OSError`` and DuckDB's own errors about files.
    """
    try:
        yield
    except HuitouError:
        raise
    except OSError as error:
        raise _of_system(error, path) from error
    except duckdb.Error as error:
        fault = _of_duckdb(error, path)
        if fault is None:
            raise
        raise fault from error


def _of_system(error: OSError, path: Path) -> StoreError:
    where = Path(error.filename) if isinstance(error.filename, str) else path
    if error.errno in _NO_ROOM:
        return no_room(where)
    if isinstance(error, FileNotFoundError):
        return StoreMissing(f"{where} is not there.", code="store_file_missing", path=str(where),
                            hint="Was the store moved or deleted while it was in use?")
    if isinstance(error, PermissionError):
        return StoreDamaged(f"{where} may not be read or written by this user.", code="store_forbidden",
                            path=str(where), hint="Give this user the right to the store's folder.")
    return StoreDamaged(f"{where} cannot be read or written: {error.strerror or error}.",
                        code="store_unreadable", path=str(where), reason=str(error.strerror or error))


def _of_duckdb(error: duckdb.Error, path: Path) -> StoreError | None:
    text = str(error)
    if any(words in text for words in _NO_ROOM_WORDS) or "max_temp_directory_size" in text:
        return no_room(path)
    if isinstance(error, duckdb.OutOfMemoryException):
        return StoreError(f"There is not enough memory for {path}.", code="store_memory", path=str(path),
                          hint="Lower the setting threads, or raise memory_limit.")
    words = text.casefold()
    if isinstance(error, _DAMAGED) or (isinstance(error, duckdb.InvalidInputException)
                                       and any(word in words for word in _DAMAGED_WORDS)):
        reason = text.splitlines()[0]
        return StoreDamaged(f"{path} is damaged or unreadable: {reason}", path=str(path), reason=reason,
                            hint="Bring back an earlier build, or undo the import it came from and repeat.")
    return None


def no_room(path: Path) -> StoreFull:
    """Return the error for a disk with no room left for a path."""
    return StoreFull(f"There is no room left on the disk of {path}.", path=str(path),
                     hint="Nothing was changed. Free some space and repeat.")
