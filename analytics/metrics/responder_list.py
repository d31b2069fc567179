"""The customers who answered the survey, and those who stayed silent, by name."""

from __future__ import annotations

import pandas as pd

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.metrics.survey_list import check_outcome
from analytics.store.reader import Reader


def responder_list(reader: Reader, filters: Filters, *, outcome: str = "stayed",
                   responded: bool = True) -> pd.DataFrame:
    """List the customers of the last complete survey year who answered, or who did not.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    outcome : {"stayed", "bought_again", "spend_kept"}
    responded : bool

    Returns
    -------
    pandas.DataFrame
        One row per customer, most value first; money in minor units.
    """
    return run_sql(reader, "responder_list", filters, outcome=check_outcome(outcome), responded=responded)
