"""The staged rows of a table compared with one another and with the customers: what goes in, what does not.

Works on one relation, the union of what every file gave: ``_file``, ``_row``, the canonical columns,
``_refused``. Two small tables come out of it: ``refused`` (a rule a row breaks) and ``dropped`` (copies).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from analytics.importing.mapping_sql import identifier, literal
from analytics.importing.parts import PARQUET, Staged
from analytics.importing.report import Copies, Fate
from analytics.importing.watching import Tell, watched
from analytics.schema.table import SQL_TYPES, Table

#: Row number of the first row of data in an ordinary file, which follows its header.
USUAL_FIRST_ROW = 2


@dataclass(frozen=True, slots=True)
class Settled:
    """The rows of a table that go in.

    Attributes
    ----------
    table : Table
    staged : tuple of Staged
        One for each file.
    path : Path or None
        The Parquet file of the accepted rows; None where there are none.
    columns : tuple of str
        Canonical columns and traits in it.
    accepted, refused, duplicates, left_out, copies_kept : int
        Rows; `left_out` are those the mapping does not take, `copies_kept` accepted rows that equal
        another one.
    copies : tuple of Copies
        By file, the ones kept and the ones left out.
    """

    table: Table
    staged: tuple[Staged, ...]
    path: Path | None
    columns: tuple[str, ...]
    accepted: int
    refused: int
    duplicates: int
    left_out: int
    copies_kept: int
    copies: tuple[Copies, ...] = ()

    @property
    def read(self) -> int:
        """Rows in the files, blank ones not counted."""
        return sum(staged.read for staged in self.staged)


def settle(connection: duckdb.DuckDBPyConnection, table: Table, staged: Sequence[Staged], target: Path, *,
           known: str | None, tell: Tell | None = None) -> Settled:
    """Find repeated keys, copies and unknown customers, and write the rows that go in.

    Parameters
    ----------
    connection : DuckDBPyConnection
    table : Table
    staged : sequence of Staged
        What each file gave, in the order of the files.
    target : Path
        The Parquet file to write.
    known : str, optional
        Relation ``customer_id``, ``acquired_on`` of the customers known; without one every customer is.
    tell : callable, optional
        Told which share of the rows is written.

    Returns
    -------
    Settled
        Its refused rows beyond those of `Staged` stand in the table ``refused`` of the connection:
        ``_file``, ``_row``, ``rule``, ``column``, ``expected``.
    """
    return _Settler(connection, table, tuple(staged), target, known, tell).run()


class _Settler:
    def __init__(self, connection: duckdb.DuckDBPyConnection, table: Table, staged: tuple[Staged, ...],
                 target: Path, known: str | None, tell: Tell | None):
        self.connection, self.table, self.staged = connection, table, staged
        self.target, self.known, self.tell = target, known, tell
        self.columns = tuple(dict.fromkeys(name for one in staged for name in one.columns))
        self.rows = "(" + " union all by name ".join(f"select * from {one.relation}" for one in staged) + ")"
        generated = {name for one in staged for name in one.part.filling.generated}
        self.generated = tuple(name for name in table.key if name in generated)
        # The same thing told twice is the same; a key that the row number makes can tell nothing.
        self.keyed = bool(table.key) and not self.generated and set(table.key) <= set(self.columns)
        self.drops = all(one.part.filling.drops_duplicates for one in staged)
        self.last_wins = any(one.part.filling.one_row_per_key for one in staged)
        self.copies: tuple[Copies, ...] = ()

    def run(self) -> Settled:
        self.connection.execute("""
            create or replace temp table refused (
                _file varchar, _row bigint, rule varchar, "column" varchar, expected varchar);
            create or replace temp table dropped (_file varchar, _row bigint)""")
        left_out = sum(one.read - one.rows - sum(one.part.own.faults.values()) for one in self.staged)
        if self.known is not None:
            self._customers()
        repeated = self._repeated_keys() if self.keyed else 0
        copies = 0 if self.keyed else self._copies()
        total = sum(one.rows for one in self.staged)
        dropped = self._count("select count(*) from dropped") - repeated
        refused = self._count(f"select count(*) from {self._refused_rows()}")
        accepted = total - refused - dropped - repeated
        faults = sum(sum(one.part.own.faults.values()) for one in self.staged)
        columns = self._write(accepted, whole=refused + dropped + repeated == 0)
        return Settled(self.table, self.staged, self.target if accepted else None, columns, accepted,
                       refused + faults, dropped, left_out + repeated, copies if not self.drops else 0,
                       self.copies)

    def _refused_rows(self) -> str:
        if any(one.faulty for one in self.staged):
            faulty = f" union select _file, _row from {self.rows} where _refused"
        else:
            faulty = ""
        return f"(select distinct _file, _row from refused{faulty})"

    def _good(self) -> str:
        """Rows without a fault of their own."""
        clean = self.rows
        if any(one.faulty for one in self.staged):
            clean = f"(select * from {self.rows} where not _refused)"
        if self._count("select count(*) from refused"):
            return f"(select * from {clean} anti join refused using (_file, _row))"
        return clean

    def _customers(self) -> None:
        """Refuse rows of unknown customers, and what happened to a customer before it was won."""
        for column, target in self.table.references.items():
            if column not in self.columns or target != "customers.customer_id":
                continue
            key = identifier(column)
            self.connection.execute(f"""
                insert into refused
                select _file, _row, 'unknown_customer', {literal(column)}, ''
                from {self.rows} as rows
                anti join {self.known} as known on rows.{key} = known.customer_id
                where rows.{key} is not null""")
            happened = self.table.happened_on
            if happened in self.columns:
                self.connection.execute(f"""
                    insert into refused
                    select _file, _row, 'before_acquisition', {literal(happened)},
                        cast(known.acquired_on as varchar)
                    from {self.rows} as rows
                    join {self.known} as known on rows.{key} = known.customer_id
                    where rows.{identifier(happened)} < known.acquired_on""")

    def _repeated_keys(self) -> int:
        """Drop copies of a key, refuse its other contents; or keep the last row where the mapping says so."""
        keys = ", ".join(map(identifier, self.table.key))
        good = self._good()
        if not self._count(f"select count(*) - count(distinct hash({keys})) from {good}"):
            return 0
        content = ", ".join(map(identifier, self.columns))
        place = f"list_position({self._files()}, _file)"
        self.connection.execute(f"""
            create or replace temp table repeated as
            select _file, _row, {keys}, hash({content}) as content from {good}
            qualify count(*) over (partition by {keys}) > 1""")
        if self.last_wins:
            self.connection.execute(f"""
                insert into dropped
                select _file, _row from repeated
                qualify row_number() over (partition by {keys} order by {place} desc, _row desc) > 1""")
            return self._count("select count(*) from dropped")
        first = f"over (partition by {keys} order by {place}, _row)"
        self.connection.execute(f"""
            create or replace temp table repeats as
            select
                _file, _row, content = first_value(content) {first} as copy,
                first_value(_file) {first} as first_file, first_value(_row) {first} as first_row
            from repeated
            qualify row_number() {first} > 1""")
        self.copies = self._told("keyed", "(select * from repeats where copy)")
        column = self.table.key[0]
        self.connection.execute(f"""
            insert into dropped select _file, _row from repeats where copy;
            insert into refused
            select _file, _row, 'key_repeated', {literal(column)}, cast(first_row as varchar)
            from repeats where not copy""")
        return 0

    def _copies(self) -> int:
        """Find exact copies of rows of the file, and drop them unless they may all be true."""
        good = self._good()
        everything = ", ".join(map(identifier, self.columns))
        copied = "_hash" if all(one.hashed for one in self.staged) else f"coalesce(_hash, hash({everything}))"
        if not self._count(f"select count(*) - count(distinct {copied}) from {good}"):
            return 0
        content = ", ".join(identifier(name) for name in self.columns if name not in self.generated)
        first = (f"over (partition by {copied}, hash({content})"
                 f" order by list_position({self._files()}, _file), _row)")
        self.connection.execute(f"""
            create or replace temp table repeats as
            select
                _file, _row, first_value(_file) {first} as first_file, first_value(_row) {first} as first_row
            from {good}
            qualify row_number() {first} > 1""")
        copies = self._count("select count(*) from repeats")
        if self.drops:
            self.connection.execute("insert into dropped select _file, _row from repeats")
        stated = any(one.part.filling.duplicates == "keep" for one in self.staged)
        self.copies = self._told("dropped" if self.drops else "stated" if stated else "unnumbered", "repeats")
        return copies

    def _told(self, fate: Fate, repeats: str) -> tuple[Copies, ...]:
        """Count the copies of each file, with the first of them as the example."""
        found = self.connection.execute(f"""
            select
                _file, count(*), min(_row), arg_min(first_file, _row), arg_min(first_row, _row)
            from {repeats}
            group by _file order by list_position({self._files()}, _file)""").fetchall()
        return tuple(Copies(self.table.name, file, rows, fate, row, first_file, first_row)
                     for file, rows, row, first_file, first_row in found)

    def _files(self) -> str:
        return "[" + ", ".join(literal(one.part.own.name) for one in self.staged) + "]"

    def _write(self, accepted: int, *, whole: bool) -> tuple[str, ...]:
        """Write the accepted rows, or take the staged file as it is where nothing is to be changed."""
        only = self.staged[0]
        counted = tuple(name for name in self.generated if self.table.column(name).numbered
                        and len(self.table.key) > 1)
        if not accepted:
            return ()
        usual = only.numbered or only.part.own.first_row == USUAL_FIRST_ROW
        if whole and len(self.staged) == 1 and not only.hashed and not counted and usual:
            only.path.replace(self.target)
            return self.columns
        items = []
        for name in self.columns:
            if name in counted:
                others = ", ".join(identifier(key) for key in self.table.key if key != name)
                order = f"list_position({self._files()}, _file), _row"
                items.append(f"cast(row_number() over (partition by {others} order by {order}) as varchar)"
                             f" as {identifier(name)}")
            elif name.startswith("trait_"):
                items.append(f"cast({identifier(name)} as varchar) as {identifier(name)}")
            else:
                items.append(f"cast({identifier(name)} as {SQL_TYPES[self.table.column(name).type]})"
                             f" as {identifier(name)}")
        remaining = self._good()
        if self._count("select count(*) from dropped"):
            remaining = f"(select * from {remaining} anti join dropped using (_file, _row))"
        watched(self.connection, f"copy (select _file, _row, {', '.join(items)} from {remaining})"
                                 f" to {literal(str(self.target))} ({PARQUET})", self.tell)
        return self.columns

    def _count(self, query: str) -> int:
        return int(self.connection.execute(query).fetchall()[0][0])
