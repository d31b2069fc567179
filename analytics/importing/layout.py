"""The layout of a text file or a sheet: delimiter, place of the header, names of the columns."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.errors import FileRefused

WHITESPACE = "whitespace"
#: Names the importer uses itself; a company's column of that name gets a number.
RESERVED = ("_file", "_row", "_hash", "_content", "_cells", "_fault", "_line")
#: Columns an exported list of refused rows carries beside the company's own; ignored on import.
REASON_COLUMNS = ("huitou_row", "huitou_rules", "huitou_reasons", "huitou_line", "huitou_import",
                  "huitou_since")

_DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 200
_YEAR = re.compile(r"(19|20)\d\d年?")
_DATA_CELL = re.compile(
    r"[\s¥￥$€£(+-]*[\d.,]*\d[\d.,]*\s*[%)元]?"
    r"|\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?.*"
    r"|\d{1,2}:\d{2}.*")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table lies in its file.

    Attributes
    ----------
    delimiter : str
        One character, `WHITESPACE`, or empty for a sheet.
    columns : tuple of str
        Names, unique without regard to case.
    header : int
        Number of records before the first row of data; titles and blank lines above the header count.
    lines : int
        Number of lines before the first row of data.
    """

    delimiter: str
    columns: tuple[str, ...]
    header: int
    lines: int


def raise_cell_limit() -> None:
    """Let the csv module read cells of any size."""
    csv.field_size_limit(2**31 - 1)


def split(line: str, delimiter: str) -> list[str]:
    """Return the cells of one record without regard to quotes."""
    return line.split() if delimiter == WHITESPACE else line.split(delimiter)


def text_layout(beginning: str, name: str, *, delimiter: str = "", header: bool = True,
                columns: Sequence[str] = ()) -> Layout:
    """Find the layout of a text file.

    Parameters
    ----------
    beginning : str
        Its first part; the last line may be cut short.
    name : str
        The file, for messages.
    delimiter : str, optional
        The delimiter, where the mapping states it.
    header : bool, default True
        Whether the file has a header; when it looks as if it had none, it is treated so.
    columns : sequence of str, optional
        Names for a file without header.

    Returns
    -------
    Layout

    Raises
    ------
    FileRefused
        There is nothing in the file but blanks.
    """
    raise_cell_limit()
    skipped = 0
    if (stated := re.match(r"sep=(.)\r?\n", beginning)) is not None:
        beginning, delimiter, skipped = beginning[stated.end():], delimiter or stated[1], 1
    lines = beginning.splitlines(keepends=True)[:_LOOKED_AT + 1]
    if len(lines) > 1 and not beginning.endswith(("\n", "\r")) and len(lines) > _LOOKED_AT:
        lines = lines[:-1]
    if not any(line.strip() for line in lines):
        raise FileRefused(f"{name} holds nothing but blanks.", code="file_empty", hint="Export it again.",
                          file=name)
    chosen = delimiter or _delimiter(lines)
    records, ends = _records(lines, chosen)
    layout = table_layout(records, header=header, columns=columns)
    before = ends[layout.header - 1] if layout.header else 0
    return Layout(chosen, layout.columns, layout.header + skipped, before + skipped)


def table_layout(records: Sequence[Sequence[str]], *, header: bool = True,
                 columns: Sequence[str] = ()) -> Layout:
    """Find where the header stands among records, and name the columns.

    Parameters
    ----------
    records : sequence of sequence of str
        The first records of the table.
    header : bool, default True
    columns : sequence of str, optional

    Returns
    -------
    Layout
    """
    widths = Counter(len(record) for record in records if any(cell.strip() for cell in record))
    width = max(widths, key=lambda w: (widths[w] * (w > 1), w)) if widths else 0
    first = next((i for i, record in enumerate(records)
                  if len(record) == width and _filled(record) >= max(min(2, width), 0.5 * width)), 0)
    top = records[first] if records else ()
    if columns:
        named = unique((*columns, *("",) * (width - len(columns))))
        return Layout("", named, first + 1 if header else first, 0)
    if not header or _is_data(top, records[first + 1:]):
        return Layout("", unique(("",) * width), first, 0)
    return Layout("", unique(top), first + 1, 0)


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """Name the nameless ``column_1`` …, and number names that repeat without regard to case."""
    taken = set(RESERVED)
    result = []
    for position, name in enumerate(names, start=1):
        plain = " ".join(name.replace("\ufeff", "").replace("\0", "").split())[:200] or f"column_{position}"
        candidate, number = plain, 2
        while candidate.casefold() in taken:
            candidate, number = f"{plain}_{number}", number + 1
        taken.add(candidate.casefold())
        result.append(candidate)
    return tuple(result)


def _filled(record: Sequence[str]) -> int:
    return sum(1 for cell in record if cell.strip())


def _is_data(top: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    # A header names things, years at most; a number or date where the rows below have one is data.
    rows = [row for row in below[:50] if len(row) == len(top)]
    cells = [bool(_DATA_CELL.fullmatch(cell.strip())) and not _YEAR.fullmatch(cell.strip()) for cell in top]
    if not rows:
        return bool(cells) and all(cells)
    return any(cell and 2 * sum(bool(_DATA_CELL.fullmatch(row[i].strip())) for row in rows) > len(rows)
               for i, cell in enumerate(cells))


def _delimiter(lines: Sequence[str]) -> str:
    scores = {delimiter: _score(lines, delimiter) for delimiter in _DELIMITERS}
    best = max(scores, key=lambda delimiter: scores[delimiter])
    if scores[best][0] > 0:
        return best
    widths = Counter(len(line.split()) for line in lines if line.strip())
    width, times = widths.most_common(1)[0]
    return WHITESPACE if width > 1 and times >= 0.9 * sum(widths.values()) and len(lines) > 2 else ","


def _score(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    """Share of records that have the usual number of cells, and that number; nothing where it is one."""
    records, _ = _records(lines, delimiter)
    widths = Counter(len(record) for record in records if any(record))
    wide = {width: times for width, times in widths.items() if width > 1}
    if not wide:
        return 0.0, 0
    width = max(wide, key=lambda w: (wide[w], w))
    share = wide[width] / sum(widths.values())
    header = next(record for record in records if len(record) == width)
    # A decimal comma splits data as regularly as a delimiter would, but leaves the header whole.
    named = len({cell.strip().casefold() for cell in header if cell.strip()}) >= 0.5 * width
    return (round(share, 2) if named else share / 2), width


def _records(lines: Sequence[str], delimiter: str) -> tuple[list[list[str]], list[int]]:
    if delimiter == WHITESPACE:
        return [line.split() for line in lines], list(range(1, len(lines) + 1))
    reader = csv.reader((line.replace("\0", "") for line in lines), delimiter=delimiter)
    records, ends = [], []
    try:
        for record in reader:
            records.append(record)
            ends.append(reader.line_num)
    except csv.Error:
        return [line.split(delimiter) for line in lines], list(range(1, len(lines) + 1))
    if ends and ends[-1] - (ends[-2] if len(ends) > 1 else 0) > 20:
        # An open quote has swallowed the rest: look at the lines one by one.
        return [line.rstrip("\r\n").split(delimiter) for line in lines], list(range(1, len(lines) + 1))
    return records, ends
