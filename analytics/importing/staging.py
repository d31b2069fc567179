"""One file becomes rows of one canonical table: typed, checked, not yet compared with one another."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb

from analytics.errors import FileRefused
from analytics.importing.checks import checks, faults
from analytics.importing.formats import Reading, prepare
from analytics.importing.looking import SAMPLE_ROWS, readings, with_decimal_signs
from analytics.importing.mapping_sql import identifier, literal
from analytics.importing.opened import Opened
from analytics.importing.parts import PARQUET, Part, Staged, cast_rows
from analytics.importing.text_files import has_blank_lines
from analytics.importing.watching import Tell, watched


class Irregular(Exception):
    """A text file is not as regular as it seemed; it has to be read row by row."""


def stage(connection: duckdb.DuckDBPyConnection, part: Part, target: Path,
          tell: Tell | None = None) -> Staged:
    """Type and check the rows of a file.

    Parameters
    ----------
    connection : DuckDBPyConnection
        One that `reading.connect` has made.
    part : Part
    target : Path
        The Parquet file to write.
    tell : callable, optional
        Told which share of the rows is read.

    Returns
    -------
    Staged

    Raises
    ------
    Irregular
        A text file has to be read row by row.
    FileRefused
        The file is damaged inside.
    """
    try:
        return _Stager(connection, part, target, tell).run()
    except (duckdb.OutOfMemoryException, duckdb.IOException):
        raise
    except duckdb.Error as error:
        if any(opened.text is not None for opened in part.opened.values()):
            raise Irregular from error
        reason = str(error).splitlines()[0]
        raise FileRefused(f"{part.own.name} is damaged inside: {reason}.", code="file_damaged",
                          hint="Export it again.", file=part.own.name, reason=reason) from error


class _Stager:
    def __init__(self, connection: duckdb.DuckDBPyConnection, part: Part, target: Path, tell: Tell | None):
        self.connection, self.target, self.tell = connection, target, tell
        self.in_order = part.in_file_order
        self.relations = {alias: opened.select(part.used_columns[alias], part.trimmed_columns(alias))
                          for alias, opened in part.opened.items()}
        if not self.in_order:
            self.relations = {alias: numbered(connection, part.opened[alias], relation)
                              for alias, relation in self.relations.items()}
        self.part = replace(part, mapping=with_decimal_signs(connection, part, self.relations))
        self.text = self.part.mapping.select(part.table.name, self.relations, part.used_columns)

    def run(self) -> Staged:
        found = readings(self.connection, self.part, f"select * from ({self.text}) limit {SAMPLE_ROWS}")
        odd = [column for column, reading in found.items() if reading.macro]
        if odd and self._first("select count(*) from looked_at")[0] == SAMPLE_ROWS:
            found |= readings(self.connection, self.part, self.text, odd)
        staged = self._write(found)
        misread = self._misread(staged)
        if misread:
            again = readings(self.connection, self.part, self.text, misread)
            if any(again[column].macro for column in misread):
                staged = self._write(found | again)
        return staged

    def _write(self, found: dict[str, Reading]) -> Staged:
        prepare(self.connection, found.values())
        part, own = self.part, self.part.own
        filled, columns = part.filling.filled, (*part.filling.filled, *part.traits)
        wrong = faults(part.table, filled, found, part.today)
        marked = "case when {} then 0 end" if self.in_order else "case when {} then -_row else _row end"
        items = ["_file", f"cast({marked.format(wrong)} as bigint) as _row",
                 *(["_hash"] if part.hashed else []), *map(identifier, columns)]
        query = f"select {', '.join(items)} from ({cast_rows(part, self.text, found)})"
        if self.in_order and "Join" in self.connection.execute(f"explain {query}").fetchall()[0][1]:
            raise Irregular  # A join loses the order of the rows.
        target = literal(str(self.target))
        watched(self.connection, f"copy ({query}) to {target} ({PARQUET})", self.tell)
        faulty = "count(_row)" if self.in_order else "count(*) filter (_row < 0)"
        rows, wrong_rows = self._first(f"select count(*), {faulty} from read_parquet({target})")
        if wrong_rows and self.in_order and own.text is not None and has_blank_lines(own.text):
            raise Irregular  # Positions are not row numbers.
        read = rows if self.in_order else self._first(
            f"select count(*) from {self.relations[part.filling.source]}")[0]
        return Staged(part, self.target, columns, not self.in_order, part.hashed, rows,
                      read + sum(own.faults.values()), wrong_rows,
                      checks(part.table, filled, found, part.today), found)

    def _misread(self, staged: Staged) -> list[str]:
        """Columns read as plain whose values do not all cast: the whole column may be written otherwise."""
        if not staged.faulty:
            return []
        broken = {check.column: check.broken for check in staged.checks
                  if check.rule in ("not_a_number", "not_a_date") and not staged.readings[check.column].macro}
        if not broken:
            return []
        counts = ", ".join(f"count(*) filter ({condition})" for condition in broken.values())
        found = self._first(f"select {counts} from ({cast_rows(self.part, self.text, staged.readings)})")
        return [column for column, count in zip(broken, found, strict=True) if count]

    def _first(self, query: str) -> tuple[int, ...]:
        return tuple(self.connection.execute(query).fetchall()[0])


def numbered(connection: duckdb.DuckDBPyConnection, opened: Opened, relation: str) -> str:
    """Return a relation with row numbers, copying the rows first where only their position tells them."""
    if opened.row:
        return relation
    name = f"rows_{abs(hash((opened.name, relation)))}"
    connection.execute(f"create temp table if not exists {name} as select * from {relation}")
    return f"(select * replace (rowid + {opened.first_row} as _row) from {name})"
