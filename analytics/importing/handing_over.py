"""Rows another part of the program hands over, as a batch that takes the place of its earlier one."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from analytics.importing.mapping_sql import identifier, literal
from analytics.importing.parts import PARQUET
from analytics.importing.reading import connect
from analytics.importing.workspace import make_workspace
from analytics.schema.table import SQL_TYPES, table
from analytics.store import Batch, Store, new_id
from analytics.store.faults import storage_faults

SQL = Path(__file__).with_suffix(".sql")


def hand_over(store: Store, source: str, name: str, rows: Sequence[Mapping[str, object]], *,
              describing: Sequence[str] = ()) -> Batch | None:
    """Make rows part of the store, newer than every import, in place of what the same source gave before.

    Parameters
    ----------
    store : Store
    source : str
        Who hands over.
    name : str
        A canonical table with a key.
    rows : sequence of mapping
        All of them, each with every column it knows; none takes the earlier ones back.
    describing : sequence of str
        Columns that an import may fill where the row has nothing.

    Returns
    -------
    Batch or None
        None where there is nothing new to hand over.

    Raises
    ------
    StoreBusy, StoreFull
        The store cannot be written.
    """
    started, content = time.perf_counter(), json.dumps(rows, default=str, sort_keys=True).encode()
    signature = hashlib.sha256(content).hexdigest()
    with store.writing():
        earlier = [batch for batch in store.batches() if batch.source == source]
        newest = max((batch.id for batch in store.batches() if name in batch.tables), default="")
        # Of an import that came after, the rows would win at the build.
        unchanged = [batch.sha256 for batch in earlier] == [(signature,)] and earlier[0].id == newest
        if unchanged or not (rows or earlier):
            return None
        batch = Batch(id=new_id(), created=datetime.now(UTC), sha256=(signature,), source=source,
                      tables={name: len(rows)})
        if rows:
            with make_workspace(store, batch.id, dry_run=False) as folder, storage_faults(store.path):
                own = {one.id for one in earlier}
                imports = [file for file in store.raw_files(name) if file.stem not in own]
                written = _written(folder, imports, name, rows, source, describing)
                written.replace(store.raw_file(name, batch.id))
            store.commit(replace(batch, seconds=time.perf_counter() - started))
        # Only now: whoever is killed in between has the rows twice, of which the later ones count.
        for one in earlier:
            store.undo(one.id)
    return batch if rows else None


def _written(folder: Path, imports: Sequence[Path], name: str, rows: Sequence[Mapping[str, object]],
             source: str, describing: Sequence[str]) -> Path:
    """Write the rows, with what the imports tell where they are silent, and return the file."""
    key = ", ".join(table(name).key)
    types = {column.name: SQL_TYPES[column.type] for column in table(name).columns}
    handed, target = folder / "handed.parquet", folder / "rows.parquet"
    # Before the first import the rows stand for themselves.
    files = [str(file) for file in imports] or [str(handed)]
    with connect(threads=1) as connection:
        values = ", ".join(f"unnest(cast(${column} as {kind}[])) as {identifier(column)}"
                           for column, kind in types.items())
        connection.execute(f"copy (select {values}) to {literal(str(handed))} ({PARQUET})",
                           {column: [row.get(column) for row in rows] for column in types})
        scan = "describe select * from read_parquet($files, union_by_name = true)"
        present = {row[0] for row in connection.execute(scan, {"files": files}).fetchall()}
        filled = [column for column in describing if column in present]
        told = ", ".join(f"arg_max(cast({identifier(one)} as {types[one]}), filename) as told_{one}"
                         for one in filled) or "null as told"
        columns = ", ".join(f"coalesce(handed.{one}, imported.told_{one}) as {one}" if one in filled
                            else f"handed.{one}" for one in types)
        query = SQL.read_text("utf-8").format(key=key, told=told, columns=columns)
        connection.execute(f"copy ({query}) to {literal(str(target))} ({PARQUET})",
                           {"handed": str(handed), "files": files, "source": source})
    return target
