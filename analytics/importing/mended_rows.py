"""Which refused rows have been mended since: taken in by a later import of the list that was handed out."""

from __future__ import annotations

from analytics.importing.mapping_sql import literal
from analytics.importing.reading import connect
from analytics.store import Batch, Store

#: A refused row: canonical table, file, number of the row.
Place = tuple[str, str, int]


def origin(batch: Batch, file: str) -> str:
    """Return where the rows of a file of an import were refused first, as `Batch.mends` writes it.

    Rows that were handed out, brought back and refused again keep their first place, so that mending
    them at last counts for every import that had refused them.
    """
    return batch.mends.get(file, f"{batch.id}/{file}")


def mended_rows(store: Store, batch_id: str) -> frozenset[Place]:
    """Return the refused rows of an import that a later import has taken in.

    A row counts as mended when it came back in the list of refused rows that was handed out for it, with
    the number it had, and was accepted into the same canonical table. One that came with the whole file
    exported anew is known by its key instead; see `corrected_rows.corrected_rows`.

    Parameters
    ----------
    store : Store
    batch_id : str

    Returns
    -------
    frozenset of (str, str, int)
        Canonical table, file and row, as the refused rows name them. An import taken back mends nothing.
    """
    found = store.batches()
    batch = next((one for one in found if one.id == batch_id), None)
    refused = store.rejects_file(batch_id)
    if batch is None or not refused.exists():
        return frozenset()
    mending = [(file, later.id, name, table) for file in batch.files for later in found if later.id > batch.id
               for name, mends in later.mends.items() if mends == origin(batch, file)
               for table in later.tables if table in batch.refused]
    if not mending:
        return frozenset()
    with connect(threads=1) as connection:
        return frozenset(
            (table, file, int(row)) for file, later, name, table in mending
            for row, in connection.execute(
                f"""select distinct "row" from read_parquet({literal(str(refused))})
                    where "table" = $table and file = $file and "row" in (
                        select _row from read_parquet({literal(str(store.raw_file(table, later)))})
                        where _file = $name)""",
                {"table": table, "file": file, "name": name}).fetchall())
