"""Which refused rows have been corrected since: exported anew, and taken in later under their key."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import duckdb

from analytics.importing.mapping_sql import identifier, literal
from analytics.importing.mended_rows import Place
from analytics.importing.reading import connect
from analytics.store import Batch, Store


def corrected_rows(store: Store, batch_id: str) -> frozenset[Place]:
    """Return the refused rows of an import whose key a later import has taken in.

    A row counts as corrected when an export anew had a good row of the same canonical table with the same
    key (for rows without a key of their own: for the same order, the same customer and day), and no row
    with it was refused in that import. Lists of refused rows that came back are told apart by their
    numbers instead; see `mended_rows.mended_rows`. A row whose key could not be read is never known again.

    Parameters
    ----------
    store : Store
    batch_id : str

    Returns
    -------
    frozenset of (str, str, int)
        Canonical table, file and row, as the refused rows name them. An import taken back corrects nothing.
    """
    later = tuple(batch.id for batch in store.batches() if batch.id > batch_id)
    return _corrected(store.path, batch_id, later) if later else frozenset()


@lru_cache(maxsize=512)
def _corrected(path: Path, batch_id: str, later: tuple[str, ...]) -> frozenset[Place]:
    # Batches never change: which ones there are says all, and a page asks for every one at every click.
    store = Store.open(path)
    batches = {batch.id: batch for batch in store.batches()}
    refused = store.rejects_file(batch_id)
    if batch_id not in batches or not refused.exists():
        return frozenset()
    found: set[Place] = set()
    with connect(threads=1) as connection:
        if not _has_keys(connection, refused):
            return frozenset()
        for table in batches[batch_id].refused:
            files = [batches[one] for one in later if one in batches and table in batches[one].tables]
            if files:
                found |= _of_table(connection, store, refused, table, files)
    return frozenset(found)


def _has_keys(connection: duckdb.DuckDBPyConnection, refused: Path) -> bool:
    names = connection.execute(f"describe select * from read_parquet({literal(str(refused))})").fetchall()
    return any(name[0] == "key" for name in names)  # Imports of an earlier version wrote none.


def _of_table(connection: duckdb.DuckDBPyConnection, store: Store, refused: Path, table: str,
              later: list[Batch]) -> set[Place]:
    connection.execute(f"""
        create or replace temp table wanted as
        select distinct file, "row", "key" from read_parquet({literal(str(refused))})
        where "table" = {literal(table)} and "key" is not null""")
    shapes = connection.execute('select distinct json_keys("key") from wanted').fetchall()
    again = [store.rejects_file(batch.id) for batch in later if store.rejects_file(batch.id).exists()]
    again = [file for file in again if _has_keys(connection, file)]
    refused_again = f"""anti join (
            select parse_filename(filename, true) as batch, "key"
            from read_parquet({_list(again)}, filename = true) where "table" = {literal(table)}
        ) as again on again.batch = arrived.batch and again."key" = arrived."key" """ if again else ""
    found: set[Place] = set()
    for (names,) in shapes:
        arrived = " union all ".join(_arrived(connection, store, batch, table, names) for batch in later)
        rows = connection.execute(f"""
            select distinct arrived.file, arrived."row"
            from ({arrived}) as arrived {refused_again}""").fetchall()
        found |= {(table, file, int(row)) for file, row in rows}
    return found


def _arrived(connection: duckdb.DuckDBPyConnection, store: Store, batch: Batch, table: str,
             names: list[str]) -> str:
    """Return SQL of the wanted rows whose key a batch has, lists of refused rows in it left aside."""
    source = f"read_parquet({literal(str(store.raw_file(table, batch.id)))})"
    there = {row[0] for row in connection.execute(f"describe select * from {source}").fetchall()}
    same = " and ".join(
        f"""json_extract_string(wanted."key", {literal("$." + name)}) is not distinct from """
        + (f"cast(came.{identifier(name)} as varchar)" if name in there else "null") for name in names)
    # Beside rows that came back stand the rows of their order that were good before.
    own = [literal(file) for file in batch.files if file not in batch.mends]
    anew = f"came._file in ({', '.join(own)})" if own and batch.mends else "false" if batch.mends else "true"
    return f"""
        select {literal(batch.id)} as batch, wanted.file, wanted."row", wanted."key"
        from wanted
        semi join (select * from {source} as came where {anew}) as came on {same}"""


def _list(files: list[Path]) -> str:
    return f"[{', '.join(literal(str(file)) for file in files)}]"
