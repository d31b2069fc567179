"""One file becomes rows of one canonical table: typed, checked, not yet compared with one another.

The staged Parquet file holds every row the mapping takes. Where the rows keep the order of the file,
their numbers are not written (numbering rows would read the file on one processor only): ``_row`` is
then null for a row without fault and 0 for one with a fault. Otherwise ``_row`` is the number of the
row, negative where the row has a fault. `Staged.relation` tells the two apart for everybody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import duckdb

from analytics.errors import FileRefused
from analytics.importing import formats
from analytics.importing.checks import Check, checks, faults, said, typed
from analytics.importing.formats import Reading
from analytics.importing.mapping import Mapping
from analytics.importing.mapping_parts import Expression, TableMapping
from analytics.importing.mapping_sql import identifier, literal
from analytics.importing.preview import Format
from analytics.importing.reading import Opened
from analytics.importing.text_files import has_blank_lines
from analytics.schema.table import Table

#: How Parquet is written: small, and quick to write and to read again. A dictionary of a column with more
#: values than this per row group costs time and saves nothing.
PARQUET = ("format parquet, compression snappy, parquet_version v2, write_bloom_filter false,"
           " dictionary_size_limit 10000")

_SAMPLE_ROWS = 4_000
_NUMBERS = ("integer", "number", "money")
_DATES = ("date", "timestamp")


class Irregular(Exception):
    """A text file is not as regular as it seemed; it has to be read row by row."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file that feeds a canonical table.

    Attributes
    ----------
    mapping : Mapping
    table : Table
    opened : dict of str to Opened
        Alias to file: the one whose rows become rows, and those it looks up.
    today : date
    """

    mapping: Mapping
    table: Table
    opened: dict[str, Opened]
    today: date

    @property
    def filling(self) -> TableMapping:
        """How the mapping fills the table."""
        return self.mapping.table(self.table.name)

    @property
    def own(self) -> Opened:
        """The file whose rows become rows of the table."""
        return self.opened[self.filling.source]

    @property
    def in_file_order(self) -> bool:
        """Whether the rows come out in the order of the file, none left out."""
        filling = self.filling
        by_row = any(expression.kind == "row" for expression in filling.columns.values())
        return not (self.own.row or filling.joins or filling.where or filling.one_row_per_key or by_row)

    def source_name(self, column: str) -> str:
        """Return what the company calls a canonical column; its own name where it calls it nothing."""
        expression = self.filling.columns.get(column)
        return ", ".join(expression.sources) if expression is not None and expression.sources else column


@dataclass(frozen=True, slots=True)
class Staged:
    """The rows of one file as rows of a canonical table.

    Attributes
    ----------
    part : Part
    path : Path
        The Parquet file.
    columns : tuple of str
        Canonical columns and traits in it.
    numbered : bool
        Whether ``_row`` holds numbers.
    hashed : bool
        Whether ``_hash`` is in it, equal for exact copies of a row of the file.
    rows : int
        Rows in it.
    read : int
        Rows in the file, blank ones not counted.
    faulty : int
        Rows of `rows` with a fault.
    checks : tuple of Check
    readings : dict of str to Reading
        How numbers and dates are written, by canonical column.
    """

    part: Part
    path: Path
    columns: tuple[str, ...]
    numbered: bool
    hashed: bool
    rows: int
    read: int
    faulty: int
    checks: tuple[Check, ...]
    readings: dict[str, Reading] = field(default_factory=dict)

    @property
    def relation(self) -> str:
        """SQL of the staged rows with their numbers and ``_refused``."""
        file = literal(str(self.path))
        if self.numbered:
            return f"(select * replace (abs(_row) as _row), _row < 0 as _refused from read_parquet({file}))"
        return (f"(select * exclude (file_row_number) replace (file_row_number + {self.part.own.first_row} as _row), "
                f"_row is not null as _refused from read_parquet({file}, file_row_number = true))")

    @property
    def findings(self) -> tuple[Format, ...]:
        """How numbers and dates are written, by the company's own columns."""
        return tuple(reading.format(self.part.source_name(column), sure=True)
                     for column, reading in sorted(self.readings.items(), key=lambda item: self.columns.index(item[0]))
                     if reading.example)


