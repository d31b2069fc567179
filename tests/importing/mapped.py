"""Rows of a table as a mapping makes them, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from analytics.importing.mapping import Mapping, read_mapping
from analytics.importing.mapping_sql import identifier
from analytics.importing.reading import connect, open_file

Rows = Sequence[Sequence[str | None]]


def rows_of(toml: str, table: str, **files: Rows) -> list[dict[str, object]]:
    """Map small files given as a header and rows; one file is called ``file``."""
    mapping = read_mapping(toml)
    connection = duckdb.connect()
    headers = {}
    for alias, (header, *rows) in files.items():
        columns = ", ".join(f"{identifier(name)} varchar" for name in header)
        connection.execute(f"create table {alias} ({columns}, _file varchar, _row bigint)")
        marks = ", ".join("?" * (len(header) + 2))
        for number, row in enumerate(rows, start=2):
            connection.execute(f"insert into {alias} values ({marks})", [*row, f"{alias}.csv", number])
        headers[alias] = list(header)
    found = connection.execute(mapping.select(table, {alias: alias for alias in files}, headers) + "\norder by _row")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def column_of(toml: str, table: str, column: str, file: Rows) -> list[object]:
    """Return one canonical column of a small file."""
    return [row[column] for row in rows_of(toml, table, file=file)]


def map_files(mapping: Mapping, paths: Sequence[Path], workspace: Path) -> duckdb.DuckDBPyConnection:
    """Map real files; each canonical table becomes a table of the connection."""
    connection = connect()
    headers = {}
    for alias, found in mapping.assign(paths).files.items():
        (path,) = found
        opened = open_file(connection, path, workspace, mapping.source(alias))
        connection.execute(f"create temp table read_{alias} as "
                           f"select * replace (row_number() over () as _row) from {opened.select()}")
        headers[alias] = opened.columns
    mapping.check(headers)
    for table in mapping.filled_from(tuple(headers)):
        relations = {alias: f"read_{alias}" for alias in headers}
        connection.execute(f"create temp table {table.table} as {mapping.select(table.table, relations, headers)}")
    return connection
