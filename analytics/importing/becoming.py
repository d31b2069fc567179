"""What the first rows of a file become under a mapping, before anything is imported."""

from __future__ import annotations

import pandas as pd

from analytics.importing.mapping import Mapping
from analytics.importing.mapping_sql import identifier
from analytics.importing.preview import Preview
from analytics.importing.reading import connect


def become(mapping: Mapping, table: str, preview: Preview) -> pd.DataFrame:
    """Return what the rows of a preview become in one canonical table.

    Parameters
    ----------
    mapping : Mapping
        With one source.
    table : str
        Canonical table.
    preview : Preview

    Returns
    -------
    DataFrame
        A column per mapped canonical column and trait, values still as text; rows in file order.

    Raises
    ------
    MappingRefused
        The mapping names a column the file does not have.
    """
    columns = ", ".join(f"{identifier(column)} varchar" for column in preview.columns)
    with connect(threads=1) as connection:
        connection.execute(f"create temp table cells (_file varchar, _row bigint, {columns})")
        marks = ", ".join("?" * (len(preview.columns) + 2))
        rows = [[preview.path.name, number, *row] for number, row in enumerate(preview.rows, 2)]
        connection.executemany(f"insert into cells values ({marks})", rows)
        alias = mapping.table(table).source
        selected = mapping.select(table, {alias: "cells"}, {alias: preview.columns})
        frame = connection.execute(f"select * from ({selected}) order by _row").df()
    return frame.drop(columns=[name for name in ("_file", "_row", "_hash") if name in frame])
