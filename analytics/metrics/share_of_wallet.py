"""Share of wallet: what customers say they buy from us of all they buy in this field.

Definition
    Each customer counts once, with the latest answer of the period to the question share_of_wallet (0 to
    100 %). By customers: the mean answer. By money: Σ revenue / Σ (revenue / share) over those who bought
    in the year up to the answer. Left on the table: Σ revenue × (1 / share − 1), what these customers spend
    elsewhere; of those who answered, not of all customers.
Grain
    One row per group, and one for all.
Edge cases
    An answer of nothing counts by customers and not by money: who buys nothing here tells no wallet. In
    money a share below 5 % counts as 5 %, so that a slip of the pen makes no fortune. Answers of the first
    year of records have no year before them and do not count in money. Intervals draw customers with
    replacement.
Source
    Methods A14; Efron & Tibshirani 1993.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.filters.periods import add_months
from analytics.metrics.running import period_of
from analytics.metrics.wallet_answers import LEAST, in_units, wallet_answers
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.resampling import interval, resample_sums
from analytics.store.reader import Reader

#: A customer who buys less than this share from us has more to give than it gives.
HALF = 0.5
#: Draws for each group and quarter.
RESAMPLES = 500

WHO = ("all", "low", "first", "not_first")


@dataclass(frozen=True, slots=True)
class Wallet:
    """What some customers say.

    Attributes
    ----------
    name : str or None
        Value of the dimension; None: not known, or all together.
    share : Estimate
        Mean answer.
    money_share : Estimate
        Their revenue over all they spend; ``n`` counts those who bought and said more than nothing.
    left : Estimate
        What they spend elsewhere, minor units; of the same customers.
    """

    name: str | None
    share: Estimate
    money_share: Estimate
    left: Estimate


@dataclass(frozen=True, slots=True)
class WalletQuarter:
    """The answers of one quarter, each customer with its latest.

    ``complete`` says whether the whole quarter lies before the as-of day.
    """

    start: date
    complete: bool
    wallet: Wallet


@dataclass(frozen=True, slots=True)
class ShareOfWallet:
    """What customers buy from us of all they buy.

    Attributes
    ----------
    by : str
        Dimension of the groups.
    total : Wallet
    revenue : int
        Of the customers in money, in the year up to each one's answer; minor units.
    low : int
        Customers who buy less than half from us.
    nothing, floored : int
        Who said that they buy nothing from us; who said more than nothing and less than the least share
        counted in money.
    groups : tuple of Wallet
        The most left on the table first.
    quarters : tuple of WalletQuarter
        Oldest first, whatever the period.
    """

    by: str
    total: Wallet
    revenue: int
    low: int
    nothing: int
    floored: int
    groups: tuple[Wallet, ...]
    quarters: tuple[WalletQuarter, ...]

    def table(self) -> list[dict[str, object]]:
        """Return one row per group, all together first; money in whole units."""
        return [{self.by: label, "share": one.share, "money_share": one.money_share,
                 "left": in_units(one.left)} for label, one in (
                     ("all", self.total), *((one.name, one) for one in self.groups))]

    def extra(self) -> dict[str, object]:
        """Return the figures beside the groups; money in whole units."""
        return {
            "n": self.total.share.n, "estimate": self.total.share.estimate, "low": self.total.share.low,
            "high": self.total.share.high, "state": self.total.share.state, "revenue": self.revenue / 100,
            "below_half": self.low, "said_nothing": self.nothing, "floored": self.floored,
            "quarters": [{"quarter": one.start, "complete": one.complete, "share": one.wallet.share,
                          "money_share": one.wallet.money_share} for one in self.quarters]}


def share_of_wallet(reader: Reader, filters: Filters, *, by: str = "segment") -> ShareOfWallet:
    """Say what customers buy from us of all they buy.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    by : str
        A dimension of customers.

    Returns
    -------
    ShareOfWallet

    Raises
    ------
    UnknownName
        A dimension there is none of.
    """
    frame = wallet_answers(reader, filters, by)
    said = frame[frame["question"] == "share_of_wallet"]
    now = said[said["is_latest"]]
    groups = [_wallet(None if pd.isna(name) else str(name), rows)
              for name, rows in now.groupby(now["grouped_by"].astype(object), dropna=False)]
    share = now["share"]
    return ShareOfWallet(
        by, _wallet(None, now), int(now["revenue"][now["wallet"] > 0].sum()), int((share < HALF).sum()),
        int((share == 0).sum()), int(((share > 0) & (share < LEAST)).sum()),
        tuple(sorted(groups, key=lambda one: -(one.left.estimate or 0.0))),
        _quarters(said, period_of(reader, filters).as_of))


def share_of_wallet_list(reader: Reader, filters: Filters, *, who: str = "all", by: str = "segment",
                         group: str | None = None, grouped: bool = False) -> pd.DataFrame:
    """List the customers behind the figures, the most left on the table first.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    who : {"all", "low", "first", "not_first"}
        Everybody who said a share; those who buy less than half from us; of those who ranked us, who did so
        first, or lower.
    by : str
        A dimension of customers.
    group : str, optional
        Its value; None: where it is not known.
    grouped : bool
        Whether only customers of that group are listed.

    Returns
    -------
    DataFrame
        One row per customer; money in minor units.

    Raises
    ------
    UnknownName
        Another word for ``who``, or a dimension there is none of.
    """
    if who not in WHO:
        raise UnknownName("option", who, WHO)
    frame = wallet_answers(reader, filters, by)
    frame = frame[frame["is_latest"]]
    ranks = frame[frame["question"] == "supplier_rank"].set_index("customer_key")
    frame = (frame[frame["question"] == "share_of_wallet"] if who in ("all", "low")
             else ranks[(ranks["score"] == 1) == (who == "first")].reset_index())
    if who == "low":
        frame = frame[frame["share"] < HALF]
    if grouped:
        names = frame["grouped_by"].astype(object)
        frame = frame[names.isna() if group is None else names == group]
    ranked = ranks["score"].reindex(frame["customer_key"]).astype("Int64").to_numpy()
    listed = frame.assign(
        wallet_share=frame["share"], wallet_left=frame["wallet"] - frame["revenue"], supplier_rank=ranked,
        answered_on=frame["told_on"]).sort_values(["wallet_left", "customer_id"], ascending=[False, True])
    return listed[["customer_key", "customer_id", "name", "wallet_share", "revenue", "wallet_left",
                   "supplier_rank", "answered_on", "size", "grade", "segment", "branch",
                   "account_manager"]].reset_index(drop=True)


def _wallet(name: str | None, rows: pd.DataFrame) -> Wallet:
    """State the three figures from the same draws of customers."""
    counts = rows["wallet"].notna().to_numpy()
    revenue = np.where(counts, rows["revenue"], 0.0)
    spent = rows["wallet"].fillna(0.0).to_numpy()
    sums = np.column_stack((rows["share"], np.ones(len(rows)), revenue, spent)).astype(float)
    if not len(sums):
        nothing = Estimate(0, None, state=state_of(0))
        return Wallet(name, nothing, nothing, nothing)
    total, drawn, n = sums.sum(axis=0), resample_sums(sums, RESAMPLES), int(counts.sum())
    with np.errstate(invalid="ignore", divide="ignore"):
        return Wallet(name, interval(total[0] / total[1], drawn[:, 0] / drawn[:, 1], len(sums)),
                      interval(total[2] / total[3] if n else float("nan"), drawn[:, 2] / drawn[:, 3], n),
                      interval(total[3] - total[2] if n else float("nan"), drawn[:, 3] - drawn[:, 2], n))


def _quarters(said: pd.DataFrame, as_of: date | None) -> tuple[WalletQuarter, ...]:
    if as_of is None:
        return ()
    dated = said[said["is_quarters_latest"] & said["quarter"].notna()]
    over = as_of + timedelta(days=1)
    return tuple(WalletQuarter(start, add_months(start, 3) <= over, _wallet(None, rows))
                 for start, rows in ((stamp.date(), rows) for stamp, rows in dated.groupby("quarter")))
