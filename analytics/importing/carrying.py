"""Rows that come back after mending join the rows of their group that were good from the start.

An order sent again replaces all its lines. Lines mended after a refusal are no order sent again: the lines
that had gone in before must stand beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from analytics.importing.mapping_sql import identifier, literal
from analytics.importing.parts import PARQUET
from analytics.schema.table import Table


def carry(connection: duckdb.DuckDBPyConnection, table: Table, mended: Path, earlier: Sequence[Path], *,
          numbered: bool) -> int:
    """Add to mended rows the standing rows of the same groups.

    Parameters
    ----------
    connection : DuckDBPyConnection
    table : Table
    mended : Path
        Parquet file of the mended rows; it is replaced.
    earlier : sequence of Path
        Parquet files of the batches before, oldest first.
    numbered : bool
        Whether the rest of the key only numbers the rows of a group; then they are numbered anew.

    Returns
    -------
    int
        Rows added.
    """
    if not earlier or not table.supersede or table.supersede == table.key:
        return 0
    files = f"[{', '.join(literal(str(file)) for file in earlier)}]"
    standing = f"read_parquet({files}, union_by_name = true, filename = true)"
    connection.execute(f"""
        create or replace temp table arriving as select * from read_parquet({literal(str(mended))})""")
    known = set(_columns(connection, standing)) - {"filename", "_file", "_row"}
    both = [name for name in _columns(connection, "arriving") if name in known]
    agreeing = [name for name in table.supersede if name in both]
    group = ", ".join(map(identifier, agreeing))
    rest = [name for name in table.key if name not in table.supersede]
    # Without a key, a row is the same where all of it is; with numbers for a key, none is.
    same = "" if numbered else f"anti join arriving on {_equal('chosen', table.key or both)}"
    connection.execute(f"""
        create or replace temp table carried as
        select * exclude (filename) from (
            select standing.* from {standing} as standing
            semi join arriving on {_equal('standing', agreeing)}
            qualify list_position({files}, filename) = max(list_position({files}, filename))
                over (partition by {group})
        ) as chosen {same}""")
    added = int(connection.execute("select count(*) from carried").fetchall()[0][0])
    if added:
        place = f"cast(row_number() over (partition by {group} order by arrived, _row) as varchar)"
        places = ", ".join(f"{place} as {identifier(name)}" for name in rest) if numbered else ""
        replaced = f"* exclude (arrived) replace ({places})" if places else "* exclude (arrived)"
        connection.execute(f"""
            copy (select {replaced} from (
                select *, false as arrived from carried
                union all by name
                select *, true as arrived from arriving
            )) to {literal(str(mended))} ({PARQUET})""")
    connection.execute("drop table arriving; drop table carried")
    return added


def _columns(connection: duckdb.DuckDBPyConnection, relation: str) -> list[str]:
    return [str(row[0]) for row in connection.execute(f"describe select * from {relation}").fetchall()]


def _equal(relation: str, names: Sequence[str]) -> str:
    """Return SQL that compares with an arriving row; empty cells are equal, as they are in a build."""
    return " and ".join(f"{relation}.{identifier(name)} is not distinct from arriving.{identifier(name)}"
                        for name in names)
