"""The beginning of a file, and what it seems to hold."""

from __future__ import annotations

import tempfile
from datetime import date
from itertools import islice
from pathlib import Path

import duckdb

from analytics.importing import decoding, formats, text_files, workbooks
from analytics.importing.mapping_parts import Source
from analytics.importing.mapping_sql import identifier
from analytics.importing.opened import Opened
from analytics.importing.preview import Format, Preview
from analytics.importing.reading import connect, read_layout, read_parquet, without_reasons

_SHOWN_ROWS = 20
_SAMPLE_ROWS = 1000

Rows = list[tuple[str | None, ...]]


def read_preview(path: Path | str, *, sheet: str | None = None, encoding: str | None = None,
                 today: date | None = None) -> Preview:
    """Read the beginning of a file and find out what it holds.

    Parameters
    ----------
    path : Path or str
    sheet : str, optional
        Sheet of a workbook; the first one that may be a table when omitted.
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
                opened = read_parquet(connection, content, file.name)
                names = ", ".join(map(identifier, opened.columns))
                rows = connection.execute(f"select {names} from {opened.select()}"
                                          f" limit {_SAMPLE_ROWS}").fetchall()
        found = _formats(connection, opened.columns, rows, today or date.today())
    return Preview(path=file, columns=opened.columns, rows=tuple(rows[:_SHOWN_ROWS]), sample=tuple(rows),
                   encoding=opened.encoding, delimiter=opened.delimiter, sheet=opened.sheet,
                   sheets=opened.sheets, formats=found, warnings=opened.warnings)


def _beginning_of_text(content: Path, workspace: Path, name: str,
                       source: Source) -> tuple[Opened, Rows]:
    text = decoding.as_text(decoding.first_part(content, workspace), workspace, name, source.encoding or None)
    layout = read_layout(text.path, name, source)
    kept, mended = without_reasons(layout.columns)
    whole = (cells for _, cells, fault, _ in text_files.rows(text.path, layout) if not fault)
    places = [layout.columns.index(column) for column in kept]
    rows = [tuple(cells[i] for i in places) for cells in islice(whole, _SAMPLE_ROWS)]
    return Opened(name=name, columns=kept, relation="", encoding=text.encoding, delimiter=layout.delimiter,
                  warnings=text.warnings, mended=mended), rows


def _beginning_of_workbook(content: Path, name: str,
                           source: Source) -> tuple[Opened, Rows]:
    sheet = workbooks.Sheet(content, name, source.sheet)
    layout = workbooks.sheet_layout(sheet, header=source.header, columns=source.columns)
    kept, mended = without_reasons(layout.columns)
    places = [layout.columns.index(column) for column in kept]
    filled = (row for row in islice(sheet.rows(), layout.header, None) if any(cell.strip() for cell in row))
    rows = [tuple(row[i].strip() or None for i in places) for row in islice(filled, _SAMPLE_ROWS)]
    return Opened(name=name, columns=kept, relation="", mended=mended, sheet=sheet.name,
                  sheets=sheet.names), rows


def _formats(connection: duckdb.DuckDBPyConnection, columns: tuple[str, ...],
             rows: Rows, today: date) -> dict[str, Format]:
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
