"""Rows of text written to a Parquet file piece by piece, for what DuckDB cannot read by itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

_CELLS_AT_ONCE = 400_000


class CellWriter:
    """A Parquet file of text columns beside the number of the row and, for a broken row, its fault.

    Parameters
    ----------
    path : Path
        The file to write.
    columns : sequence of str
        Names of the text columns.
    """

    def __init__(self, path: Path, columns: Sequence[str]):
        self._columns = list(columns)
        self._schema = pa.schema([*((name, pa.string()) for name in columns), ("_row", pa.int64()),
                                  ("_fault", pa.string()), ("_line", pa.string())])
        self._writer = pq.ParquetWriter(path, self._schema, compression="snappy")
        self._most = max(100, _CELLS_AT_ONCE // max(1, len(columns)))
        self._rows: list[tuple[str | None, ...]] = []
        self._places: list[tuple[int, str | None, str | None]] = []
        self.faults: dict[str, int] = {}

    def __enter__(self) -> CellWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._flush()
        finally:
            self._writer.close()

    def add(self, row: int, cells: Sequence[str | None]) -> None:
        """Add a row of as many cells as there are columns."""
        self._rows.append(tuple(cells))
        self._places.append((row, None, None))
        if len(self._rows) >= self._most:
            self._flush()

    def add_broken(self, row: int, fault: str, line: str) -> None:
        """Add a row whose cells cannot be told apart, with its line as it stands in the file."""
        self.faults[fault] = self.faults.get(fault, 0) + 1
        self._rows.append((None,) * len(self._columns))
        self._places.append((row, fault, line))
        if len(self._rows) >= self._most:
            self._flush()

    def _flush(self) -> None:
        if not self._rows:
            return
        arrays = [pa.array(cells, pa.string()) for cells in zip(*self._rows, strict=True)]
        rows, faults, lines = zip(*self._places, strict=True)
        arrays += [pa.array(rows, pa.int64()), pa.array(faults, pa.string()), pa.array(lines, pa.string())]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self._rows.clear()
        self._places.clear()
