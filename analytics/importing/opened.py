"""A company's file as a relation of text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from analytics.importing.mapping_sql import identifier, literal

#: A column that is equal where the whole row is, and one that lists the cells of the row as they stand.
CONTENT, CELLS = "_content", "_cells"

# How much of a text is looked at, at its beginning, middle and end, to say how long its lines are.
_LOOKED_AT = 1 << 18

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
    mends : str
        The import and the file the refused rows of such a list come from, as `Batch.mends` has them;
        empty where it does not say.
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
    mends: str = ""
    cells: Path | None = None
    faults: dict[str, int] = field(default_factory=dict)
    text: Path | None = None
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def select(self, columns: Sequence[str] | None = None, trimmed: Collection[str] | None = None) -> str:
        """Return SQL of columns, trimmed and with empty cells null, beside ``_file`` and ``_row``.

        Parameters
        ----------
        columns : sequence of str, optional
            The company's columns that are wanted, all when omitted; `CONTENT` and `CELLS` may be among them.
        trimmed : collection of str, optional
            Those whose surrounding blanks matter, all when omitted.
        """
        wanted = self.columns if columns is None else columns
        items = [self._cell(name, trimmed is None or name in trimmed) for name in wanted]
        return (f"(select {', '.join(items)}, {literal(self.name)} as _file, "
                f"{self.row or 'cast(null as bigint)'} as _row from {self.relation})")

    def rows_about(self, connection: duckdb.DuckDBPyConnection) -> int:
        """Return how many rows the file has: of a text, by its size and the length of some lines."""
        if self.text is None:
            return int(connection.execute(f"select count(*) from {self.relation}").fetchall()[0][0])
        size = self.text.stat().st_size
        looked = b""
        with self.text.open("rb") as file:
            for place in (0, size // 2, max(size - _LOOKED_AT, 0)):
                file.seek(place)
                looked += file.read(_LOOKED_AT)
        lines = looked.count(b"\n") * size / max(len(looked), 1)
        return max(round(lines) - self.first_row + 1, 1)

    def _cell(self, name: str, trimmed: bool) -> str:
        if name == CONTENT:
            return f"cast(hash({', '.join(map(identifier, self.columns))}) as varchar) as {CONTENT}"
        if name == CELLS:
            return f"[{', '.join(map(identifier, self.columns))}] as {CELLS}"
        cell = identifier(name)
        if self.mended:
            cell = f"regexp_replace({cell}, '^''([=+@-])', '\\1')"
        if not self.clean:
            if self.odd_blanks:
                cell = f"nullif(trim({cell}, {_BLANKS}), '')"
            elif trimmed:
                cell = f"case when contains({cell}, ' ') then nullif(trim({cell}), '') else {cell} end"
        return cell if cell == identifier(name) else f"{cell} as {identifier(name)}"
