"""The customers behind a movement, by name: who was there, who was won, won back or lost."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.filters.periods import add_months
from analytics.metrics.running import period_of, run_sql
from analytics.store.reader import Reader

MOVEMENTS = ("there", "start", "ever", "gained", "won", "won_back", "lost")


def movement_list(reader: Reader, filters: Filters, *, kind: str = "there",
                  month: str | None = None) -> pd.DataFrame:
    """List the customers who came or went in the period, or who are there when it ends or begins.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    kind : {"there", "start", "ever", "gained", "won", "won_back", "lost"}
        Start is who was there when the period began, ever whoever is on record; gained are the won and
        the won back.
    month : str, optional
        First day of a month (ISO) to look at instead of the period; "there" then means at its start.

    Returns
    -------
    pandas.DataFrame
        One row per customer and movement, most value first; money in minor units. What a customer who is
        there is worth is as last set at a grading.

    Raises
    ------
    UnknownName
        A kind there is none of.
    """
    if kind not in MOVEMENTS:
        raise UnknownName("kind", kind, MOVEMENTS)
    starts, ends = _days(reader, filters, kind, month)
    return run_sql(reader, "movement_list", filters, kind="there" if kind == "start" else kind, starts=starts,
                   ends=ends)


def _days(reader: Reader, filters: Filters, kind: str, month: str | None) -> tuple[date | None, date | None]:
    if month is not None:
        starts = date.fromisoformat(month)
        return starts, add_months(starts, 1)
    period = period_of(reader, filters)
    return (period.end if kind == "there" else period.start), period.end
