"""New rows compared with what the store already has: replaced, the same as before, of a known customer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from analytics.importing.mapping_sql import identifier, literal
from analytics.schema.table import Table


def compare(connection: duckdb.DuckDBPyConnection, table: Table, new: Path, earlier: Sequence[Path], *,
            ignore: Sequence[str] = ()) -> tuple[int, int]:
    """Count the earlier rows that new ones replace, and the new rows that were there just so.

    Parameters
    ----------
    connection : DuckDBPyConnection
    table : Table
    new : Path
        Parquet file of the accepted rows.
    earlier : sequence of Path
        Parquet files of the batches before, oldest first.
    ignore : sequence of str
        Columns that only number the rows of a file.

    Returns
    -------
    tuple of (int, int)
        Superseded rows, unchanged rows.
    """
    if not earlier:
        return 0, 0
    columns = [row[0] for row in connection.execute(
        f"describe select * exclude (_file, _row) from read_parquet({literal(str(new))})").fetchall()]
    everything = _relation([new, *earlier])
    known = {row[0] for row in connection.execute(f"describe select * from {everything}").fetchall()}
    content = ", ".join(identifier(name) for name in columns if name not in ignore and name in known)
    keys = [name for name in table.supersede if name in columns and name not in ignore]
    names = ", ".join(map(identifier, keys))
    connection.execute(f"""
        create or replace temp table arriving as
        select {names + ',' if keys else ''} hash({content}) as content
        from {everything} where filename = {literal(str(new))}""")
    files = f"[{', '.join(literal(str(file)) for file in earlier)}]"
    if keys:
        # An earlier batch counts only where no later one has replaced its rows already.
        standing = (f"(select {names}, hash({content}) as content, list_position({files}, filename) as place"
                    f" from {everything} semi join (select distinct {names} from arriving) using ({names})"
                    f" where filename <> {literal(str(new))}"
                    f" qualify place = max(place) over (partition by {names}))")
    else:
        standing = (f"(select hash({content}) as content"
                    f" from {everything} where filename <> {literal(str(new))})")
    using = ", ".join([*map(identifier, keys), "content"])
    connection.execute(f"create or replace temp table standing as select * from {standing}")
    unchanged = _count(connection, f"select count(*) from arriving semi join standing using ({using})")
    superseded = 0
    if keys:
        superseded = _count(connection, f"select count(*) from standing anti join arriving using ({using})")
    connection.execute("drop table arriving; drop table standing")
    return superseded, unchanged


def know(connection: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> str | None:
    """Make a relation of the customers known, each with the day of acquisition told last.

    Parameters
    ----------
    connection : DuckDBPyConnection
    files : sequence of Path
        Parquet files of customers, oldest first.

    Returns
    -------
    str or None
        Name of the relation ``customer_id``, ``acquired_on``; None where there is no file of customers.
    """
    if not files:
        return None
    relation = _relation(files)
    listed = ", ".join(literal(str(file)) for file in files)
    columns = {row[0] for row in connection.execute(f"describe select * from {relation}").fetchall()}
    acquired = "acquired_on" if "acquired_on" in columns else "cast(null as date)"
    connection.execute(f"""
        create or replace temp table known_customers as
        select customer_id, arg_max({acquired}, list_position([{listed}], filename)) as acquired_on
        from {relation} group by customer_id""")
    return "known_customers"


def _relation(files: Sequence[Path]) -> str:
    return (f"read_parquet([{', '.join(literal(str(file)) for file in files)}],"
            " union_by_name = true, filename = true)")


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])
