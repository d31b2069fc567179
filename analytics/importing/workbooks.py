"""Sheets of workbooks (XLSX, XLS, ODS) as rows of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from analytics.errors import FileRefused, UnknownName
from analytics.importing.cells import CellWriter
from analytics.importing.layout import Layout, table_layout

_LOOKED_AT = 200
_EPOCH = date(1899, 12, 31)

Cell = int | float | str | bool | time | date | datetime | timedelta


class Sheet:
    """One sheet of a workbook.

    Parameters
    ----------
    path : Path
    name : str
        The file, for messages.
    sheet : str, optional
        Its name; when omitted the first one that may be a table, else the first one that is not empty.

    Raises
    ------
    FileRefused
        The workbook is damaged, encrypted or empty.
    UnknownName
        There is no such sheet.
    """

    def __init__(self, path: Path, name: str, sheet: str = ""):
        self._file = name
        try:
            workbook = CalamineWorkbook.from_path(str(path))
            self.names = tuple(workbook.sheet_names)
            if sheet and sheet not in self.names:
                near = [known for known in self.names if known.strip().casefold() == sheet.strip().casefold()]
                if not near:
                    raise UnknownName("sheet", sheet, self.names)
                sheet = near[0]
            self._sheet: CalamineSheet | None = None
            filled: list[CalamineSheet] = []
            for name_of_sheet in [sheet] if sheet else self.names:
                self._sheet = workbook.get_sheet_by_name(name_of_sheet)
                if self._sheet.height:
                    filled.append(self._sheet)
                if sheet or (self._sheet.height > 1 and self._sheet.width > 1):
                    break
            else:
                self._sheet = filled[0] if filled else self._sheet
            self.name = self._sheet.name if self._sheet is not None else ""
        except (CalamineError, OSError, ValueError) as error:
            raise self._refused(error) from error
        if self._sheet is None or not self._sheet.height:
            raise FileRefused(f"{name} holds no cells.", code="file_empty", hint="Choose another sheet.",
                              file=name)

    def rows(self) -> Iterator[list[str]]:
        """Yield the rows from the top of the sheet as text; empty cells are empty text."""
        assert self._sheet is not None
        start = self._sheet.start or (0, 0)
        try:
            # Calamine begins at the first filled row; the numbers people see count from the top.
            yield from ([""] * self._sheet.width for _ in range(start[0]))
            for row in self._sheet.iter_rows():
                yield [as_text(cell) for cell in row]
        except (CalamineError, ValueError, OverflowError) as error:
            raise self._refused(error) from error

    def _refused(self, error: Exception) -> FileRefused:
        return FileRefused(
            f"{self._file} is damaged, protected or no workbook: {error}.", code="file_workbook",
            hint="Open it in a spreadsheet program and save it again.", file=self._file, reason=str(error))


def as_text(cell: Cell) -> str:
    """Return a cell as the text that casts back to its value.

    Examples
    --------
    >>> as_text(12.0), as_text(datetime(2026, 1, 5)), as_text(True)
    ('12', '2026-01-05', 'true')
    """
    match cell:
        case bool():
            return str(cell).lower()
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(" ")
        case str():
            return cell
        case _:
            return str(cell)


def sheet_layout(sheet: Sheet, *, header: bool = True, columns: Sequence[str] = ()) -> Layout:
    """Find the layout of a sheet."""
    records = list(islice(sheet.rows(), _LOOKED_AT))
    layout = table_layout(records, header=header, columns=columns)
    if not layout.columns:
        raise FileRefused(f"Sheet {sheet.name} holds no cells.", code="file_empty",
                          hint="Choose another sheet.", file=sheet.name)
    return layout


def write_sheet(sheet: Sheet, layout: Layout, target: Path) -> dict[str, int]:
    """Write the rows of a sheet that are not blank; see `cells.CellWriter`."""
    width = len(layout.columns)
    with CellWriter(target, layout.columns) as writer:
        rows = sheet.rows()
        for _ in range(layout.header):
            next(rows, None)
        for number, row in enumerate(rows, start=layout.header + 1):
            cells = [cell.replace("\0", "").strip() or None for cell in chain(row, [""] * (width - len(row)))]
            if any(cells[width:]):
                writer.add_broken(number, "row_too_long", "\t".join(cell or "" for cell in cells)[:10_000])
            elif any(cells):
                writer.add(number, cells[:width])
        return writer.faults
