"""Run a metric's SQL on the customers and the period under the current filters."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters, Period
from analytics.filters.filters import DIMENSIONS
from analytics.store.reader import Reader

FOLDER = Path(__file__).parent

#: Dimensions the month cube is broken down by; other conditions are answered from the spells.
CUBE_DIMENSIONS = ("size", "segment", "region", "branch", "market")

#: What losses can be broken down by, beside the dimensions of a customer.
LOSS_DIMENSIONS = ("cause", "cause_class", "precursor", "basis", "month", "avoidable", "regretted")

BREAKDOWNS = (*DIMENSIONS, *LOSS_DIMENSIONS)

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


def grouping(sql: str, sets: Sequence[Sequence[str]]) -> str:
    """Fill a metric's grouping sets with dimensions.

    Parameters
    ----------
    sql : str
        SQL with ``{columns}``, ``{grouping}`` and ``{sets}``.
    sets : sequence of sequence of str
        Each inner sequence is one breakdown; the empty one is the total.

    Returns
    -------
    str
        The SQL; its column ``grouping_set`` has bit i (from the left) set where the i-th
        distinct dimension is not part of the row's breakdown.

    Raises
    ------
    UnknownName
        A dimension there is none of.
    """
    columns = distinct_dimensions(sets)
    for column in columns:
        if column not in BREAKDOWNS:
            raise UnknownName("dimension", column, BREAKDOWNS)
    return sql.format(
        columns=", ".join(columns) or "null as total",
        grouping=f"grouping({', '.join(columns)})" if columns else "0",
        sets=", ".join(f"({', '.join(one)})" for one in sets))


def distinct_dimensions(sets: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return every dimension of several breakdowns once, in order of appearance."""
    return tuple(dict.fromkeys(column for one in sets for column in one))


def grouping_mask(one: Sequence[str], sets: Sequence[Sequence[str]]) -> int:
    """Return the value of ``grouping_set`` on the rows of one breakdown."""
    columns = distinct_dimensions(sets)
    return sum(1 << (len(columns) - 1 - place) for place, column in enumerate(columns) if column not in one)


def compose(stem: str, filters: Filters, sets: Sequence[Sequence[str]] | None = None,
            condition: str | None = None, dimension: str | None = None) -> tuple[str, dict[str, object]]:
    """Put ``scope``, ``period`` and, where it is read, ``month_cells`` in front of a metric's SQL.

    Parameters
    ----------
    stem : str
        Name of the metric's file.
    filters : Filters
    sets : sequence of sequence of str, optional
        Breakdowns, for a metric that takes them.
    condition : str, optional
        SQL for the metric's ``{condition}``, made of checked columns and named parameters.
    dimension : str, optional
        Checked name for the metric's ``{dimension}``.

    Returns
    -------
    sql : str
    parameters : dict
        The filters' parameters; the period's dates are added by `run_sql`.
    """
    in_scope, parameters = filters.where()
    body = sql_of(stem) if sets is None else grouping(sql_of(stem), sets)
    if condition is not None or dimension is not None:
        body = body.format(condition=condition, dimension=dimension)
    if not body.startswith("with"):
        raise ValueError(f"{stem}.sql must begin with `with`")
    front = [f"scope as (select customer_key from customers_now where {in_scope})", _PERIOD]
    if re.search(r"\bmonth_cells\b", body):
        front.append(_month_cells(filters, in_scope))
    return "with\n" + ",\n".join(front) + ",\n" + body.removeprefix("with").lstrip(), dict(parameters)


def run_sql(reader: Reader, stem: str, filters: Filters, *,
            sets: Sequence[Sequence[str]] | None = None, condition: str | None = None,
            dimension: str | None = None, **parameters: object) -> pd.DataFrame:
    """Run a metric's SQL.

    Parameters
    ----------
    reader : Reader
        An open build.
    stem : str
        Name of the metric's file, without ``.sql``.
    filters : Filters
    sets : sequence of sequence of str, optional
        Breakdowns, for a metric that takes them.
    condition : str, optional
        SQL for the metric's ``{condition}``.
    dimension : str, optional
        Checked name for the metric's ``{dimension}``.
    **parameters : object
        Values for the metric's own ``$names``.

    Returns
    -------
    pandas.DataFrame
    """
    sql, named = compose(stem, filters, sets, condition, dimension)
    return reader.query(sql, {**named, **period_of(reader, filters).parameters(), **parameters})


def _month_cells(filters: Filters, condition: str) -> str:
    if all(clause.column in CUBE_DIMENSIONS for clause in filters.clauses):
        return f"month_cells as (select * from month_cube where {condition})"
    return sql_of("month_cells").removeprefix("with").lstrip()
