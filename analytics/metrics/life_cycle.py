"""Life-cycle states: how many customers are in each, and who goes from one to another within a month.

Definition
    At the start of a month a customer is *lost*, as everywhere; *lapsed* or *cooling* after as many silent
    days that fewer than half, or fewer than four fifths, of its segment still come back within the window of
    the silence threshold; *won back* or *new* in the first 180 days of a relation; else *active*. A
    *prospect* has been contacted and has not bought yet. Nobody is silent while a contract runs.
Operations
    Acquire: new customers, of the prospects and from nowhere. Convert: of the new, those active a month
    later. Retain: of the new, the active and the won back, those still one of the three. Activate: of the
    cooling and the lapsed, those who buy again. Win back: of the lost, those who return.
Grain
    One row per month and pair of states; the last 24 months of the period at most.
Edge cases
    Months before every usual kind of loss can be seen are left out. The intervals treat the months of a
    customer as independent, given the state, as a Markov chain does.
Source
    Methods A16; Dirichlet posterior with a prior of one observation spread over the states.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.filters.periods import add_months
from analytics.metrics.running import run_rows, run_sql
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import rate
from analytics.store.reader import Reader

#: From outside, through the relation, to its end; and not on record a month before.
STATES = ("prospect", "new", "active", "cooling", "lapsed", "won_back", "lost")
NOWHERE = "none"
BEFORE = (*STATES, NOWHERE)

#: States in which a relation is well.
WELL = ("new", "active", "won_back")
#: An operation: from which states, to which.
OPERATIONS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "acquire": (("prospect",), ("new",)),
    "convert": (("new",), ("active",)),
    "retain": (WELL, WELL),
    "activate": (("cooling", "lapsed"), WELL),
    "win_back": (("lost",), ("won_back",)),
}

#: Chances to come back below which silence is called cooling and lapsed, and the days somebody is new.
LIMITS: dict[str, Any] = {"cooling_chance": 0.8, "lapsed_chance": 0.5, "young_days": 180}


@dataclass(frozen=True, slots=True)
class Transition:
    """Customers who went from one state to another within a month, over all months together.

    Attributes
    ----------
    before, after : str
        ``before`` is "none" for whoever was not on record.
    customers : int
        Customers times months.
    share : Estimate
        Of those in ``before``, with the interval of the Dirichlet posterior; without one for "none".
    """

    before: str
    after: str
    customers: int
    share: Estimate


@dataclass(frozen=True, slots=True)
class Operation:
    """One of the four operations, and winning back.

    Attributes
    ----------
    name : str
    rate : Estimate
        Share a month of those it could reach, over all months.
    customers : int
        Those it reached, all months together; for "acquire" from nowhere, too.
    months : tuple of (date, int)
        How many a month, by the month's first day.
    """

    name: str
    rate: Estimate
    customers: int
    months: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class LifeCycle:
    """States and transitions.

    Attributes
    ----------
    stocks : mapping of date to mapping of str to int
        Customers in each state at the start of every month looked at, oldest first.
    transitions : tuple of Transition
        Those that occurred, in the order of the states.
    operations : tuple of Operation
    """

    stocks: Mapping[date, Mapping[str, int]]
    transitions: tuple[Transition, ...]
    operations: tuple[Operation, ...]

    @property
    def last(self) -> date | None:
        """The newest day looked at."""
        return max(self.stocks, default=None)

    @property
    def months(self) -> int:
        """Months over which transitions are counted."""
        return max(len(self.stocks) - 1, 0)

    def now(self, state: str) -> int:
        """Return how many are in a state on the newest day."""
        return self.stocks[self.last].get(state, 0) if self.last else 0

    def share(self, before: str, after: str) -> Estimate | None:
        """Return the share of a state that goes to another within a month."""
        return next((one.share for one in self.transitions
                     if (one.before, one.after) == (before, after)), None)

    def operation(self, name: str) -> Operation:
        """Return one operation."""
        return next(one for one in self.operations if one.name == name)

    def table(self) -> list[dict[str, object]]:
        """Return one row per transition, then one per operation."""
        named = [("transition", f"{one.before} > {one.after}", one.customers, one.share)
                 for one in self.transitions]
        named += [("operation", one.name, one.customers, one.rate) for one in self.operations]
        return [{"kind": kind, "name": name, "customers": customers, "share": share.estimate,
                 "low": share.low, "high": share.high, "n": share.n, "state": share.state}
                for kind, name, customers, share in named]


def life_cycle(reader: Reader, filters: Filters) -> LifeCycle:
    """Count customers by state at the start of every month, and who went from one to another.

    Parameters
    ----------
    reader : Reader
    filters : Filters

    Returns
    -------
    LifeCycle
        Empty where nothing has a date.
    """
    if reader.meta.as_of is None:
        return LifeCycle({}, (), ())
    stocks: dict[date, Counter[str]] = {}
    moves: Counter[tuple[str, str]] = Counter()
    monthly: dict[date, Counter[tuple[str, str]]] = {}
    for day, before, after, customers in run_rows(reader, "life_cycle", filters, **LIMITS):
        stocks.setdefault(day, Counter())[after] += customers
        if before is not None:
            moves[before, after] += customers
            monthly.setdefault(add_months(day, -1), Counter())[before, after] += customers
    return LifeCycle(stocks, _transitions(moves), tuple(
        _operation(name, sources, targets, moves, monthly)
        for name, (sources, targets) in OPERATIONS.items()))


def life_cycle_list(reader: Reader, filters: Filters, *, state: str = "active", before: str | None = None,
                    month: str | None = None) -> pd.DataFrame:
    """List the customers in a state on a day, or those who went to it from another.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    state : str
    before : str, optional
        The state a month before; "none": not on record.
    month : str, optional
        First day (ISO) of the month at whose start they were there, or had arrived. Where omitted: the newest
        day, and for those who went all months of the period.

    Returns
    -------
    pandas.DataFrame
        One row per customer, and per month where transitions are listed; most value first.

    Raises
    ------
    UnknownName
        A state there is none of.
    """
    for chosen, known in ((state, STATES), (before, BEFORE)):
        if chosen is not None and chosen not in known:
            raise UnknownName("state", chosen, known)
    return run_sql(reader, "life_cycle_list", filters, state=state, before=before, month=month, **LIMITS)


def _transitions(moves: Counter[tuple[str, str]]) -> tuple[Transition, ...]:
    found = []
    for before in BEFORE:
        row = {after: moves[before, after] for after in STATES if moves[before, after]}
        total = sum(row.values())
        for after, customers in row.items():
            share = Estimate(total, None, state=state_of(total)) if before == NOWHERE else \
                _posterior(customers, total)
            found.append(Transition(before, after, customers, share))
    return tuple(found)


def _posterior(customers: int, total: int) -> Estimate:
    """Return a share with the interval of its marginal Beta posterior."""
    # scipy is too heavy to load with a page that may not need it.
    from scipy.special import betaincinv

    prior = 1.0 / len(STATES)
    low, high = betaincinv(customers + prior, total - customers + 1.0 - prior, np.array([0.025, 0.975]))
    return Estimate(total, customers / total, min(float(low), customers / total),
                    max(float(high), customers / total), state_of(total))


def _operation(name: str, sources: tuple[str, ...], targets: tuple[str, ...], moves: Counter[tuple[str, str]],
               monthly: dict[date, Counter[tuple[str, str]]]) -> Operation:
    def hit(counts: Counter[tuple[str, str]], origins: tuple[str, ...]) -> int:
        return sum(counts[before, after] for before in origins for after in targets)

    total = sum(customers for (before, _), customers in moves.items() if before in sources)
    # Most customers are on record with their first order only, and come from nowhere.
    origins = (*sources, NOWHERE) if name == "acquire" else sources
    return Operation(name, rate(hit(moves, sources), total), hit(moves, origins),
                     tuple((month, hit(counts, origins)) for month, counts in sorted(monthly.items())))
