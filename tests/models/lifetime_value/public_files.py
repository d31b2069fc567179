"""The public files that lifetime-value models are known by, read the way their publishers describe."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.models.lifetime_value import distinct_histories

#: Fader, Hardie and Shang 2010, table 1: frequency, last occasion and customers, six occasions after joining
#: (donors of 1995), as in the data set of the lifetimes library.
DONATIONS = (
    (0, 0, 3464), (1, 1, 1091), (1, 2, 277), (1, 3, 129), (1, 4, 78), (1, 5, 119), (1, 6, 129), (2, 2, 613),
    (2, 3, 255), (2, 4, 155), (2, 5, 173), (2, 6, 234), (3, 3, 322), (3, 4, 181), (3, 5, 225), (3, 6, 357),
    (4, 4, 240), (4, 5, 284), (4, 6, 512), (5, 5, 335), (5, 6, 728), (6, 6, 1203))


def cdnow_summary(datasets):
    """Published summary of CDNOW's 2,357 customers, in weeks: x, t_x, T and mean spending."""
    return pd.read_csv(datasets / "cdnow/cdnow_customers_summary_with_transactions.csv")


def cdnow_histories(datasets):
    summary = cdnow_summary(datasets)
    return distinct_histories(summary["x"], summary["t_x"], summary["T"])[0]


def cdnow_trade(datasets):
    """Raw log of the same customers: customer, day, revenue."""
    trade = pd.read_csv(datasets / "cdnow/CDNOW_sample.txt", sep=r"\s+", header=None,
                        names=["master", "customer", "day", "count", "revenue"], dtype={"day": str})
    trade["day"] = pd.to_datetime(trade["day"], format="%Y%m%d").to_numpy().astype("datetime64[s]")
    return trade


def retail_trade(datasets):
    """Online Retail, cleaned: with a customer, no cancellation, quantity and price above zero."""
    rows = pd.read_parquet(datasets / "online_retail/online_retail.parquet",
                           columns=["InvoiceNo", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"])
    kept = (rows["CustomerID"].notna() & ~rows["InvoiceNo"].astype(str).str.startswith("C")
            & (rows["Quantity"] > 0) & (rows["UnitPrice"] > 0))
    rows = rows[kept]
    return pd.DataFrame({
        "customer": rows["CustomerID"].to_numpy().astype(int),
        "day": pd.to_datetime(rows["InvoiceDate"]).to_numpy().astype("datetime64[D]").astype("datetime64[s]"),
        "revenue": (rows["Quantity"] * rows["UnitPrice"]).to_numpy()})


def donations():
    frequency, last, customers = np.array(DONATIONS, float).T
    return distinct_histories(frequency, last, np.full(frequency.size, 6.0), customers)[0]
