"""Customer scorecard: today's profit against what is still to come — keep, convert, re-price, let go.

Definition
    Profit is that of the last twelve months, see `analytics.metrics.activity_costs`; what is to come is the
    lifetime value. Keep: a profit, and at least as much again to come. Convert: a profit, and less than a
    year of it to come. Re-price: a loss. Let go: a loss that passes every safeguard.
Safeguards
    The loss is beyond chance: the 95 % interval of the profit lies below nothing, allowing for how many
    customers are looked at (Benjamini & Hochberg); it still does when of unit costs only the part is
    counted that would be saved with the customer; nothing is expected to come; and prices were raised
    before the year began (an event of the kind price_change for all or for the branch, within three years)
    without ending the loss. What passes is a proposal: a person decides.
Grain
    One row per proposal; single customers in `scorecard_list`.
Edge cases
    Active customers who bought or were served within the year. Whoever is not valued yet has no proposal.
Source
    Methods A12; Kaplan & Narayanan 2001.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.activity_costs import ACTIVITIES, USUAL_COSTS, ActivityCosts, with_profit
from analytics.metrics.running import run_sql
from analytics.models.valuation.allowance import allowance_of
from analytics.models.valuation.lifetime_value import futures_of, values_of
from analytics.models.valuation.persistence import card_beside
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import CONFIDENCE, normal_quantile
from analytics.statistics.multiple import benjamini_hochberg
from analytics.store.reader import Reader

Floats = NDArray[np.float64]

#: In the order in which they are told.
PROPOSALS = ("keep", "convert", "reprice", "let_go")
#: What a loss must pass before letting go is proposed, each on top of the ones before.
SAFEGUARDS = ("loss", "certain", "avoidable", "no_future", "repriced")
#: Part of the unit costs that would be saved with a customer, unless told otherwise.
AVOIDABLE = 0.5

#: Columns of the list, those read first in front.
LISTED = ["customer_key", "customer_id", "name", "proposal", "profit", "profit_low", "profit_high",
          "lifetime_value", "lifetime_low", "lifetime_high", "rise_needed", "repriced_on", "revenue",
          "margin", "cost_to_serve", "size", "grade", "branch", "account_manager"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The customers for whom one thing is proposed.

    Attributes
    ----------
    name : {"keep", "convert", "reprice", "let_go"}
    customers : int
    profit : Estimate
        Of the last twelve months, minor units; the interval is that of luck with single occasions.
    future : Estimate
        Lifetime value, minor units; the interval is that of the futures drawn.
    """

    name: str
    customers: int
    profit: Estimate
    future: Estimate


@dataclass(frozen=True, slots=True)
class CustomerScorecard:
    """The scorecard.

    Attributes
    ----------
    proposals : tuple of Proposal
        In the order of `PROPOSALS`, those without customers too.
    unvalued : int
        Active customers of the year without a lifetime value: nothing is proposed for them.
    safeguards : dict of str to int
        Customers with a loss that pass each safeguard and all before it.
    avoidable : float
        Part of unit costs counted as saved with a customer.
    """

    proposals: tuple[Proposal, ...]
    unvalued: int
    safeguards: dict[str, int]
    avoidable: float

    @property
    def customers(self) -> int:
        """Those for whom something is proposed."""
        return sum(one.customers for one in self.proposals)

    def of(self, name: str) -> Proposal:
        """Return one proposal."""
        return next(one for one in self.proposals if one.name == name)

    def table(self) -> list[dict[str, object]]:
        """Return one row per proposal, money in whole units."""
        def whole(amount: float | None) -> float | None:
            return None if amount is None else amount / 100

        return [{
            "proposal": one.name, "n": one.customers, "profit": whole(one.profit.estimate),
            "low": whole(one.profit.low), "high": whole(one.profit.high),
            "lifetime_value": whole(one.future.estimate), "lifetime_low": whole(one.future.low),
            "lifetime_high": whole(one.future.high), "state": one.profit.state} for one in self.proposals]

    def extra(self) -> dict[str, object]:
        """Return how many losses pass each safeguard, and who has no proposal."""
        return {"safeguards": self.safeguards, "unvalued": self.unvalued, "avoidable": self.avoidable}


def customer_scorecard(reader: Reader, filters: Filters, *, values: str = "",
                       costs: ActivityCosts = USUAL_COSTS, avoidable: float = AVOIDABLE) -> CustomerScorecard:
    """Propose for every active customer to keep, convert, re-price or let go.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The as-of day counts, the period does not.
    values : str
        Path of the valuation's customers; the one that serves when empty.
    costs : ActivityCosts
    avoidable : float
        Part of unit costs that would be saved with a customer; the rest is allocated fixed cost.

    Returns
    -------
    CustomerScorecard

    Raises
    ------
    ModelError
        Nobody has been valued yet.
    """
    frame = _judged(reader, filters, values, costs, avoidable)
    valued = frame[frame["proposal"] != ""]
    path = values_of(reader, values)
    return CustomerScorecard(
        tuple(_proposal(name, valued[valued["proposal"] == name], path) for name in PROPOSALS),
        int((frame["proposal"] == "").sum()), {name: int(valued[name].sum()) for name in SAFEGUARDS},
        avoidable)


