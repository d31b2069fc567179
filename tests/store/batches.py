"""Batches for tests, written as an import writes them: canonical columns, one parquet file a table."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb
import pyarrow as pa

from analytics.schema.table import SQL_TYPES, table
from analytics.store import Batch, Store, new_id

Row = dict[str, object]


def write_parquet(store: Store, name: str, batch_id: str, rows: list[Row]) -> None:
    """Write rows of a canonical table; columns are those of the first row, traits among them."""
    columns = list(rows[0])
    kinds = {column.name: SQL_TYPES[column.type] for column in table(name).columns}
    names = {column: '"' + column.replace('"', '""') + '"' for column in columns}
    # As text in whole columns: row by row, DuckDB takes a millisecond each.
    texts = pa.table({column: pa.array([None if row.get(column) is None else str(row[column]) for row in rows],
                                       pa.string()) for column in columns})
    selected = ", ".join(f"cast({names[column]} as {kinds.get(column, 'varchar')}) as {names[column]}"
                         for column in columns)
    with duckdb.connect() as connection:
        connection.register("texts", texts)
        connection.sql(f"select {selected}, '{name}.csv' as _file, row_number() over () as _row from texts"
                       ).write_parquet(str(store.raw_file(name, batch_id)))


def add_batch(store: Store, **tables: list[Row]) -> Batch:
    """Commit one batch of rows by canonical table."""
    with store.writing():
        batch_id = new_id()
        for name, rows in tables.items():
            write_parquet(store, name, batch_id, rows)
        batch = Batch(id=batch_id, created=datetime.now(UTC), files=("made.csv",), sha256=("0" * 64,),
                      tables={name: len(rows) for name, rows in tables.items()})
        store.commit(batch)
    return batch


def order(order_id: str, customer_id: str, ordered_on: str, revenue: float, **more: object) -> Row:
    """Return an order of one line."""
    return {"order_id": order_id, "customer_id": customer_id, "ordered_on": ordered_on,
            "revenue": revenue, "line": "1", **more}
