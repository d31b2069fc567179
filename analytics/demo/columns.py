"""Columns of the demo company's frames: identifiers, labels, money, flags, whole numbers, moments."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.demo.scenario import Booleans, Floats, Integers


def identifiers(prefix: str, numbers: Integers, width: int) -> pd.Series:
    """Return ``prefix`` and the zero-padded number of each row.

    Built in Arrow, because millions of Python strings would take longer than the whole simulation.
    """
    digits = pc.utf8_lpad(pc.cast(pa.array(np.asarray(numbers)), pa.large_string()), width, "0")
    start, nothing = pa.scalar(prefix, pa.large_string()), pa.scalar("", pa.large_string())
    return pd.Series(pc.binary_join_element_wise(start, digits, nothing), dtype="str")


def labels(values: Sequence[str], codes: Integers, known: Booleans | None = None) -> pd.Series:
    """Return the label of each code as a category, null where it is negative or not ``known``."""
    places = np.asarray(codes) if known is None else np.where(known, codes, -1)
    distinct = list(dict.fromkeys(values))
    where = np.array([distinct.index(value) for value in values] + [-1])
    places = where[np.where(places < 0, len(values), places)]
    return pd.Series(pd.Categorical.from_codes(places, categories=distinct))


def money(amount: Floats, known: Booleans | None = None) -> pd.Series:
    """Return amounts rounded to the cent, null where ``known`` is false."""
    rounded = np.round(amount, 2) + 0.0
    return pd.Series(rounded if known is None else np.where(known, rounded, np.nan))


def flags(values: Booleans, known: Booleans | None = None) -> pd.Series:
    """Return yes-no values, null where ``known`` is false."""
    missing = np.zeros(len(values), bool) if known is None else ~known
    return pd.Series(pd.arrays.BooleanArray(np.asarray(values, bool), missing))


def whole(values: Integers, known: Booleans | None = None) -> pd.Series:
    """Return whole numbers, null where ``known`` is false."""
    missing = np.zeros(len(values), bool) if known is None else ~known
    return pd.Series(pd.arrays.IntegerArray(np.asarray(values, np.int64), missing))


def texts(values: Sequence[str | None]) -> pd.Series:
    """Return free texts."""
    return pd.Series(pa.array(values, pa.large_string()), dtype="str")


def moments(first_day: np.datetime64, hours: Floats, known: Booleans | None = None) -> pd.Series:
    """Return moments given in hours since the first day, to the minute, null where ``known`` is false."""
    minutes = np.round(np.nan_to_num(hours) * 60.0).astype("timedelta64[m]")
    stamps = (first_day.astype("datetime64[m]") + minutes).astype("datetime64[s]")
    return pd.Series(stamps if known is None else np.where(known, stamps, np.datetime64("NaT")))


def pick(random: np.random.Generator, shares: Sequence[float] | Floats, size: int) -> Integers:
    """Draw a place in ``shares`` for each row; the shares need not sum to one."""
    bounds = np.cumsum(np.asarray(shares, dtype=float))
    return np.asarray(np.searchsorted(bounds, random.random(size) * bounds[-1], side="right"))
