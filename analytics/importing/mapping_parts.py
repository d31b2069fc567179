"""The parts of a mapping: where columns come from and how a cell becomes a canonical value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from analytics.errors import MappingRefused, UnknownName
from analytics.schema.table import table

Kind = Literal["column", "constant", "row", "columns", "product", "sum", "difference"]
Test = Literal["equals", "not_equals", "one_of", "starts_with", "not_starts_with", "empty", "above", "below"]

#: The name of the source when a mapping speaks of one file only.
ONLY_SOURCE = "file"


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or several files of one shape, that a mapping reads.

    Attributes
    ----------
    alias : str
        Its name inside the mapping.
    file : str
        Pattern of the file names (``*`` and ``?``, case ignored); ``*``: any file.
    sheet : str
        Sheet of a workbook; empty: the first one.
    header : bool
        Whether the first row holds the column names.
    columns : tuple of str
        The column names where the file has none.
    delimiter : str
        Delimiter, or ``whitespace``; empty: found out by the reader.
    decimal : str
        Decimal sign of the numbers that take part in arithmetic, ``.`` or ``,``.
    encoding : str
        Encoding; empty: found out by the reader.
    """

    alias: str = ONLY_SOURCE
    file: str = "*"
    sheet: str = ""
    header: bool = True
    columns: tuple[str, ...] = ()
    delimiter: str = ""
    decimal: str = "."
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Join:
    """A file looked up for every row of another: its first row with the same key.

    Attributes
    ----------
    source : str
        Alias of the file looked up.
    on : tuple of (str, str)
        Pairs of a column on the row so far and the column of the file looked up.
    """

    source: str
    on: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """A test a source row must pass to be taken; rows that fail are left alone, not refused.

    Attributes
    ----------
    column : str
        Source column.
    test : str
        One of the eight tests; ``above`` and ``below`` compare numbers, the others text.
    value : str, float, bool or tuple of str
        What it is compared with; a tuple for ``one_of``, true or false for ``empty``.
    """

    column: str
    test: Test
    value: str | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """How one canonical column is filled.

    Attributes
    ----------
    kind : str
        ``column``: a source column. ``constant``: always the same text. ``row``: text with the
        number of the source row. ``columns``: several columns joined. ``product``, ``sum``,
        ``difference``: arithmetic; in a sum empty cells count as nothing, elsewhere they make it empty.
    operands : tuple of str or float
        Source columns; numbers are allowed in arithmetic.
    text : str
        The constant, the template with ``{row}``, or what stands between joined columns.
    values : tuple of (str, str)
        Source text, compared without case, and what it becomes; anything else stays as it is.
    otherwise : str or None
        What any other text that is not empty becomes.
    multiply : float or None
        Factor.
    format : str or None
        How a date is written, as in ``strptime``.
    default : str or None
        What an empty cell becomes.
    whole : bool
        Whether numbers lose a trailing ``.0``, as identifiers that passed through a spreadsheet need.
    """

    kind: Kind
    operands: tuple[str | float, ...] = ()
    text: str = ""
    values: tuple[tuple[str, str], ...] = ()
    otherwise: str | None = None
    multiply: float | None = None
    format: str | None = None
    default: str | None = None
    whole: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """The source columns it reads."""
        return tuple(operand for operand in self.operands if isinstance(operand, str))


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How one canonical table is filled.

    Attributes
    ----------
    table : str
        Canonical table.
    columns : dict of str to Expression
        Canonical column to its expression.
    source : str
        Alias of the file whose rows become rows of the table.
    joins : tuple of Join
        Files looked up for every row.
    where : tuple of Condition
        Tests a source row must pass, all of them.
    traits : tuple of str or None
        Source columns kept as traits of the customer; None: every column that nothing else uses.
    leave_out : tuple of str
        Columns that are not to become traits when all others do.
    duplicates : {"keep", "drop"} or None
        What is done with exact copies of a source row; None: see `drops_duplicates`.
    one_row_per_key : bool
        Whether rows with the same key describe one thing, so that the last one stands for it;
        rows without a key are then left alone.
    """

    table: str
    columns: dict[str, Expression]
    source: str = ONLY_SOURCE
    joins: tuple[Join, ...] = ()
    where: tuple[Condition, ...] = ()
    traits: tuple[str, ...] | None = ()
    leave_out: tuple[str, ...] = ()
    duplicates: Literal["keep", "drop"] | None = None
    one_row_per_key: bool = False

    def __post_init__(self) -> None:
        canonical = table(self.table)
        for name in self.columns:
            try:
                canonical.column(name)
            except UnknownName as error:
                raise MappingRefused(f"Section [{self.table}]: {error.message}", code="mapping_column",
                                     hint=error.hint, table=self.table, column=name) from error
        missing = canonical.lacking(self.columns)
        if missing:
            raise MappingRefused(
                f"Section [{self.table}] says nothing about {', '.join(missing)}.", code="mapping_incomplete",
                hint="Name the source column for it.", table=self.table, column=", ".join(missing))
        if self.table != "customers" and self.traits != ():
            raise MappingRefused(f"Section [{self.table}] cannot have traits; only customers have them.",
                                 code="mapping_traits", table=self.table)

    @property
    def generated(self) -> tuple[str, ...]:
        """Canonical columns whose value comes from the number of the source row."""
        written = tuple(name for name, expression in self.columns.items() if expression.kind == "row")
        return written + tuple(column.name for column in table(self.table).columns
                               if column.numbered and column.name not in self.columns)

    @property
    def drops_duplicates(self) -> bool:
        """Whether exact copies of a source row are dropped.

        Without a word in the mapping they are, unless a key is made from row numbers: two equal
        lines of an order without line numbers may both be true.
        """
        if self.duplicates is not None:
            return self.duplicates == "drop"
        return not set(self.generated) & set(table(self.table).key)

    @property
    def filled(self) -> tuple[str, ...]:
        """Canonical columns that get a value, in the order of the schema: mapped, numbered or by default."""
        return tuple(column.name for column in table(self.table).columns
                     if column.name in self.columns or column.numbered or column.default is not None)

    @property
    def sources(self) -> tuple[str, ...]:
        """Aliases of the files it reads, its own first."""
        return (self.source, *(join.source for join in self.joins))


@dataclass(frozen=True, slots=True)
class Headers:
    """The column names of the files at hand, and the way from a name in a mapping to one of them.

    Attributes
    ----------
    by_source : dict of str to tuple of str
        Alias to column names.
    """

    by_source: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, name: str, sources: Sequence[str], table_name: str) -> tuple[str, str]:
        """Find the file and the exact column a mapping means.

        A column of the table's own file comes first, then ``alias.column``, then the first looked-up
        file that has it. Case and repeated blanks do not matter where the exact name is not there.

        Parameters
        ----------
        name : str
            As written in the mapping.
        sources : sequence of str
            Aliases of the files the table reads, its own first.
        table_name : str
            For the message.

        Returns
        -------
        tuple of (str, str)
            Alias and column.

        Raises
        ------
        MappingRefused
            No such column; the nearest one is named.
        """
        own, *others = sources
        tries = [(own, name)]
        alias, dot, rest = name.partition(".")
        if dot and alias in sources:
            tries.append((alias, rest))
        tries += [(other, name) for other in others]
        for source, wanted in tries:
            if wanted in self.by_source.get(source, ()):
                return source, wanted
        for source, wanted in tries:
            for column in self.by_source.get(source, ()):
                if plain(column) == plain(wanted):
                    return source, column
        unknown = UnknownName("column", name, (c for s in sources for c in self.by_source.get(s, ())))
        raise MappingRefused(f"Section [{table_name}]: the file has no column {name!r}.",
                             code="mapping_source_column", hint=unknown.hint, table=table_name, column=name)


def plain(name: str) -> str:
    """Return a column name without case, surrounding and repeated blanks, and byte-order mark."""
    return " ".join(name.replace("\ufeff", "").casefold().split())
