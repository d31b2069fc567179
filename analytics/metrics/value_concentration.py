"""Concentration of value: who brings the revenue, who earns the profit and who eats it.

Definition
    Share of the period's revenue that the fifth of customers with the most revenue brings; the Gini
    coefficient (0: all bring the same, near 1: one brings all); and the whale curve: profit cumulated over
    customers, the most profitable first. Profit is the margin less the cost to serve, see
    `analytics.metrics.activity_costs`.
Grain
    One row per hundredth of customers; single customers in `profit_list`.
Edge cases
    Revenue is told of customers who brought any in the period; a customer whose returns exceed its
    purchases is left out of it, and counted. Profit is told of everyone who bought or was served. Without
    a positive total there is no whale curve. Intervals treat the customers of the period as one draw of
    those it might have been.
Source
    Methods A5 and A12; Lorenz 1905; Gini 1912; Davidson 2009; Kaplan & Narayanan 2001.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.activity_costs import SQUARES, USUAL_COSTS, ActivityCosts, parts_of, with_profit
from analytics.metrics.running import run_sql
from analytics.statistics.concentration import concentration, lorenz
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.resampling import ratio
from analytics.store.reader import Reader

#: The share of customers that is called the top, and the share of revenue it is said to bring.
TOP, SAID = 0.2, 0.8
#: Points of a curve that is drawn.
POINTS = 101

#: Columns of the list that are read first.
FIRST = ("customer_key", "customer_id", "name", "size", "grade", "revenue", "margin", "cost_to_serve",
         "profit")

WHO = ("all", "top", "profitable", "unprofitable")


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The share of customers, largest first, and the share of the total they bring."""

    customers: float
    total: float


@dataclass(frozen=True, slots=True)
class ValueConcentration:
    """How concentrated revenue and profit are.

    Attributes
    ----------
    customers : int
        With revenue above nothing in the period.
    negative : int
        Whose returns exceeded their purchases.
    revenue : int
        Of ``customers``, minor units.
    top_share, gini : Estimate
        Share of revenue of the top fifth; Gini coefficient of revenue.
    customers_for_most : float or None
        Share of customers that brings 80 % of revenue.
    lorenz : tuple of CurvePoint
        Of revenue, largest first.
    served : int
        Customers who bought or were served.
    margin, profit : int
        Theirs, minor units; before and after the cost to serve.
    costs : dict of str to int
        The cost to serve by part, minor units.
    unprofitable : int
        Customers whose profit is below nothing.
    losses : int
        What they cost together, minor units, a positive number.
    whale : tuple of CurvePoint
        Of profit, most profitable first; empty where there is no profit.
    peak : Estimate
        Height of the whale curve: profit of the profitable customers over all profit.
    peak_at : float or None
        Share of customers at the height.
    top_profit_share : float or None
        Share of profit that the most profitable fifth brings.
    costs_known : bool
        Whether orders carry costs, so that margins are not assumed.
    """

    customers: int
    negative: int
    revenue: int
    top_share: Estimate
    gini: Estimate
    customers_for_most: float | None
    lorenz: tuple[CurvePoint, ...]
    served: int
    margin: int
    profit: int
    costs: dict[str, int]
    unprofitable: int
    losses: int
    whale: tuple[CurvePoint, ...]
    peak: Estimate
    peak_at: float | None
    top_profit_share: float | None
    costs_known: bool

    @property
    def against_said(self) -> str:
        """Whether the top fifth brings ``"more"``, ``"less"`` or ``"about"`` what 80/20 says."""
        low, high = self.top_share.low, self.top_share.high
        if low is None or high is None or low <= SAID <= high:
            return "about"
        return "more" if low > SAID else "less"

    @property
    def cost_to_serve(self) -> int:
        """All parts together, minor units."""
        return sum(self.costs.values())

    def table(self) -> list[dict[str, object]]:
        """Return the curves, a row per hundredth of customers."""
        whale: tuple[CurvePoint | None, ...] = self.whale or (None,) * len(self.lorenz)
        return [{"customers_share": one.customers, "revenue_share": one.total,
                 "profit_share": None if other is None else other.total}
                for one, other in zip(self.lorenz, whale, strict=True)]

    def extra(self) -> dict[str, object]:
        """Return the figures beside the curves; money in whole units."""
        return {
            "n": self.customers, "negative": self.negative, "revenue": self.revenue / 100,
            "top_share": self.top_share.estimate, "low": self.top_share.low, "high": self.top_share.high,
            "gini": self.gini.estimate, "gini_low": self.gini.low, "gini_high": self.gini.high,
            "state": self.top_share.state, "customers_for_80": self.customers_for_most,
            "served": self.served, "margin": self.margin / 100, "profit": self.profit / 100,
            "costs": {name: amount / 100 for name, amount in self.costs.items()},
            "unprofitable": self.unprofitable, "losses": self.losses / 100,
            "peak": self.peak.estimate, "peak_low": self.peak.low, "peak_high": self.peak.high,
            "peak_at": self.peak_at, "costs_known": self.costs_known}


