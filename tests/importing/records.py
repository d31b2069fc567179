"""What an import has put into a store, read back."""

from __future__ import annotations

from typing import Any

import duckdb

from analytics.importing import ImportReport
from analytics.store import Store

CUSTOMERS = '[customers]\ncustomer_id = "id"\nname = "name"\n'
ORDERS = ('[orders]\norder_id = "order"\nline = "line"\ncustomer_id = "customer"\nordered_on = "day"\n'
          'revenue = "amount"\n')
LINES = ORDERS.replace('line = "line"\n', "")


def rows(store: Store, table: str, columns: str, batch: int = -1) -> list[tuple[Any, ...]]:
    """Rows of a table in one batch, in the order of the file."""
    file = store.raw_files(table)[batch]
    with duckdb.connect() as connection:
        return connection.execute(
            f"select {columns} from (select * replace (coalesce(_row, file_row_number + 2) as _row)"
            f" from read_parquet('{file}', file_row_number = true)) order by _file, _row").fetchall()


def broken(report: ImportReport) -> list[tuple[int, str, str, str, str]]:
    """Row, column, value, rule and hint of every example."""
    return sorted((problem.row, problem.column, problem.value, problem.rule, problem.hint)
                  for summary in report.problems for problem in summary.examples)


def counts(report: ImportReport, table: str) -> tuple[int, int, int, int]:
    """Rows read, accepted, refused and left out as copies, after checking that none is missing."""
    found = report.table(table)
    assert found.read == found.accepted + found.refused + found.duplicates + found.left_out
    return found.read, found.accepted, found.refused, found.duplicates
