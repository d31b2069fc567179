"""Batches for tests, written as an import writes them: canonical columns, one parquet file a table."""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb

from analytics.schema.table import SQL_TYPES, table
from analytics.store import Batch, Store, new_id

Row = dict[str, object]


def write_parquet(store: Store, name: str, batch_id: str, rows: list[Row]) -> None:
    """Write rows of a canonical table; columns are those of the first row, traits among them."""
    columns = list(rows[0])
    kinds = {column.name: SQL_TYPES[column.type] for column in table(name).columns}
    names = {column: '"' + column.replace('"', '""') + '"' for column in columns}
    selected = ", ".join(f"cast(? as {kinds.get(column, 'varchar')}) as {names[column]}" for column in columns)
    with duckdb.connect() as connection:
        connection.execute(f"create table made as select {selected}, cast(? as varchar) as _file, "
                           "cast(? as bigint) as _row limit 0",
                           [*(rows[0][column] for column in columns), "", 0])
        connection.executemany(
            f"insert into made values ({', '.join('?' * (len(columns) + 2))})",
            [[*(row.get(column) for column in columns), f"{name}.csv", place]
             for place, row in enumerate(rows, start=1)])
        connection.table("made").write_parquet(str(store.raw_file(name, batch_id)))


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
