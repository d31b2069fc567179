"""Frequency, recency and age from trade: by hand, on the published file, and by the query."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from analytics.errors import NotEnoughData
from analytics.models.lifetime_value import (
    buying_summary,
    distinct_histories,
    histories_of,
    read_buying_summary,
)
from tests.models.lifetime_value.public_files import cdnow_summary, cdnow_trade


def test_by_hand():
    summary = buying_summary(
        ["b", "a", "a", "a", "a", "c", "b"],
        np.array(["2024-01-05", "2024-01-01", "2024-01-11", "2024-01-11", "2024-02-01", "2024-03-01", "2024-05-01"],
                 "datetime64[D]"),
        "2024-02-10", [7.0, 10.0, 20.0, 5.0, 35.0, 1.0, 1.0])
    assert summary["customer_key"].tolist() == ["a", "b"]
    assert summary["frequency"].tolist() == [2, 0]
    assert summary["recency"].tolist() == [31, 0]
    assert summary["age"].tolist() == [40, 36]
    assert summary["spend"].iloc[0] == 30.0, "two repeat days: 25 and 35"
    assert np.isnan(summary["spend"].iloc[1])


def test_no_trade_by_the_cut_off_gives_no_rows():
    assert buying_summary([1], np.array(["2024-01-05"], "datetime64[D]"), "2024-01-01").empty


def test_raw_log_gives_the_published_summary(datasets):
    trade, published = cdnow_trade(datasets), cdnow_summary(datasets)
    summary = buying_summary(trade["customer"], trade["day"], "1997-09-30", trade["revenue"])
    assert len(summary) == 2357
    assert summary["frequency"].to_numpy() == pytest.approx(published["x"])
    assert summary["recency"].to_numpy() / 7 == pytest.approx(published["t_x"], abs=0.006)
    assert summary["age"].to_numpy() / 7 == pytest.approx(published["T"], abs=0.006)
    assert summary["spend"].fillna(0).to_numpy() == pytest.approx(published["zbar"], abs=0.006)


def test_query_and_function_agree(demo_reader):
    days = demo_reader.query("select customer_key, day, revenue from warehouse.customer_days where orders > 0")
    until = pd.Timestamp(demo_reader.meta.as_of).date() - timedelta(days=120)
    queried = read_buying_summary(demo_reader, until)
    computed = buying_summary(days["customer_key"], days["day"].to_numpy(), until, days["revenue"])
    assert len(queried) > 300
    assert (queried["frequency"] > 0).sum() > 100
    for name in ("customer_key", "frequency", "recency", "age"):
        assert queried[name].tolist() == computed[name].tolist()
    assert queried["spend"].fillna(-1).to_numpy() == pytest.approx(computed["spend"].fillna(-1).to_numpy())


def test_customers_with_one_history_are_gathered():
    histories, index = distinct_histories([1, 0, 1, 1], [3, 0, 3, 2], [9, 5, 9, 9])
    assert histories.frequency.tolist() == [0, 1, 1]
    assert histories.recency.tolist() == [0, 2, 3]
    assert histories.customers.tolist() == [1, 1, 2]
    assert index.tolist() == [2, 0, 2, 1]
    assert (histories.total, histories.repeaters) == (4, 3)


def test_weighted_rows_count_as_so_many_customers():
    histories, _ = distinct_histories([0, 0], [0, 0], [6, 6], [5, 7])
    assert histories.customers.tolist() == [12]


@pytest.mark.parametrize(("frequency", "recency", "age"), [
    ([1], [0], [5]), ([0], [1], [5]), ([1], [6], [5]), ([-1], [0], [5])])
def test_impossible_histories_are_refused(frequency, recency, age):
    with pytest.raises(ValueError, match="recency must lie between"):
        distinct_histories(frequency, recency, age)


def test_nobody_is_too_few():
    with pytest.raises(NotEnoughData):
        distinct_histories([], [], [])


def test_unit_of_time():
    summary = pd.DataFrame({"frequency": [1], "recency": [14], "age": [70]})
    histories = histories_of(summary, unit=7)
    assert (histories.recency[0], histories.age[0]) == (2, 10)
