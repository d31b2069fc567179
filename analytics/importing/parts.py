"""A file that feeds a canonical table, and the rows it gave.

The staged Parquet file holds every row the mapping takes. Where the rows keep the order of the file,
their numbers are not written (numbering rows would read the file on one processor only): ``_row`` is
then null for a row without fault and 0 for one with a fault. Otherwise ``_row`` is the number of the
row, negative where the row has a fault. `Staged.relation` tells the two apart for everybody else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from analytics.importing.checks import Check, said, typed
from analytics.importing.formats import Reading
from analytics.importing.mapping import Mapping
from analytics.importing.mapping_parts import Expression, Headers, TableMapping
from analytics.importing.mapping_sql import identifier, literal
from analytics.importing.opened import CONTENT, Opened
from analytics.importing.preview import Format
from analytics.schema.table import Table

#: How Parquet is written: small, and quick to write and to read again. A dictionary of a column with more
#: values than this per row group costs time and saves nothing.
PARQUET = ("format parquet, compression snappy, parquet_version v2, write_bloom_filter false,"
           " dictionary_size_limit 10000")

#: Canonical types that are numbers and dates; how a company writes them has to be found out.
NUMBERS = ("integer", "number", "money")
DATES = ("date", "timestamp")


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

    @property
    def hashed(self) -> bool:
        """Whether rows are compared as they stand in the file, for want of a key that tells them apart."""
        return not self.table.key or bool(set(self.filling.generated) & set(self.table.key))

    @property
    def all_columns(self) -> dict[str, tuple[str, ...]]:
        """Alias to the columns of its file."""
        return {alias: opened.columns for alias, opened in self.opened.items()}

    @property
    def used_columns(self) -> dict[str, tuple[str, ...]]:
        """Alias to the columns the mapping reads, and what stands for the rest where rows are compared.

        Files of hundreds of columns are common, mappings that read more than twenty are not.
        """
        filling = self.filling
        if filling.traits is None:
            return self.all_columns
        known = Headers(self.all_columns)
        names = [name for expression in filling.columns.values() for name in expression.sources]
        names += [*filling.traits, *(condition.column for condition in filling.where)]
        used = dict.fromkeys(known.find(name, filling.sources, self.table.name) for name in names)
        for i, join in enumerate(filling.joins):
            for left, right in join.on:
                used[known.find(left, filling.sources[:i + 1], self.table.name)] = None
                used[known.find(right, (join.source,), self.table.name)] = None
        if self.hashed:
            used[filling.source, CONTENT] = None
        return {alias: tuple(column for owner, column in used if owner == alias) for alias in self.opened}

    @property
    def traits(self) -> tuple[str, ...]:
        """Names of the traits, as the store calls them."""
        return tuple(self.mapping.traits(self.table.name, self.all_columns))

    def trimmed_columns(self, alias: str) -> set[str]:
        """Return the columns whose surrounding blanks matter: casts to numbers and dates ignore them."""
        filling, wanted = self.filling, set(self.used_columns[alias])
        if filling.traits != () or alias != filling.source or filling.joins or filling.where:
            return wanted
        known = Headers(self.all_columns)
        cast: set[str] = set()
        others: set[str] = set()
        for name, expression in filling.columns.items():
            found = {known.find(source, filling.sources, self.table.name)[1] for source in expression.sources}
            only_cast = _only_cast(expression) and self.table.column(name).type in (*NUMBERS, *DATES)
            (cast if only_cast else others).update(found)
        return wanted - (cast - others)

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
        row = f"file_row_number + {self.part.own.first_row}"
        return (f"(select * exclude (file_row_number) replace ({row} as _row), _row is not null as _refused"
                f" from read_parquet({file}, file_row_number = true))")

    @property
    def findings(self) -> tuple[Format, ...]:
        """How numbers and dates are written, by the company's own columns."""
        in_order = sorted(self.readings, key=self.columns.index)
        return tuple(self.readings[column].format(self.part.source_name(column), sure=True)
                     for column in in_order if self.readings[column].example)


def cast_rows(part: Part, text: str, readings: dict[str, Reading]) -> str:
    """Return SQL that types the text rows of a mapping, keeping the text beside the value.

    Parameters
    ----------
    part : Part
    text : str
        SQL of the text rows.
    readings : dict of str to Reading

    Returns
    -------
    str
        ``_file``, ``_row``, ``_hash``, then ``said_<name>`` and ``<name>`` of each column, then traits.
    """
    items = ["_file", "_row", "_hash"]
    for name in part.filling.filled:
        value = typed(part.table.column(name), f"texts.{identifier(name)}", readings.get(name))
        items += [f"texts.{identifier(name)} as {said(name)}", f"{value} as {identifier(name)}"]
    for trait in part.traits:
        cell = f"texts.{identifier(trait)}"
        items.append(f"{readings[trait].plain(cell) if trait in readings else cell} as {identifier(trait)}")
    return f"select {', '.join(items)} from ({text}) as texts"


def _only_cast(expression: Expression) -> bool:
    return expression.kind == "column" and not expression.values and expression.otherwise is None \
        and expression.format is None and expression.default is None and expression.multiply is None \
        and not expression.whole
