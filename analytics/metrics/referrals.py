"""Referrals: who brings whom, and what the customers brought are worth.

Definition
    A referral is a customer on whose record another is named as the one who recommended the company.
    A chain leads from a customer nobody recommended over those it brought to those they brought.
Grain
    One row per customer who brought another, by the value of those brought directly and further down.
Edge cases
    Value is that of the last twelve months and nought for whoever is lost. Chains are followed out of
    the filters; only customers in scope are counted as brought. Records that name each other in a circle,
    or a customer who is not on file, are counted and left out of chains.
Source
    Kumar, Petersen & Leone 2007, Harvard Business Review 85(10):139 (customer referral value).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import pandas as pd

from analytics.filters import Filters
from analytics.metrics.running import run_rows, run_sql
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.statistics.ratios import mean_of_sums
from analytics.store.reader import Reader

#: So many who brought others are named.
MOST = 30
#: So many customers of one chain are drawn.
DRAWN = 40


@dataclass(frozen=True, slots=True)
class Brought:
    """One customer in a tree of referrals.

    Attributes
    ----------
    customer_id : str
    name : str
    parent : int or None
        Place of the one who brought it, in the tree; None for the first.
    level : int
        Steps from the first.
    active : bool
    value : int
        Of twelve months, minor units; nought where lost.
    """

    customer_id: str
    name: str
    parent: int | None
    level: int
    active: bool
    value: int


@dataclass(frozen=True, slots=True)
class Referrer:
    """A customer who brought others.

    Attributes
    ----------
    customer_id, name : str
    active : bool
    brought, further : int
        Customers in scope it brought itself, and those that they brought in turn.
    still_there : int
        Of all these, who is a customer today.
    value, value_further : int
        What the ones and the others are worth, minor units.
    tree : tuple of Brought
        It and whom it brought, level by level, the most valuable first; at most `DRAWN`.
    """

    customer_id: str
    name: str
    active: bool
    brought: int
    further: int
    still_there: int
    value: int
    value_further: int
    tree: tuple[Brought, ...]


@dataclass(frozen=True, slots=True)
class Referrals:
    """Who brings whom.

    Attributes
    ----------
    referred : Estimate
        Customers in scope whom another brought, over all in scope.
    recommending : int
        Customers, in scope or not, who brought one in scope.
    worth, worth_others : Estimate
        Mean value of an active customer who was brought, and of any other; minor units.
    value : int
        What all brought customers in scope are worth.
    referrers : tuple of Referrer
        The `MOST` whose brought customers are worth most.
    levels : tuple of int
        Brought customers in scope by their place in a chain: one step from its beginning, two …
    longest : tuple of str
        Names along the longest chain that ends in scope.
    circular, nameless : int
        Brought customers in scope in or behind a circle of names, and those whose referrer is not on file.
    """

    referred: Estimate
    recommending: int
    worth: Estimate
    worth_others: Estimate
    value: int
    referrers: tuple[Referrer, ...]
    levels: tuple[int, ...]
    longest: tuple[str, ...]
    circular: int
    nameless: int

    def table(self) -> list[dict[str, object]]:
        """Return one row per customer who brought others."""
        return [{"customer_id": one.customer_id, "name": one.name, "active": one.active,
                 "brought": one.brought, "further": one.further, "still_there": one.still_there,
                 "value": one.value, "value_further": one.value_further} for one in self.referrers]


@dataclass(slots=True)
class _Person:
    """A customer in the network, while it is put together."""

    customer_id: str
    name: str
    referred_by: str | None
    in_scope: bool
    active: bool
    value: int
    children: list[_Person] = field(default_factory=list)
    level: int = -1
    parent: _Person | None = None
    further: int = 0
    still_there: int = 0
    value_further: int = 0


def referrals(reader: Reader, filters: Filters) -> Referrals:
    """Follow who brought whom.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Choose the customers brought; the period does not matter.

    Returns
    -------
    Referrals
    """
    sums = {bool(row[0]): row[1:] for row in run_rows(reader, "referral_worth", filters)}
    brought, others = (sums.get(one, (0, 0, 0, 0.0)) for one in (True, False))
    people = [_Person(str(row[1]), str(row[2] or row[1]), row[3], row[4], row[5], int(row[6]))
              for row in run_rows(reader, "referrals", filters)]
    reached = _connected(people)
    for one in reversed(reached):
        _hand_up(one)
    behind = [one for one in reached if one.level > 0 and one.in_scope]
    levels = [sum(one.level == level for one in behind)
              for level in range(1, max((one.level for one in behind), default=0) + 1)]
    found = [one for one in reached if _direct(one)]
    found.sort(key=lambda one: (-_worth(one) - one.value_further, one.customer_id))
    referred = [one for one in people if one.referred_by is not None and one.in_scope]
    known = {one.customer_id for one in people}
    return Referrals(
        rate(brought[0], brought[0] + others[0]), len(found), mean_of_sums(*brought[1:]),
        mean_of_sums(*others[1:]), int(brought[2]),
        tuple(_referrer(one) for one in found[:MOST]), tuple(levels), _path(behind),
        sum(one.level < 0 for one in referred), sum(one.referred_by not in known for one in referred))


def referral_list(reader: Reader, filters: Filters, *, referrer: str | None = None) -> pd.DataFrame:
    """List customers whom another brought, the most valuable first.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    referrer : str, optional
        Only those brought by this customer.

    Returns
    -------
    pandas.DataFrame
        One row per customer.
    """
    return run_sql(reader, "referral_list", filters, referrer=referrer)


def referrer_list(reader: Reader, filters: Filters) -> pd.DataFrame:
    """List the customers who brought others, with how many and what those are worth.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Choose the customers brought.

    Returns
    -------
    pandas.DataFrame
        One row per customer who brought another, the most worth first; money in minor units.
    """
    return run_sql(reader, "referrer_list", filters)


def _connected(people: list[_Person]) -> list[_Person]:
    """Tie customers to whom they brought and return those a chain reaches, level by level."""
    by_id = {one.customer_id: one for one in people}
    for one in people:
        one.parent = by_id.get(one.referred_by) if one.referred_by is not None else None
        if one.parent is not None:
            one.parent.children.append(one)
    waiting = deque(one for one in people if one.parent is None)
    for one in waiting:
        # Whoever names a customer that is not on file begins no chain, but was brought by somebody.
        one.level = 0 if one.referred_by is None else 1
    reached = []
    while waiting:
        one = waiting.popleft()
        reached.append(one)
        for child in one.children:
            child.level = one.level + 1
            waiting.append(child)
    reached.sort(key=lambda one: one.level)
    return reached


def _hand_up(one: _Person) -> None:
    """Add what a customer was found to have brought to the account of the one who brought it."""
    if one.parent is not None:
        one.parent.further += one.further + len(_direct(one))
        one.parent.value_further += one.value_further + _worth(one)
        one.parent.still_there += one.still_there + (one.in_scope and one.active)


def _direct(one: _Person) -> list[_Person]:
    return [child for child in one.children if child.in_scope]


def _worth(one: _Person) -> int:
    return sum(child.value for child in _direct(one))


def _referrer(one: _Person) -> Referrer:
    return Referrer(one.customer_id, one.name, one.active, len(_direct(one)), one.further, one.still_there,
                    _worth(one), one.value_further, _tree(one))


def _tree(root: _Person) -> tuple[Brought, ...]:
    tree = [Brought(root.customer_id, root.name, None, 0, root.active, root.value)]
    waiting = deque([(root, 0)])
    while waiting and len(tree) < DRAWN:
        one, place = waiting.popleft()
        for child in sorted(one.children, key=lambda child: (-child.value, child.customer_id)):
            if len(tree) == DRAWN:
                break
            waiting.append((child, len(tree)))
            tree.append(Brought(child.customer_id, child.name, place, tree[place].level + 1, child.active,
                                child.value))
    return tuple(tree)


def _path(behind: list[_Person]) -> tuple[str, ...]:
    one = max(behind, key=lambda one: (one.level, one.value), default=None)
    names = []
    while one is not None:
        names.append(one.name)
        one = one.parent
    return tuple(reversed(names))
