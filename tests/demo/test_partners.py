"""Partner firms: beside everything else, one larger than the others, one that no longer sells."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.demo.additions import Partners
from analytics.demo.vocabulary import vocabulary


def test_an_order_goes_one_way_and_a_customer_has_one_partner(company):
    orders = company.tables.orders
    ways = orders.groupby("order_id")["partner"].agg(lambda one: one.nunique(dropna=False))
    assert (ways == 1).all()
    assert (orders.dropna(subset="partner").groupby("customer_id")["partner"].nunique() == 1).all()


def test_partners_have_their_share_and_the_last_one_has_stopped(company):
    orders = company.tables.orders.dropna(subset="partner")
    customers = orders.groupby("partner", observed=False)["customer_id"].nunique()
    n = customers.sum()
    usual = Partners()
    for name, weight in zip(vocabulary().partners, usual.weights, strict=True):
        assert abs(customers[name] / n - weight) < 4 * np.sqrt(weight * (1 - weight) / n), name
    last = orders.groupby("partner", observed=False)["ordered_on"].max()
    stopped = pd.Timestamp("2026-06-30") - pd.Timedelta(days=usual.stopped_days)
    assert last[vocabulary().partners[-1]] <= stopped
    assert (last[list(vocabulary().partners[:-1])] > pd.Timestamp("2026-06-01")).all()
