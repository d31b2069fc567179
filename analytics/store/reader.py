"""Reading a build: one locked-down connection per process, a cursor per call."""

from __future__ import annotations

import atexit
import os
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import duckdb
import pandas as pd

from analytics.errors import StoreDamaged, StoreError
from analytics.store.faults import storage_faults
from analytics.store.standards import Standard, read_standards

#: A page's query takes milliseconds; one that has not ended by now never will.
QUERY_SECONDS = 30.0

_PARAMETER = re.compile(r"\$(\w+)")

#: Seconds between two looks at what is running.
_LOOKS_EVERY = 0.5

#: Below this size of the serving file, some half a million customers, a query of a page is so short that
#: sharing it among threads costs more than it saves.
_SMALL = 150_000_000

_asked_at_once = False

#: Builds whose connection a process keeps: the published one, and those other sessions still look at.
_KEPT_READERS = 4


@dataclass(frozen=True, slots=True)
class BuildMeta:
    """What a build is made of: the row of mart ``meta``.

    Attributes
    ----------
    build_id : str
    built_at : datetime
        UTC, without zone.
    as_of : date or None
        The newest event; None for a snapshot source.
    first_event : date or None
        The oldest event.
    dated : bool
        Whether anything in it has a date.
    has_orders, has_surveys, has_complaints, has_contacts, has_contracts, has_costs : bool
        Whether there is a row of the table; for costs, an order line with its cost.
    currency : str
        ISO 4217.
    demo : bool
    name : str
        The company.
    """

    build_id: str
    built_at: datetime
    as_of: date | None
    first_event: date | None
    dated: bool
    has_orders: bool
    has_surveys: bool
    has_complaints: bool
    has_contacts: bool
    has_contracts: bool
    has_costs: bool
    currency: str
    demo: bool
    name: str


class Reader:
    """Runs queries on one build. Safe to share between threads.

    The serving file is the default catalogue; the full file is attached as ``warehouse``, so the
    order lines are ``warehouse.orders``. The connection reads only the store's folder, loads no
    extension and takes no further settings.

    Parameters
    ----------
    folder : Path
        The build's folder.
    build_id : str

    Raises
    ------
    StoreDamaged
        The files cannot be read.

    Attributes
    ----------
    build_id : str
    meta : BuildMeta
    """

    def __init__(self, folder: Path, build_id: str):
        self.build_id = build_id
        self._folder = folder
        with storage_faults(folder):
            self._connection = _connect(folder)
        rows = self.rows("select * from meta")
        if len(rows) != 1:
            raise StoreDamaged(f"Build {build_id} has no row that describes it.", path=str(folder))
        columns = [str(name) for (name,) in self.rows("select column_name from (describe meta)")]
        values: dict[str, Any] = dict(zip(columns, rows[0], strict=True))
        self.meta = BuildMeta(**values)

    def query(self, sql: str, parameters: Mapping[str, object] | None = None, *,
              coded: bool = False) -> pd.DataFrame:
        """Run a query and return a frame; dimensions come as text, whatever their storage.

        Parameters
        ----------
        sql : str
            One statement.
        parameters : mapping of str to object, optional
            Values of its ``$named`` parameters; those it does not name are left out.
        coded : bool
            Leave dimensions as categories: writing them out takes longer than a small query.

        Returns
        -------
        pandas.DataFrame

        Raises
        ------
        StoreError
            It ran for longer than 30 seconds.
        StoreDamaged
            The build's file cannot be read.
        """
        with self._cursor(sql, parameters) as cursor:
            frame: pd.DataFrame = cursor.df()
        for name, kind in frame.dtypes.items():
            if isinstance(kind, pd.CategoricalDtype) and not coded:
                frame[name] = frame[name].astype("str")
        return frame

    def rows(self, sql: str, parameters: Mapping[str, object] | None = None) -> list[tuple[object, ...]]:
        """Run a query and return its rows as tuples of Python values.

        Parameters and errors are those of :meth:`query`.
        """
        with self._cursor(sql, parameters) as cursor:
            found: list[tuple[object, ...]] = cursor.fetchall()
        return found

    @property
    def store_path(self) -> Path:
        """The folder of the store that the build belongs to."""
        return self._folder.parents[1]

    def standards(self) -> tuple[Standard, ...]:
        """Return the standards of the store as they are now; they belong to no build."""
        return read_standards(self.store_path)

    @contextmanager
    def _cursor(self, sql: str,
                parameters: Mapping[str, object] | None) -> Iterator[duckdb.DuckDBPyConnection]:
        # The connection itself is never used: threads on one connection get each other's rows.
        cursor = self._connection.cursor()
        watch = _watch(os.getpid())
        watch.begin(cursor)
        try:
            with storage_faults(self._folder):
                cursor.execute(sql, _named_in(sql, parameters or {}))
                yield cursor
        except duckdb.InterruptException as error:
            raise StoreError(f"A query ran for more than {QUERY_SECONDS:.0f} seconds and was stopped.",
                             code="query_too_slow", hint="Narrow the filters or the period.") from error
        finally:
            watch.end(cursor)
            cursor.close()


