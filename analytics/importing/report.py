"""What came of an import, without a word of any language."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from analytics.importing.preview import Format
from analytics.importing.suggesting import Suggestion

#: Between the words of a hint that names several.
SEVERAL = "|"

Fate = Literal["unnumbered", "stated", "dropped", "keyed"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one row.

    Attributes
    ----------
    table : str
        Canonical table the row was meant for.
    file : str
    row : int
        As a spreadsheet counts: the header is row 1.
    column : str
        The company's own column; empty where the whole row is meant.
    value : str
        What stands there; empty where nothing does.
    rule : str
        Code; its words stand in the catalogue under ``rules``.
    hint : str
        What goes with the words: a limit, a day, the value that was probably meant or all that are known, the
        row that came first.
    """

    table: str
    file: str
    row: int
    column: str
    value: str
    rule: str
    hint: str


@dataclass(frozen=True, slots=True)
class RuleSummary:
    """How often a rule was broken in a column, and by which rows first.

    Attributes
    ----------
    table, column, rule : str
    rows : int
    examples : tuple of Problem
        The first five rows.
    total : Decimal or None
        What a column of money comes to over these rows, where they were accepted; None elsewhere.
    """

    table: str
    column: str
    rule: str
    rows: int
    examples: tuple[Problem, ...]
    total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TableReport:
    """What became of the rows meant for one canonical table.

    ``read = accepted + refused + duplicates + left_out``, always.

    Attributes
    ----------
    table : str
    read : int
        Rows in the files; blank lines are none.
    accepted : int
        Rows taken in.
    refused : int
        Rows kept aside, each with every reason.
    duplicates : int
        Exact copies of another row, left out.
    left_out : int
        Rows the mapping does not take: by its conditions, or because another row stands for them.
    copies_kept : int
        Accepted rows that equal another one; kept because both may be true.
    superseded : int
        Rows of earlier imports that are replaced by different ones.
    unchanged : int
        Accepted rows the store already had just so.
    """

    table: str
    read: int
    accepted: int
    refused: int = 0
    duplicates: int = 0
    left_out: int = 0
    copies_kept: int = 0
    superseded: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Copies:
    """Rows of a file that say what an earlier row says.

    Attributes
    ----------
    table : str
        Canonical table the rows were meant for.
    file : str
        Theirs.
    rows : int
        How many; the first of those that are equal is none of them.
    fate : {"unnumbered", "stated", "dropped", "keyed"}
        Kept, because no number tells such rows apart; kept, because the mapping says so; left out,
        equal in every cell; left out, equal in the key and in all that is taken in.
    row : int
        One of them.
    first_file : str
    first_row : int
        The row it equals.
    """

    table: str
    file: str
    rows: int
    fate: Fate
    row: int
    first_file: str
    first_row: int


@dataclass(frozen=True, slots=True)
class ForeignSign:
    """A sign of a currency that is not the company's, in a column of money.

    Attributes
    ----------
    file, column : str
        The company's own column.
    sign : str
        In lower case.
    currency : str
        The company's, ISO 4217.
    cells : int
        Amounts with the sign; 0 where the column's name carries it.
    example : str
        An amount as it stands.
    """

    file: str
    column: str
    sign: str
    currency: str
    cells: int
    example: str


@dataclass(frozen=True, slots=True)
class FileFinding:
    """What was found out about a file.

    Attributes
    ----------
    file : str
    encoding, delimiter, sheet : str
        Empty where the format has none.
    sheets : tuple of str
    formats : tuple of Format
        How its numbers and dates are written.
    warnings : tuple of str
        Codes with words in the catalogue under ``import.warning``.
    unused : tuple of str
        Its columns that no table of the mapping reads.
    """

    file: str
    encoding: str
    delimiter: str
    sheet: str
    sheets: tuple[str, ...]
    formats: tuple[Format, ...]
    warnings: tuple[str, ...]
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of an import.

    Attributes
    ----------
    batch : str or None
        The batch; None where nothing was taken in.
    repeated : str or None
        The earlier batch of the same files, where every row that can go in is there; nothing was
        changed then.
    dry_run : bool
        Whether it was only a trial.
    tables : tuple of TableReport
    problems : tuple of RuleSummary
        What was wrong with refused rows, the most frequent first.
    notes : tuple of RuleSummary
        What is odd about accepted rows.
    files : tuple of FileFinding
    mapping : str
        The mapping used, as TOML.
    seconds : float
    suggested : tuple of (str, Suggestion)
        Files whose columns nobody has explained, with what they were taken for.
    copies : tuple of Copies
        Rows that say what an earlier row says, by table and file.
    foreign : tuple of ForeignSign
        Columns of money that carry the sign of another currency. Nothing is converted.
    """

    batch: str | None
    repeated: str | None
    dry_run: bool
    tables: tuple[TableReport, ...]
    problems: tuple[RuleSummary, ...]
    notes: tuple[RuleSummary, ...]
    files: tuple[FileFinding, ...]
    mapping: str
    seconds: float
    suggested: tuple[tuple[str, Suggestion], ...] = ()
    copies: tuple[Copies, ...] = ()
    foreign: tuple[ForeignSign, ...] = ()

    @property
    def accepted(self) -> int:
        """Rows taken in, over all tables."""
        return sum(table.accepted for table in self.tables)

    @property
    def refused(self) -> int:
        """Rows refused, over all tables."""
        return sum(table.refused for table in self.tables)

    def table(self, name: str) -> TableReport:
        """Return what became of the rows meant for one table."""
        return next(table for table in self.tables if table.table == name)
