"""A company's file as a relation of text, whatever its format, and its preview."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path

import duckdb

from analytics.errors import FileRefused
from analytics.importing import decoding, formats, text_files, workbooks
from analytics.importing.layout import REASON_COLUMNS, WHITESPACE, Layout, text_layout, unique
from analytics.importing.mapping_parts import Source
from analytics.importing.mapping_sql import identifier, literal
from analytics.importing.preview import Format, Preview

_SHOWN_ROWS = 20
_SAMPLE_ROWS = 1000
_BEGINNING = 1 << 20
# Blanks that may surround a cell; the tab is a trick of exports against spreadsheets.
_BLANKS = " || ".join(f"chr({ord(blank)})" for blank in " \t\r\n\u00a0\u3000\u2003\u2009\u202f\ufeff")


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that can be queried.

    Attributes
    ----------
    name : str
        The file's name, for ``_file`` and messages.
    columns : tuple of str
        The company's columns, without those of an exported list of refused rows.
    relation : str
        SQL of what holds the columns as text.
    row : str
        SQL of the number of the row; empty where only the position tells it.
    first_row : int
        Number of the first row of data.
    clean : bool
        Whether cells come without surrounding blanks.
    odd_blanks : bool
        Whether tabs or blanks beyond ASCII may surround them.
    mended : bool
        Whether it is an exported list of refused rows.
    cells : Path or None
        The Parquet file of a file that was read row by row; broken rows are in it.
    faults : dict of str to int
        Broken rows by fault.
    text : Path or None
        The UTF-8 text behind a file that DuckDB reads itself.
    """

    name: str
    columns: tuple[str, ...]
    relation: str
    row: str = ""
    first_row: int = 2
    clean: bool = False
    odd_blanks: bool = False
    mended: bool = False
    cells: Path | None = None
    faults: dict[str, int] = field(default_factory=dict)
    text: Path | None = None
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def select(self, trimmed: Collection[str] | None = None) -> str:
        """Return SQL of the columns, trimmed and with empty cells null, beside ``_file`` and ``_row``.

        Parameters
        ----------
        trimmed : collection of str, optional
            The columns whose blanks matter; all when omitted.
        """
        items = [f"{self._cell(name, trimmed)} as {identifier(name)}" for name in self.columns]
        return (f"(select {', '.join(items)}, {literal(self.name)} as _file, "
                f"{self.row or 'cast(null as bigint)'} as _row from {self.relation})")

    def _cell(self, name: str, trimmed: Collection[str] | None) -> str:
        cell = identifier(name)
        if self.mended:
            cell = f"regexp_replace({cell}, '^''([=+@-])', '\\1')"
        if self.clean:
            return cell
        if self.odd_blanks:
            return f"nullif(trim({cell}, {_BLANKS}), '')"
        if trimmed is not None and name not in trimmed:
            return cell
        return f"case when contains({cell}, ' ') then nullif(trim({cell}), '') else {cell} end"


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
            opened = _parquet(connection, content, path.name)
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
    return replace(opened, row=before) if rows == numbers else opened


def _text(content: Path, workspace: Path, name: str, source: Source, row_by_row: bool) -> Opened:
    text = decoding.as_text(content, workspace, name, source.encoding or None)
    layout = _layout(text.path, name, source)
    columns, mended = _without_reasons(layout.columns)
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


def _layout(path: Path, name: str, source: Source) -> Layout:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        beginning = file.read(_BEGINNING)
    return text_layout(beginning, name, delimiter=source.delimiter, header=source.header, columns=source.columns)


def _workbook(content: Path, workspace: Path, name: str, source: Source) -> Opened:
    sheet = workbooks.Sheet(content, name, source.sheet)
    layout, _ = workbooks.beginning(sheet, header=source.header, columns=source.columns)
    cells = workspace / f"cells-{len(list(workspace.iterdir()))}.parquet"
    faults = workbooks.write_sheet(sheet, layout, cells)
    columns, mended = _without_reasons(layout.columns)
    others = len(sheet.names) > 1 and not source.sheet
    return Opened(name=name, columns=columns, relation=text_files.relation(cells, layout.columns), row="_row",
                  first_row=layout.header + 1, clean=True, mended=mended, cells=cells, faults=faults,
                  sheet=sheet.name, sheets=sheet.names, warnings=("other_sheets",) if others else ())


def _parquet(connection: duckdb.DuckDBPyConnection, content: Path, name: str) -> Opened:
    relation = f"read_parquet({literal(str(content))}, file_row_number = true)"
    try:
        found = [row[0] for row in connection.execute(f"describe select * from {relation}").fetchall()]
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise FileRefused(f"{name} is damaged or incomplete: {reason}.", code="file_parquet",
                          hint="Export it again.", file=name, reason=reason) from error
    found.remove("file_row_number")
    if not found:
        raise FileRefused(f"{name} has no columns.", code="file_empty", file=name)
    columns = unique(found)
    items = ", ".join(f"cast({identifier(old)} as varchar) as {identifier(new)}"
                      for old, new in zip(found, columns, strict=True))
    kept, mended = _without_reasons(columns)
    return Opened(name=name, columns=kept, relation=f"(select {items}, file_row_number + 1 as _row from {relation})",
                  row="_row", first_row=1, mended=mended)


