"""Partner firms: who buys through one, and the one that no longer sells."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.demo.additions import Partners
from analytics.demo.calendar import Calendar
from analytics.demo.columns import labels, pick
from analytics.demo.vocabulary import vocabulary
from analytics.schema.table import table

#: The stream of the partners; drawing from one of its own leaves everything else as it is without them.
STREAM = 37


def with_partners(seed: int, partners: Partners, time: Calendar, orders: pd.DataFrame) -> pd.DataFrame:
    """Name the firm an order went through; the other columns stay as they are.

    Parameters
    ----------
    seed : int
        The company's.
    partners : Partners
    time : Calendar
    orders : pandas.DataFrame
        The canonical table.

    Returns
    -------
    pandas.DataFrame
    """
    random = np.random.default_rng([seed, STREAM])
    customer = orders["customer_id"].str[1:].astype(int).to_numpy() - 1
    count = int(customer.max(initial=0)) + 1
    through = random.random(count) < partners.customers
    firm = np.where(through, pick(random, partners.weights, count), -1)[customer]
    # All lines of an order go the same way.
    order, first = np.unique(orders["order_id"].to_numpy(dtype=str), return_inverse=True)
    direct = random.random(len(order))[first] >= partners.lines
    stopped = time.first_day + np.timedelta64(time.days - partners.stopped_days, "D")
    gone = (firm == len(partners.weights) - 1) & (orders["ordered_on"].to_numpy() >= stopped)
    named = labels(vocabulary().partners, np.where(direct | gone, -1, firm))
    # Columns stand in the order of the schema.
    return orders.assign(partner=named)[[column.name for column in table("orders").columns]]
