"""The customers behind the acquisition filter: brought by one thing, kept or not after a year or two."""

from __future__ import annotations

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.acquisition_quality import MONTHS
from analytics.metrics.running import observed_days, run_sql
from analytics.store.reader import Reader


def acquisition_list(reader: Reader, filters: Filters, *, months: int = 12, source: str | None = None,
                     discount: str | None = None, promotion: str | None = None,
                     kept: bool | None = None) -> pd.DataFrame:
    """List the customers judged after so many months.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    months : {12, 24}
    source, discount, promotion : str, optional
        What brought them, as `acquisition_quality` names its groups.
    kept : bool, optional
        Only those still there after the time, or only the others.

    Returns
    -------
    pandas.DataFrame
        One row per customer, the newest first; ``lost_on`` where it had been lost by then.
    """
    if months not in MONTHS:
        raise UnknownName("months", str(months), [str(one) for one in MONTHS])
    return run_sql(reader, "acquisition_list", filters, months=months, source=source, discount=discount,
                   promotion=promotion, kept=kept, records_on=observed_days(reader)["records_on"])
