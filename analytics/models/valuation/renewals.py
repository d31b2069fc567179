"""Customers under a running contract: how long such contracts last, and what each will bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.errors import NotEnoughData
from analytics.models.lifetime_value import ShiftedBetaGeometric, fit_contracts
from analytics.models.lifetime_value.shifted_beta_geometric import LEAST_LOSSES
from analytics.models.valuation.card import (
    Cohort,
    Parameter,
    RenewalModel,
    RenewalYear,
    ValuationTerms,
    YearFlow,
)
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import CONFIDENCE, rate

Floats = NDArray[np.float64]

#: Share of a year by which terms of 365 days may fall short of one.
ROUNDING = 0.02
#: Years of contract shown; few contracts are older.
LONGEST = 10


@dataclass(frozen=True, slots=True, eq=False)
class RenewalValues:
    """What customers under contract will bring: as `BuyingValues`."""

    customers: pd.DataFrame
    drawn: NDArray[np.float32]
    model: RenewalModel


@dataclass(frozen=True, slots=True, eq=False)
class Renewals:
    """Decisions about contracts, counted by year of contract.

    Attributes
    ----------
    lost, kept : ndarray, shape (years,)
        Contracts given up in year 1, 2, …; contracts last seen alive at the end of it.
    """

    lost: Floats
    kept: Floats

    @property
    def decided(self) -> Floats:
        """Contracts that got to the end of each year, given up there or not."""
        return np.cumsum((self.lost + self.kept)[::-1])[::-1]


def count_renewals(contracts: pd.DataFrame) -> Renewals:
    """Count contract years kept and given up.

    Parameters
    ----------
    contracts : DataFrame
        ``years`` (so far, or until the end), ``seen`` (from the beginning to today), ``ended`` and
        ``running``.

    Returns
    -------
    Renewals
        A year that is not over decides nothing yet: whoever left early in it would else count, and
        whoever is still there would not.
    """
    years, seen = (contracts[name].to_numpy(float) for name in ("years", "seen"))
    ended, running = (contracts[name].to_numpy(bool) for name in ("ended", "running"))
    # An agreement of 365 days is a year of contract, leap years or not.
    left_in = np.maximum(np.ceil(years - ROUNDING), 1).astype(int)
    whole = np.floor(years + ROUNDING).astype(int)
    told = ended & (left_in <= seen + ROUNDING)
    # Within the days of grace the renewal at the end is still open.
    kept = np.where(ended, left_in - 1, np.where(running, whole, whole - 1))[~told]
    size = int(max(left_in[told].max(initial=0), kept.max(initial=0), 1))
    return Renewals(np.bincount(left_in[told] - 1, minlength=size).astype(float),
                    np.bincount(kept[kept > 0] - 1, minlength=size).astype(float))


def value_contracts(contracts: pd.DataFrame, customers: pd.DataFrame, terms: ValuationTerms, draws: int, *,
                    seed: int = 2) -> RenewalValues:
    """Fit how contracts are renewed, and value who is under one.

    Parameters
    ----------
    contracts : DataFrame
        Every unbroken time under contract: ``customer_key``, ``years``, ``ended``, ``running``.
    customers : DataFrame
        Who is under contract now and can be valued: ``customer_key``, ``active``, ``yearly_revenue``,
        ``yearly_margin``, ``years`` of the running contract, ``contract_is_new``.
    terms : ValuationTerms
    draws, seed : int

    Returns
    -------
    RenewalValues
        Interval by the parametric bootstrap: contracts of the same ages are simulated, the model is
        fitted to them, and a future is drawn from it.
    """
    counted = count_renewals(contracts)
    model, few, alike = _fitted(counted)
    one_rate = few or alike
    generator = np.random.default_rng(seed)
    models = [_redrawn(model, counted, one_rate, generator) for _ in range(draws)]
    whole, part = _contract_years(customers["years"].to_numpy(float))
    margin = customers["yearly_margin"].to_numpy(float)
    kept = _still_there(model, whole, part, terms.horizon_years)
    worth: Floats = np.asarray((1 + terms.discount_rate) ** -(np.arange(terms.horizon_years) + 0.5))
    drawn = np.array([_future(one, whole, part, worth, generator) for one in models]) * margin
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(drawn, (tail, 1 - tail), axis=0, method="weibull")
    told = pd.DataFrame({
        "customer_key": customers["customer_key"].to_numpy(), "chance_alive": np.ones(len(customers)),
        "purchases": np.nan, "spend": np.nan, "value": (kept @ worth) * margin, "low": low, "high": high})
    active = customers["active"].to_numpy(bool)
    revenue = customers["yearly_revenue"].to_numpy(float)
    flows = tuple(YearFlow(year + 1, float(kept[active, year] @ revenue[active]),
                           float(kept[active, year] @ margin[active])) for year in range(terms.horizon_years))
    return RenewalValues(told, drawn.astype(np.float32), RenewalModel(
        len(contracts), int(counted.lost.sum()), few, alike, _parameters(model, models, len(contracts)),
        _curve(model, counted), len(customers), flows, _cohort(model, models, customers, worth)))


def _fitted(counted: Renewals) -> tuple[ShiftedBetaGeometric, bool, bool]:
    try:
        found = fit_contracts(counted.lost, counted.kept)
    except NotEnoughData:
        # One rate for all, as if one contract more had been renewed and one more given up: its
        # distribution is Beta, which is what the model takes.
        return ShiftedBetaGeometric(*_counts(counted)), True, False
    if found.fit.converged and not found.alike:
        return found.fit.model, False, False
    return ShiftedBetaGeometric(*_counts(counted)), False, True


def _counts(counted: Renewals) -> tuple[float, float]:
    lost = float(counted.lost.sum())
    return lost + 1, float(counted.decided.sum()) - lost + 1


def _redrawn(model: ShiftedBetaGeometric, counted: Renewals, one_rate: bool, generator: np.random.Generator
             ) -> ShiftedBetaGeometric:
    """Fit again to contracts simulated from the model, each seen as long as a real one."""
    if one_rate:
        # Doubt about the one rate is the distribution itself.
        rate_drawn = generator.beta(model.alpha, model.beta)
        return ShiftedBetaGeometric(rate_drawn * 1e6, (1 - rate_drawn) * 1e6)
    seen = np.repeat(np.arange(1, counted.lost.size + 1), (counted.lost + counted.kept).astype(int))
    left = model.draw_lifetimes(seen.size, generator)
    lost = np.bincount(np.minimum(left, 10**6).astype(int)[left <= seen] - 1, minlength=counted.lost.size)
    kept = np.bincount(seen[left > seen] - 1, minlength=counted.lost.size)
    if lost.sum() < LEAST_LOSSES:
        return model
    found = fit_contracts(lost, kept, start=model).fit
    return found.model if found.converged else model


def _contract_years(years: Floats) -> tuple[Floats, Floats]:
    """Return whole years of contract, and how much of the running one is over."""
    whole = np.floor(years + ROUNDING)
    return whole, np.clip(years - whole, 0.0, 1.0)


def _still_there(model: ShiftedBetaGeometric, whole: Floats, part: Floats, years: int) -> Floats:
    """Return the mean share of each year to come that a customer is still under contract."""
    there = np.column_stack([model.survival(whole + year) for year in range(years + 1)])
    there /= there[:, :1]
    return np.asarray((1 - part)[:, None] * there[:, :-1] + part[:, None] * there[:, 1:])


def _future(model: ShiftedBetaGeometric, whole: Floats, part: Floats, worth: Floats,
            generator: np.random.Generator) -> Floats:
    """Draw how many years' money, discounted, each customer will bring."""
    chance = np.clip(generator.beta(model.alpha, model.beta + whole), 1e-15, 1 - 1e-15)
    renewals = np.ceil(np.log(generator.random(whole.size)) / np.log1p(-chance)) - 1
    ends = renewals + 1 - part
    begun = np.arange(worth.size)
    return np.asarray(np.clip(ends[:, None] - begun, 0.0, 1.0) @ worth)


