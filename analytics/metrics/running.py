"""Run a metric's SQL on the customers and the period under the current filters."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters, Period
from analytics.filters.filters import DIMENSIONS
from analytics.store.reader import Reader

FOLDER = Path(__file__).parent
PACKAGE = FOLDER.parent

#: Dimensions the cubes are broken down by; other conditions are answered from the spells.
CUBE_DIMENSIONS = ("size", "segment", "region", "branch", "market")

#: What a row of the month cube stands for, beside its month.
CELL_DIMENSIONS = ("size", "grade", "segment", "region", "branch", "market")

#: Relations that several metrics read, each a file of its own put in front where it is named; and the
#: cube that holds the same rows ready made, used while the filters touch nothing but its dimensions.
RELATIONS: dict[str, str | None] = {"month_cells": "month_cube", "cohort_cells": "cohort_cube",
                                    "attention_cases": None, "customers_as_of": None, "observed": None,
                                    "judged_answers": None, "asked_customers": None,
                                    "complaint_stages": None, "revenue_pairs": None, "period_answers": None,
                                    "acquired_customers": None, "customer_activity": None,
                                    "grade_ends": None, "grade_orders": None, "contact_waits": None,
                                    "contact_delays": None, "contact_occasions": None,
                                    "life_cycle_states": None, "relation_beginnings": None}

#: Marts of customers as the filters leave them, by the name a metric reads them under.
SCOPED = {"scoped_customers": "customers_now", "scoped_spells": "customer_spells", "scoped_losses": "losses"}

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

_OBSERVED = """observed as (
    select cast($records_on as date) as records_on, cast($observed_on as date) as observed_on
)"""


@cache
def sql_of(stem: str) -> str:
    """Return the SQL of a metric, which begins with ``with``.

    A stem with a folder, such as ``models/at_risk``, is found from the package's root.
    """
    folder = PACKAGE if "/" in stem else FOLDER
    text = (folder / f"{stem}.sql").read_text("utf-8")
    return re.sub(r"--[^\n]*", "", text).strip().rstrip(";")


@cache
def sql_hash(stem: str) -> str:
    """Return a short hash of a metric's SQL, so that a cache notices when it changes."""
    text = sql_of(stem)
    text += "".join(sql_of(relation) for relation in _relations_in(text))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def period_of(reader: Reader, filters: Filters) -> Period:
    """Return the filters' period on this store's own clock."""
    return filters.resolve(reader.meta.as_of, reader.meta.first_event)


def observed_days(reader: Reader) -> dict[str, object]:
    """Return the values of ``observed``, which are the same under all filters and found once per build."""
    return dict(zip(("records_on", "observed_on"), _observed_days(reader, reader.build_id), strict=True))


@lru_cache(maxsize=64)
def _observed_days(reader: Reader, build: str) -> tuple[object, ...]:
    rows = reader.rows(sql_of("observed"))
    return rows[0] if rows else (None, None)


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
            condition: str | None = None, dimension: str | None = None,
            order: str | None = None) -> tuple[str, dict[str, object]]:
    """Put ``scope``, ``period`` and the relations and scoped marts it reads in front of a metric's SQL.

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
    order : str, optional
        SQL for the metric's ``{order}``, made of checked columns.

    Returns
    -------
    sql : str
    parameters : dict
        The filters' parameters; the period's dates are added by `run_sql`.
    """
    in_scope, parameters = filters.where()
    body = sql_of(stem) if sets is None else grouping(sql_of(stem), sets)
    if condition is not None or dimension is not None:
        body = body.format(condition=condition, dimension=dimension, order=order)
    if not body.startswith("with"):
        raise ValueError(f"{stem}.sql must begin with `with`")
    front = [f"scope as (select customer_key from customers_now where {in_scope})", _PERIOD]
    relations = [_relation(name, filters, in_scope, body) for name in _relations_in(body)]
    read = body + "".join(relations)
    front += [_scoped(name, filters, in_scope) for name in SCOPED if re.search(rf"\b{name}\b", read)]
    front += relations
    return "with\n" + ",\n".join(front) + ",\n" + body.removeprefix("with").lstrip(), dict(parameters)


def run_sql(reader: Reader, stem: str, filters: Filters, *,
            sets: Sequence[Sequence[str]] | None = None, condition: str | None = None,
            dimension: str | None = None, order: str | None = None, **parameters: object) -> pd.DataFrame:
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
    order : str, optional
        SQL for the metric's ``{order}``, made of checked columns.
    **parameters : object
        Values for the metric's own ``$names``.

    Returns
    -------
    pandas.DataFrame
    """
    sql, named = compose(stem, filters, sets, condition, dimension, order)
    known = observed_days(reader) if "$observed_on" in sql else {}
    return reader.query(sql, {**named, **period_of(reader, filters).parameters(), **known, **parameters})


def run_rows(reader: Reader, stem: str, filters: Filters, *, condition: str | None = None,
             dimension: str | None = None, order: str | None = None,
             **parameters: object) -> list[tuple[Any, ...]]:
    """Run a metric's SQL like `run_sql` and return its rows: few of them, in half the time of a frame."""
    sql, named = compose(stem, filters, condition=condition, dimension=dimension, order=order)
    return reader.rows(sql, {**named, **period_of(reader, filters).parameters(), **observed_days(reader),
                             **parameters})


def run_coded(reader: Reader, stem: str, filters: Filters) -> pd.DataFrame:
    """Run a metric's SQL like `run_sql` for rows to be counted: their dimensions stay categories."""
    sql, named = compose(stem, filters)
    return reader.query(sql, {**named, **period_of(reader, filters).parameters(), **observed_days(reader)},
                        coded=True)


def _relations_in(body: str) -> list[str]:
    found = _named_in(body)
    # A relation may read those above it.
    for name in reversed(RELATIONS):
        if name in found:
            found |= _read_by(name)
    return [name for name in RELATIONS if name in found]


def _named_in(text: str) -> set[str]:
    return {name for name in RELATIONS if re.search(rf"\b{name}\b", text)}


@cache
def _read_by(name: str) -> frozenset[str]:
    return frozenset(_named_in(sql_of(name)))


def _relation(name: str, filters: Filters, condition: str, body: str) -> str:
    if name == "observed":
        return _OBSERVED
    cube = RELATIONS[name]
    # A cube knows everything up to now; an earlier day is answered from the spells.
    if (cube and filters.as_of is None and not filters.saved
            and all(one.column in CUBE_DIMENSIONS for one in filters.clauses)):
        return f"{name} as (select * from {cube} where {condition})"
    # Fewer dimensions make fewer cells, and a metric seldom needs more than one.
    named = "".join(f"{column}, " for column in CELL_DIMENSIONS if re.search(rf"\b{column}\b", body))
    return f"{name} as (\n{sql_of(name).format(dimensions=named)}\n)"


def _scoped(name: str, filters: Filters, condition: str) -> str:
    # The mart repeats a customer's dimensions, so that most filters need no join; the grade alone is
    # another there: the one of its own time.
    own = SCOPED[name] == "customers_now" or (not filters.saved and all(
        one.column in DIMENSIONS and one.column != "grade" for one in filters.clauses))
    kept = f"where {condition}" if own else "join scope using (customer_key)"
    return f"{name} as not materialized (select * from {SCOPED[name]} {kept})"


def plain_value(value: Any) -> Any:
    """Return a cell of a result as Python's own: days as dates, nothing as None."""
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.item() if hasattr(value, "item") else value
