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
    group = ", ".join(map(identifier, table.supersede))
    rest = [name for name in table.key if name not in table.supersede]
    files = f"[{', '.join(literal(str(file)) for file in earlier)}]"
    same = "" if numbered else f"anti join arriving using ({', '.join(map(identifier, table.key))})"
    connection.execute(f"""
        create or replace temp table arriving as select * from read_parquet({literal(str(mended))});
        create or replace temp table carried as
        select * exclude (filename) from (
            select * from read_parquet({files}, union_by_name = true, filename = true)
            semi join arriving using ({group})
            qualify list_position({files}, filename) = max(list_position({files}, filename))
                over (partition by {group})
        ) {same}""")
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
