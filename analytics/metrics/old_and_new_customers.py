"""Old against new customers: what either costs and brings, in the company's own numbers.

Definition
    New is a customer whose relation began in the period (recorded day of acquisition or first order,
    whichever is earlier), old one whose relation began before. Told of either: its share of customers,
    revenue, margin, cost to serve and profit, and what winning the new ones cost.
Formula
    Share of new = Σ over new customers / Σ over old and new. The gap is that share less the new customers'
    share of heads: above nothing, new customers bring (or take) more a head than old ones.
Grain
    One row per measure and group; single customers in `old_and_new_list`.
Edge cases
    Whoever neither bought nor was served in the period is left out. A customer whose beginning lies before
    the records, or is not recorded, within the period is neither: counted apart. Without a positive total
    there is no share. The cost of winning a customer is a setting by channel; where it is not set it is
    not known, which is not nothing, and no profit after it is told.
Source
    Methods A0 (22) and A12; Cochran 1977, chapter 6, for shares of sums over customers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.acquisition_payback import EVERY, costs_of
from analytics.metrics.activity_costs import SQUARES, USUAL_COSTS, ActivityCosts, with_profit
from analytics.metrics.running import observed_days, period_of, run_sql
from analytics.statistics.estimate import Estimate, State, state_of
from analytics.statistics.intervals import normal_quantile, wilson
from analytics.statistics.ratios import ratio_of_sums
from analytics.store.reader import Reader

#: What is shared between old and new, in the order in which it is told; the first is heads.
MEASURES = ("customers", "revenue", "margin", "cost_to_serve", "profit")
#: Differences tested together, one per measure but heads.
TESTED = len(MEASURES) - 1

Group = Literal["old", "new"]
GROUPS: tuple[Group, ...] = ("old", "new")
WHO = ("all", *GROUPS, "unknown")


@dataclass(frozen=True, slots=True)
class SharedMeasure:
    """What old and new customers bring, or take, of one thing.

    Attributes
    ----------
    name : str
        Of `MEASURES`.
    old, new : int
        Their totals: heads, or minor units.
    old_share, new_share : Estimate
        Of both together; outside 0 to 1 where one of them lost money. Thin or suppressed by the smaller
        group.
    gap : Estimate
        Share of the new less their share of heads.
    differs : bool
        Whether the gap is beyond chance at 5 %, the measures tested together (Bonferroni).
    """

    name: str
    old: int
    new: int
    old_share: Estimate
    new_share: Estimate
    gap: Estimate
    differs: bool

    def share(self, group: Group) -> Estimate:
        """Return the share of one group."""
        return self.new_share if group == "new" else self.old_share

    def total(self, group: Group) -> int:
        """Return the total of one group."""
        return self.new if group == "new" else self.old


@dataclass(frozen=True, slots=True)
class OldAndNewCustomers:
    """What old and new customers cost and bring in the period.

    Attributes
    ----------
    measures : tuple of SharedMeasure
        In the order of `MEASURES`.
    unknown : int
        Customers left out, whose relation began nobody knows when.
    acquisition_cost : int or None
        Of the new customers whose channel has a cost in the settings, minor units; None: not known of any.
    acquisition_known : int
        How many those are.
    costs_known : bool
        Whether orders carry costs, so that margins are not assumed.
    previous : tuple of SharedMeasure
        The same of the period before; empty where the records do not reach through it.
    """

    measures: tuple[SharedMeasure, ...]
    unknown: int
    acquisition_cost: int | None
    acquisition_known: int
    costs_known: bool
    previous: tuple[SharedMeasure, ...]

    def of(self, name: str) -> SharedMeasure:
        """Return one measure."""
        return self.measures[MEASURES.index(name)]

    @property
    def profit_after_acquisition(self) -> int | None:
        """Profit of the new less what winning them cost, minor units; None unless known of every one."""
        if self.acquisition_cost is None or self.acquisition_known < self.of("customers").new:
            return None
        return self.of("profit").new - self.acquisition_cost

    def table(self) -> list[dict[str, object]]:
        """Return one row per measure and group; money in whole units."""
        return [{"measure": one.name, "group": group, "share": one.share(group),
                 "total": one.total(group) / (1 if one.name == "customers" else 100)}
                for one in self.measures for group in GROUPS]

    def extra(self) -> dict[str, object]:
        """Return the figures beside the shares; money in whole units."""
        after, before = self.profit_after_acquisition, self.previous
        return {
            "unknown": self.unknown, "costs_known": self.costs_known,
            "acquisition_cost": None if self.acquisition_cost is None else self.acquisition_cost / 100,
            "acquisition_known": self.acquisition_known,
            "profit_after_acquisition": None if after is None else after / 100,
            "gaps": {one.name: (one.gap.estimate, one.gap.low, one.gap.high, one.differs)
                     for one in self.measures[1:]},
            "previous_new_shares": {one.name: one.new_share.estimate for one in before}}


def old_and_new_customers(reader: Reader, filters: Filters, *, costs: ActivityCosts = USUAL_COSTS,
                          acquisition_costs: str = "") -> OldAndNewCustomers:
    """Say what old and new customers cost and bring in the period.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    costs : ActivityCosts
        Unit costs.
    acquisition_costs : str
        Cost of winning a customer by channel, as the setting of that name has it.

    Returns
    -------
    OldAndNewCustomers
    """
    frame = _activity(reader, filters, costs)
    stated = costs_of(acquisition_costs)
    won = frame.loc[frame["relation"] == "new", "source"].astype(object)
    paid = [stated.get(str(source), stated.get(EVERY)) for source in won]
    known = [one for one in paid if one is not None]
    return OldAndNewCustomers(
        shared_measures(frame), int(frame["relation"].isna().sum()), sum(known) if known else None,
        len(known), reader.meta.has_costs, _previous(reader, filters, costs))


def old_and_new_list(reader: Reader, filters: Filters, *, who: str = "all",
                     costs: ActivityCosts = USUAL_COSTS) -> pd.DataFrame:
    """List customers with their account of the period and the beginning of the relation, most revenue first.

    Parameters
    ----------
    reader, filters, costs
        As for `old_and_new_customers`.
    who : {"all", "old", "new", "unknown"}
        ``"all"`` is old and new; ``"unknown"`` those left out of both.

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
    rows = run_sql(reader, "old_and_new_list", filters, records_on=observed_days(reader)["records_on"])
    relation = rows["relation"].astype(object)
    chosen = {"all": relation.notna(), "unknown": relation.isna()}.get(who, relation == who)
    priced = with_profit(rows[chosen], costs).drop(columns=[*SQUARES, "error", "relation"])
    return priced.sort_values(["revenue", "customer_id"], ascending=[False, True]).reset_index(drop=True)


