"""What customers answered about buying elsewhere, as the metrics of the wallet read it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.filters.filters import DIMENSIONS
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import Estimate
from analytics.store.reader import Reader

#: In money no share counts as less.
LEAST = 0.05
#: Days after an answer that do not count, and after them the window in which staying is observed; the
#: defaults of the settings ``loyalty_blank_days`` and ``loyalty_horizon_days``.
BLANK_DAYS, HORIZON_DAYS = 30, 365


def wallet_answers(reader: Reader, filters: Filters, by: str = "segment", *, blank_days: int = BLANK_DAYS,
                   horizon_days: int = HORIZON_DAYS) -> pd.DataFrame:
    """Return every answer to the questions share_of_wallet and supplier_rank.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    by : str
        A dimension of customers, in the column ``grouped_by``.
    blank_days, horizon_days : int

    Returns
    -------
    DataFrame
        One row per answer, by customer and day. ``share`` is what was said, 0 to 1; ``wallet`` what the
        customer spends in all, minor units, missing where it bought nothing or said nothing.

    Raises
    ------
    UnknownName
        A dimension there is none of.
    """
    if by not in DIMENSIONS:
        raise UnknownName("dimension", by, DIMENSIONS)
    frame = run_sql(reader, "share_of_wallet", filters, condition="true", dimension=by,
                    blank_days=blank_days, horizon_days=horizon_days)
    share = (frame["score"] / frame["scale_max"]).where(frame["question"] == "share_of_wallet")
    counts = (share > 0) & (frame["revenue"] > 0)
    return frame.assign(share=share, wallet=(frame["revenue"] / share.clip(lower=LEAST)).where(counts))


def in_units(amount: Estimate) -> Estimate:
    """Return an amount of minor units in whole ones, its interval with it."""
    middle, low, high = (None if one is None else one / 100
                         for one in (amount.estimate, amount.low, amount.high))
    return replace(amount, estimate=middle, low=low, high=high)