def _without_reasons(columns: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    kept = tuple(name for name in columns if name not in REASON_COLUMNS)
    return kept, len(kept) < len(columns)


def read_preview(path: Path | str, *, sheet: str | None = None, encoding: str | None = None,
                 today: date | None = None) -> Preview:
    """Read the beginning of a file and find out what it holds.

    Parameters
    ----------
    path : Path or str
    sheet : str, optional
        Sheet of a workbook; the first one that is not empty when omitted.
    encoding : str, optional
        Encoding of a text file; found out when omitted.
    today : date, optional
        Dates beyond it speak against an order of day and month; the day of the call when omitted.

    Returns
    -------
    Preview

    Raises
    ------
    FileRefused
        It cannot be read at all.
    UnknownName
        There is no such sheet.
    """
    file = Path(path)
    source = Source(sheet=sheet or "", encoding=encoding or "")
    with tempfile.TemporaryDirectory(prefix="huitou-preview-") as folder, connect() as connection:
        workspace = Path(folder)
        content = decoding.unpacked(file, workspace, whole=False)
        match decoding.container(content, file.name):
            case "text":
                opened, rows = _beginning_of_text(content, workspace, file.name, source)
            case "workbook":
                opened, rows = _beginning_of_workbook(content, file.name, source)
            case "parquet":
                if content != file:
                    content = decoding.unpacked(file, workspace)
                opened = _parquet(connection, content, file.name)
                names = ", ".join(map(identifier, opened.columns))
                rows = connection.execute(
                    f"select {names} from {opened.select()} limit {_SAMPLE_ROWS}").fetchall()
        found = _formats(connection, opened.columns, rows, today or date.today())
    return Preview(path=file, columns=opened.columns, rows=tuple(rows[:_SHOWN_ROWS]), sample=tuple(rows),
                   encoding=opened.encoding, delimiter=opened.delimiter, sheet=opened.sheet,
                   sheets=opened.sheets, formats=found, warnings=opened.warnings)


def _beginning_of_text(content: Path, workspace: Path, name: str,
                       source: Source) -> tuple[Opened, list[tuple[str | None, ...]]]:
    text = decoding.as_text(decoding.first_part(content, workspace), workspace, name, source.encoding or None)
    layout = _layout(text.path, name, source)
    kept, mended = _without_reasons(layout.columns)
    whole = (cells for _, cells, fault, _ in text_files.rows(text.path, layout) if not fault)
    places = [layout.columns.index(column) for column in kept]
    rows = [tuple(cells[i] for i in places) for cells in islice(whole, _SAMPLE_ROWS)]
    return Opened(name=name, columns=kept, relation="", encoding=text.encoding, delimiter=layout.delimiter,
                  warnings=text.warnings, mended=mended), rows


def _beginning_of_workbook(content: Path, name: str,
                           source: Source) -> tuple[Opened, list[tuple[str | None, ...]]]:
    sheet = workbooks.Sheet(content, name, source.sheet)
    layout, _ = workbooks.beginning(sheet, header=source.header, columns=source.columns)
    kept, mended = _without_reasons(layout.columns)
    places = [layout.columns.index(column) for column in kept]
    filled = (row for row in islice(sheet.rows(), layout.header, None) if any(cell.strip() for cell in row))
    rows = [tuple(row[i].strip() or None for i in places) for row in islice(filled, _SAMPLE_ROWS)]
    return Opened(name=name, columns=kept, relation="", mended=mended, sheet=sheet.name, sheets=sheet.names), rows


def _formats(connection: duckdb.DuckDBPyConnection, columns: tuple[str, ...],
             rows: list[tuple[str | None, ...]], today: date) -> dict[str, Format]:
    connection.execute("create or replace temp table preview_cells (position integer, value varchar)")
    positions = [i for row in rows for i, value in enumerate(row) if value is not None]
    values = [value[:64] for row in rows for value in row if value is not None]
    connection.execute("insert into preview_cells select unnest($positions), unnest($values)",
                       {"positions": positions, "values": values})
    cells = "select position, value, count(*) as n from preview_cells group by all"
    numbers = formats.number_styles(connection, cells)
    dates = formats.date_styles(connection, cells)
    return {
        column: formats.read_unknown([s for s in numbers if s.position == i],
                                     [s for s in dates if s.position == i], today).format(column, sure=False)
        for i, column in enumerate(columns)
    }


def connect(*, threads: int = 0, memory_limit: str = "", temporary: Path | None = None) -> duckdb.DuckDBPyConnection:
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
    options: dict[str, str | bool | int | float | list[str]] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
    if threads:
        options["threads"] = threads
    if memory_limit:
        options["memory_limit"] = memory_limit
    if temporary is not None:
        options["temp_directory"] = str(temporary)
    connection = duckdb.connect(config=options)
    connection.execute(formats.macros())
    return connection
