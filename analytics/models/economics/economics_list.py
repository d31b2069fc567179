"""The customers whose margin the economics begin with: those who stayed the last twelve months."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.models.economics.economics import OWN
from analytics.settings import load_settings
from analytics.store.reader import Reader


def economics_list(reader: Reader, filters: Filters, *, default_margin: float = OWN) -> pd.DataFrame:
    """List the customers whose margin is reckoned with: those who stayed the last twelve months.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The period does not matter.
    default_margin : float
        Where there are no orders; by the settings when not given.

    Returns
    -------
    DataFrame
        One row per customer, the most margin first, minor units. Without dates: nobody.
    """
    year = replace(filters, period="12m")
    assumed = load_settings(reader.store_path).number("default_margin") if math.isnan(default_margin) \
        else default_margin
    return run_sql(reader, "models/economics/economics_list", year,
                   contract_margin=None if reader.meta.has_orders else assumed)
