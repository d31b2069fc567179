"""What the models of repeat buying need to know of a customer: how often, how lately, for how long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analytics.errors import NotEnoughData
from analytics.store.reader import Reader

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Histories:
    """Distinct buying histories and how many customers share each: all that a likelihood depends on.

    Attributes
    ----------
    frequency : ndarray, shape (histories,)
        Repeat purchases: days of trade after the first one.
    recency : ndarray, shape (histories,)
        Time from the first to the last purchase; zero for whoever bought once.
    age : ndarray, shape (histories,)
        Time from the first purchase to the cut-off, in the unit of ``recency``.
    customers : ndarray, shape (histories,)
        Customers with this history.
    """

    frequency: Floats
    recency: Floats
    age: Floats
    customers: Floats

    @property
    def total(self) -> int:
        """Customers in all."""
        return int(self.customers.sum())

    @property
    def repeaters(self) -> int:
        """Customers who bought again."""
        return int(self.customers[self.frequency > 0].sum())

    def in_unit(self, unit: float) -> Histories:
        """Return the same histories with time counted in another unit (7 turns days into weeks)."""
        return Histories(self.frequency, self.recency / unit, self.age / unit, self.customers)

    def every(self, step: int) -> Histories:
        """Return every so-manieth history, for a first rough fit."""
        kept = slice(None, None, step)
        return Histories(self.frequency[kept], self.recency[kept], self.age[kept], self.customers[kept])


@cache
def _sql() -> str:
    return Path(__file__).with_suffix(".sql").read_text("utf-8")


def read_buying_summary(reader: Reader, until: date) -> pd.DataFrame:
    """Summarise the buying of every customer of a store.

    Parameters
    ----------
    reader : Reader
        A published build.
    until : date
        Cut-off: the last day that counts.

    Returns
    -------
    DataFrame
        As `buying_summary`, with ``customer_key`` and ``spend`` in minor units of the currency.
    """
    return reader.query(_sql(), {"until": until})


def buying_summary(customer: ArrayLike, day: ArrayLike, until: date | str | np.datetime64,
                   revenue: ArrayLike | None = None) -> pd.DataFrame:
    """Summarise the buying of customers from rows of trade.

    Several rows of a customer on one day are one purchase. Rows after the cut-off do not count, nor
    do customers who had not bought by then.

    Parameters
    ----------
    customer : array_like, shape (rows,)
        Who bought.
    day : array_like of dates, shape (rows,)
        When.
    until : date
        Cut-off: the last day that counts.
    revenue : array_like, shape (rows,), optional
        Money paid.

    Returns
    -------
    DataFrame
        One row per customer, ordered by ``customer_key``: ``frequency`` (repeat purchases),
        ``recency`` and ``age`` in days (first to last purchase; first purchase to cut-off), ``spend``
        (mean revenue of a repeat purchase; NaN where there is none or no revenue was given).
    """
    keys, who = np.unique(np.asarray(customer), return_inverse=True)
    when = np.asarray(day, "datetime64[D]").astype(np.int64)
    end = int(np.asarray(until, "datetime64[D]").astype(np.int64))
    money = np.full(when.size, np.nan) if revenue is None else np.asarray(revenue, float)
    known = when <= end
    who, when, money = who[known], when[known], money[known]
    order = np.lexsort((when, who))
    who, when, money = who[order], when[order], money[order]
    purchase = np.flatnonzero(_starts(who, when))
    paid = np.add.reduceat(money, purchase) if purchase.size else money
    who, when = who[purchase], when[purchase]
    first = np.flatnonzero(_starts(who))
    bought = np.diff(np.append(first, who.size))
    last = first + bought - 1
    repeats = bought - 1
    total = np.add.reduceat(paid, first) if first.size else paid
    with np.errstate(invalid="ignore"):
        spend = np.where(repeats > 0, (total - paid[first]) / np.maximum(repeats, 1), np.nan)
    return pd.DataFrame({
        "customer_key": keys[who[first]], "frequency": repeats, "recency": when[last] - when[first],
        "age": end - when[first], "spend": spend})


def distinct_histories(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike,
                       customers: ArrayLike | None = None) -> tuple[Histories, Integers]:
    """Gather customers with the same history.

    Parameters
    ----------
    frequency, recency, age : array_like, shape (customers,)
        Repeat purchases; time of the last one; time since the first purchase. One unit of time.
    customers : array_like, shape (customers,), optional
        How many customers each row stands for; one when omitted.

    Returns
    -------
    Histories
        Ordered by frequency, recency, age.
    ndarray of int, shape (customers,)
        Which history each customer has.

    Raises
    ------
    NotEnoughData
        No customer at all.
    ValueError
        A purchase before the first or after the cut-off, or repeat purchases without a time.
    """
    x, t, end = (np.asarray(values, float) for values in (frequency, recency, age))
    weight = np.ones(x.size) if customers is None else np.asarray(customers, float)
    if x.size == 0:
        raise NotEnoughData("customers", 0, 1)
    if ((x < 0) | (t < 0) | (t > end) | ((x == 0) & (t > 0)) | ((x > 0) & (t <= 0))).any():
        raise ValueError("recency must lie between 0 and age, and be 0 exactly where frequency is 0")
    order = np.lexsort((end, t, x))
    ordered = (x[order], t[order], end[order])
    starts = _starts(*ordered)
    index = np.empty(x.size, np.int64)
    index[order] = np.cumsum(starts) - 1
    first = np.flatnonzero(starts)
    frequencies, recencies, ages = (values[first] for values in ordered)
    return Histories(frequencies, recencies, ages, np.bincount(index, weight).astype(float)), index


def histories_of(summary: pd.DataFrame, *, unit: float = 1.0) -> Histories:
    """Return the distinct histories of a buying summary, in units of so many days."""
    columns: Iterable[str] = ("frequency", "recency", "age")
    return distinct_histories(*(summary[name].to_numpy() for name in columns))[0].in_unit(unit)


def _starts(*columns: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Mark where a new combination of values begins in ordered columns."""
    changed = np.zeros(columns[0].size, bool)
    changed[:1] = True
    for values in columns:
        changed[1:] |= values[1:] != values[:-1]
    return changed
