"""A company of any size for measuring speed: plausible shapes, no truth worth testing against."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from analytics.schema.table import SQL_TYPES, Table, tables
from analytics.store import Batch, Store, new_id

SQL = tuple(Path(__file__).parent / f"{name}.sql" for name in ("company", "company_records"))

#: The tables such a company has.
COMPANY_TABLES = ("customers", "orders", "surveys", "complaints", "contacts", "service_jobs",
                  "branch_periods")


def make_company(folder: Path, customers: int, order_lines: int, seed: int = 1) -> tuple[Path, ...]:
    """Write a company's exports as CSV files.

    Parameters
    ----------
    folder : Path
        Made where it is not there.
    customers, order_lines : int
        How many of each; the order lines come out within a few per cent.
    seed : int, default 1
        The same seed makes the same company.

    Returns
    -------
    tuple of Path
        One file a table, named after it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = tuple(folder / f"{name}.csv" for name in COMPANY_TABLES)
    with _company(customers, order_lines, seed) as connection:
        for name, file in zip(COMPANY_TABLES, files, strict=True):
            connection.sql(f"from {name}").write_csv(str(file))
    return files


def fill_store(store: Store, customers: int, order_lines: int, seed: int = 1) -> Batch:
    """Commit a company to a store as one batch, as if it had been imported.

    Parameters are those of :func:`make_company`.

    Returns
    -------
    Batch
    """
    with store.writing(), _company(customers, order_lines, seed) as connection:
        batch_id = new_id()
        rows = {}
        for name in COMPANY_TABLES:
            relation = connection.sql(_canonical(tables()[name], connection))
            relation.write_parquet(str(store.raw_file(name, batch_id)))
            rows[name] = connection.sql(f"select count(*) from {name}").fetchall()[0][0]
        batch = Batch(id=batch_id, created=datetime.now(UTC), files=("benchmark",), tables=rows)
        store.commit(batch)
    return batch


def _company(customers: int, order_lines: int, seed: int) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for statement in duckdb.extract_statements("\n".join(file.read_text("utf-8") for file in SQL)):
        values = {"customers": customers, "order_lines": order_lines, "seed": seed}
        connection.execute(statement, {name: values[name] for name in statement.named_parameters})
    return connection


def _canonical(table: Table, connection: duckdb.DuckDBPyConnection) -> str:
    made = set(connection.sql(f"from {table.name} limit 0").columns)
    columns = [f"cast({column.name} as {SQL_TYPES[column.type]}) as {column.name}"
               for column in table.columns if column.name in made]
    return (f"select {', '.join(columns)}, '{table.name}.csv' as _file, "
            f"row_number() over () as _row from {table.name}")
