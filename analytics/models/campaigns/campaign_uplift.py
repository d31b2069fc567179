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

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analytics.filters import EVERYONE, Filters, SavedSegment
from analytics.metrics.running import run_sql
from analytics.models.campaigns.candidates import campaign_candidates
from analytics.models.campaigns.readout import DrawnCampaign, campaign_rows
from analytics.models.campaigns.readouts import campaign_readouts, imported_campaigns
from analytics.models.campaigns.uplift import Uplift, learn_uplift, predict_uplift
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
    return learn_uplift(*_learnt_from(reader, campaigns))


def uplift_list(reader: Reader, filters: Filters, *,
                campaigns: tuple[DrawnCampaign, ...] = ()) -> pd.DataFrame:
    """List the living customers by predicted uplift x margin of a year, the most to be gained first.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Not used.
    campaigns : tuple of DrawnCampaign
        Those drawn here.

    Returns
    -------
    DataFrame
        ``uplift``, ``worth`` and ``uplift_worth`` in minor units; those it is below nought for are left
        out: an offer reminds them that they could leave. Nobody where the test does not say that the
        order is any good.
    """
    features, treated, kept = _learnt_from(reader, campaigns)
    learnt = learn_uplift(features, treated, kept)
    everybody = SavedSegment("everybody", "everybody", EVERYONE)
    living = campaign_candidates(reader, Filters(), segment=everybody).drop(columns=["risk", "expected_loss"])
    if not learnt.useful or reader.meta.as_of is None:
        return living.head(0).assign(uplift=0.0, uplift_worth=0)
    day = reader.meta.as_of + timedelta(days=1)
    others = uplift_features(reader, list(living["customer_id"]), [day] * len(living))
    living["uplift"] = predict_uplift(learnt.learner, features, treated, kept, others)
    living["uplift_worth"] = (living["uplift"] * living["worth"]).round().astype("int64")
    gaining = living[living["uplift"] > 0]
    return gaining.sort_values(["uplift_worth", "customer_key"], ascending=[False, True], ignore_index=True)


def _learnt_from(reader: Reader,
                 campaigns: tuple[DrawnCampaign, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return features, arm and outcome of every customer of the campaigns with a verdict."""
    found = campaign_readouts(reader, Filters(), campaigns=campaigns)
    decided = {one.code for one in found.readouts if one.decided}
    here = {one.code for one in campaigns}
    taken = [one for one in (*campaigns, *(one for one in imported_campaigns(reader) if one.code not in here))
             if one.code in decided] if decided else []
    if not taken:
        return np.empty((0, 1)), np.empty(0, bool), np.empty(0, bool)
    rows = pd.concat([campaign_rows(reader, one).assign(day=one.starts_on) for one in taken],
                     ignore_index=True)
    features = uplift_features(reader, list(rows["customer_id"]), list(rows["day"]))
    return features, rows["treated"].to_numpy(bool), ~rows["lost"].to_numpy(bool)


def uplift_features(reader: Reader, customers: Sequence[str], days: Sequence[date]) -> np.ndarray:
    """Return what was known of customers on days of their own; not a number where unknown."""
    found = run_sql(reader, "models/campaigns/uplift_features", Filters(), customers=list(customers),
                    days=list(days), places=list(range(len(customers))))
    return np.asarray(found.drop(columns="place").to_numpy(float))
