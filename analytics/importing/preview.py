"""What a file looks like before anything is imported: the contract between reading and mapping."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

Kind = Literal["text", "integer", "number", "boolean", "date", "timestamp", "empty"]


@dataclass(frozen=True, slots=True)
class DateOrder:
    """In which order a column of dates such as 3/4/2026 is read, and how far its values bear that out.

    Attributes
    ----------
    month_first : bool
        The order chosen; else the day comes first.
    told, told_example : int, str
        Values that can only be read so, and one of them.
    against, against_example : int, str
        Values that fit only the other order, and one of them; read so, they are no dates.
    untold, example, read : int, str, date or None
        Values that are a day in both orders, and not the same one; one of them, and the day it is read as.
    future : bool
        Whether the other order was given up because it runs into the future.
    """

    month_first: bool
    told: int
    told_example: str
    against: int
    against_example: str
    untold: int
    example: str
    read: date | None
    future: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """How the values of one column of a file are written.

    Attributes
    ----------
    column : str
        The company's own name of the column.
    kind : str
        What the values are: ``text``, ``integer``, ``number``, ``boolean``, ``date``, ``timestamp`` or
        ``empty``.
    style : str
        Code of the way they are written, such as ``iso``, ``day_month_year``, ``excel_serial``, ``plain``,
        ``decimal_comma``; several joined by ``+`` where a column mixes them. Its words stand in the
        catalogue under ``import.style``.
    ambiguous : bool
        Whether the values allow another reading (every day is 12 or less; every number reads ``1.234``).
    example : str
        One value as it stands in the file.
    sure : bool
        Whether the whole column was read to decide, not only its beginning.
    order : DateOrder or None
        How day and month were told apart; None where no value leaves that open.
    """

    column: str
    kind: Kind
    style: str
    ambiguous: bool = False
    example: str = ""
    sure: bool = False
    order: DateOrder | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """The beginning of a file and what was found out about it.

    Attributes
    ----------
    path : Path
    columns : tuple of str
        The company's own column names, made unique (``Name``, ``Name_2``); ``column_1`` … where the file
        has no header.
    rows : tuple of tuple
        The first 20 rows as text; None for an empty cell.
    sample : tuple of tuple
        Up to 1,000 rows from the beginning, to guess types and value patterns from.
    encoding : str
        ``utf-8``, ``utf-16``, ``gb18030``, ``latin-1``; empty for XLSX and Parquet.
    delimiter : str
        One character, or ``whitespace``; empty for XLSX and Parquet.
    sheet : str
        The sheet that was read; empty where the file has none.
    sheets : tuple of str
        All sheets of the workbook.
    formats : dict of str to Format
        By column.
    warnings : tuple of str
        Codes with words in the catalogue under ``import.warning``.
    """

    path: Path
    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    sample: tuple[tuple[str | None, ...], ...]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    formats: dict[str, Format] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def values(self, column: str) -> list[str]:
        """Return the sample's non-empty values of one column, in file order."""
        position = self.columns.index(column)
        return [row[position] for row in self.sample if row[position] is not None]  # type: ignore[misc]