def _parameters(model: ShiftedBetaGeometric, models: list[ShiftedBetaGeometric], n: int
                ) -> tuple[Parameter, ...]:
    tail = (1 - CONFIDENCE) / 2
    drawn = np.array([[one.alpha, one.beta] for one in models])
    low, high = np.quantile(drawn, (tail, 1 - tail), axis=0, method="weibull")
    return tuple(Parameter(name, Estimate(n, at, float(least), float(most))) for name, at, least, most
                 in zip(("alpha", "beta"), (model.alpha, model.beta), low, high, strict=True))


def _curve(model: ShiftedBetaGeometric, counted: Renewals) -> tuple[RenewalYear, ...]:
    years = np.arange(1, min(counted.lost.size, LONGEST) + 1)
    return tuple(
        RenewalYear(int(year), rate(int(there - gone), int(there)), float(model.renewal_rate(year)))
        for year, gone, there in zip(years, counted.lost, counted.decided, strict=False) if there > 0)


def _cohort(model: ShiftedBetaGeometric, models: list[ShiftedBetaGeometric], customers: pd.DataFrame,
            worth: Floats) -> Cohort:
    # Who came within the year has not shown a year's money yet: new customers are taken to be like all.
    revenue, margin = (float(customers[name].mean()) for name in ("yearly_revenue", "yearly_margin"))
    kept = model.survival(np.arange(worth.size))
    flows = tuple(YearFlow(year + 1, revenue * float(share), margin * float(share))
                  for year, share in enumerate(kept))
    drawn = tuple(margin * float(one.survival(np.arange(worth.size)) @ worth) for one in models)
    return Cohort(int(customers["contract_is_new"].sum()), flows, drawn)
