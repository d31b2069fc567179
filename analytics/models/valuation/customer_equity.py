"""What the company's customers are worth together: those it has, those it will win, less what they cost.

Definition
    Customer equity = what active customers will still bring + what the customers won in each year of the
    horizon will bring within a horizon of their own - what winning them costs - costs no customer causes.
New customers
    As many a year as in the last twelve months, each bringing what the models expect of a new customer;
    money of the k-th year is discounted k - 1/2 years.
One point of retention
    Everybody's chance of staying a year raised by one percentage point: what the t-th year brings is
    multiplied by ((r + 0.01)/r)^(t - 1/2), with r the share of customers kept over the last twelve
    months. Elasticity: by how many per cent equity rises for one per cent more of r.
Interval
    The futures drawn with the lifetime values, allowing for the held-out miss as those do; numbers of new
    customers are drawn by Poisson. Doubt about r and about costs is not in it.
Edge cases
    The whole company: filters do not matter. Costs come from the settings; without them they are nought.
Source
    Methods D, F1; Gupta, Lehmann & Stuart 2004.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from analytics.filters import Filters
from analytics.metrics.lost_customers import lost_customers
from analytics.metrics.running import run_sql
from analytics.models.valuation.allowance import allowance_of, interval_of
from analytics.models.valuation.card import ValuationCard, YearFlow
from analytics.models.valuation.lifetime_value import futures_of, valuation_of
from analytics.models.valuation.persistence import card_beside
from analytics.settings import load_settings
from analytics.statistics.estimate import Estimate
from analytics.store.reader import Reader

Floats = NDArray[np.float64]
Name = Literal["retention", "margin", "discount_rate", "new_customers", "acquisition_cost", "common_cost"]

#: How far each lever is moved: rates by a point, the rest by a tenth.
POINT, TENTH = 0.01, 0.1


@dataclass(frozen=True, slots=True)
class Change:
    """What is different from today: added to rates, multiplied with the rest."""

    retention: float = 0.0
    margin: float = 0.0
    discount_rate: float = 0.0
    new_customers: float = 0.0
    acquisition_cost: float = 0.0
    common_cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Lever:
    """What moving one thing does to customer equity, minor units.

    Attributes
    ----------
    name : str
    step : float
        Points of a rate, or a share of the rest.
    rate : bool
        Whether it is a rate.
    down, up : float
        Change of equity where it is lower, and where it is higher, by the step.
    """

    name: Name
    step: float
    rate: bool
    down: float
    up: float


@dataclass(frozen=True, slots=True)
class CustomerEquity:
    """What the company's customers are worth together, minor units.

    Attributes
    ----------
    years : int
        The horizon.
    residual : Estimate
        What active customers will still bring.
    cohorts : Estimate
        What customers to be won will bring, before what winning them costs; n is customers won a year.
    acquisition, common : float
        Costs, discounted.
    total : Estimate
        Customer equity.
    retention : Estimate
        Share of customers kept over the last twelve months, which one point is added to.
    elasticity : float or None
        Per cent of residual value and cohorts for one per cent more of the retention rate.
    levers : tuple of Lever
        The largest effect first; those without any are left out.
    allowed : bool
        Whether the intervals allow for the held-out miss.
    """

    years: int
    residual: Estimate
    cohorts: Estimate
    acquisition: float
    common: float
    total: Estimate
    retention: Estimate
    elasticity: float | None
    levers: tuple[Lever, ...]
    allowed: bool

    def lever(self, name: Name) -> Lever | None:
        """Return one lever; None where it does nothing or is not known."""
        return next((one for one in self.levers if one.name == name), None)

    def table(self) -> list[dict[str, Any]]:
        """Return the parts as rows, money in whole currency."""
        parts = (("residual", self.residual), ("cohorts", self.cohorts), ("total", self.total))
        return [*({"part": name, "value": _whole(one.estimate), "low": _whole(one.low),
                   "high": _whole(one.high)} for name, one in parts),
                {"part": "acquisition_cost", "value": 0.0 - self.acquisition / 100},
                {"part": "common_cost", "value": 0.0 - self.common / 100}]

    def extra(self) -> dict[str, Any]:
        """Return the levers, for ``--format json``."""
        return {"levers": [{"name": one.name, "step": one.step, "down": one.down / 100, "up": one.up / 100}
                           for one in self.levers]}


def customer_equity(reader: Reader, filters: Filters, *, values: str = "", acquisition_cost: float = -1.0,
                    common_cost: float = -1.0) -> CustomerEquity:
    """Return what the company's customers are worth together.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Not used.
    values : str
        Path of the valuation's customers; the one that serves when empty.
    acquisition_cost, common_cost : float
        Per new customer and per year, in whole currency; negative: by the settings.

    Raises
    ------
    ModelError
        There is no valuation yet.
    """
    settings = load_settings(reader.store_path)
    costs = [100 * (settings.number(name) if given < 0 else given) for name, given in (
        ("acquisition_cost", acquisition_cost), ("common_cost", common_cost))]
    found = valuation_of(reader) if not values else None
    card = found.card if found else card_beside(values)
    path = found.values if found else values
    row = run_sql(reader, "models/valuation/futures", Filters(), values=path).iloc[0]
    trade, contract = (futures_of(path, row[name]) for name in ("trade_places", "contract_places"))
    churn = lost_customers(reader, Filters("12m"), by=()).total.churn_rate
    return equity_of(card, int(row["customers"]), float(row["value"]), trade, contract, _kept(churn),
                     costs[0], costs[1])


def equity_of(card: ValuationCard, customers: int, expected: float, trade: Floats, contract: Floats,
              retention: Estimate, acquisition_cost: float, common_cost: float) -> CustomerEquity:
    """Add customer equity up from what is expected of each year.

    Parameters
    ----------
    card : ValuationCard
    customers : int
        Active customers that are valued.
    expected : float
        What they will still bring.
    trade, contract : ndarray, shape (draws,)
        The same in each future drawn, of those without and with a running contract.
    retention : Estimate
        Share kept over a year.
    acquisition_cost, common_cost : float
        Per new customer and per year, minor units.
    """
    sums = _Sums(card, expected, retention.estimate, acquisition_cost, common_cost)
    own, new, winning, common = sums.parts(Change())
    total = own + new - winning - common
    bought, renewed = _future_cohorts(card, trade.size)
    # Customers are won all through the horizon and followed as long: it lies twice as far ahead.
    now, later = (allowance_of(card, trade.size, ahead=times * card.terms.horizon_years) for times in (1, 2))
    own_futures = [one + contract for one in now.futures(trade)]
    new_futures = [one + renewed for one in later.futures(bought)]
    residual = interval_of(customers, expected, own_futures)
    cohorts = interval_of(sums.new, new, new_futures)
    both = interval_of(customers, total, [one + other - winning - common for one, other
                                          in zip(own_futures, new_futures, strict=True)])
    levers = [Lever(name, step, rate, sums.total(_moved(name, -step)) - total,
                    sums.total(_moved(name, step)) - total)
              for name, step, rate in _levers(retention.estimate)]
    levers.sort(key=lambda one: -max(abs(one.down), abs(one.up)))
    elasticity = None
    if retention.estimate and own + new > 0:
        more = sums.parts(Change(retention=retention.estimate * POINT))
        elasticity = ((more[0] + more[1]) / (own + new) - 1) / POINT
    return CustomerEquity(card.terms.horizon_years, residual, cohorts, winning, common, both, retention,
                          elasticity, tuple(one for one in levers if one.up or one.down), bool(now.misses))


class _Sums:
    """Adds equity up under any change."""

    def __init__(self, card: ValuationCard, residual: float, retention: float | None,
                 acquisition_cost: float, common_cost: float):
        self._terms = card.terms
        models = [one for one in (card.buying, card.renewal) if one is not None]
        self._own = [one.flows for one in models]
        self._cohorts = [(one.cohort.customers, one.cohort.flows) for one in models]
        self.new = sum(customers for customers, _ in self._cohorts)
        self._retention, self._acquisition, self._common = retention, acquisition_cost, common_cost
        expected = sum(self._worth(flows, Change()) for flows in self._own)
        # Years are discounted from their middle here, and purchase by purchase in the valuation.
        self._scale = residual / expected if expected else 0.0

    def parts(self, change: Change) -> tuple[float, float, float, float]:
        """Return residual value, new customers, the cost of winning them, and common cost."""
        years = np.arange(1, self._terms.horizon_years + 1) - 0.5
        annuity = float(((1 + self._terms.discount_rate + change.discount_rate) ** -years).sum())
        own = self._scale * sum(self._worth(flows, change) for flows in self._own)
        new = annuity * (1 + change.new_customers) * sum(
            customers * self._worth(flows, change) for customers, flows in self._cohorts)
        winning = annuity * self.new * (1 + change.new_customers) * self._acquisition * (
            1 + change.acquisition_cost)
        return own, new, winning, annuity * self._common * (1 + change.common_cost)

    def total(self, change: Change) -> float:
        """Return customer equity."""
        own, new, winning, common = self.parts(change)
        return own + new - winning - common

    def _worth(self, flows: Sequence[YearFlow], change: Change) -> float:
        lift = 1.0 if not self._retention else (self._retention + change.retention) / self._retention
        rate = 1 + self._terms.discount_rate + change.discount_rate
        return float(sum((one.margin + change.margin * one.revenue) * (lift / rate) ** (one.year - 0.5)
                         for one in flows))


def _levers(retention: float | None) -> tuple[tuple[Name, float, bool], ...]:
    rates: tuple[Name, ...] = ("margin", "discount_rate") if not retention else (
        "retention", "margin", "discount_rate")
    rest: tuple[Name, ...] = ("new_customers", "acquisition_cost", "common_cost")
    return (*((name, POINT, True) for name in rates), *((name, TENTH, False) for name in rest))


def _moved(name: Name, step: float) -> Change:
    return Change(**{name: step})


def _future_cohorts(card: ValuationCard, draws: int) -> tuple[Floats, Floats]:
    """Draw how many customers are won and what they bring: those without a contract, and those under one."""
    generator = np.random.default_rng(3)
    worth = (1 + card.terms.discount_rate) ** -(np.arange(1, card.terms.horizon_years + 1) - 0.5)
    parts: list[Floats] = []
    for model in (card.buying, card.renewal):
        if model is None:
            parts.append(np.zeros(draws))
            continue
        one = np.array(model.cohort.drawn)
        come = generator.poisson(model.cohort.customers, (one.size, worth.size))
        parts.append(one * (come @ worth))
    return parts[0], parts[1]


def _kept(churn: Estimate) -> Estimate:
    if churn.estimate is None or churn.low is None or churn.high is None:
        return Estimate(churn.n, None, state=churn.state)
    return Estimate(churn.n, 1 - churn.estimate, 1 - churn.high, 1 - churn.low, churn.state)


def _whole(minor: float | None) -> float | None:
    return None if minor is None else minor / 100