def scorecard_list(reader: Reader, filters: Filters, *, proposal: str = "let_go", values: str = "",
                   costs: ActivityCosts = USUAL_COSTS, avoidable: float = AVOIDABLE) -> pd.DataFrame:
    """List the customers of one proposal, or all losses.

    Parameters
    ----------
    reader, filters, values, costs, avoidable
        As for `customer_scorecard`.
    proposal : {"keep", "convert", "reprice", "let_go", "all"}

    Returns
    -------
    DataFrame
        One row per customer, money in minor units: the largest value to come first, losses by size.
        ``rise_needed`` is the rise of prices, as a share, at which the year would have ended at nothing,
        had the customer bought as much. ``approved_by`` is empty: a person fills it.

    Raises
    ------
    UnknownName
        Another proposal.
    """
    if proposal not in (*PROPOSALS, "all"):
        raise UnknownName("option", proposal, (*PROPOSALS, "all"))
    frame = _judged(reader, filters, values, costs, avoidable)
    chosen = frame["proposal"] != "" if proposal == "all" else frame["proposal"] == proposal
    by = ["profit"] if proposal in ("reprice", "let_go") else ["lifetime_value"]
    listed = frame.loc[chosen, LISTED].sort_values([*by, "customer_id"], ascending=[by == ["profit"], True])
    if proposal == "let_go":
        listed = listed.assign(approved_by="")
    return listed.reset_index(drop=True)


def _judged(reader: Reader, filters: Filters, values: str, costs: ActivityCosts,
            avoidable: float) -> pd.DataFrame:
    """Return everyone with an account of the last twelve months and what is proposed; empty: not valued."""
    from scipy.special import stdtrit

    # A year holds every season, whatever period is looked at.
    frame = with_profit(run_sql(reader, "models/customer_scorecard", replace(filters, period="12m"),
                                values=values_of(reader, values)), costs)
    profit, days = frame["profit"].to_numpy(float), frame["trade_days"].to_numpy(float)
    revenue, margin = frame["revenue"].to_numpy(float), frame["margin"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        # Given what a customer bought: how its margin share scatters over days of trade. One day has none.
        share = np.where(revenue > 0, margin / revenue, 0.0)
        apart = frame["margin_squares"].to_numpy() - 2 * share * frame["products"].to_numpy() \
            + share**2 * frame["revenue_squares"].to_numpy()
        error = np.where(days > 1, np.sqrt(np.maximum(apart, 0.0) * days / (days - 1)), np.nan)
    reach = stdtrit(np.maximum(days - 1, 1), (1 + CONFIDENCE) / 2) * error
    priced = sum((frame[name].to_numpy(float) * getattr(costs, unit) for name, unit in ACTIVITIES.items()),
                 np.zeros(len(frame)))
    future = frame["lifetime_value"].to_numpy(float)
    passed = np.logical_and.accumulate([
        profit < 0, _beyond_chance(profit, error, days),
        _beyond_chance(profit + (1 - avoidable) * priced, error, days), future <= 0,
        frame["repriced_on"].notna().to_numpy()])
    names = np.select([np.isnan(future), passed[-1], profit < 0, future >= profit],
                      ["", "let_go", "reprice", "keep"], "convert")
    with np.errstate(divide="ignore", invalid="ignore"):
        rise = np.where((profit < 0) & (revenue > 0), -profit / revenue, np.nan)
    return frame.assign(
        proposal=names, profit_low=profit - reach, profit_high=profit + reach, rise_needed=rise,
        **dict(zip(SAFEGUARDS, passed, strict=True)))


def _beyond_chance(profit: Floats, error: Floats, days: Floats) -> NDArray[np.bool_]:
    """Say which losses are certain, however many customers are looked at."""
    from scipy.special import stdtr

    with np.errstate(divide="ignore", invalid="ignore"):
        chance = np.where(error > 0, stdtr(np.maximum(days - 1, 1), profit / error), 1.0)
    return np.asarray(benjamini_hochberg(chance) < (1 - CONFIDENCE) / 2)


def _proposal(name: str, rows: pd.DataFrame, values: str) -> Proposal:
    n, profit = len(rows), float(rows["profit"].sum())
    reach = normal_quantile() * float((rows["error"] ** 2).sum()) ** 0.5
    trade, contract = (futures_of(values, rows["place"][rows["group_name"] == group].to_numpy())
                       for group in ("trade", "contract"))
    return Proposal(
        name, n, Estimate(n, profit, profit - reach, profit + reach, state_of(n)) if n
        else Estimate(0, None, state=state_of(0)),
        allowance_of(card_beside(values), trade.size).interval(
            n, float(rows["lifetime_value"].sum()), trade, contract))
