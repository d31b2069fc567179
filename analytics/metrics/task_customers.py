"""The customers that tasks are about.

Definition
    Customers by number, with their name, grade and value, as far as they are under the filters.
Grain
    One row per customer.
"""

from __future__ import annotations

import pandas as pd

from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.store.reader import Reader


def task_customers(reader: Reader, filters: Filters, *, customers: tuple[str, ...] = ()) -> pd.DataFrame:
    """List customers by number.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The period does not matter.
    customers : tuple of str
        Their numbers.

    Returns
    -------
    pandas.DataFrame
        One row per customer; money in minor units.
    """
    return run_sql(reader, "task_customers", filters, customers=list(customers))
