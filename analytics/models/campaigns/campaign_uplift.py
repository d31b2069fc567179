"""Whom the campaigns so far moved, learnt from all those with a verdict together.

Definition
    `analytics.models.campaigns.uplift` on every customer of the campaigns with a verdict: kept or not by
    the read-out, and what was known of it on the campaign's first day: value, grade, size, market, time
    as a customer, time since the last order, orders, revenue of the last quarter and of the one before,
    complaints, the last score.
Edge cases
    Fewer than five hundred customers in the smaller arm or a hundred losses in all: nothing is learnt.
Grain
    One row a twentieth of the customers.
Source
    Methods C6.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.models.campaigns.readout import DrawnCampaign, campaign_rows
from analytics.models.campaigns.readouts import campaign_readouts, imported_campaigns
from analytics.models.campaigns.uplift import Uplift, learn_uplift
from analytics.store.reader import Reader


def campaign_uplift(reader: Reader, filters: Filters, *, campaigns: tuple[DrawnCampaign, ...] = ()) -> Uplift:
    """Learn whom the campaigns with a verdict moved.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Not used: campaigns are read as they were drawn.
    campaigns : tuple of DrawnCampaign
        Those drawn here.

    Returns
    -------
    Uplift
        Without a test where they are too small.
    """
    found = campaign_readouts(reader, filters, campaigns=campaigns)
    decided = {one.code for one in found.readouts if one.decided}
    here = {one.code for one in campaigns}
    taken = [one for one in (*campaigns, *(one for one in imported_campaigns(reader) if one.code not in here))
             if one.code in decided] if decided else []
    if not taken:
        return learn_uplift(np.empty((0, 1)), np.empty(0, bool), np.empty(0, bool))
    rows = pd.concat([campaign_rows(reader, one).assign(day=one.starts_on) for one in taken],
                     ignore_index=True)
    features = uplift_features(reader, list(rows["customer_id"]), list(rows["day"]))
    return learn_uplift(features, rows["treated"].to_numpy(bool), ~rows["lost"].to_numpy(bool))


def uplift_features(reader: Reader, customers: list[str], days: list[object]) -> np.ndarray:
    """Return what was known of customers on days of their own; not a number where unknown."""
    found = run_sql(reader, "models/campaigns/uplift_features", Filters(), customers=customers, days=days,
                    places=list(range(len(customers))))
    return np.asarray(found.drop(columns="place").to_numpy(float))
