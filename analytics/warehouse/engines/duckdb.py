"""Building on DuckDB: two files to publish, and an unnamed database in memory for what lies between."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from pathlib import Path
from types import TracebackType
from typing import Literal

import duckdb

from analytics.settings import Settings
from analytics.store.faults import storage_faults

#: Where a relation is made: in the file pages read, in the full file, or only for the time of the build.
Place = Literal["serving", "warehouse", "memory"]

#: What does not fit into memory goes here, inside the unfinished build's folder.
SPILL = "spill"

_RESOLVE = "set search_path = 'memory.main,warehouse.main,serving.main'"

#: Files a DuckDB of the 1.5 line can open too.
_STORAGE = "v1.5.0"


class DuckdbEngine:
    """A build under way. Use as a context manager; leaving it writes the files out and closes them.

    Parameters
    ----------
    folder : Path
        Unfinished build folder; holds ``warehouse.duckdb`` and ``serving.duckdb`` afterwards.
    settings : Settings
        ``memory_limit`` and ``threads`` are heeded.
    """

    def __init__(self, folder: Path, settings: Settings):
        self._folder = folder
        with storage_faults(folder):
            self._connection = duckdb.connect()
            self._connection.execute(f"set temp_directory = {quoted(str(folder / SPILL))}")
            if settings.text("memory_limit"):
                self._connection.execute(f"set memory_limit = {quoted(settings.text('memory_limit'))}")
            if settings.integer("threads"):
                self._connection.execute(f"set threads = {settings.integer('threads')}")
            for place in ("warehouse", "serving"):
                file = quoted(str(folder / f"{place}.duckdb"))
                self._connection.execute(f"attach {file} as {place} (storage_version '{_STORAGE}')")
            self._connection.execute(_RESOLVE)

    def beside(self) -> DuckdbEngine:
        """Return an engine on the same build with a connection of its own, for work at the same time.

        Whoever asked for it closes it.
        """
        engine = copy(self)
        engine._connection = self._connection.cursor()
        engine._connection.execute(_RESOLVE)
        return engine

    def interrupt(self) -> None:
        """Stop the statement that is running on this connection, if any."""
        self._connection.interrupt()

    def close(self) -> None:
        """Close this connection; the build's files stay open as long as any other is."""
        self._connection.close()

    def __enter__(self) -> DuckdbEngine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        try:
            if error is None:
                with storage_faults(self._folder):
                    for place in ("warehouse", "serving"):
                        self._connection.execute(f"checkpoint {place}")
        finally:
            self._connection.close()

    def create(self, place: Place, name: str, sql: str,
               parameters: Mapping[str, object] | None = None) -> int:
        """Make a relation of a query.

        Parameters
        ----------
        place : {"serving", "warehouse", "memory"}
        name : str
        sql : str
            The query.
        parameters : mapping of str to object, optional
            Values of its ``$named`` parameters; those it does not name are left out.

        Returns
        -------
        int
            Rows made.
        """
        rows = self.rows(f"create table {place}.main.{name} as {sql}", parameters)
        return int(str(rows[0][0]))

    def rows(self, sql: str, parameters: Mapping[str, object] | None = None) -> list[tuple[object, ...]]:
        """Run a statement and return its rows."""
        with storage_faults(self._folder):
            named = self._connection.extract_statements(sql)[0].named_parameters
            given = {name: value for name, value in (parameters or {}).items() if name in named}
            found: list[tuple[object, ...]] = self._connection.execute(sql, given).fetchall()
        return found

    def columns(self, sql: str, parameters: Mapping[str, object] | None = None) -> tuple[str, ...]:
        """Return the names of a query's columns without running it."""
        return tuple(str(row[0]) for row in self.rows(f"describe {sql}", parameters))


def quoted(text: str) -> str:
    """Return a text as a SQL literal, for the places that take no parameters."""
    return "'" + text.replace("'", "''") + "'"


def named(name: str) -> str:
    """Return a column name as a SQL identifier: traits are called what the company called them."""
    return '"' + name.replace('"', '""') + '"'
