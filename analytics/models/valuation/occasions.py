"""Whether customers buy at any time or on occasions, such as once a quarter; buying summaries of either."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.metrics.running import sql_of
from analytics.models.lifetime_value import read_buying_summary
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import poisson_exact
from analytics.store.reader import Reader

Floats = NDArray[np.float64]

#: Kinds of occasions on which customers may buy.
Period = Literal["month", "quarter", "year"]
Clocked = Literal["week"] | Period

DAYS_OF_A_WEEK = 7.0
#: Days of each kind of occasion, on average; the longest is tried first.
LENGTHS: dict[Period, float] = {"year": 365.25, "quarter": 365.25 / 4, "month": 365.25 / 12}
MONTHS: dict[Period, int] = {"year": 12, "quarter": 3, "month": 1}
#: Pairs within one period that chance has to make before their lack says anything.
FEWEST_PAIRS = 30
#: Periods are occasions where the interval of pairs over chance ends below this.
RARE = 0.25


@dataclass(frozen=True, slots=True)
class Occasions:
    """Periods in which a purchase counts once.

    Attributes
    ----------
    period : {"month", "quarter", "year"}
    observed, expected : float
        Pairs of purchases of one customer within one period, and how many chance would make.
    ratio : Estimate
        The one over the other; n is customers.
    """

    period: Period
    observed: float
    expected: float
    ratio: Estimate

    @property
    def found(self) -> bool:
        """Whether customers hardly ever buy twice within a period; else the settings ask for it."""
        return self.expected >= FEWEST_PAIRS and self.ratio.high is not None and self.ratio.high < RARE


@dataclass(frozen=True, slots=True)
class Clock:
    """How time is counted in a model of repeat buying.

    Attributes
    ----------
    period : {"week", "month", "quarter", "year"}
        Weeks run from purchase to purchase; the others are occasions of the calendar.
    unit : float
        Days of one.
    """

    period: Clocked
    unit: float

    def end(self, day: date) -> date:
        """Return the last day that counts: the end of the last period that was over on a day."""
        if self.period == "week":
            return day
        months = MONTHS[self.period]
        after = day + timedelta(days=1)
        return date(after.year, (after.month - 1) // months * months + 1, 1) - timedelta(days=1)

    def before(self, end: date, units: int) -> date:
        """Return the end so many units before an end."""
        if self.period == "week":
            return end - timedelta(weeks=units)
        begins = (end + timedelta(days=1)).replace(day=1)
        place = begins.year * 12 + begins.month - 1 - MONTHS[self.period] * units
        return date(place // 12, place % 12 + 1, 1) - timedelta(days=1)

    def summary(self, reader: Reader, until: date) -> pd.DataFrame:
        """Summarise buying up to a day, as `read_buying_summary`: occasions in days of their length."""
        if self.period == "week":
            return read_buying_summary(reader, until)
        found = reader.query(sql_of("models/valuation/occasions"), {
            "period": self.period, "until": until, "end": self.end(until)})
        return found.assign(recency=found["recency"] * self.unit, age=found["age"] * self.unit)

    def place(self, days: pd.Series, end: date) -> pd.Series:
        """Return which occasion after an end each day lies in, the first being 1; in weeks: which day."""
        if self.period == "week":
            return (days - pd.Timestamp(end)).dt.days
        months = MONTHS[self.period]
        return ((days.dt.year * 12 + days.dt.month - 1) // months
                - (end.year * 12 + end.month - 1) // months)

    def histories(self, table: pd.DataFrame) -> tuple[Floats, Floats, Floats]:
        """Return frequency, recency and age of a buying summary in units of this clock."""
        return (table["frequency"].to_numpy(float), table["recency"].to_numpy(float) / self.unit,
                table["age"].to_numpy(float) / self.unit)


WEEKLY = Clock("week", DAYS_OF_A_WEEK)


def occasions_of(reader: Reader, customers: frozenset[int], until: date, *, forced: Period | None = None
                 ) -> Occasions | None:
    """Say on which occasions customers buy: the longest period within which they hardly ever buy twice.

    Parameters
    ----------
    reader : Reader
    customers : frozenset of int
        Whom a model is fitted to.
    until : date
        The last day there is.
    forced : {"month", "quarter", "year"}, optional
        The period the settings name, whatever the records say.

    Returns
    -------
    Occasions or None
        None where pairs are not clearly rarer than a quarter of chance in any period, or too few are
        expected to tell.
    """
    keys = sorted(customers)
    for period in (forced,) if forced else tuple(LENGTHS):
        row = reader.query(sql_of("models/valuation/occasion_pairs"), {
            "period": period, "until": until, "months": MONTHS[period], "customers": keys}).iloc[0]
        observed, expected = int(row["observed"]), float(row["expected"])
        low, high = poisson_exact(observed, max(expected, 1e-9))
        found = Occasions(period, observed, expected, Estimate(
            len(keys), observed / max(expected, 1e-9), float(low), float(high)))
        if forced or found.found:
            return found
    return None


def clock_of(occasions: Occasions | None) -> Clock:
    """Return the clock of occasions; weeks where there are none."""
    return WEEKLY if occasions is None else Clock(occasions.period, LENGTHS[occasions.period])
