"""What the store remembers of an import and of a build: two frozen records and their JSON."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from analytics.errors import StoreDamaged, StoreNewer
from analytics.store.faults import storage_faults

#: Version of everything the store writes. A store with a higher one is left alone.
FORMAT = 1

Record = TypeVar("Record")


def new_id() -> str:
    """Return an id that sorts by time and is never given twice: ``YYYYMMDD-HHMMSS-xxxxxx``.

    The six hexadecimal digits are the microsecond and one digit of chance, so that two imports within
    one second still sort in their order.
    """
    now = datetime.now(UTC)
    return f"{now:%Y%m%d-%H%M%S}-{now.microsecond:05x}{secrets.token_hex(1)[0]}"


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose store it is: what ``store.json`` says."""

    name: str
    currency: str
    demo: bool

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Identity:
        """Make an identity of what the JSON record holds."""
        return cls(str(data["name"]), str(data["currency"]), bool(data["demo"]))


@dataclass(frozen=True, slots=True)
class Batch:
    """One import, taken in whole or not at all.

    Attributes
    ----------
    id : str
        Sorts by time; later batches supersede earlier ones.
    created : datetime
        When the import ran, UTC.
    files : tuple of str
        Names of the files read.
    sha256 : tuple of str
        Their content hashes, in the same order; how a file imported twice is recognised.
    mapping : str
        The mapping used, as TOML.
    tables : mapping of str to int
        Rows accepted, by canonical table.
    refused, duplicates, superseded : mapping of str to int
        Rows refused, exact repetitions left out, and earlier rows replaced, by table.
    seconds : float
        How long it took.
    mends : mapping of str to str
        Name of a file of mended rows to what it mends: the id of the import that refused them, a slash,
        and the name of the file they stood in.
    source : str
        What handed the rows over where it was no file, such as ``complaint_desk``.
    """

    id: str
    created: datetime
    files: tuple[str, ...] = ()
    sha256: tuple[str, ...] = ()
    mapping: str = ""
    tables: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    duplicates: dict[str, int] = field(default_factory=dict)
    superseded: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    mends: dict[str, str] = field(default_factory=dict)
    source: str = ""

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Batch:
        """Make a batch of what its JSON record holds."""
        return cls(
            id=str(data["id"]), created=datetime.fromisoformat(data["created"]),
            files=tuple(data["files"]), sha256=tuple(data["sha256"]), mapping=str(data["mapping"]),
            tables=dict(data["tables"]), refused=dict(data["refused"]),
            duplicates=dict(data["duplicates"]), superseded=dict(data["superseded"]),
            seconds=float(data["seconds"]), mends=dict(data.get("mends", {})),
            source=str(data.get("source", "")))


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a build.

    Attributes
    ----------
    name : str
        Its words stand in the catalogue under ``store.steps``.
    seconds : float
        How long it took.
    rows : int or None
        Rows of the mart it made; None where it made none.
    """

    name: str
    seconds: float
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Build:
    """One published build.

    Attributes
    ----------
    id : str
        Sorts by time.
    created : datetime
        When it was published, UTC.
    seconds : float
        How long it took.
    batches : tuple of str
        The batches it was made of.
    as_of : date or None
        The newest event in it; None for a snapshot source.
    steps : tuple of Step
        What was done, in order.
    version : str
        Version of the program that made it.
    marts : str
        Signature of its marts; empty before there was one.
    """

    id: str
    created: datetime
    seconds: float
    batches: tuple[str, ...]
    as_of: date | None
    steps: tuple[Step, ...]
    version: str
    marts: str = ""

    @property
    def rows(self) -> dict[str, int]:
        """Rows of each mart."""
        return {step.name: step.rows for step in self.steps if step.rows is not None}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Build:
        """Make a build of what its JSON record holds."""
        as_of = data["as_of"]
        return cls(
            id=str(data["id"]), created=datetime.fromisoformat(data["created"]),
            seconds=float(data["seconds"]), batches=tuple(data["batches"]),
            as_of=date.fromisoformat(as_of) if as_of is not None else None,
            steps=tuple(Step(**step) for step in data["steps"]), version=str(data["version"]),
            marts=str(data.get("marts", "")))


def to_json(record: Batch | Build) -> str:
    """Write a record as JSON, with the format it is written in."""
    data = {"format": FORMAT, **asdict(record)}
    return json.dumps(data, ensure_ascii=False, indent=2, default=lambda value: value.isoformat()) + "\n"


def read_record(path: Path, make: Callable[[dict[str, Any]], Record]) -> Record:
    """Read a JSON file the store has written.

    Parameters
    ----------
    path : Path
    make : callable
        What turns the content into a record.

    Returns
    -------
    Record

    Raises
    ------
    StoreMissing
        The file is not there.
    StoreDamaged
        It is not JSON, or lacks something.
    StoreNewer
        A newer version of this program wrote it.
    """
    with storage_faults(path):
        text = path.read_bytes()
    try:
        data = json.loads(text)
        written_as = int(data["format"])
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(path, error) from error
    if written_as > FORMAT:
        raise StoreNewer(
            f"{path} was written by a newer version of this program (format {written_as}; "
            f"this one knows {FORMAT}).", path=str(path), hint="Update this program; nothing was changed.")
    try:
        return make(data)
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(path, error) from error


def read_build(path: Path) -> Build:
    """Read a build's record, which never changes once it is written: from memory after the first time.

    Errors are those of :func:`read_record`.
    """
    with storage_faults(path):
        found = path.stat()
        return _read_build(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=64)
def _read_build(path: Path, written: int, size: int) -> Build:
    return read_record(path, Build.from_data)


def _damaged(path: Path, error: Exception) -> StoreDamaged:
    return StoreDamaged(f"{path} is not a record of this program.", code="store_record", path=str(path),
                        reason=f"{type(error).__name__}: {error}",
                        hint="Restore the file from a backup, or move it out of the store.")
