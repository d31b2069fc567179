"""What is bought together more often than chance would have it: by order, or within ninety days.

Definition
    Lift: baskets that hold both items over the baskets that would hold both if items came together by
    chance, given how popular each is and how many items each basket holds.
Grain
    One row per pair of categories or products.
Edge cases
    Pairs in fewer than 30 baskets are not shown; every pair of items counts in the adjustment for many
    tests. The 80 items in most baskets are looked at, and of more than 15,000 customers a sample. Lines
    taken back are left out. A customer who always buys the same two things counts as one observation in
    the interval. A pair found is taken as one before the rest is looked at again, so that what goes with
    oil does not seem to go with all that is bought beside oil.
Source
    Methods A11; Agrawal, Imielinski & Swami 1993 on association rules; Goodman 1968 on
    quasi-independence; Benjamini & Hochberg 1995 on false discoveries. Association, not cause.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.statistics.pairs import PairLift, pair_lifts
from analytics.store.reader import Reader

#: What may be put together: columns of the order lines, from coarse to fine.
ITEMS = ("category", "product", "kind")

#: Baskets a pair needs to be shown, and an item to be looked at.
FEWEST = 30
#: Items looked at, those in most baskets first.
MOST_ITEMS = 80
#: More customers than this are sampled.
MOST_CUSTOMERS = 15_000
#: Days of a window, where what is bought within a time counts as together.
WINDOW_DAYS = 90
#: Orders with several items from which on orders tell what goes together; below, windows do.
ENOUGH_ORDERS = 300
#: Days of orders looked at: what went together long ago is not news.
HISTORY_DAYS = 3 * 365


@dataclass(frozen=True, slots=True)
class Pair:
    """Two items.

    Attributes
    ----------
    first, second : str
    lift : PairLift
    first_baskets, second_baskets : int
        Baskets that hold each.
    """

    first: str
    second: str
    lift: PairLift
    first_baskets: int
    second_baskets: int

    @property
    def both_ways(self) -> tuple[Estimate, Estimate]:
        """Share of the first's baskets that hold the second as well, and the other way round."""
        return rate(self.lift.baskets, self.first_baskets), rate(self.lift.baskets, self.second_baskets)


@dataclass(frozen=True, slots=True)
class BoughtTogether:
    """Every pair that enough baskets hold.

    Attributes
    ----------
    columns : tuple of str
        Columns of the order lines that tell at least two items apart.
    item : str
        The one looked at; empty where there is none.
    window_days : int
        Nought: by order.
    baskets, baskets_of_several : int
        With an item looked at, and those of them with more than one.
    items : int
    pairs : tuple of Pair
        Most surprising first.
    """

    columns: tuple[str, ...]
    item: str
    window_days: int
    baskets: int
    baskets_of_several: int
    items: int
    pairs: tuple[Pair, ...]

    @property
    def together(self) -> tuple[Pair, ...]:
        """Pairs bought together more often than chance explains, surest lift first."""
        return tuple(sorted((one for one in self.pairs if one.lift.found),
                            key=lambda one: -(one.lift.lift.low or 0.0)))

    def table(self) -> list[dict[str, object]]:
        """Return one row per pair."""
        return [{"first": one.first, "second": one.second, "baskets": one.lift.baskets,
                 "customers": one.lift.customers, "expected": one.lift.expected,
                 "estimate": one.lift.lift.estimate, "low": one.lift.lift.low, "high": one.lift.lift.high,
                 "n": one.lift.lift.n, "state": one.lift.lift.state, "p": one.lift.p, "found": one.lift.found}
                for one in self.pairs]


# A reader is of one build, whose order lines do not change.
@lru_cache(maxsize=16)
def item_columns(reader: Reader) -> tuple[str, ...]:
    """Return the columns of the order lines that tell at least two items apart."""
    counts = reader.rows("select " + ", ".join(f"approx_count_distinct({name})" for name in ITEMS)
                         + " from warehouse.orders")
    return tuple(name for name, count in zip(ITEMS, counts[0], strict=True) if int(str(count or 0)) > 1)


def pair_list(reader: Reader, filters: Filters, *, item: str, first: str, second: str,
              both: bool = False) -> pd.DataFrame:
    """List living customers who bought the first of two items and not the second, or both.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    item : {"category", "product", "kind"}
    first, second : str
    both : bool

    Returns
    -------
    pandas.DataFrame
        One row per customer, most value first; money in minor units.

    Raises
    ------
    UnknownName
        The item is none of those.
    """
    if item not in ITEMS:
        raise UnknownName("item", item, ITEMS)
    return run_sql(reader, "pair_list", filters, dimension=item, condition="true", first=first, second=second,
                   both=both, history_days=HISTORY_DAYS)


def bought_together(reader: Reader, filters: Filters, *, item: str | None = None,
                    window_days: int | None = None) -> BoughtTogether:
    """Find what is bought together.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The period does not matter: the newest three years count.
    item : {"category", "product", "kind"}, optional
        By default the first that tells items apart.
    window_days : int, optional
        Nought: what stands in one order; else what a customer buys within so many days. By default
        orders, and windows of 90 days where orders hardly ever hold two different items.

    Returns
    -------
    BoughtTogether

    Raises
    ------
    UnknownName
        The item is none of those.
    """
    if item is not None and item not in ITEMS:
        raise UnknownName("item", item, ITEMS)
    there = item_columns(reader)
    chosen = item or (there[0] if there else "")
    if chosen not in there:
        return BoughtTogether(there, "", window_days or 0, 0, 0, 0, ())
    found = _found(reader, filters, there, chosen, window_days or 0)
    if window_days is None and found.baskets_of_several < ENOUGH_ORDERS:
        return _found(reader, filters, there, chosen, WINDOW_DAYS)
    return found


def _found(reader: Reader, filters: Filters, there: tuple[str, ...], chosen: str,
           window_days: int) -> BoughtTogether:
    frame = run_sql(reader, "bought_together", filters, dimension=chosen, condition="true",
                    window_days=window_days, history_days=HISTORY_DAYS, fewest=FEWEST, most_items=MOST_ITEMS,
                    most_customers=MOST_CUSTOMERS)
    if frame.empty:
        return BoughtTogether(there, chosen, window_days, 0, 0, 0, ())
    place, names = pd.factorize(frame["item"], sort=True)
    basket = frame["basket"].to_numpy(int)
    held = np.zeros((int(basket.max()) + 1, len(names)), bool)
    held[basket, place] = True
    customers = np.zeros(len(held), np.int64)
    customers[basket] = frame["customer_key"].to_numpy()
    each = held.sum(axis=0)
    return BoughtTogether(
        there, chosen, window_days, len(held), int((held.sum(axis=1) > 1).sum()), len(names),
        tuple(Pair(str(names[one.first]), str(names[one.second]), one, int(each[one.first]),
                   int(each[one.second])) for one in pair_lifts(held, customers, fewest=FEWEST)))