def _named_in(sql: str, given: Mapping[str, object]) -> dict[str, object]:
    # DuckDB refuses parameters a statement does not name, and metrics share theirs. Asking it for the names
    # would mean parsing twice: filters make every text another one.
    named = set(_PARAMETER.findall(sql))
    return {name: value for name, value in given.items() if name in named}


class _Watch:
    """One thread that stops what has run for too long: a thread of its own costs as much as a small query."""

    def __init__(self) -> None:
        self._running: dict[duckdb.DuckDBPyConnection, float] = {}
        self._lock = threading.Lock()
        threading.Thread(target=self._look, name="query watch", daemon=True).start()

    def begin(self, cursor: duckdb.DuckDBPyConnection) -> None:
        with self._lock:
            self._running[cursor] = time.monotonic() + QUERY_SECONDS

    def end(self, cursor: duckdb.DuckDBPyConnection) -> None:
        with self._lock:
            self._running.pop(cursor, None)

    def _look(self) -> None:
        while True:
            time.sleep(_LOOKS_EVERY)
            now = time.monotonic()
            with self._lock:
                for cursor, until in self._running.items():
                    if until < now:
                        cursor.interrupt()


@lru_cache(maxsize=1)
def _watch(process: int) -> _Watch:
    # A thread does not live on in a process that was forked.
    return _Watch()


def ask_at_once() -> None:
    """Let readers opened from now on run each query of a small build on one thread.

    For a server, where pages ask several at a time: the queries share the processors among them.
    """
    global _asked_at_once
    _asked_at_once = True


_in_use: WeakValueDictionary[tuple[Path, str, int], Reader] = WeakValueDictionary()


def shared_reader(folder: Path, build_id: str) -> Reader:
    """Return this process's one reader of a build."""
    return _shared_reader(folder, build_id, os.getpid())


@lru_cache(maxsize=_KEPT_READERS)
def _shared_reader(folder: Path, build_id: str, process: int) -> Reader:
    key = (folder, build_id, process)
    # One that gave way to newer builds may still be in use, and DuckDB opens a file once in a process.
    reader = _in_use.get(key) or Reader(folder, build_id)
    _in_use[key] = reader
    return reader


# Connections still open when the interpreter ends make DuckDB's binding print warnings.
atexit.register(_shared_reader.cache_clear)


def _connect(folder: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(str(folder / "serving.duckdb"), read_only=True)
    connection.execute(f"attach {_quoted(folder / 'warehouse.duckdb')} as warehouse (read_only)")
    if _asked_at_once and (folder / "serving.duckdb").stat().st_size < _SMALL:
        connection.execute("set threads = 1")
    # In this order: each line closes a door the next ones would still go through.
    connection.execute(f"set allowed_directories = [{_quoted(folder.parents[1])}]")
    connection.execute("set autoload_known_extensions = false")
    connection.execute("set autoinstall_known_extensions = false")
    connection.execute("set allow_community_extensions = false")
    connection.execute("set temp_directory = ''")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
