"""What can be filtered on: the columns of this store's customers and the values they take."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from analytics.filters import Filters
from analytics.filters.filters import DIMENSIONS
from analytics.store.reader import Reader

#: A trait with more different values than this is not offered as a list to choose from.
MOST_VALUES = 500


@dataclass(frozen=True, slots=True)
class Choices:
    """Columns a reader may filter on, each with its values, most customers first.

    Attributes
    ----------
    dimensions : mapping of str to tuple of str
        Dimensions and traits with at least two different values.
    """

    dimensions: dict[str, tuple[str, ...]]


def columns_of(reader: Reader, mart: str) -> frozenset[str]:
    """Return the columns of a mart of this build."""
    return _columns(reader, reader.build_id, mart)


@lru_cache(maxsize=64)
def _columns(reader: Reader, build: str, mart: str) -> frozenset[str]:
    rows = reader.rows("select column_name from duckdb_columns() where table_name = $mart", {"mart": mart})
    return frozenset(str(row[0]) for row in rows)


def choices(reader: Reader, filters: Filters) -> Choices:
    """List what the customers of this build can be filtered on; the filters themselves do not matter."""
    columns = columns_of(reader, "customers_now")
    wanted = [column for column in DIMENSIONS if column in columns]
    wanted += sorted(column for column in columns if column.startswith("trait_"))
    found: dict[str, tuple[str, ...]] = {}
    for column in wanted:
        rows = reader.rows(
            f'select cast("{column}" as varchar), count(*) from customers_now where "{column}" is not null '
            f"group by 1 order by 2 desc, 1 limit {MOST_VALUES + 1}")
        if 2 <= len(rows) <= MOST_VALUES:
            found[column] = tuple(str(row[0]) for row in rows)
    return Choices(found)
