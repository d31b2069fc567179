"""The customers who, or of whom staff, spoke of a topic, each with the latest such remark."""

from __future__ import annotations

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.models.remark_topics import keys, words_by_topic
from analytics.models.remark_words import masked
from analytics.models.remarks import STREAMS, read_remarks
from analytics.store.reader import Reader


def remark_list(reader: Reader, filters: Filters, *, topic: str = "price",
                stream: str = "comment") -> pd.DataFrame:
    """List the customers with a remark about a topic in the period, most value first.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    topic : str
        As in ``remark_topics.toml``.
    stream : {"comment", "suggestion", "report"}

    Returns
    -------
    pandas.DataFrame
        One row per customer with the latest remark, without telephone numbers and the like; money in
        minor units. Of the customers that were read, where there is too much to read.

    Raises
    ------
    UnknownName
        Another topic or stream.
    """
    if topic not in keys():
        raise UnknownName("topic", topic, tuple(keys()))
    if stream not in STREAMS:
        raise UnknownName("stream", stream, STREAMS)
    frame = read_remarks(reader, filters)[0]
    frame = frame[(frame["stretch"] == "now") & (frame["stream"] == stream)]
    frame = frame[[topic in words_by_topic(text) for text in frame["text"]]].drop_duplicates("customer_key")
    days = [None if pd.isna(day) else pd.Timestamp(day).date() for day in frame["said_on"]]
    return run_sql(reader, "models/remark_list", filters, days=days,
                   customers=[int(key) for key in frame["customer_key"]],
                   texts=[masked(text) for text in frame["text"]])