def value_concentration(reader: Reader, filters: Filters, *,
                        costs: ActivityCosts = USUAL_COSTS) -> ValueConcentration:
    """Say how concentrated revenue and profit are in the period.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    costs : ActivityCosts
        Unit costs.

    Returns
    -------
    ValueConcentration
    """
    frame = with_profit(run_sql(reader, "value_concentration", filters), costs)
    revenue = frame["revenue"].to_numpy()
    paid, profit = revenue[revenue > 0], frame["profit"].to_numpy()
    spread, curve = concentration(paid, top=TOP), lorenz(paid)
    total, lost = int(profit.sum()), profit[profit < 0]
    whale = lorenz(profit) if total > 0 else None
    return ValueConcentration(
        len(paid), int((revenue < 0).sum()), int(paid.sum()), spread.top, spread.gini,
        curve.customers_for(SAID) if len(paid) else None,
        _points(curve.customers, curve.total) if len(paid) else (),
        len(frame), int(frame["margin"].sum()), total, parts_of(frame, costs), len(lost), int(-lost.sum()),
        _points(whale.customers, whale.total) if whale else (),
        ratio(np.maximum(profit, 0), profit) if whale
        else Estimate(len(frame), None, state=state_of(len(frame))),
        float((profit > 0).mean()) if whale else None, whale.at(TOP) if whale else None,
        reader.meta.has_costs)


def profit_list(reader: Reader, filters: Filters, *, who: str = "all",
                costs: ActivityCosts = USUAL_COSTS) -> pd.DataFrame:
    """List customers with their profit-and-loss account of the period.

    Parameters
    ----------
    reader, filters, costs
        As for `value_concentration`.
    who : {"all", "top", "profitable", "unprofitable"}
        ``"top"`` is the fifth with the most revenue, most revenue first; else the most profitable stand
        first, among the unprofitable the least.

    Returns
    -------
    DataFrame
        One row per customer, money in minor units.

    Raises
    ------
    UnknownName
        Another word for ``who``.
    """
    if who not in WHO:
        raise UnknownName("option", who, WHO)
    priced = with_profit(run_sql(reader, "profit_list", filters), costs).drop(
        columns=[*SQUARES, "error"])
    frame = priced[[*FIRST, *(column for column in priced if column not in FIRST)]]
    if who == "top":
        paid = frame[frame["revenue"] > 0].sort_values(["revenue", "customer_id"], ascending=[False, True])
        return paid.head(round(TOP * len(paid))).reset_index(drop=True)
    chosen = {"all": frame["profit"].notna(), "profitable": frame["profit"] > 0,
              "unprofitable": frame["profit"] < 0}[who]
    listed = frame[chosen].sort_values(["profit", "customer_id"], ascending=[who == "unprofitable", True])
    return listed.reset_index(drop=True)


def _points(customers: NDArray[np.float64], total: NDArray[np.float64]) -> tuple[CurvePoint, ...]:
    places = np.linspace(0.0, 1.0, POINTS)
    return tuple(CurvePoint(float(place), float(share))
                 for place, share in zip(places, np.interp(places, customers, total), strict=True))
