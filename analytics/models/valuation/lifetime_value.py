"""What active customers will still bring: expected margin within the horizon, later money counting less.

Definition
    Discounted purchases expected of a customer x (spending of a purchase x margin less the cost to
    serve). Purchases by the likeliest of MBG/NBD, BG/NBD and Pareto/NBD, or by BG/BB where customers
    hardly ever buy twice within a month, quarter or year; spending by Gamma-Gamma, margin by the
    customer's own share drawn towards everybody's. Customers under a running contract:
    last year's margin x the chance that the contract still runs, by sBG.
Interval
    One future of every customer under each of 79 sets of parameters drawn by the parametric bootstrap
    (of more than 10,000 customers, and under Pareto/NBD, from the curvature of the likelihood); the
    interval of a sum is that of the sums. It is as much wider as the part without contracts may be off
    where the model misses the years to come as it missed the customers active at the cut-off of its
    held-out test, by purchases and by money, with the intervals of both and more for a longer time.
Who counts
    Active customers. Whose loss was recorded or whose contract ended is worth nothing here; who is
    merely silent may come back and is told apart.
Edge cases
    The valuation is made once (`python -m analytics value`) and says of which day; customers that came
    since are not in it.
Source
    Methods D; Fader, Hardie & Lee 2005; Fader & Hardie 2007.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd

from analytics.errors import ModelError
from analytics.filters import Filters
from analytics.metrics.running import run_sql
from analytics.models.valuation.allowance import allowance_of
from analytics.models.valuation.persistence import (
    Valuation,
    card_beside,
    serving_valuation,
    sum_of_futures,
)
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.store.reader import Reader

#: From this chance of still being a customer on, one is rather there than not.
DOUBTFUL_BELOW = 0.5
#: Whom a list may hold.
Who = Literal["active", "contract", "doubtful", "silent"]

_CONDITIONS = {"active": "scoped_customers.status = 'active'",
               "contract": "scoped_customers.status = 'active' and valued.group_name = 'contract'",
               "doubtful": f"scoped_customers.status = 'active' and valued.chance_alive < {DOUBTFUL_BELOW}",
               "silent": "scoped_customers.status <> 'active'"}


@dataclass(frozen=True, slots=True)
class LifetimeValue:
    """What the customers under the filters will still bring. Money in minor units.

    Attributes
    ----------
    customers : int
        Active customers.
    unvalued : int
        Those of them the valuation does not know: never bought, or came since.
    valued : int
        The others, whom all further figures are about.
    total : Estimate
        What they bring together within the horizon.
    contract_customers : int
        Those of them under a running contract.
    contract_value : Estimate
        Their part of the total.
    doubtful : Estimate
        Share of them who are rather gone than there, with Wilson's interval.
    doubtful_customers : int
    doubtful_value : Estimate
        What is expected of these all the same.
    negative : int
        Expected to cost more than they bring.
    silent : int
        Lost by silence, who may come back and are in none of the figures above.
    silent_value : Estimate
        What is expected of them; the interval allows for what was missed of those silent at the cut-off.
    tenths : tuple of float
        What each tenth of the customers brings, the most valuable first.
    allowed : bool
        Whether the interval of the total allows for the held-out miss.
    """

    customers: int
    unvalued: int
    valued: int
    total: Estimate
    contract_customers: int
    contract_value: Estimate
    doubtful: Estimate
    doubtful_customers: int
    doubtful_value: Estimate
    negative: int
    silent: int
    silent_value: Estimate
    tenths: tuple[float, ...]
    allowed: bool

    @property
    def per_customer(self) -> float | None:
        """The mean of those valued."""
        return None if not self.valued or self.total.estimate is None else self.total.estimate / self.valued

    def share_of_tenths(self, first: int) -> float | None:
        """Return the part of the total that the most valuable tenths bring; None where all bring nothing."""
        total = sum(self.tenths)
        return sum(self.tenths[:first]) / total if total > 0 else None

    def table(self) -> list[dict[str, Any]]:
        """Return the figures as one row, money in whole currency."""
        total = self.total
        return [{"customers": self.customers, "valued": self.valued,
                 **{name: None if amount is None else amount / 100 for name, amount in (
                     ("lifetime_value", total.estimate), ("low", total.low), ("high", total.high),
                     ("per_customer", self.per_customer), ("under_contract", self.contract_value.estimate),
                     ("of_doubtful", self.doubtful_value.estimate),
                     ("of_silent", self.silent_value.estimate))},
                 "doubtful": self.doubtful_customers, "silent": self.silent}]


@dataclass(frozen=True, slots=True)
class CustomerLifetimeValue:
    """One customer's lifetime value, minor units.

    Attributes
    ----------
    value, low, high : float
        Expected, and ends of the interval that holds what is really brought with a chance of 95 %.
    chance_alive : float
    purchases : float or None
        Expected within the horizon; None under a contract.
    by_contract : bool
        Whether valued by the renewal of the contract.
    place, valued : int
        Place among all customers valued, and how many those are.
    """

    value: float
    low: float
    high: float
    chance_alive: float
    purchases: float | None
    by_contract: bool
    place: int
    valued: int


def valuation_of(reader: Reader) -> Valuation:
    """Return the valuation that serves in a build's store.

    Raises
    ------
    ModelError
        There is none yet.
    """
    found = serving_valuation(reader.store_path)
    if found is None:
        raise ModelError("Nobody has been valued yet.", code="no_valuation",
                         hint="Run `python -m analytics value`.")
    return found


def values_of(reader: Reader, values: str) -> str:
    """Return the path of the values asked for, or of those that serve."""
    return values or valuation_of(reader).values


def lifetime_value(reader: Reader, filters: Filters, *, values: str = "") -> LifetimeValue:
    """Add up what the customers under the filters will still bring.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    values : str
        Path of the valuation's customers; the one that serves when empty.

    Raises
    ------
    ModelError
        There is no valuation yet.
    """
    path = values_of(reader, values)
    row = run_sql(reader, "models/valuation/lifetime_value", filters, values=path).iloc[0]
    card, valued, doubtful = card_beside(path), int(row["valued"]), int(row["doubtful"])
    trade, contract, rather_gone, quiet = (
        futures_of(path, row[name]) for name in ("trade_places", "contract_places", "doubtful_places",
                                                 "silent_places"))
    usual, of_silent = (allowance_of(card, trade.size, standing=one) for one in ("active", "silent"))
    contracts, silent = int(row["contract_customers"]), int(row["silent"])
    tenths = row["tenths"]
    return LifetimeValue(
        int(row["customers"]), int(row["customers"]) - valued, valued,
        usual.interval(valued, float(row["value"]), trade, contract), contracts,
        usual.interval(contracts, float(row["contract_value"]), 0 * contract, contract),
        rate(doubtful, valued), doubtful, usual.interval(doubtful, float(row["doubtful_value"]), rather_gone),
        int(row["negative"]), silent, of_silent.interval(silent, float(row["silent_value"]), quiet),
        tuple(float(one) for one in tenths) if isinstance(tenths, list | np.ndarray) else (),
        bool(usual.misses) and valued > contracts)


def futures_of(values: str, places: object) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Add up every future drawn over the customers at the places that a query listed; none: None."""
    found = np.asarray(places, np.int64) if isinstance(places, list | np.ndarray) else np.empty(0, np.int64)
    return sum_of_futures(values, found)


