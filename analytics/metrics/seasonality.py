"""The season of trade: how much more or less is bought in each month of the year.

Definition
    Orders, or revenue, a day in a month of the year over those of the average month, beside a trend
    that may bend once a year.
Strength
    Share of what the trend leaves unexplained that months of the year explain.
Grain
    One row per month of the year.
Edge cases
    Whole months only, and at least 24 of them in a row; a month without trade counts as nought. Where
    months of the year differ no more than chance explains, there is no season to speak of. Months in
    which more was returned than bought count as nought.
Source
    McCullagh & Nelder 1989; Wang, Smith & Hyndman 2006.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics.errors import NotEnoughData
from analytics.filters import Filters
from analytics.filters.periods import add_months
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate
from analytics.statistics.season import LEAST_MONTHS, MonthlyIndex, monthly_index
from analytics.store.reader import Reader

#: From this p on, months of the year differ no more than chance explains.
LEVEL = 0.05

MEASURES = ("orders", "revenue")


@dataclass(frozen=True, slots=True)
class SeasonMonth:
    """One month of trade.

    Attributes
    ----------
    month : date
        Its first day.
    orders, customers : int
    revenue : int
        Minor units.
    """

    month: date
    orders: int
    customers: int
    revenue: int


@dataclass(frozen=True, slots=True)
class Seasonality:
    """The season of one measure.

    Attributes
    ----------
    measure : {"orders", "revenue"}
    months : tuple of SeasonMonth
        Whole months in a row, oldest first.
    index : tuple of Estimate
        Of January, February, …: so many times the average month, a day. Empty below 24 months.
    strength : Estimate
    p : float or None
    expected : tuple of float
        What trend and season give for each month.
    """

    measure: str
    months: tuple[SeasonMonth, ...]
    index: tuple[Estimate, ...]
    strength: Estimate
    p: float | None
    expected: tuple[float, ...]

    @property
    def shown(self) -> bool:
        """Whether months of the year differ more than chance explains."""
        return self.p is not None and self.p < LEVEL

    @property
    def strongest(self) -> int:
        """Month of the year, 1 to 12, with the highest index."""
        return 1 + max(range(12), key=lambda place: self.index[place].estimate or 0.0)

    @property
    def weakest(self) -> int:
        """Month of the year, 1 to 12, with the lowest index."""
        return 1 + min(range(12), key=lambda place: self.index[place].estimate or 0.0)

    @property
    def following(self) -> date | None:
        """First day of the month after the last whole one."""
        return add_months(self.months[-1].month, 1) if self.months else None

    def latest(self, month_of_year: int) -> SeasonMonth | None:
        """Return the newest whole month of that name."""
        return next((one for one in reversed(self.months) if one.month.month == month_of_year), None)

    def table(self) -> list[dict[str, object]]:
        """Return one row per month of the year."""
        return [{"month_of_year": place, "estimate": one.estimate, "low": one.low, "high": one.high,
                 "years": one.n, "strength": self.strength.estimate, "p": self.p}
                for place, one in enumerate(self.index, start=1)]


def seasonality(reader: Reader, filters: Filters, *, measure: str = "orders") -> Seasonality:
    """Estimate the season of orders or of revenue.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The period does not matter.
    measure : {"orders", "revenue"}

    Returns
    -------
    Seasonality
        Without an index where there are fewer than 24 whole months.
    """
    months = _in_a_row(run_sql(reader, "seasonality", filters))
    try:
        found = _index(months, measure)
    except NotEnoughData:
        return Seasonality(measure, months, (), Estimate(len(months), None, state="suppressed"), None, ())
    return Seasonality(measure, months, found.index, found.strength, found.p,
                       tuple(map(float, found.expected)))


def season_list(reader: Reader, filters: Filters, *, month: str) -> pd.DataFrame:
    """List the customers who bought in a month, most revenue first.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    month : str
        Its first day, ISO.

    Returns
    -------
    pandas.DataFrame
        One row per customer; money in minor units.
    """
    return run_sql(reader, "season_list", filters, month=date.fromisoformat(month))


def _index(months: tuple[SeasonMonth, ...], measure: str) -> MonthlyIndex:
    if len(months) < LEAST_MONTHS:
        raise NotEnoughData("months", len(months), LEAST_MONTHS)
    amounts = np.array([max(getattr(one, measure), 0) for one in months], float)
    days = np.array([(add_months(one.month, 1) - one.month).days for one in months], float)
    return monthly_index(amounts, [one.month.month for one in months], days)


def _in_a_row(frame: pd.DataFrame) -> tuple[SeasonMonth, ...]:
    if frame.empty:
        return ()
    known = {row["month"].date(): SeasonMonth(row["month"].date(), int(row["orders"]), int(row["customers"]),
                                              int(row["revenue"])) for row in frame.to_dict("records")}
    first, last = min(known), max(known)
    count = 12 * (last.year - first.year) + last.month - first.month + 1
    days = (add_months(first, place) for place in range(count))
    return tuple(known.get(day, SeasonMonth(day, 0, 0, 0)) for day in days)
