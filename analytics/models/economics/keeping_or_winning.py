"""Keeping or winning: where the company stands on both sides, and how an extra budget is best split.

Definition
    What keeping answers: the share kept of customers treated in campaigns, less that of customers held back
    by lot, and what treating one cost. What winning answers: customers won in the last twelve months and
    what one cost, from the settings. What newcomers bring: customers won in the year before, in their first
    twelve months.
Formula
    See `analytics.models.economics.budget_split`.
Grain
    One row per assumption and result.
Edge cases
    The records hold no spending that varied from month to month, so how fast either side flattens cannot be
    told from them: the ceilings are assumptions. Those treated in campaigns may answer otherwise than all
    customers would. Without campaigns, or without a cost of winning, there is no split.
Source
    Methods F; Blattberg & Deighton 1996; strata: Mantel & Haenszel 1959.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analytics.filters import Filters
from analytics.metrics.running import observed_days, run_sql
from analytics.models.economics.budget_split import BudgetAssumptions, BudgetSplit, budget_split
from analytics.models.economics.customer_value import Assumptions
from analytics.models.economics.economics import OWN, Economics, Terms, economics
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.statistics.ratios import mean_of_sums
from analytics.statistics.stratified import stratified_difference
from analytics.store.reader import Reader

#: Ceilings where the reader says nothing: of the losses, the share that money could keep; and at most so
#: many times today's newcomers.
KEEP_SHARE, WIN_REACH = 0.5, 2.0
#: Of what all customers bring a year, the budget begun with.
BUDGET_SHARE = 0.01
NOTHING = Estimate(0, None, state="suppressed")
#: What belongs to one side each, and what the reader may say of both.
CHOICES = ("budget", "keep_effect", "keep_cost", "keep_share", "win_reach")


@dataclass(frozen=True, slots=True)
class KeepingOrWinning:
    """What is known of both sides, and the split under it.

    Attributes
    ----------
    company : Economics
    keep_effect : Estimate
        Share kept of the treated less that of those held back, over a year.
    keep_cost : float or None
        Of treating a customer, minor units; None: not recorded.
    campaigns : int
    new_margin, new_kept : Estimate
        Of newcomers in their first year; margin in minor units.
    split : BudgetSplit or None
        With the company's own figures and what was asked; None where something is missing.
    """

    company: Economics
    keep_effect: Estimate
    keep_cost: float | None
    campaigns: int
    new_margin: Estimate
    new_kept: Estimate
    split: BudgetSplit | None = None

    def own(self, name: str) -> float:
        """Return where one of `CHOICES` begins: fractions of one, money in minor units."""
        if name == "budget":
            brought = self.company.customers * self.company.assumed.margin * BUDGET_SHARE
            # Two figures: nobody plans to the last yuan.
            return 0.0 if brought <= 0 else float(f"{brought / 100:.1e}") * 100
        if name == "keep_effect":
            return max(self.keep_effect.estimate or 0.0, 0.0) if self.measured else 0.0
        if name == "keep_cost":
            return self.keep_cost or 0.0
        return KEEP_SHARE if name == "keep_share" else WIN_REACH

    @property
    def measured(self) -> bool:
        """Whether the company's own campaigns tell what keeping answers."""
        return self.keep_effect.estimate is not None and self.keep_effect.state != "suppressed"

    def assumptions(self, assumed: Assumptions, chosen: Mapping[str, float]) -> BudgetAssumptions:
        """Return what a split is reckoned from.

        Parameters
        ----------
        assumed : Assumptions
            What a customer's value is reckoned from.
        chosen : mapping of str to float
            Of `CHOICES`, what is to be different; money in minor units.
        """
        value = {name: chosen.get(name, self.own(name)) for name in CHOICES}
        told = self.new_margin.estimate is not None and self.new_margin.state != "suppressed"
        return BudgetAssumptions(
            **value, customers=self.company.customers, retention=assumed.retention, growth=assumed.growth,
            discount_rate=assumed.discount_rate, margin=assumed.margin, won=float(self.company.won),
            acquisition_cost=assumed.acquisition_cost,
            new_margin=(self.new_margin.estimate or 0.0) if told else assumed.margin * assumed.retention,
            new_kept=(self.new_kept.estimate or 0.0) if told else assumed.retention)

    def divided(self, assumed: Assumptions, chosen: Mapping[str, float]) -> BudgetSplit | None:
        """Split the budget; None where either side is unknown or a value has no end."""
        one = self.assumptions(assumed, chosen)
        known = one.budget > 0 and one.keep_effect > 0 and one.keep_cost > 0 and one.acquisition_cost > 0
        if not known or not one.won or not one.margin or assumed.endless:
            return None
        return budget_split(one, self._doubts(assumed, chosen))

    def _doubts(self, assumed: Assumptions, chosen: Mapping[str, float]) -> dict[str, Estimate]:
        """Return the intervals of what was measured and left as it is."""
        own = self.company
        found = {"retention": own.retention, "margin": own.margin, "new_margin": self.new_margin,
                 "new_kept": self.new_kept, "keep_effect": self.keep_effect}
        same = {"retention": assumed.retention == own.own("retention"),
                "margin": assumed.margin == own.own("margin"), "keep_effect": "keep_effect" not in chosen}
        return {name: one for name, one in found.items()
                if same.get(name, True) and one.state != "suppressed" and one.low is not None}

    def table(self) -> list[dict[str, Any]]:
        """Return what is known of both sides and the split as rows; money in whole currency."""
        rows: list[dict[str, Any]] = [
            {"figure": "keep_effect", **_ends(self.keep_effect)},
            {"figure": "keep_cost", "value": None if self.keep_cost is None else self.keep_cost / 100},
            {"figure": "new_margin", **_ends(self.new_margin, 100)},
            {"figure": "new_kept", **_ends(self.new_kept)},
            {"figure": "won", "value": self.company.won},
            {"figure": "acquisition_cost", "value": self.company.assumed.acquisition_cost / 100}]
        if self.split is not None:
            rows += [{"figure": "budget", "value": self.split.assumptions.budget / 100},
                     {"figure": "share_for_keeping", **_ends(self.split.share)},
                     {"figure": "worth", **_ends(self.split.worth, 100)}]
        return rows