def shared_measures(frame: pd.DataFrame) -> tuple[SharedMeasure, ...]:
    """Share every measure between old and new customers.

    Parameters
    ----------
    frame : DataFrame
        One row per customer: ``relation`` (old, new or missing) and the money measures.
    """
    told = frame[frame["relation"].notna()]
    new = (told["relation"] == "new").to_numpy()
    return tuple(_shared(name, new, np.ones(len(told)) if name == "customers"
                         else told[name].to_numpy(dtype=float)) for name in MEASURES)


def _activity(reader: Reader, filters: Filters, costs: ActivityCosts) -> pd.DataFrame:
    return with_profit(run_sql(reader, "old_and_new_customers", filters,
                               records_on=observed_days(reader)["records_on"]), costs)


def _previous(reader: Reader, filters: Filters, costs: ActivityCosts) -> tuple[SharedMeasure, ...]:
    period, first = period_of(reader, filters), observed_days(reader)["records_on"]
    start, end = period.previous_start, period.previous_end
    # Half a period told as a whole one would make everybody new.
    if start is None or end is None or first is None or pd.Timestamp(start) < pd.Timestamp(str(first)):
        return ()
    before = replace(filters, period=f"{start}..{end - timedelta(days=1)}")
    return shared_measures(_activity(reader, before, costs))


def _shared(name: str, new: NDArray[np.bool_], amounts: NDArray[np.float64]) -> SharedMeasure:
    n, total = len(new), float(amounts.sum())
    state = state_of(int(min(new.sum(), n - new.sum())))
    parts = {"new": np.where(new, amounts, 0.0), "old": np.where(new, 0.0, amounts)}
    if name == "customers":
        old_share, new_share = (_heads(int(parts[group].sum()), n, state) for group in GROUPS)
    else:
        old_share, new_share = (_part(parts[group], amounts, state) for group in GROUPS)
    gap, differs = Estimate(n, None, state=state), False
    if name != "customers" and total > 0 and n > 1:
        gap, differs = _gap(new, amounts, state)
    return SharedMeasure(name, round(float(parts["old"].sum())), round(float(parts["new"].sum())), old_share,
                         new_share, gap, differs)


def _heads(some: int, n: int, state: State) -> Estimate:
    if not n:
        return Estimate(0, None, state=state)
    low, high = wilson(some, n)
    return Estimate(n, some / n, float(low), float(high), state)


def _part(part: NDArray[np.float64], whole: NDArray[np.float64], state: State) -> Estimate:
    found = ratio_of_sums(len(whole), *(float(one) for one in (
        part.sum(), whole.sum(), part @ part, whole @ whole, part @ whole)))
    if found.estimate is not None and whole.min() >= 0:
        # Parts of what nobody lost lie between nothing and all.
        found = replace(found, low=max(found.low or 0.0, 0.0), high=min(found.high or 0.0, 1.0))
    return replace(found, state=state)


def _gap(new: NDArray[np.bool_], amounts: NDArray[np.float64], state: State) -> tuple[Estimate, bool]:
    """Return share of the amount less share of heads, linearised customer by customer."""
    n, total, heads = len(new), float(amounts.sum()), float(new.mean())
    share = float(amounts[new].sum()) / total
    pulls = amounts * (new - share) / total - (new - heads) / n
    error = float(np.sqrt(pulls @ pulls * n / (n - 1)))
    gap, half = share - heads, normal_quantile() * error
    differs = state != "suppressed" and abs(gap) > normal_quantile(1 - 0.05 / TESTED) * error
    return Estimate(n, gap, gap - half, gap + half, state), differs
