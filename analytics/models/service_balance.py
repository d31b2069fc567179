"""Service balance: who is contacted much more, or much less, than customers of like value.

Definition
    What is usual is the number of contacts in the last twelve months that customers of like revenue and
    size had in as long a time (negative binomial regression). Over-served and under-served are those whose
    contacts lie so far above or below that chance does not explain it, allowing for how many customers
    are looked at. Money: contacts at their unit costs, against the usual number at the mean cost.
Grain
    One row per tenth of customers by revenue; single customers in `service_balance_list`.
Edge cases
    Customers of the as-of day who have been there for ninety days at least. Nothing is said with fewer
    than thirty of them, or without contacts. Contacts either side began count alike.
Source
    Methods A12 and A18; Cameron & Trivedi 1998 on counts; Benjamini & Hochberg 1995.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.activity_costs import USUAL_COSTS, ActivityCosts
from analytics.metrics.running import run_sql
from analytics.statistics.counts import fit_counts
from analytics.statistics.estimate import SUPPRESSED_BELOW, THIN_BELOW, Estimate, state_of
from analytics.statistics.intervals import normal_quantile
from analytics.statistics.multiple import benjamini_hochberg
from analytics.store.reader import Reader

#: Whoever came later than so many days ago has hardly had a chance to be contacted.
FEWEST_DAYS = 90
#: One-sided, after adjustment for all customers looked at.
LEVEL = 0.025
SIDES = ("over", "under")

Floats = NDArray[np.float64]

LISTED = ["customer_key", "customer_id", "name", "contacts", "contacts_usual", "contact_cost", "cost_apart",
          "revenue", "margin", "visits", "calls", "messages", "size", "grade", "branch", "account_manager"]


@dataclass(frozen=True, slots=True)
class ValueTenth:
    """A tenth of the customers by revenue, and its shares of revenue and of contact cost.

    Attributes
    ----------
    tenth : int
        1: those with the most revenue.
    customers : int
    revenue, cost : float
        Shares of all.
    contacts, usual : float
        Mean contacts of a customer, and what is usual.
    """

    tenth: int
    customers: int
    revenue: float
    cost: float
    contacts: float
    usual: float


@dataclass(frozen=True, slots=True)
class ManagerContacts:
    """Contacts of an account manager's customers over what is usual for customers like them.

    Attributes
    ----------
    manager : str
    ratio : Estimate
        1: as usual; ``n`` counts customers.
    """

    manager: str
    ratio: Estimate


@dataclass(frozen=True, slots=True)
class ServiceBalance:
    """How contacts go with value, and who stands out.

    Attributes
    ----------
    customers, contacts, cost : int
        Customers judged, their contacts, and what these cost in minor units.
    growth : Estimate
        By what share contacts are more where revenue is twice as high, size held equal.
    spread : float
        Variance of contacts beyond chance, relative to the square of what is usual.
    over, under : int
        Customers contacted more, and less, than chance explains.
    over_cost : float
        What contacts of the over-served cost beyond the usual, minor units.
    under_revenue : int
        Revenue of the under-served, minor units.
    tenths : tuple of ValueTenth
        Most revenue first; empty where there is too little to say.
    managers : tuple of ManagerContacts
        With ten customers at least, those with the most contacts for their customers first.
    """

    customers: int
    contacts: int
    cost: int
    growth: Estimate
    spread: float
    over: int
    under: int
    over_cost: float
    under_revenue: int
    tenths: tuple[ValueTenth, ...]
    managers: tuple[ManagerContacts, ...]

    def table(self) -> list[dict[str, object]]:
        """Return one row per tenth."""
        return [{"tenth": one.tenth, "n": one.customers, "revenue_share": one.revenue, "cost_share": one.cost,
                 "contacts": one.contacts, "contacts_usual": one.usual} for one in self.tenths]

    def extra(self) -> dict[str, object]:
        """Return who stands out, and how contacts grow with revenue."""
        return {"managers": {one.manager: one.ratio.estimate for one in self.managers},
                "n": self.customers, "contacts": self.contacts, "cost": self.cost / 100,
                "growth": self.growth.estimate, "low": self.growth.low, "high": self.growth.high,
                "over": self.over, "under": self.under, "over_cost": self.over_cost / 100,
                "under_revenue": self.under_revenue / 100}


def service_balance(reader: Reader, filters: Filters, *,
                    costs: ActivityCosts = USUAL_COSTS) -> ServiceBalance:
    """Hold contacts against value.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The as-of day counts, the period does not.
    costs : ActivityCosts
        Unit costs of visits, calls and other contacts.

    Returns
    -------
    ServiceBalance
    """
    frame = _judged(reader, filters, costs)
    n, contacts, cost = len(frame), int(frame["contacts"].sum()), int(frame["contact_cost"].sum())
    if "usual" not in frame.attrs:
        nothing = Estimate(n, None, state="suppressed")
        return ServiceBalance(n, contacts, cost, nothing, 0.0, 0, 0, 0.0, 0, (), ())
    # Taken out first: pandas copies attributes, deeply, at every selection.
    growth, spread = frame.attrs.pop("usual")
    over, under = (frame[frame["side"] == side] for side in SIDES)
    return ServiceBalance(n, contacts, cost, growth, spread, len(over), len(under),
                          float(over["cost_apart"].sum()), int(under["revenue"].sum()), _tenths(frame),
                          _managers(frame))


def service_balance_list(reader: Reader, filters: Filters, *, side: str = "over",
                         costs: ActivityCosts = USUAL_COSTS) -> pd.DataFrame:
    """List the customers that stand out on one side.

    Parameters
    ----------
    reader, filters, costs
        As for `service_balance`.
    side : {"over", "under", "all"}

    Returns
    -------
    DataFrame
        One row per customer, money in minor units: the over-served by cost beyond the usual, the
        under-served by revenue.

    Raises
    ------
    UnknownName
        Another side.
    """
    if side not in (*SIDES, "all"):
        raise UnknownName("option", side, (*SIDES, "all"))
    frame = _judged(reader, filters, costs)
    chosen = frame if side == "all" else frame[frame["side"] == side]
    by = "revenue" if side == "under" else "cost_apart"
    listed = chosen[LISTED].sort_values([by, "customer_id"], ascending=[False, True]).reset_index(drop=True)
    return listed.assign(contacts_usual=listed["contacts_usual"].round(1))


def _judged(reader: Reader, filters: Filters, costs: ActivityCosts) -> pd.DataFrame:
    """Return customers with what is usual for each, and the side on which they stand out."""
    frame = run_sql(reader, "models/service_balance", replace(filters, period="12m"), fewest_days=FEWEST_DAYS)
    contacts = frame[["visits", "calls", "messages"]].sum(axis=1)
    spent = frame["visits"] * costs.visit + frame["calls"] * costs.call + frame["messages"] * costs.message
    frame = frame.assign(contacts=contacts, contact_cost=spent, contacts_usual=np.nan, cost_apart=np.nan,
                         side="")
    if len(frame) < THIN_BELOW or contacts.sum() == 0:
        return frame
    revenue = np.log2(np.maximum(frame["revenue"].to_numpy(float) / 100, 0) + 1)
    sizes = [(frame["size"] == size).to_numpy(float) for size in sorted(frame["size"].unique())[1:]]
    fitted = fit_counts(np.column_stack([np.ones(len(frame)), revenue, *sizes]), contacts.to_numpy(float),
                        frame["days"].to_numpy(float))
    many, few = (benjamini_hochberg(chance) < LEVEL for chance in fitted.tails(contacts.to_numpy(float)))
    mean_cost = spent.sum() / contacts.sum()
    judged = frame.assign(contacts_usual=fitted.expected,
                          cost_apart=spent - fitted.expected * mean_cost,
                          side=np.select([many, few], SIDES, ""))
    effect, error = fitted.coefficients[1], fitted.errors[1]
    low, middle, high = (float(np.expm1(effect + side * normal_quantile() * error)) for side in (-1, 0, 1))
    judged.attrs["usual"] = (Estimate(len(frame), middle, low, high), fitted.spread)
    return judged


def _managers(frame: pd.DataFrame) -> tuple[ManagerContacts, ...]:
    found = []
    needed = frame[["account_manager", "contacts", "contacts_usual"]].dropna(subset=["account_manager"])
    for manager, rows in needed.groupby("account_manager", observed=True):
        usual, n = float(rows["contacts_usual"].sum()), len(rows)
        ratio = float(rows["contacts"].sum()) / usual
        if n < SUPPRESSED_BELOW or ratio <= 0:
            continue
        error = float(((rows["contacts"] - ratio * rows["contacts_usual"]) ** 2).sum()) ** 0.5 / usual
        reach = float(np.exp(normal_quantile() * error / ratio))
        found.append(ManagerContacts(
            str(manager), Estimate(n, ratio, ratio / reach, ratio * reach, state_of(n))))
    return tuple(sorted(found, key=lambda one: -(one.ratio.estimate or 0.0)))


def _tenths(frame: pd.DataFrame) -> tuple[ValueTenth, ...]:
    needed = frame[["customer_key", "revenue", "contact_cost", "contacts", "contacts_usual"]]
    ordered = needed.sort_values(["revenue", "customer_key"], ascending=[False, True])
    revenue, cost = max(int(ordered["revenue"].sum()), 1), max(int(ordered["contact_cost"].sum()), 1)
    parts = np.array_split(np.arange(len(ordered)), 10)
    return tuple(
        ValueTenth(place, len(part), float(rows["revenue"].sum() / revenue),
                   float(rows["contact_cost"].sum() / cost), float(rows["contacts"].mean()),
                   float(rows["contacts_usual"].mean()))
        for place, part in enumerate(parts, start=1) if len(rows := ordered.iloc[part]))
