"""All rows of one canonical table about one customer."""

from __future__ import annotations

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.customer_card import asked_for
from analytics.metrics.running import run_sql
from analytics.schema.table import table
from analytics.store.reader import Reader

#: Canonical tables with rows about a customer, each with the day its rows are known from.
RECORD_TABLES: dict[str, str] = {
    "orders": "ordered_on", "surveys": "answered_on", "complaints": "opened_on",
    "contacts": "contacted_on", "service_jobs": "done_on", "contracts": "starts_on",
    "memberships": "joined_on",
}
#: Where a row may have no such day: an unanswered question is known from when it was sent.
OTHERWISE = {"surveys": "sent_on"}


def customer_records(reader: Reader, filters: Filters, *, customer: str | None = None,
                     records: str = "orders") -> pd.DataFrame:
    """Return all rows of one canonical table about a customer, newest first.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Only the as-of day matters, and the number where it is given here.
    customer : str, optional
        The customer's number; the one the filters name when omitted.
    records : str
        One of `RECORD_TABLES`.

    Returns
    -------
    pandas.DataFrame
        Columns as the schema has them, those without any value left out; money in minor units.

    Raises
    ------
    UnknownName
        A table that has no rows about single customers.
    HuitouError
        No number was given.
    """
    customer = asked_for(filters, customer)
    if records not in RECORD_TABLES:
        raise UnknownName("table", records, RECORD_TABLES)
    day = RECORD_TABLES[records]
    otherwise = OTHERWISE.get(records, day)
    frame = run_sql(reader, "customer_records", Filters(as_of=filters.as_of), dimension=records,
                    condition=f"coalesce({day}, {otherwise}, as_of) <= as_of", customer=customer)
    frame = frame.drop(columns="customer_id").dropna(axis="columns", how="all")
    for column in table(records).columns:
        if column.type == "money" and column.name in frame:
            frame[column.name] = (frame[column.name].astype("float64") * 100).round().astype("Int64")
    known = [frame[column] for column in (day, otherwise) if column in frame]
    if known:
        days = known[0].fillna(known[-1]).sort_values(ascending=False, kind="stable")
        frame = frame.loc[days.index].reset_index(drop=True)
    return frame
