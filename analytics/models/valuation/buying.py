"""Customers who trade without a contract: which model, how well it foretells, and what each will bring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.models.lifetime_value import (
    Accuracy,
    Fit,
    GammaGamma,
    RepeatModel,
    SpendFit,
    ValueTerms,
    customer_values,
)
from analytics.models.lifetime_value.customer_value import realised_values
from analytics.models.valuation.card import (
    BuyingModel,
    Candidate,
    Cohort,
    Parameter,
    ValuationTerms,
    YearFlow,
)
from analytics.models.valuation.occasions import Clock
from analytics.models.valuation.repeat_buying import DRAWS, Chosen, basis_of, draw, hold_out
from analytics.models.valuation.spending import ends_of, spend_models_of, spend_of, spending_of, told_spending
from analytics.statistics.estimate import Estimate
from analytics.store.reader import Reader

Floats = NDArray[np.float64]

#: Customers whose futures are drawn at once.
AT_ONCE = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class BuyingValues:
    """What customers who trade will bring.

    Attributes
    ----------
    customers : DataFrame
        ``customer_key``, ``chance_alive``, ``purchases``, ``spend``, ``value``, ``low``, ``high``.
    drawn : ndarray, shape (draws, customers)
        Futures.
    model : BuyingModel
    """

    customers: pd.DataFrame
    drawn: NDArray[np.float32]
    model: BuyingModel


def value_buyers(reader: Reader, customers: pd.DataFrame, fitted_to: NDArray[np.bool_], silence_days: int,
                 terms: ValuationTerms, report: Callable[[str, int, int], None], asked: str = "auto"
                 ) -> BuyingValues:
    """Fit, check on held-out time and value.

    Parameters
    ----------
    reader : Reader
    customers : DataFrame
        Who traded: ``customer_key``, ``valued`` (can still come), ``active``, ``margin_share``,
        ``contract`` (runs now), ``first_revenue``.
    fitted_to : ndarray of bool, shape (customers,)
        Who the models are fitted to.
    silence_days : int
    terms : ValuationTerms
    report : callable
        Told the step, what is done of it, and what there is to do.
    asked : str
        The setting ``buying_model``.

    Raises
    ------
    NotEnoughData
        Fewer than 30 of those fitted to bought again.
    """
    report("models", 0, 1)
    basis = basis_of(reader, customers, fitted_to, silence_days, asked)
    chosen, clock, histories = basis.chosen, basis.clock, basis.histories
    spending = spending_of(basis.fitted)
    report("held_out", 0, 1)
    assert reader.meta.as_of is not None
    held = hold_out(reader, frozenset(basis.fitted["customer_key"]), silence_days, reader.meta.as_of, clock,
                    basis.families)
    report("futures", 0, 1)
    models = draw(chosen.fit.fit, histories, DRAWS)
    spend_models = spend_models_of(spending, basis.fitted, DRAWS)
    money = ValueTerms(1.0, terms.discount_rate, float(terms.horizon_years), terms.cost_to_serve, clock.unit)
    valued = basis.table[basis.table["valued"]].reset_index(drop=True)
    drawn = _futures(models, spend_models, valued, spending, money, clock, report)
    told = _expected(chosen.fit.fit.model, spending, valued, money, clock, drawn)
    model = BuyingModel(
        chosen.family, chosen.fit.fallback, chosen.fit.reasons, histories.total, histories.repeaters,
        silence_days, _parameters(chosen.fit.fit, models), _candidates(chosen, held[1] if held else {}),
        told_spending(spending, spend_models, basis.fitted), held[0] if held else None, len(valued),
        _flows(chosen.fit.fit.model, told, valued, money, clock),
        _cohort(chosen.fit.fit.model, models, basis.table, spending, money), basis.occasions)
    return BuyingValues(told, drawn, model)


def _futures(models: tuple[RepeatModel, ...], spend_models: tuple[GammaGamma, ...], valued: pd.DataFrame,
             spending: SpendFit | None, money: ValueTerms, clock: Clock,
             report: Callable[[str, int, int], None]) -> NDArray[np.float32]:
    """Draw what every customer may bring, some customers at a time."""
    generator = np.random.default_rng(1)
    drawn: NDArray[np.float32] = np.empty((len(models), len(valued)), np.float32)
    for begin in range(0, len(valued), AT_ONCE):
        part = valued.iloc[begin:begin + AT_ONCE]
        x, last, age = clock.histories(part)
        paid = part["spend"].to_numpy(float) if spend_models else spend_of(spending, part)
        drawn[:, begin:begin + AT_ONCE] = realised_values(
            models, spend_models, x, last, age, paid,
            replace(money, margin=part["margin_share"].to_numpy(float)), generator)
        report("futures", min(begin + AT_ONCE, len(valued)), len(valued))
    return drawn


def _expected(model: RepeatModel, spending: SpendFit | None, valued: pd.DataFrame, money: ValueTerms,
              clock: Clock, drawn: NDArray[np.float32]) -> pd.DataFrame:
    x, last, age = clock.histories(valued)
    found = customer_values(model, spend_of(spending, valued), x, last, age,
                            replace(money, margin=valued["margin_share"].to_numpy(float)))
    low, high = ends_of(drawn)
    return pd.DataFrame({
        "customer_key": valued["customer_key"].to_numpy(), "chance_alive": found.chance_alive,
        "purchases": found.purchases, "spend": found.spend, "value": found.value, "low": low, "high": high})


def _flows(model: RepeatModel, told: pd.DataFrame, valued: pd.DataFrame, money: ValueTerms, clock: Clock
           ) -> tuple[YearFlow, ...]:
    """Return what the active customers are expected to bring in each year to come."""
    active = valued["active"].to_numpy()
    x, _, age = (values[active] for values in clock.histories(valued))
    alive, spend = (told[name].to_numpy()[active] for name in ("chance_alive", "spend"))
    share = valued["margin_share"].to_numpy(float)[active]
    year = money.horizon / money.horizon_years
    flows, before = [], np.zeros(x.size)
    for place in range(1, int(money.horizon_years) + 1):
        so_far = alive * model.further_if_alive(x, age, place * year)
        bought = so_far - before
        flows.append(YearFlow(place, float(bought @ spend),
                              float(bought @ (spend * share - money.cost_to_serve))))
        before = so_far
    return tuple(flows)


def _cohort(model: RepeatModel, models: tuple[RepeatModel, ...], table: pd.DataFrame,
            spending: SpendFit | None, money: ValueTerms) -> Cohort:
    """Return what new customers bring: a first purchase, and what the model expects after it."""
    new = table[(table["age"] < 365) & ~table["contract"]]
    share = float(np.average(table["margin_share"], weights=table["revenue"].clip(lower=1)))
    begins = float(new["first_revenue"].mean()) if len(new) else 0.0
    spend = spend_of(spending, pd.DataFrame({"frequency": [0.0], "spend": [np.nan]}))[0]
    year = money.horizon / money.horizon_years
    years = np.arange(1, int(money.horizon_years) + 1)

    def brought(one: RepeatModel) -> tuple[Floats, Floats]:
        more = np.diff(one.expected_purchases(years * year), prepend=0.0)
        revenue = more * spend
        margin = revenue * share - more * money.cost_to_serve
        revenue[0] += begins
        margin[0] += begins * share - money.cost_to_serve
        return revenue, margin

    revenue, margin = brought(model)
    worth = (1 + money.discount_rate) ** -(years - 0.5)
    return Cohort(len(new), tuple(YearFlow(int(place), float(paid), float(left)) for place, paid, left in
                                        zip(years, revenue, margin, strict=True)),
                  tuple(float(brought(one)[1] @ worth) for one in models))


def _parameters(fitted: Fit[RepeatModel], models: tuple[RepeatModel, ...]) -> tuple[Parameter, ...]:
    drawn = np.array([one.parameters for one in models])
    low, high = ends_of(drawn)
    return tuple(Parameter(name, Estimate(fitted.customers, float(at), float(least), float(most)))
                 for name, at, least, most in
                 zip(fitted.model.names, fitted.model.parameters, low, high, strict=True))


def _candidates(chosen: Chosen, judged: dict[str, Accuracy]) -> tuple[Candidate, ...]:
    found = [Candidate(family, one.preferred.log_likelihood, one.reasons, judged.get(family))
             for family, one in chosen.tried.items()]
    found.sort(key=lambda one: -one.log_likelihood)
    if chosen.fit.fallback:
        found.append(Candidate("nbd", chosen.fit.fit.log_likelihood, (), judged.get("nbd")))
    return tuple(found)