def lifetime_value_list(reader: Reader, filters: Filters, *, values: str = "", who: Who = "active",
                        rows: int | None = None) -> pd.DataFrame:
    """List customers by what they are expected to bring, the largest first.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    values : str
        As for `lifetime_value`.
    who : {"active", "contract", "doubtful", "silent"}
    rows : int or None
        At most so many; None: all.

    Returns
    -------
    pandas.DataFrame
        One row per customer; money in minor units.
    """
    return run_sql(reader, "models/valuation/lifetime_value_list", filters, condition=_CONDITIONS[who],
                   values=values_of(reader, values), rows=rows)


def customer_lifetime_value(reader: Reader, filters: Filters, *, values: str = "",
                            customers: tuple[str, ...] = ()) -> dict[str, CustomerLifetimeValue]:
    """Return the lifetime value of each of some customers that was valued, by number.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Not used: a customer's value is the same under any.
    values : str
        As for `lifetime_value`.
    customers : tuple of str
        The customers' numbers.
    """
    frame = run_sql(reader, "models/valuation/customer_lifetime_value", Filters(),
                    values=values_of(reader, values), customers=list(customers))
    return {str(row["customer_id"]): CustomerLifetimeValue(
        float(row["value"]), float(row["low"]), float(row["high"]), float(row["chance_alive"]),
        None if pd.isna(row["purchases"]) else float(row["purchases"]), row["group_name"] == "contract",
        int(row["place"]), int(row["valued"])) for row in frame.to_dict("records")}


def day_of(valuation: Valuation) -> date:
    """Return the last day a valuation knew."""
    return date.fromisoformat(valuation.card.as_of)
