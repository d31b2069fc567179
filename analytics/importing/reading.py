"""Opening a company's file, whatever its format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb

from analytics.errors import FileRefused
from analytics.importing import decoding, formats, text_files, workbooks
from analytics.importing.layout import REASON_COLUMNS, WHITESPACE, Layout, text_layout, unique
from analytics.importing.mapping_parts import Source
from analytics.importing.mapping_sql import identifier, literal
from analytics.importing.opened import Opened
from analytics.importing.watching import KNOWING

_BEGINNING = 1 << 20


def connect(*, threads: int = 0, memory_limit: str = "",
            temporary: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Return a connection of its own for an import, with the macros that read numbers and dates.

    Parameters
    ----------
    threads : int, default 0
        Threads it may use; 0: all.
    memory_limit : str, optional
        Memory it may use before it moves to disk.
    temporary : Path, optional
        Where it moves to.
    """
    options: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False, "autoload_known_extensions": False}
    if threads:
        options["threads"] = threads
    if memory_limit:
        options["memory_limit"] = memory_limit
    if temporary is not None:
        options["temp_directory"] = str(temporary)
    connection = duckdb.connect(config=options)
    connection.execute(KNOWING)
    connection.execute(formats.macros())
    return connection


def open_file(connection: duckdb.DuckDBPyConnection, path: Path, workspace: Path, source: Source, *,
              row_by_row: bool = False) -> Opened:
    """Open a file of any format that can be read.

    Parameters
    ----------
    connection : DuckDBPyConnection
    path : Path
    workspace : Path
        Folder for converted copies.
    source : Source
        What the mapping says about the file: sheet, header, column names, delimiter, encoding.
    row_by_row : bool, default False
        Whether a text file is known to be irregular.

    Returns
    -------
    Opened

    Raises
    ------
    FileRefused
        It cannot be read at all.
    UnknownName
        There is no such sheet.
    """
    content = decoding.unpacked(path, workspace)
    match decoding.container(content, path.name):
        case "parquet":
            opened = read_parquet(connection, content, path.name)
        case "workbook":
            opened = _workbook(content, workspace, path.name, source)
        case "text":
            opened = _text(content, workspace, path.name, source, row_by_row)
    return _as_numbered_before(connection, opened) if opened.mended else opened


def _as_numbered_before(connection: duckdb.DuckDBPyConnection, opened: Opened) -> Opened:
    """Let refused rows that come back keep the numbers they had: identifiers may be made of them."""
    before = "try_cast(huitou_row as bigint)"
    try:
        rows, numbers = connection.execute(
            f"select count(*), count(distinct {before}) from {opened.relation}").fetchall()[0]
    except duckdb.BinderException:
        return opened
    return replace(opened, row=before, mends=_origin(connection, opened)) if rows == numbers else opened


def _origin(connection: duckdb.DuckDBPyConnection, opened: Opened) -> str:
    """Return where refused rows that come back were refused; empty for lists of several files in one."""
    try:
        found = connection.execute(
            f"select distinct huitou_import from {opened.relation} where huitou_import <> ''").fetchmany(2)
    except duckdb.BinderException:
        return ""
    return str(found[0][0]) if len(found) == 1 else ""


def _text(content: Path, workspace: Path, name: str, source: Source, row_by_row: bool) -> Opened:
    text = decoding.as_text(content, workspace, name, source.encoding or None)
    layout = read_layout(text.path, name, source)
    columns, mended = without_reasons(layout.columns)
    common = {"name": name, "columns": columns, "encoding": text.encoding, "delimiter": layout.delimiter,
              "first_row": layout.header + 1, "warnings": text.warnings, "mended": mended}
    irregular = text.nul or "characters_broken" in text.warnings or layout.delimiter == WHITESPACE
    if row_by_row or irregular or mended:
        cells = workspace / f"cells-{len(list(workspace.iterdir()))}.parquet"
        faults = text_files.write_irregular(text.path, layout, cells,
                                            broken_characters="characters_broken" in text.warnings)
        return Opened(relation=text_files.relation(cells, layout.columns), row="_row", clean=True,
                      cells=cells, faults=faults, **common)  # type: ignore[arg-type]
    return Opened(relation=text_files.regular(text.path, layout), text=text.path,
                  odd_blanks=text.odd_blanks, **common)  # type: ignore[arg-type]


def read_layout(path: Path, name: str, source: Source) -> Layout:
    """Find the layout of a text file in UTF-8 from its beginning."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        beginning = file.read(_BEGINNING)
    return text_layout(beginning, name, delimiter=source.delimiter, header=source.header,
                       columns=source.columns)


def _workbook(content: Path, workspace: Path, name: str, source: Source) -> Opened:
    sheet = workbooks.Sheet(content, name, source.sheet)
    layout = workbooks.sheet_layout(sheet, header=source.header, columns=source.columns)
    cells = workspace / f"cells-{len(list(workspace.iterdir()))}.parquet"
    faults = workbooks.write_sheet(sheet, layout, cells)
    columns, mended = without_reasons(layout.columns)
    others = len(sheet.names) > 1 and not source.sheet
    return Opened(name=name, columns=columns, relation=text_files.relation(cells, layout.columns), row="_row",
                  first_row=layout.header + 1, clean=True, mended=mended, cells=cells, faults=faults,
                  sheet=sheet.name, sheets=sheet.names, warnings=("other_sheets",) if others else ())


def read_parquet(connection: duckdb.DuckDBPyConnection, content: Path, name: str) -> Opened:
    """Open a Parquet file; all its columns become text."""
    relation = f"read_parquet({literal(str(content))}, file_row_number = true)"
    try:
        found = [row[0] for row in connection.execute(f"describe select * from {relation}").fetchall()]
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise FileRefused(f"{name} is damaged or incomplete: {reason}.", code="file_parquet",
                          hint="Export it again.", file=name, reason=reason) from error
    found.remove("file_row_number")
    if not found:
        raise FileRefused(f"{name} has no columns.", code="file_empty", hint="Export it again.", file=name)
    columns = unique(found)
    items = ", ".join(f"cast({identifier(old)} as varchar) as {identifier(new)}"
                      for old, new in zip(found, columns, strict=True))
    kept, mended = without_reasons(columns)
    numbered = f"(select {items}, file_row_number + 1 as _row from {relation})"
    return Opened(name=name, columns=kept, relation=numbered, row="_row", first_row=1, mended=mended)


def without_reasons(columns: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """Return the company's own columns, and whether there were reasons for a refusal beside them."""
    kept = tuple(name for name in columns if name not in REASON_COLUMNS)
    return kept, len(kept) < len(columns)