def stage(connection: duckdb.DuckDBPyConnection, part: Part, target: Path) -> Staged:
    """Type and check the rows of a file.

    Parameters
    ----------
    connection : DuckDBPyConnection
        With the macros of ``macros.sql``.
    part : Part
    target : Path
        The Parquet file to write.

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
        return _Stager(connection, part, target).run()
    except (duckdb.OutOfMemoryException, duckdb.IOException):
        raise
    except duckdb.Error as error:
        if any(opened.text is not None for opened in part.opened.values()):
            raise Irregular from error
        reason = str(error).splitlines()[0]
        raise FileRefused(f"{part.own.name} is damaged inside: {reason}.", code="file_damaged",
                          hint="Export it again.", file=part.own.name, reason=reason) from error


class _Stager:
    def __init__(self, connection: duckdb.DuckDBPyConnection, part: Part, target: Path):
        self.connection, self.part, self.target = connection, part, target
        self.filling, self.table = part.filling, part.table
        self.headers = {alias: opened.columns for alias, opened in part.opened.items()}
        self.traits = tuple(part.mapping.traits(self.table.name, self.headers))
        self.in_order = part.in_file_order
        self.relations = {alias: opened.select(self._trimmed(alias)) for alias, opened in part.opened.items()}
        if not self.in_order:
            self.relations = {alias: numbered(connection, part.opened[alias], relation)
                              for alias, relation in self.relations.items()}
        self.mapping = _with_decimal_signs(connection, part, self.relations, self.headers)

    def run(self) -> Staged:
        sure = self._readings(self._text(sample=True), only=None)
        unsure = [column for column, reading in sure.items() if reading.macro]
        readings = sure | self._readings(self._text(), only=unsure)
        staged = self._write(readings)
        doubtful = self._misread(staged)
        if doubtful:
            again = self._readings(self._text(), only=doubtful)
            if any(again[column].macro for column in doubtful):
                staged = self._write(readings | again)
        return staged

    def _text(self, *, sample: bool = False) -> str:
        text = self.mapping.select(self.table.name, self.relations, self.headers)
        return f"select * from ({text}) limit {_SAMPLE_ROWS}" if sample else text

    def _trimmed(self, alias: str) -> set[str]:
        """Columns whose blanks would matter: all but plain numbers and dates, whose casts ignore them."""
        filling, all_columns = self.filling, set(self.headers[alias])
        if self.traits or alias != filling.source or filling.joins or filling.where:
            return all_columns
        casting = [expression.sources[0] for name, expression in filling.columns.items()
                   if _casts(expression) and self.table.column(name).type in (*_NUMBERS, *_DATES)]
        others = [source for name, expression in filling.columns.items() for source in expression.sources
                  if not (_casts(expression) and self.table.column(name).type in (*_NUMBERS, *_DATES))]
        return all_columns - (set(casting) - set(others))

    def _readings(self, text: str, *, only: Sequence[str] | None) -> dict[str, Reading]:
        """Find how numbers and dates are written, in a sample or in whole columns."""
        wanted = [name for name in self.filling.filled
                  if self.table.column(name).type in (*_NUMBERS, *_DATES) and (only is None or name in only)]
        wanted += [trait for trait in self.traits if only is None or trait in only]
        if not wanted:
            return {}
        self.connection.execute(f"create or replace temp table looked_at as "
                                f"select {', '.join(map(identifier, wanted))} from ({text})")
        plain = self._plain(wanted)
        wanted = [name for name in wanted if name not in plain]
        if not wanted:
            return plain
        cells = " union all ".join(
            f"select {i} as position, {identifier(name)} as value, count(*) as n from looked_at group by value"
            for i, name in enumerate(wanted))
        numbers = formats.number_styles(self.connection, cells)
        dates = formats.date_styles(self.connection, cells)
        return plain | _decided(self.table, wanted, numbers, dates, self.part)

    def _plain(self, names: Sequence[str]) -> dict[str, Reading]:
        """Spare columns the closer look that hold nothing but plain numbers or dates, as most do."""
        types = {name: self.table.column(name).type for name in names if name not in self.traits}
        if not types:
            return {}
        items = [f"all_plain_{'dates' if kind in _DATES else 'numbers'}({identifier(name)}), min({identifier(name)})"
                 for name, kind in types.items()]
        found = self.connection.execute(f"select {', '.join(items)} from looked_at").fetchall()[0]
        return {name: Reading("date", "iso", example=example) if types[name] in _DATES
                else Reading("number", "plain", example=example)
                for name, plain, example in zip(types, found[::2], found[1::2], strict=True) if plain}

    def _cast(self, readings: dict[str, Reading]) -> str:
        return cast_rows(self.part, self._text(), readings, self.traits)

    def _write(self, readings: dict[str, Reading]) -> Staged:
        found = checks(self.table, self.filling.filled, readings, self.part.today)
        wrong = faults(self.table, self.filling.filled, readings, self.part.today)
        columns = (*self.filling.filled, *self.traits)
        hashed = not self.table.key or bool(set(self.filling.generated) & set(self.table.key))
        row = f"case when {wrong} then 0 end" if self.in_order else f"case when {wrong} then -_row else _row end"
        items = ["_file", f"cast({row} as bigint) as _row", *(["_hash"] if hashed else []),
                 *map(identifier, columns)]
        query = f"select {', '.join(items)} from ({self._cast(readings)})"
        if self.in_order and "Join" in self.connection.execute(f"explain {query}").fetchall()[0][1]:
            raise Irregular  # A join loses the order of the rows, and the mapping promised none.
        self.connection.execute(f"copy ({query}) to {literal(str(self.target))} ({PARQUET})")
        file = literal(str(self.target))
        faulty = "count(_row)" if self.in_order else "count(*) filter (_row < 0)"
        rows, faulty_rows = self.connection.execute(f"select count(*), {faulty} from read_parquet({file})").fetchall()[0]
        read = rows if self.in_order else self._count(f"select count(*) from {self.relations[self.filling.source]}")
        if faulty_rows and self.in_order and self.part.own.text is not None and has_blank_lines(self.part.own.text):
            raise Irregular
        return Staged(self.part, self.target, columns, not self.in_order, hashed, rows,
                      read + sum(self.part.own.faults.values()), faulty_rows, found, readings)

    def _count(self, query: str) -> int:
        return int(self.connection.execute(query).fetchall()[0][0])

    def _misread(self, staged: Staged) -> list[str]:
        """Columns read as plain whose values do not all cast: the whole column may be written otherwise."""
        if not staged.faulty:
            return []
        plain = [name for name, reading in staged.readings.items() if not reading.macro and name not in self.traits]
        if not plain:
            return []
        broken = {check.column: check.broken for check in staged.checks
                  if check.rule in ("not_a_number", "not_a_date") and check.column in plain}
        counts = ", ".join(f"count(*) filter ({condition})" for condition in broken.values())
        if not counts:
            return []
        found = self.connection.execute(f"select {counts} from ({self._cast(staged.readings)})").fetchall()[0]
        return [column for column, count in zip(broken, found, strict=True) if count]


def cast_rows(part: Part, text: str, readings: dict[str, Reading], traits: Sequence[str]) -> str:
    """Return SQL that types the text rows of a mapping, keeping the text beside the value.

    Parameters
    ----------
    part : Part
    text : str
        SQL of the text rows.
    readings : dict of str to Reading
    traits : sequence of str

    Returns
    -------
    str
        ``_file``, ``_row``, ``_hash``, then ``said_<name>`` and ``<name>`` of each column, then traits.
    """
    items = ["_file", "_row", "_hash"]
    for name in part.filling.filled:
        value = typed(part.table.column(name), f"texts.{identifier(name)}", readings.get(name))
        items += [f"texts.{identifier(name)} as {said(name)}", f"{value} as {identifier(name)}"]
    for trait in traits:
        cell = f"texts.{identifier(trait)}"
        items.append(f"{readings[trait].plain(cell) if trait in readings else cell} as {identifier(trait)}")
    return f"select {', '.join(items)} from ({text}) as texts"


def numbered(connection: duckdb.DuckDBPyConnection, opened: Opened, relation: str) -> str:
    """Return a relation with row numbers, copying the rows first where only their position tells them."""
    if opened.row:
        return relation
    name = f"rows_{abs(hash((opened.name, relation)))}"
    connection.execute(f"create temp table if not exists {name} as select * from {relation}")
    return f"(select * replace (rowid + {opened.first_row} as _row) from {name})"


def _casts(expression: Expression) -> bool:
    return expression.kind == "column" and not expression.values and expression.otherwise is None \
        and expression.format is None and expression.default is None and expression.multiply is None \
        and not expression.whole


def _with_decimal_signs(connection: duckdb.DuckDBPyConnection, part: Part, relations: dict[str, str],
                        headers: dict[str, tuple[str, ...]]) -> Mapping:
    """Tell the mapping's arithmetic which files write decimal commas."""
    used = {name for filling in (part.filling,) for expression in filling.columns.values()
            for name in expression.sources if expression.kind in ("product", "sum", "difference")
            or expression.multiply is not None}
    sources = []
    for source in part.mapping.sources:
        names = [name for name in headers.get(source.alias, ()) if name in used]
        if source.decimal == "." and names:
            sample = f"(select * from {relations[source.alias]} limit {_SAMPLE_ROWS})"
            cells = " union all ".join(
                f"select {i} as position, {identifier(name)} as value, count(*) as n from {sample} group by value"
                for i, name in enumerate(names))
            styles = formats.number_styles(connection, cells)
            if formats.read_numbers(styles).style == "decimal_comma":
                source = replace(source, decimal=",")
        sources.append(source)
    return replace(part.mapping, sources=tuple(sources))


def _decided(table: Table, names: Sequence[str], numbers: list[formats.NumberStyle],
             dates: list[formats.DateStyle], part: Part) -> dict[str, Reading]:
    of_number = {name: [s for s in numbers if s.position == i] for i, name in enumerate(names)}
    of_date = {name: [s for s in dates if s.position == i] for i, name in enumerate(names)}
    stated = part.mapping.source(part.filling.source).decimal == ","
    comma = stated or any(formats.read_numbers(styles).style == "decimal_comma" for styles in of_number.values())
    readings = {}
    for name in names:
        if name.startswith("trait_"):
            guess = formats.read_unknown(of_number[name], of_date[name], part.today)
            if guess.kind in ("integer", "number", "date", "timestamp") and not guess.ambiguous:
                readings[name] = guess
        elif table.column(name).type in _NUMBERS:
            readings[name] = formats.read_numbers(of_number[name], comma=comma or None)
        else:
            readings[name] = formats.read_dates(of_date[name], part.today)
    return readings

