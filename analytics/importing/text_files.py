"""Text files as relations: read by DuckDB where they are regular, row by row where they are not."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from analytics.importing.cells import CellWriter
from analytics.importing.decoding import pieces
from analytics.importing.layout import WHITESPACE, Layout, raise_cell_limit, split
from analytics.importing.mapping_sql import identifier, literal

# A quoted cell of more lines than this is taken for a quote that was never closed.
_LINES_OF_A_CELL = 100
# Small enough that the first rows come at once and all processors find work, large enough for large cells.
_BUFFER = 8_000_000
_KEPT_OF_A_LINE = 10_000


def regular(path: Path, layout: Layout) -> str:
    """Return SQL that reads a text file in parallel and fails on the first irregular row.

    Parameters
    ----------
    path : Path
        A file in UTF-8.
    layout : Layout

    Returns
    -------
    str
        A table function; its columns are the file's, all text, empty cells null.
    """
    columns = ", ".join(f"{literal(name)}: 'varchar'" for name in layout.columns)
    return (f"read_csv({literal(str(path))}, auto_detect = false, header = false, skip = {layout.lines}, "
            f"columns = {{{columns}}}, delim = {literal(layout.delimiter)}, quote = '\"', escape = '\"', "
            f"strict_mode = true, nullstr = '', buffer_size = {_BUFFER}, max_line_size = {_BUFFER // 2})")


def write_irregular(path: Path, layout: Layout, target: Path, *, broken_characters: bool) -> dict[str, int]:
    """Read a text file row by row, keep every row, and mark those that do not fit the columns.

    Parameters
    ----------
    path : Path
        A file in UTF-8.
    layout : Layout
    target : Path
        Where the cells are written.
    broken_characters : bool
        Whether bytes were replaced because they are no characters; rows that hold one are broken then.

    Returns
    -------
    dict of str to int
        Broken rows by fault: ``row_too_short``, ``row_too_long``, ``quote_not_closed``,
        ``characters_broken``.
    """
    with CellWriter(target, layout.columns) as writer:
        for row, cells, fault, line in rows(path, layout):
            if not fault and broken_characters and "\ufffd" in line:
                fault = "characters_broken"
            if fault:
                writer.add_broken(row, fault, line[:_KEPT_OF_A_LINE])
            else:
                writer.add(row, cells)
        return writer.faults


def rows(path: Path, layout: Layout) -> Iterator[tuple[int, list[str | None], str, str]]:
    """Yield every row that is not blank: its number, its cells, its fault if any, and how it stands.

    Rows are counted as a spreadsheet would: blank lines and the lines above the header count.
    """
    raise_cell_limit()
    width = len(layout.columns)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        lines = (line.replace("\0", "") for line in file)
        for _ in range(layout.lines):
            next(lines, None)
        records = _records(lines, layout.delimiter, width)
        for row, (cells, line) in enumerate(records, start=layout.header + 1):
            if not line.strip():
                continue
            while len(cells) > width and not cells[-1].strip():
                cells.pop()
            fault = ""
            if len(cells) != width:
                fault = "quote_not_closed" if _open_quote(line, layout.delimiter) else \
                    "row_too_short" if len(cells) < width else "row_too_long"
            yield row, [cell.strip() or None for cell in cells], fault, line


def _records(lines: Iterator[str], delimiter: str, width: int) -> Iterator[tuple[list[str], str]]:
    """Yield the cells of each record, and the record as it stands."""
    waiting: deque[str] = deque()
    while True:
        line = waiting.popleft() if waiting else next(lines, None)
        if line is None:
            return
        bare = line.rstrip("\r\n")
        if delimiter == WHITESPACE or '"' not in line:
            yield split(bare, delimiter), bare
            continue
        taken = [line]
        while "".join(taken).count('"') % 2 and len(taken) < _LINES_OF_A_CELL:
            following = waiting.popleft() if waiting else next(lines, None)
            if following is None:
                break
            taken.append(following)
        record = "".join(taken).rstrip("\r\n")
        cells = _quoted(record, delimiter)
        if len(cells) != width and len(taken) > 1:
            # The quote that seemed to open a cell of several lines did not: take its first line alone.
            waiting.extendleft(reversed(taken[1:]))
            record = bare
            cells = _quoted(bare, delimiter)
        if len(cells) != width and not _open_quote(bare, delimiter):
            cells, record = split(record, delimiter), record
        yield cells, record


def _quoted(record: str, delimiter: str) -> list[str]:
    """Return the cells of a record as its quotes say; none where they contradict themselves."""
    try:
        return next(csv.reader([record], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []


def _open_quote(line: str, delimiter: str) -> bool:
    """Whether a cell begins with a quote, so that quotes in the line cannot be plain characters."""
    return delimiter != WHITESPACE and line.count('"') % 2 == 1 and \
        any(cell.lstrip().startswith('"') for cell in line.split(delimiter))


def has_blank_lines(path: Path) -> bool:
    """Whether blank lines stand between rows, so that positions and row numbers differ."""
    kept = b""
    for piece in pieces(path):
        window = kept + piece
        content = window.rstrip()
        if b"\n\n" in content or b"\n\r\n" in content:
            return True
        kept = window[max(0, len(content) - 1):]
    return False


def relation(target: Path, columns: tuple[str, ...]) -> str:
    """Return SQL that reads the whole rows a `CellWriter` has written, with ``_row``."""
    names = ", ".join(map(identifier, columns))
    return f"(select {names}, _row from read_parquet({literal(str(target))}) where _fault is null)"