def keeping_or_winning(reader: Reader, filters: Filters, *, budget: float = OWN, keep_effect: float = OWN,
                       keep_cost: float = OWN, keep_share: float = OWN, win_reach: float = OWN,
                       acquisition_cost: float = OWN, terms: Terms | None = None) -> KeepingOrWinning:
    """Say where the company stands on both sides, and split a budget between them.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The period does not matter: it is the last twelve months.
    budget, keep_cost, acquisition_cost : float
        In whole currency.
    keep_effect, keep_share : float
        As shares.
    win_reach : float
        How many times today's newcomers could be won at most.
    terms : Terms, optional
        Those of the store's settings when omitted.

    Returns
    -------
    KeepingOrWinning
    """
    company = economics(reader, filters, acquisition_cost=acquisition_cost, terms=terms)
    found = KeepingOrWinning(company, NOTHING, None, 0, NOTHING, NOTHING)
    if reader.meta.dated:
        effect, cost, campaigns = _campaigns(reader, company_year(filters))
        row = run_sql(reader, "models/economics/newcomers", company_year(filters),
                      records_on=observed_days(reader)["records_on"]).iloc[0]
        heads = int(row["customers"])
        found = KeepingOrWinning(
            company, effect, cost, campaigns,
            mean_of_sums(heads, float(row["margin"]), float(row["margin_squares"])),
            rate(int(row["kept"]), heads))
    asked = {"budget": 100 * budget, "keep_effect": keep_effect, "keep_cost": 100 * keep_cost,
             "keep_share": keep_share, "win_reach": win_reach}
    chosen = {name: value for name, value in asked.items() if not math.isnan(value)}
    return KeepingOrWinning(company, found.keep_effect, found.keep_cost, found.campaigns, found.new_margin,
                            found.new_kept, found.divided(company.assumed, chosen))


def company_year(filters: Filters) -> Filters:
    """Return the same filters over the last twelve months."""
    return Filters("12m", filters.as_of, filters.clauses, filters.saved)


def _campaigns(reader: Reader, year: Filters) -> tuple[Estimate, float | None, int]:
    """Return what treatment kept, what treating one cost, and over how many campaigns."""
    rows = run_sql(reader, "models/economics/campaign_answers", year)
    if rows.empty:
        return NOTHING, None, 0
    treated = rows["treated"].to_numpy(bool)
    # A campaign that runs on compares with those held back on the same day.
    drawn = rows["campaign"] + "|" + rows["assigned_on"].astype(str)
    effect = stratified_difference(rows["kept"].to_numpy(float), treated, drawn, rows["customer_key"])
    paid = rows[treated & rows["priced"].to_numpy(bool)]
    return effect, float(paid["cost"].mean()) if len(paid) else None, int(rows["campaign"].nunique())


def _ends(found: Estimate, scale: float = 1.0) -> dict[str, Any]:
    return {"value": _scaled(found.estimate, scale), "low": _scaled(found.low, scale),
            "high": _scaled(found.high, scale), "n": found.n, "state": found.state}


def _scaled(value: float | None, scale: float) -> float | None:
    return None if value is None else value / scale
