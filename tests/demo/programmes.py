"""The rows the programmes are judged by, made from a simulated company's frames without importing or building."""

from __future__ import annotations

from itertools import pairwise

import duckdb
import numpy as np
import pandas as pd

from analytics.demo import Company
from analytics.metrics.running import sql_of
from tests.demo.observed import YEAR, left_on

#: Shares of value that end grades A, B and C.
GRADE_ENDS = (0.80, 0.95, 0.99)
NEVER = pd.Timestamp("9999-12-31")


def programme_rows(made: Company) -> pd.DataFrame:
    """Run the programmes' own query on the frames; the days on which the silent ones left are given."""
    customers = made.tables.customers[["customer_id", "acquired_on", "size", "market"]].copy()
    customers["customer_key"] = np.arange(len(customers))
    key = customers.set_index("customer_id")["customer_key"]
    left = customers["customer_id"].map(left_on(made))
    orders = made.tables.orders
    days = pd.DataFrame({"customer_key": orders["customer_id"].map(key), "day": orders["ordered_on"],
                         "revenue": (orders["revenue"].astype(float) * 100).round().astype("int64")})
    days = days.groupby(["customer_key", "day"], as_index=False)["revenue"].sum()
    months = days.assign(month=days["day"].dt.to_period("M").dt.to_timestamp())
    months = months.groupby(["customer_key", "month"], as_index=False)["revenue"].sum()
    first, last = pd.Timestamp(made.truth.first_day), pd.Timestamp(made.truth.last_day)
    with duckdb.connect() as connection:
        connection.execute("create schema warehouse")
        frames = {
            "customers_now": customers[["customer_key", "customer_id", "acquired_on"]],
            "scope": customers[["customer_key"]],
            "scoped_spells": _spells(customers, left, days, first, last),
            "losses": pd.DataFrame({"customer_key": customers["customer_key"], "lost_on": left,
                                    "known_on": left}).dropna(),
            "warehouse.customer_days": days, "warehouse.customer_months": months,
            "warehouse.memberships": made.tables.memberships, "warehouse.contacts": made.tables.contacts,
            "warehouse.campaigns": made.tables.campaigns}
        for name, frame in frames.items():
            connection.register("frame", frame)
            dates = ", ".join(f'cast("{column}" as date) as "{column}"' for column in frame
                              if pd.api.types.is_datetime64_any_dtype(frame[column]))
            connection.execute(f"create table {name} as select * {f'replace ({dates})' if dates else ''} from frame")
            connection.unregister("frame")
        return connection.execute(sql_of("models/programme_effects"), {
            "as_of": last.date(), "observed_on": (first + YEAR / 2).date(), "one_in": 1}).df()


def _spells(customers: pd.DataFrame, left: pd.Series, days: pd.DataFrame, first: pd.Timestamp,
            last: pd.Timestamp) -> pd.DataFrame:
    """Cut the time from acquisition to loss at the turn of every business year, graded by the year's revenue."""
    ends = left.fillna(NEVER)
    cuts = [*pd.date_range(first, last, freq="365D"), NEVER]
    found = []
    for start, stop in pairwise(cuts):
        bought = days[(days["day"] < start) & (days["day"] >= start - YEAR)]
        value = customers["customer_key"].map(bought.groupby("customer_key")["revenue"].sum()).fillna(0)
        order = np.argsort(-value.to_numpy(), kind="stable")
        share = np.empty(len(value))
        share[order] = np.cumsum(value.to_numpy()[order]) / max(value.sum(), 1)
        grade = pd.Series(np.array([*"ABCD"])[np.searchsorted(GRADE_ENDS, share - 1e-12)], index=value.index)
        grade = grade.where(customers["acquired_on"] < start, None)
        there = (customers["acquired_on"] < stop) & (ends > start)
        found.append(pd.DataFrame({
            "customer_key": customers["customer_key"], "size": customers["size"].astype(str),
            "market": customers["market"].astype(str), "grade": grade,
            "from_on": customers["acquired_on"].clip(lower=start), "to_on": np.minimum(ends, stop),
            "opened_by": np.where(customers["acquired_on"] < start, "grade", "won"),
            "closed_by": np.where(ends < stop, "lost", "grade")})[there])
    return pd.concat(found)
