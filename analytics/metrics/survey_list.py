"""The customers behind a point of the satisfaction–loyalty curve, by name."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.filters.filters import DIMENSIONS
from analytics.metrics.running import run_sql
from analytics.store.reader import Reader

#: What may count as loyal behaviour after an answer.
OUTCOMES = ("stayed", "bought_again", "spend_kept")


def survey_list(reader: Reader, filters: Filters, *, outcome: str = "stayed",
                scores: tuple[int, ...] = (1, 2, 3, 4, 5), loyal: bool | None = None,
                where: tuple[tuple[str, object], ...] = ()) -> pd.DataFrame:
    """List the customers who gave certain scores and what they did afterwards, most value first.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    outcome : {"stayed", "bought_again", "spend_kept"}
    scores : tuple of int
        Levels of satisfaction.
    loyal : bool, optional
        Only those who were, or were not, loyal afterwards.
    where : tuple of (str, value)
        Further conditions on a customer's dimensions; None asks for the missing ones.

    Returns
    -------
    pandas.DataFrame
        One row per customer with the latest such answer, how many such answers there are and after how
        many of them the customer was loyal; money in minor units.

    Raises
    ------
    UnknownName
        An outcome or a dimension there is none of.
    """
    check_outcome(outcome)
    conditions = ["list_contains($scores, score)"]
    parameters: dict[str, Any] = {"outcome": outcome, "scores": list(scores), "loyal": loyal}
    for number, (column, value) in enumerate(where):
        if column not in DIMENSIONS or column == "grade":
            raise UnknownName("dimension", column, DIMENSIONS)
        if value is None:
            conditions.append(f"{column} is null")
        else:
            conditions.append(f"cast({column} as varchar) = $where_{number}")
            parameters[f"where_{number}"] = value
    if loyal is not None:
        conditions.append("loyal = $loyal")
    return run_sql(reader, "survey_list", filters, condition=" and ".join(conditions), **parameters)


def check_outcome(outcome: str) -> str:
    """Return the outcome, or say which ones there are."""
    if outcome not in OUTCOMES:
        raise UnknownName("outcome", outcome, OUTCOMES)
    return outcome
