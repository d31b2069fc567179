"""The customers of a segment, by name: whoever the condition holds for, living or lost."""

from __future__ import annotations

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters, SavedSegment
from analytics.metrics.choices import columns_of
from analytics.metrics.running import run_sql
from analytics.store.reader import Reader

#: Shown of a customer unless other columns are asked for.
COLUMNS = ("customer_key", "customer_id", "name", "status", "size", "grade", "value", "last_order_on",
           "last_score", "open_complaints", "region", "branch", "account_manager", "contract_end", "lost_on")


def segment_list(reader: Reader, filters: Filters, *, segment: SavedSegment,
                 columns: tuple[str, ...] = COLUMNS) -> pd.DataFrame:
    """List the customers of a segment, most value first; living and lost alike.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Who is looked at.
    segment : SavedSegment
    columns : tuple of str
        Of ``customers_now``.

    Returns
    -------
    DataFrame
        One row per customer, money in minor units.

    Raises
    ------
    UnknownName
        A column there is none of.
    """
    known = columns_of(reader, "customers_now")
    for column in columns:
        if column not in known:
            raise UnknownName("column", column, known)
    condition, parameters = segment.where("segment")
    return run_sql(reader, "segment_list", filters, condition=condition,
                   dimension=", ".join(f'"{column}"' for column in columns), **parameters)
