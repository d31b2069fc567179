"""What else a customer may need: items that go with what they buy, and that they have not bought.

Definition
    Of the pairs bought together more often than chance explains (``bought_together``), those of which the
    customer bought one item within three years and the other never. The pair whose lift is surest above 1
    comes first; an item is named once.
Grain
    One row per item the customer has not bought.
Edge cases
    What was only brought back counts as not bought. Without pairs there is nothing to name.
Source
    Methods A11. Association, not cause: that a customer would buy it is not said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from analytics.filters import Filters
from analytics.metrics.bought_together import HISTORY_DAYS, BoughtTogether, Pair, bought_together
from analytics.metrics.customer_card import asked_for
from analytics.metrics.customer_records import customer_records
from analytics.store.reader import Reader

#: So many items are named at most.
MOST_OFFERS = 5


@dataclass(frozen=True, slots=True)
class Offer:
    """An item that goes with one the customer buys.

    Attributes
    ----------
    item : str
        Not bought by the customer.
    beside : str
        Bought, and together with it oftener than chance explains.
    bought_on : date
        When the customer last bought that.
    pair : Pair
        The two items with their lift.
    """

    item: str
    beside: str
    bought_on: date
    pair: Pair


@dataclass(frozen=True, slots=True)
class CrossSell:
    """What else a customer may need, surest first.

    Attributes
    ----------
    item : str
        What is told apart: ``"category"``, ``"product"`` or ``"kind"``; empty: nothing.
    offers : tuple of Offer
    """

    item: str
    offers: tuple[Offer, ...]

    def table(self) -> list[dict[str, object]]:
        """Return one row per item."""
        return [{"item": one.item, "beside": one.beside, "bought_on": one.bought_on,
                 "estimate": one.pair.lift.lift.estimate, "low": one.pair.lift.lift.low,
                 "high": one.pair.lift.lift.high, "n": one.pair.lift.lift.n,
                 "baskets": one.pair.lift.baskets} for one in self.offers]


def cross_sell(reader: Reader, filters: Filters, *, customer: str | None = None) -> CrossSell:
    """Name what goes with what a customer buys.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Whose baskets tell what goes together; the customer is looked at whatever they say.
    customer : str, optional
        The customer's number; the one the filters name when omitted.

    Returns
    -------
    CrossSell

    Raises
    ------
    HuitouError
        No number was given.
    """
    customer = asked_for(filters, customer)
    others = Filters(filters.period, filters.as_of, tuple(
        one for one in filters.clauses if one.column != "customer_id"), filters.saved)
    orders = customer_records(reader, filters, customer=customer, records="orders")
    return offers_from(bought_together(reader, others), orders, filters.as_of or reader.meta.as_of)


def offers_from(found: BoughtTogether, orders: pd.DataFrame, today: date | None) -> CrossSell:
    """Name what goes with what a customer's order lines hold.

    Parameters
    ----------
    found : BoughtTogether
    orders : pandas.DataFrame
        The customer's order lines, as ``customer_records`` returns them.
    today : date or None
        The last day known.
    """
    if not found.item or found.item not in orders or today is None:
        return CrossSell(found.item, ())
    bought = orders[orders["revenue"] > 0].groupby(found.item)["ordered_on"].max()
    last = {str(name): pd.Timestamp(day).date() for name, day in bought.items()}
    since = today - timedelta(days=HISTORY_DAYS)
    offers: dict[str, Offer] = {}
    for pair in found.together:
        for item, beside in ((pair.first, pair.second), (pair.second, pair.first)):
            if item not in last and beside in last and last[beside] > since:
                offers.setdefault(item, Offer(item, beside, last[beside], pair))
    return CrossSell(found.item, tuple(offers.values())[:MOST_OFFERS])
