"""What keeping customers is worth at this company: where its own records put the formulas' assumptions.

Definition
    Retention: of the customers there twelve months ago, the share not lost since. Margin: what those who
    stayed brought in these twelve months, a customer. Growth: by how much more than in the twelve months
    before, of those who were there then too. Cost of acquisition and discount rate: from the settings.
    From these the value of a customer, and what five points more retention do to it.
Formula
    See `analytics.models.economics.customer_value` and `retention_effect`.
Grain
    One row per assumption and result; tiers are the grades customers had twelve months ago.
Edge cases
    A source without dates tells no yearly rate: retention and growth are then assumed, and marked so. The
    growth of customers who stayed is no forecast: one year, and orders of machines are lumpy; where chance
    explains it, none is reckoned with.
Source
    Methods F; Reichheld & Sasser 1990; Gupta, Lehmann & Stuart 2004.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from analytics.filters import Filters
from analytics.metrics.acquisition_payback import EVERY, costs_of
from analytics.metrics.lost_customers import LostRow, lost_customers
from analytics.metrics.running import observed_days, run_sql
from analytics.models.economics.customer_value import LEVERS, Assumptions, Lever, customer_value
from analytics.models.economics.retention_effect import (
    FIVE,
    READINGS,
    Reading,
    effect_between,
    retention_effect,
)
from analytics.settings import Settings, load_settings
from analytics.statistics.estimate import Estimate
from analytics.statistics.ratios import mean_of_sums, ratio_of_sums
from analytics.store.reader import Reader

Basis = Literal["records", "settings", "assumed"]

#: Taken where the records do not tell.
ASSUMED_RETENTION = 0.8
#: "By the records", for the options of the command.
OWN = math.nan


@dataclass(frozen=True, slots=True)
class Terms:
    """What the settings say; a page hands it over, so that a changed setting is another question.

    Attributes
    ----------
    acquisition_costs : str
        By channel, as the setting of that name has it.
    acquisition_cost : float
        Of any new customer, whole currency; 0: not known.
    discount_rate, default_margin : float
    """

    acquisition_costs: str
    acquisition_cost: float
    discount_rate: float
    default_margin: float

    @classmethod
    def of(cls, settings: Settings) -> Terms:
        """Read them from the settings in force."""
        return cls(settings.text("acquisition_costs"), *(settings.number(name) for name in (
            "acquisition_cost", "discount_rate", "default_margin")))


@dataclass(frozen=True, slots=True)
class Tier:
    """Customers of one grade, as they were graded when the year began.

    Attributes
    ----------
    grade : str
    customers : int
        There when it began.
    retention : Estimate
    margin : Estimate
        Of those who stayed, minor units a customer and year.
    """

    grade: str
    customers: int
    retention: Estimate
    margin: Estimate


@dataclass(frozen=True, slots=True)
class Economics:
    """What the formulas begin with, and where each of it comes from.

    Attributes
    ----------
    customers : int
        Active today.
    retention, margin, growth : Estimate
        Margin in minor units a customer and year, growth as a share a year.
    acquisition_cost : float or None
        Of a new customer, minor units; None: not known.
    won, won_priced : int
        Customers won in the year, and those of them whose channel has a cost in the settings.
    discount_rate : float
    margin_known : bool
        Whether orders carry costs, so that no margin is assumed.
    tiers : tuple of Tier
        Grades, the best first; empty where nobody was graded.
    assumed : Assumptions
        What is reckoned with: the above, and what was asked to be different.
    """

    customers: int
    retention: Estimate
    margin: Estimate
    growth: Estimate
    acquisition_cost: float | None
    won: int
    won_priced: int
    discount_rate: float
    margin_known: bool
    tiers: tuple[Tier, ...]
    assumed: Assumptions

    def basis(self, lever: Lever) -> Basis:
        """Return where the company's own figure of an assumption comes from."""
        if lever == "discount_rate":
            return "settings"
        if lever == "acquisition_cost":
            return "assumed" if self.acquisition_cost is None else "settings"
        return "assumed" if self.own(lever) is None else "records"

    def own(self, lever: Lever) -> float | None:
        """Return the company's own figure, minor units for money; None where there is none to rely on."""
        if lever in ("acquisition_cost", "discount_rate"):
            return self.acquisition_cost if lever == "acquisition_cost" else self.discount_rate
        found: Estimate = getattr(self, lever)
        if found.state == "suppressed" or (lever == "growth" and _explained_by_chance(found)):
            return None
        return found.estimate

    def effect_ends(self, assumptions: Assumptions, reading: Reading,
                    size: float = FIVE) -> tuple[float, float] | None:
        """Return the ends of the effect where the retention rate reckoned with is the company's own."""
        if assumptions.retention != self.own("retention"):
            return None
        return effect_between(assumptions, self.retention, reading=reading, size=size)

    def table(self) -> list[dict[str, Any]]:
        """Return assumptions and results as rows; money in whole currency."""
        rows: list[dict[str, Any]] = []
        for lever in LEVERS:
            found = getattr(self, lever) if lever in ("retention", "margin", "growth") else None
            rows.append({
                "figure": lever, "value": _whole(lever, getattr(self.assumed, lever)),
                "low": _whole(lever, found.low) if found else None,
                "high": _whole(lever, found.high) if found else None,
                "n": found.n if found else None, "basis": self.basis(lever)})
        if self.assumed.endless:
            return rows
        rows.append({"figure": "customer_value", "value": customer_value(self.assumed) / 100})
        for reading in READINGS:
            effect = retention_effect(self.assumed, reading=reading)
            ends = self.effect_ends(self.assumed, reading)
            rows += [
                {"figure": f"effect_{reading}", "value": effect.share, "low": ends[0] if ends else None,
                 "high": ends[1] if ends else None},
                {"figure": f"most_a_year_{reading}", "value": effect.most_a_year / 100}]
        return rows

    def extra(self) -> dict[str, Any]:
        """Return what stands beside, for ``--format json``."""
        return {"customers": self.customers, "won": self.won, "won_priced": self.won_priced,
                "margin_known": self.margin_known, "tiers": [
                    {"grade": one.grade, "customers": one.customers, "retention": one.retention.estimate,
                     "margin": _whole("margin", one.margin.estimate)} for one in self.tiers]}


