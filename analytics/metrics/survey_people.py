"""The customers behind a survey's figures, by name."""

from __future__ import annotations

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.filters.filters import DIMENSIONS
from analytics.metrics.running import run_sql
from analytics.metrics.survey_response import ANSWER_DAYS
from analytics.store.reader import Reader


def survey_answer_list(reader: Reader, filters: Filters, *, question: str = "overall",
                       levels: tuple[int, ...] = (1, 2), by: str = "",
                       group: str | None = None) -> pd.DataFrame:
    """List the customers who gave certain levels in the period, most value first.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    question : str
    levels : tuple of int
        Of five.
    by : str
        A dimension to restrict; empty: everybody.
    group : str, optional
        Its value; None: where it is not known.

    Returns
    -------
    pandas.DataFrame
        One row per customer; money in minor units.
    """
    return run_sql(reader, "survey_answer_list", filters, condition=_condition(by, group), question=question,
                   levels=list(levels), group=group)


def invitation_list(reader: Reader, filters: Filters, *, answered: bool | None = False, by: str = "",
                    group: str | None = None) -> pd.DataFrame:
    """List the customers asked in the period who answered at least once, or never, or all; most value first.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    answered : bool or None
        None: everybody who was asked, with how often they were and how often they answered.
    by, group
        As for `survey_answer_list`.

    Returns
    -------
    pandas.DataFrame
        One row per customer; money in minor units.
    """
    return run_sql(reader, "invitation_list", filters, condition=_condition(by, group), answered=answered,
                   answer_days=ANSWER_DAYS, group=group)


def _condition(by: str, group: str | None) -> str:
    if not by:
        return "true"
    if by not in DIMENSIONS:
        raise UnknownName("dimension", by, DIMENSIONS)
    return f"customers_now.{by} is null" if group is None else f"cast(customers_now.{by} as varchar) = $group"
