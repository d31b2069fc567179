"""How often, and how lately, customers bought each kind of goods up to a day, and what they bought next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.store.reader import Reader

Floats = NDArray[np.float64]

#: Categories told apart.
MOST_ITEMS = 12
#: More customers than this are sampled to learn and to judge; everyone is told.
MOST_CUSTOMERS = 10_000
#: Gaps' worth of the mean of all customers in a customer's usual gap.
PRIOR_GAPS = 2.0
#: A gap that is not known: as long as the records look back for who is a customer.
_UNKNOWN_GAP = 365.0


@dataclass(frozen=True, slots=True)
class PurchaseHistories:
    """What was bought up to a day: one row per customer, one column per category.

    Attributes
    ----------
    day : date
    customers : ndarray, shape (customers,)
        Keys.
    items : tuple of str
        Categories.
    times : ndarray, shape (customers, items)
        Days of purchase.
    gap, since, until : ndarray, shape (customers, items)
        Days: the usual gap, those since the last purchase, and those until the next after the day.
    """

    day: date
    customers: NDArray[np.int64]
    items: tuple[str, ...]
    times: Floats
    gap: Floats
    since: Floats
    until: Floats

    @property
    def popularity(self) -> Floats:
        """Share of days of purchase that each category has."""
        return np.asarray(self.times.sum(axis=0) / self.times.sum())

    def design(self) -> Floats:
        """Return the columns of the regression, customers by categories."""
        overall = self.times.sum(axis=1, keepdims=True)
        popular = np.clip(self.popularity, 1e-3, 1.0)
        share = (self.times + popular) / (overall + 1)
        # Nothing that merely grows with the records: what is learnt must hold for longer ones too.
        columns = (np.ones_like(self.gap), np.log(self.gap), np.log1p(self.since / self.gap), np.log(share),
                   (self.times > 0).astype(float), np.log1p(self.since.min(axis=1, keepdims=True)),
                   np.log(self.gap.min(axis=1, keepdims=True)), np.log(popular)[None, :])
        return np.stack(np.broadcast_arrays(*columns), axis=-1)


def read_histories(reader: Reader, filters: Filters, item: str, days: list[date], *,
                   everyone: bool = False) -> list[PurchaseHistories | None]:
    """Read what was bought up to each of some days, in one pass over the orders.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    item : {"category", "product", "kind"}
    days : list of date
    everyone : bool
        All living customers; else a sample of those in scope, lost or not, to learn and to judge from.

    Returns
    -------
    list of PurchaseHistories or None
        In the order of the days; None where nobody bought in the year before.
    """
    frame = run_sql(reader, "models/next_purchase", filters, dimension=item, condition="true", days=days,
                    most_items=MOST_ITEMS, living=everyone,
                    most_customers=10**9 if everyone else MOST_CUSTOMERS)
    return [_history(frame[(frame["cut"] == pd.Timestamp(day)).to_numpy()], day) for day in days]


def _history(frame: pd.DataFrame, day: date) -> PurchaseHistories | None:
    if frame.empty:
        return None
    row, customers = pd.factorize(frame["customer_key"], sort=True)
    column, items = pd.factorize(frame["item"], sort=True)
    shape = (len(customers), len(items))
    cut = pd.Timestamp(day)

    def filled(values: Floats, otherwise: float) -> Floats:
        table = np.full(shape, otherwise)
        table[row, column] = np.where(np.isnan(values), otherwise, values)
        return table

    times = filled(frame["times"].to_numpy(float), 0.0)
    since = filled((cut - frame["last_on"]).dt.days.to_numpy(float), 10 * _UNKNOWN_GAP)
    until = filled((frame["next_on"] - cut).dt.days.to_numpy(float), np.inf)
    span = filled((frame["last_on"] - frame["first_on"]).dt.days.to_numpy(float), 0.0)
    gaps = np.maximum(times - 1, 0)
    total = gaps.sum(axis=0)
    usual = np.where(total > 0, span.sum(axis=0) / np.maximum(total, 1), _UNKNOWN_GAP)
    gap = np.maximum((span + PRIOR_GAPS * usual) / (gaps + PRIOR_GAPS), 1.0)
    return PurchaseHistories(
        day, np.asarray(customers, np.int64), tuple(map(str, items)), times, gap, since, until)