def economics(reader: Reader, filters: Filters, *, retention: float = OWN, margin: float = OWN,
              growth: float = OWN, acquisition_cost: float = OWN, discount_rate: float = OWN,
              spread: float = 0.0, terms: Terms | None = None) -> Economics:
    """Return where the company stands, and what the formulas make of it.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The period does not matter: it is the last twelve months.
    retention, margin, growth, acquisition_cost, discount_rate : float
        To reckon with instead of the company's own; money in whole currency.
    spread : float
        How much customers differ in their chance of staying, 0 to below 1.
    terms : Terms, optional
        Those of the store's settings when omitted.

    Returns
    -------
    Economics
    """
    year = replace(filters, period="12m")
    said = terms or Terms.of(load_settings(reader.store_path))
    rows = _brought(reader, year, said.default_margin)
    total: Mapping[Any, Any] = rows[0] if rows else {}
    lost = lost_customers(reader, year, by=(("grade",),)) if reader.meta.dated else None
    kept = _kept(lost.total) if lost else Estimate(0, None, state="suppressed")
    brought = _margin(total)
    grown = ratio_of_sums(int(_number(total.get("pairs"))), *(_number(total.get(name)) for name in (
        "now_sum", "earlier_sum", "now_squares", "earlier_squares", "products")))
    won, priced, cost = _winning(reader, year, said)
    found = Economics(
        int(_number(total.get("today"))), kept, brought, _less_one(grown), cost, won, priced,
        said.discount_rate, reader.meta.has_costs,
        _tiers(rows[1:], {str(one.group[0]): one for one in lost.rows[("grade",)]} if lost else {}),
        Assumptions(ASSUMED_RETENTION))
    return replace(found, assumed=_assumed(found, {
        "retention": retention, "margin": 100 * margin, "growth": growth,
        "acquisition_cost": 100 * acquisition_cost, "discount_rate": discount_rate}, spread))


def _brought(reader: Reader, year: Filters, contract_margin: float) -> list[dict[Any, Any]]:
    """Return the sums behind margin and growth: everyone, then each grade."""
    if not reader.meta.dated:
        rows = run_sql(reader, "models/economics/economics_snapshot", year, contract_margin=contract_margin)
    else:
        rows = run_sql(reader, "models/economics/economics", year,
                       contract_margin=None if reader.meta.has_orders else contract_margin)
    return list(rows.to_dict("records"))


def _assumed(found: Economics, asked: Mapping[str, float], spread: float) -> Assumptions:
    taken = {}
    for lever in LEVERS:
        own = found.own(lever)
        usual = (ASSUMED_RETENTION if lever == "retention" else 0.0) if own is None else own
        taken[lever] = usual if math.isnan(asked[lever]) else asked[lever]
    return Assumptions(**taken, spread=spread)


def _winning(reader: Reader, year: Filters, terms: Terms) -> tuple[int, int, float | None]:
    """Return customers won, those of them with a cost, and the mean cost of these, minor units."""
    usual = 100 * terms.acquisition_cost or None
    stated = costs_of(terms.acquisition_costs)
    if not reader.meta.dated:
        return 0, 0, usual
    rows = run_sql(reader, "models/economics/winning", year,
                   records_on=observed_days(reader)["records_on"]).to_dict("records")
    won = sum(int(row["customers"]) for row in rows)
    priced = [(int(row["customers"]), cost) for row in rows
              if (cost := stated.get(str(row["source"]), stated.get(EVERY))) is not None]
    heads = sum(customers for customers, _ in priced)
    return won, heads, sum(n * cost for n, cost in priced) / heads if heads else usual


def _tiers(rows: list[dict[Any, Any]], lost: Mapping[str, LostRow]) -> tuple[Tier, ...]:
    return tuple(Tier(grade, lost[grade].customers_at_start, _kept(lost[grade]), _margin(row))
                 for row in rows if (grade := str(row["grade"])) in lost)


def _kept(row: LostRow) -> Estimate:
    churn = row.churn_rate
    if churn.estimate is None or churn.low is None or churn.high is None:
        return Estimate(churn.n, None, state=churn.state)
    return Estimate(churn.n, 1 - churn.estimate, 1 - churn.high, 1 - churn.low, churn.state)


def _margin(row: Mapping[Any, Any]) -> Estimate:
    return mean_of_sums(int(_number(row.get("customers"))), _number(row.get("margin")),
                        _number(row.get("margin_squares")))


def _less_one(ratio: Estimate) -> Estimate:
    if ratio.estimate is None or ratio.low is None or ratio.high is None:
        return ratio
    return replace(ratio, estimate=ratio.estimate - 1, low=ratio.low - 1, high=ratio.high - 1)


def _explained_by_chance(found: Estimate) -> bool:
    return found.low is None or found.high is None or found.low <= 0 <= found.high


def _number(value: Any) -> float:
    return 0.0 if value is None or value != value else float(value)


def _whole(lever: str, value: float | None) -> float | None:
    return value / 100 if value is not None and lever in ("margin", "acquisition_cost") else value
