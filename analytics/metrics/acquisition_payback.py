"""Payback: how long until a new customer's margin has brought back what winning it cost.

Definition
    Mean margin a customer won through a channel has brought by the end of each month since it was
    won, the lost ones included with nothing more. Payback is the first month in which it reaches the
    cost of winning a customer there.
Formula
    Cumulated over ages a: Σ margin in month a / customers seen through month a.
Grain
    One row per source and month of age.
Edge cases
    Customers count for an age only where they were won long enough ago to be seen through it, so the
    latest months rest on the oldest customers. Margin is revenue less cost of goods, before the cost
    to serve. Without a cost of acquisition there is no payback.
Source
    Intervals: bootstrap of customers (Efron & Tibshirani 1993).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.errors import HuitouError
from analytics.filters import Filters
from analytics.metrics.running import observed_days, run_sql
from analytics.statistics.estimate import SUPPRESSED_BELOW, Estimate
from analytics.statistics.resampling import Array, interval, resample_sums
from analytics.store.reader import Reader

#: So many months are followed.
LONGEST = 36
#: The name under which a setting gives the cost of every channel it does not name.
EVERY = "all"
#: Draws, and the random groups of customers they are drawn from.
_RESAMPLES, _GROUPS = 400, 250


@dataclass(frozen=True, slots=True)
class Payback:
    """In which month the cost of acquisition is back.

    Attributes
    ----------
    months : int or None
        The first at whose end the mean margin reaches the cost; None: not in the time seen.
    soonest, latest : int or None
        The same along the upper and the lower end of the margin's 95 % interval.
    seen : int
        Months the curve reaches.
    """

    months: int | None
    soonest: int | None
    latest: int | None
    seen: int


@dataclass(frozen=True, slots=True)
class AcquiredMargin:
    """What customers of one source bring, month after month.

    Attributes
    ----------
    source : str
    customers : int
        Won in all.
    margin : tuple of Estimate
        Cumulated margin a customer by the end of the first, second … month, minor units; ``n`` counts
        the customers seen that long. It ends where fewer than ten were.
    """

    source: str
    customers: int
    margin: tuple[Estimate, ...]

    def payback(self, cost: float) -> Payback:
        """Return when a cost, in minor units, is back."""
        return Payback(_first([one.estimate for one in self.margin], cost),
                       _first([one.high for one in self.margin], cost),
                       _first([one.low for one in self.margin], cost), len(self.margin))


@dataclass(frozen=True, slots=True)
class AcquisitionPayback:
    """What customers bring in the months after they were won, by source.

    Attributes
    ----------
    sources : tuple of AcquiredMargin
        The most customers first.
    """

    sources: tuple[AcquiredMargin, ...]

    def table(self) -> list[dict[str, object]]:
        """Return one row per source and month of age."""
        return [{"source": one.source, "month": place, "margin": margin}
                for one in self.sources for place, margin in enumerate(one.margin, start=1)]


def acquisition_payback(reader: Reader, filters: Filters) -> AcquisitionPayback:
    """Follow the margin of new customers month by month.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The period does not matter.

    Returns
    -------
    AcquisitionPayback
    """
    rows = run_sql(reader, "acquisition_payback", filters, months=LONGEST, groups=_GROUPS,
                   records_on=observed_days(reader)["records_on"])
    found = [_followed(str(source), part) for source, part in rows.groupby("source", observed=True)]
    return AcquisitionPayback(tuple(sorted(found, key=lambda one: (-one.customers, one.source))))


def costs_of(text: str) -> dict[str, int]:
    """Read the setting ``acquisition_costs``: channel=currency, separated by commas.

    Returns
    -------
    dict of str to int
        Cost of winning a customer, in minor units, by channel; `EVERY` for those not named.

    Raises
    ------
    HuitouError
        A part that is not name=number.
    """
    costs = {}
    for part in filter(None, (one.strip() for one in text.replace("，", ",").split(","))):
        name, _, amount = part.partition("=")
        try:
            costs[name.strip()] = round(100 * float(amount))
        except ValueError as error:
            raise HuitouError(f"Setting 'acquisition_costs' must be channel=amount, not {part!r}.",
                              code="setting_value", name="acquisition_costs", value=part) from error
    return costs


def _first(ends: list[float | None], cost: float) -> int | None:
    return next((place for place, end in enumerate(ends, start=1) if end is not None and end >= cost), None)


def _followed(source: str, rows: pd.DataFrame) -> AcquiredMargin:
    parts = int(rows["part"].max()) + 1
    traded, counted = rows[rows["age"].notna()], rows[rows["age"].isna()]
    margin, leaving = np.zeros((parts, LONGEST)), np.zeros((parts, LONGEST + 1))
    margin[traded["part"], traded["age"].astype(int)] = traded["margin"]
    leaving[counted["part"], counted["seen"].astype(int)] = counted["customers"]
    # Seen for so many months means seen through every month before.
    there = np.cumsum(leaving[:, ::-1], axis=1)[:, ::-1][:, 1:]
    reach = int((there.sum(axis=0) >= SUPPRESSED_BELOW).sum())
    sums = np.hstack((margin[:, :reach], there[:, :reach]))
    drawn = _cumulated(resample_sums(sums, _RESAMPLES))
    estimates = _cumulated(sums.sum(axis=0, keepdims=True))[0]
    return AcquiredMargin(source, int(leaving.sum()), tuple(
        interval(float(estimates[age]), drawn[:, age], int(there[:, age].sum())) for age in range(reach)))


def _cumulated(totals: Array) -> Array:
    """Turn totals of margin and of customers by age into the mean margin cumulated over ages."""
    margin, customers = np.split(totals, 2, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.cumsum(margin / customers, axis=1))
