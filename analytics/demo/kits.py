"""Oil sampling kits: a line without a price that goes with oil and filters, taken again out of habit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.demo.additions import Kits
from analytics.demo.columns import labels
from analytics.demo.scenario import Floats, Integers
from analytics.demo.vocabulary import vocabulary

#: The stream of the kits; drawing from one of its own leaves everything else as it is without them.
STREAM = 17
#: Category of the goods a kit goes with.
OIL = "滤芯油品 Filters and oil"
#: Shape of the Dirichlet spread of tastes between customers.
TASTE_SHAPE = 1.2


def with_kits(seed: int, kits: Kits, orders: pd.DataFrame) -> pd.DataFrame:
    """Add the kits given away to the order lines.

    Parameters
    ----------
    seed : int
        The company's.
    kits : Kits
    orders : pandas.DataFrame
        The canonical table, by day. Its lines stay as they are.

    Returns
    -------
    pandas.DataFrame
        By day, a kit after the other lines of its order.
    """
    random = np.random.default_rng([seed, STREAM])
    first = ~orders["order_id"].duplicated().to_numpy()
    number = np.cumsum(first) - 1
    oiled = np.zeros(number[-1] + 1, bool)
    oiled[number[(orders["category"] == OIL).to_numpy()]] = True
    given = random.random(len(oiled)) < np.where(oiled, kits.with_oil, kits.otherwise)
    last = np.flatnonzero(np.append(first[1:], True))[given]
    lines = orders.iloc[last].copy()
    customer = pd.factorize(lines["customer_id"], sort=True)[0]
    variant = _variants(random, kits.repeated, customer)

    words = vocabulary()
    lines["line"] = labels([str(one) for one in range(1, 9)], lines["line"].astype(int).to_numpy()).to_numpy()
    lines["product"] = np.array(words.kits)[variant]
    lines["category"], lines["kind"], lines["new_reason"] = words.kit_category, "other", None
    lines["quantity"] = 1.0
    lines[["revenue", "cost", "discount", "list_price"]] = 0.0
    known = {name: list(dict.fromkeys([*orders[name].cat.categories, *lines[name].dropna().unique()]))
             for name in orders.select_dtypes("category")}
    kinds = {name: pd.CategoricalDtype(values) for name, values in known.items()}
    added = pd.concat([orders.astype(kinds), lines.astype(kinds)])
    place = np.argsort(np.concatenate([np.arange(len(orders)), last + 0.5]), kind="stable")
    return added.iloc[place].reset_index(drop=True)


def _variants(random: np.random.Generator, repeated: float, customer: Integers) -> Integers:
    """Draw which kit is taken: the last one again, or by a taste of one's own; orders are by day."""
    kinds = len(vocabulary().kits)
    taste: Floats = random.dirichlet(np.full(kinds, TASTE_SHAPE), customer.max(initial=0) + 1)
    fresh = (random.random(len(customer))[:, None] > taste.cumsum(axis=1)[customer]).sum(axis=1)
    again = random.random(len(customer)) < repeated
    order = np.argsort(customer, kind="stable")
    begins = np.append(True, np.diff(customer[order]) > 0)
    drawn = np.flatnonzero(~again[order] | begins)
    source = drawn[np.searchsorted(drawn, np.arange(len(order)), side="right") - 1]
    variant = np.empty(len(order), np.int64)
    variant[order] = fresh[order][source]
    return np.minimum(variant, kinds - 1)
