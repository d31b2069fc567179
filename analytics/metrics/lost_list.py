"""The lost customers behind a number, by name."""

from __future__ import annotations

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.running import BREAKDOWNS, period_of, run_sql
from analytics.store.reader import Reader


def lost_list(reader: Reader, filters: Filters, *,
              where: tuple[tuple[str, object], ...] = (), from_start: bool = False,
              stated: bool = False) -> pd.DataFrame:
    """List the customers lost in the period, most value first.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    where : tuple of (str, value)
        Further conditions on a breakdown's dimensions; None asks for the missing ones.
    from_start : bool
        Only those there at the start of the period: the numerator of the churn rate.
    stated : bool
        Only those with a stated cause: what the avoidable are a share of.

    Returns
    -------
    pandas.DataFrame
        One row per loss; money in minor units.
    """
    conditions, parameters = ["cause_class <> 'not_stated'"] if stated else [], {}
    for number, (column, value) in enumerate(where):
        if column not in BREAKDOWNS:
            raise UnknownName("dimension", column, BREAKDOWNS)
        if value is None:
            conditions.append(f"{column} is null")
        else:
            conditions.append(f"cast({column} as varchar) = $where_{number}")
            parameters[f"where_{number}"] = str(value).lower() if isinstance(value, bool) else str(value)
    period = period_of(reader, filters)
    return run_sql(reader, "lost_list", filters, condition=" and ".join(conditions) or "true",
                   from_start=from_start, everyone=period.start is None or period.code == "all", **parameters)
