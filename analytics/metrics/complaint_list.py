"""The complaints behind a number, with the customers' names."""

from __future__ import annotations

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.store.reader import Reader

#: What the list can be narrowed by.
COLUMNS = ("category", "severity", "channel", "reaction", "outcome", "owner", "owner_level", "size",
           "segment", "region", "branch", "market", "satisfied", "promise_kept")


def complaint_list(reader: Reader, filters: Filters, *, where: tuple[tuple[str, object], ...] = (),
                   known: str | None = None, everything: bool = False) -> pd.DataFrame:
    """List complaints received in the period, newest first.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    where : tuple of (str, value)
        Further conditions; None asks for the missing ones.
    known : str, optional
        A column that must not be missing: what a share of it is of.
    everything : bool
        All complaints known by the as-of day, whatever the period.

    Returns
    -------
    pandas.DataFrame
        One row per complaint; money in minor units.

    Raises
    ------
    UnknownName
        A column there is none of.
    """
    if known is not None and known not in COLUMNS:
        raise UnknownName("column", known, COLUMNS)
    conditions, parameters = [] if known is None else [f"chosen.{known} is not null"], {}
    for number, (column, value) in enumerate(where):
        if column not in COLUMNS:
            raise UnknownName("column", column, COLUMNS)
        if value is None:
            conditions.append(f"chosen.{column} is null")
        else:
            conditions.append(f"cast(chosen.{column} as varchar) = $where_{number}")
            parameters[f"where_{number}"] = str(value).lower() if isinstance(value, bool) else str(value)
    return run_sql(reader, "complaint_list", filters, condition=" and ".join(conditions) or "true",
                   everything=everything, **parameters)
