"""The days of the simulation: quarters, seasons, the Spring Festival, and drawing days from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analytics.demo.scenario import Booleans, Floats, Integers

#: The data end here. The wall clock plays no part, so a seed always gives the same company.
LAST_DAY = np.datetime64("2026-06-30")

#: How busy each calendar month is on a building site, January first.
MONTH_WEIGHTS = np.array([0.78, 0.74, 1.22, 1.34, 1.22, 1.04, 0.88, 0.90, 1.08, 1.12, 1.00, 0.92])

SPRING_FESTIVALS = (
    "2013-02-10", "2014-01-31", "2015-02-19", "2016-02-08", "2017-01-28", "2018-02-16", "2019-02-05",
    "2020-01-25", "2021-02-12", "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17",
    "2027-02-06", "2028-01-26", "2029-02-13",
)
#: Trade in the fortnight around the Spring Festival and in the October holiday, as a share of usual.
FESTIVAL_WEIGHT, HOLIDAY_WEIGHT, SUNDAY_WEIGHT = 0.10, 0.25, 0.35


@dataclass(frozen=True)
class Calendar:
    """Days numbered from the first day of the simulation.

    Attributes
    ----------
    first_day : numpy.datetime64
        Day number 0.
    edges : numpy.ndarray of int
        First day number of each quarter, and one past the last day: shape (quarters + 1,).
    weights : numpy.ndarray of float
        How busy each day is; mean one: shape (days,).
    """

    first_day: np.datetime64
    edges: Integers
    weights: Floats

    @property
    def quarters(self) -> int:
        """Number of quarters."""
        return len(self.edges) - 1

    @property
    def days(self) -> int:
        """Number of days."""
        return int(self.edges[-1])

    @cached_property
    def clock(self) -> Floats:
        """Busy time at the start of each day: how many average days' trade lies before it."""
        return np.concatenate([[0.0], np.cumsum(self.weights)])

    def number(self, day: object) -> int:
        """Return the number of a date; negative before the first day."""
        return int((np.datetime64(day, "D") - self.first_day).astype(int))  # type: ignore[call-overload]

    def quarter_of(self, day: Integers) -> Integers:
        """Return the quarter each day lies in; -1 before the first."""
        return np.asarray(np.searchsorted(self.edges, day, side="right") - 1)

    def dates(self, day: Integers, known: Booleans | None = None) -> pd.Series:
        """Return day numbers as a column of dates, null where ``known`` is false."""
        dates = (self.first_day + np.asarray(day).astype("timedelta64[D]")).astype("datetime64[s]")
        if known is not None:
            dates = np.where(known, dates, np.datetime64("NaT"))
        return pd.Series(dates)

    def month_starts(self, day: Integers) -> pd.Series:
        """Return the first day of the month each day lies in."""
        return pd.Series(self.dates(day).to_numpy().astype("datetime64[M]").astype("datetime64[s]"))

    def busy_days(self, random: np.random.Generator, start: Integers, end: Integers) -> Integers:
        """Draw one day in each interval ``[start, end)``, busy days more often.

        Parameters
        ----------
        random : numpy.random.Generator
        start, end : numpy.ndarray of int
            Day numbers; ``end`` is exclusive and lies after ``start``.

        Returns
        -------
        numpy.ndarray of int
        """
        low, high = self.clock[start], self.clock[end]
        return self.days_at(low + random.random(len(low)) * (high - low))

    def days_at(self, busy_time: Floats) -> Integers:
        """Return the day on which the clock of trade shows a busy time."""
        day = np.searchsorted(self.clock, busy_time, side="right") - 1
        return np.asarray(np.minimum(day, self.days - 1))

    def season(self) -> Floats:
        """Return the true seasonal index: the weight of each calendar month's days, mean one."""
        months = (self.first_day + np.arange(self.days)).astype("datetime64[M]").astype(int) % 12
        length = np.bincount(months, minlength=12)
        sums = np.bincount(months, self.weights, minlength=12)
        index = np.divide(sums, length, out=np.ones(12), where=length > 0)
        return np.asarray(index / index.mean())


def calendar(quarters: int, *, seasonal: bool, last_day: np.datetime64 = LAST_DAY) -> Calendar:
    """Make the calendar of the quarters that end on the last day.

    Parameters
    ----------
    quarters : int
        How many.
    seasonal : bool
        Whether months and festivals weigh; weekdays always do.
    last_day : numpy.datetime64
        The end of a quarter.

    Returns
    -------
    Calendar
    """
    past_end = (last_day + 1).astype("datetime64[M]")
    starts = (past_end - 3 * np.arange(quarters, -1, -1)).astype("datetime64[D]")
    edges = (starts - starts[0]).astype(int)
    dates = starts[0] + np.arange(edges[-1])
    # 1970-01-01, day 0 of NumPy's dates, was a Thursday.
    weekday = (dates.astype(int) + 3) % 7
    weights = np.where(weekday == 6, SUNDAY_WEIGHT, 1.0)
    if seasonal:
        weights *= MONTH_WEIGHTS[dates.astype("datetime64[M]").astype(int) % 12]
        for festival in np.array(SPRING_FESTIVALS, dtype="datetime64[D]"):
            weights[(dates >= festival - 5) & (dates < festival + 9)] *= FESTIVAL_WEIGHT
        month_day = dates - dates.astype("datetime64[M]").astype("datetime64[D]")
        october = dates.astype("datetime64[M]").astype(int) % 12 == 9
        weights[october & (month_day.astype(int) < 7)] *= HOLIDAY_WEIGHT
    return Calendar(starts[0], edges, weights / weights.mean())
