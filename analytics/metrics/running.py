"""Run a metric's SQL on the customers and the period under the current filters."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

import pandas as pd

from analytics.filters import Filters, Period
from analytics.store.reader import Reader

FOLDER = Path(__file__).parent

#: Dimensions the month cube is broken down by; other conditions are answered from the spells.
CUBE_DIMENSIONS = ("size", "segment", "region", "branch", "market")

_PERIOD = """period as (
    select
        cast($as_of as date) as as_of,
        cast($period_start as date) as period_start,
        cast($period_end as date) as period_end,
        cast($previous_start as date) as previous_start,
        cast($previous_end as date) as previous_end,
        cast($year_ago_start as date) as year_ago_start,
        cast($year_ago_end as date) as year_ago_end
)"""


@cache
def sql_of(stem: str) -> str:
    """Return the SQL of a metric, which begins with ``with``."""
    text = (FOLDER / f"{stem}.sql").read_text("utf-8")
    return re.sub(r"--[^\n]*", "", text).strip().rstrip(";")


@cache
def sql_hash(stem: str) -> str:
    """Return a short hash of a metric's SQL, so that a cache notices when it changes."""
    return hashlib.sha256((sql_of(stem) + sql_of("month_cells")).encode()).hexdigest()[:12]


def period_of(reader: Reader, filters: Filters) -> Period:
    """Return the filters' period on this store's own clock."""
    return filters.resolve(reader.meta.as_of, reader.meta.first_event)


def compose(stem: str, filters: Filters) -> tuple[str, dict[str, object]]:
    """Put ``scope``, ``period`` and, where it is read, ``month_cells`` in front of a metric's SQL.

    Parameters
    ----------
    stem : str
        Name of the metric's file.
    filters : Filters

    Returns
    -------
    sql : str
    parameters : dict
        The filters' parameters; the period's dates are added by `run_sql`.
    """
    condition, parameters = filters.where()
    body = sql_of(stem)
    if not body.startswith("with"):
        raise ValueError(f"{stem}.sql must begin with `with`")
    front = [f"scope as (select customer_key from customers_now where {condition})", _PERIOD]
    if re.search(r"\bmonth_cells\b", body):
        front.append(_month_cells(filters, condition))
    return "with\n" + ",\n".join(front) + ",\n" + body.removeprefix("with").lstrip(), dict(parameters)


def run_sql(reader: Reader, stem: str, filters: Filters, **parameters: object) -> pd.DataFrame:
    """Run a metric's SQL.

    Parameters
    ----------
    reader : Reader
        An open build.
    stem : str
        Name of the metric's file, without ``.sql``.
    filters : Filters
    **parameters : object
        Values for the metric's own ``$names``.

    Returns
    -------
    pandas.DataFrame
    """
    sql, named = compose(stem, filters)
    return reader.query(sql, {**named, **period_of(reader, filters).parameters(), **parameters})


def _month_cells(filters: Filters, condition: str) -> str:
    if all(clause.column in CUBE_DIMENSIONS for clause in filters.clauses):
        return f"month_cells as (select * from month_cube where {condition})"
    return sql_of("month_cells").removeprefix("with").lstrip()
