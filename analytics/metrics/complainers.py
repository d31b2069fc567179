"""Who complains: the share of customers who complained, by size, length of the relation and value.

Definition
    Of the customers there on any day of the period, the share who made at least one complaint in it.
    Value (quarters, from highest to lowest revenue of twelve months) and length of the relation are
    those at the start of the period, or of the day the customer came.
Weakness
    Complainers choose themselves: they buy more, and severe problems are voiced more often. A group with
    few complaints is not therefore a satisfied one.
Source
    Interval: Wilson 1927. On who complains: methods A6, A7.
"""

from __future__ import annotations

from dataclasses import dataclass

from analytics.filters import Filters
from analytics.metrics.running import run_rows
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.store.reader import Reader

#: Properties of customers and the order of their values; None: as they come.
PROPERTIES: dict[str, tuple[str, ...]] = {
    "size": ("large", "medium", "small"), "tenure": ("under_1", "under_3", "under_7", "over_7"),
    "worth": ("highest", "high", "low", "lowest")}


@dataclass(frozen=True, slots=True)
class ComplainerGroup:
    """One group of customers.

    Attributes
    ----------
    property : str
        ``"size"``, ``"tenure"``, ``"worth"``, or ``"all"``.
    value : str or None
    complained : int
    share : Estimate
        Of its customers, those who complained.
    """

    property: str
    value: str | None
    complained: int
    share: Estimate


@dataclass(frozen=True, slots=True)
class Complainers:
    """Complainers by what is known of customers.

    Attributes
    ----------
    everyone : ComplainerGroup
    groups : tuple of ComplainerGroup
        Groups without a known value are left out.
    """

    everyone: ComplainerGroup
    groups: tuple[ComplainerGroup, ...]

    def table(self) -> list[dict[str, object]]:
        """Return one row per group, everyone first."""
        return [{"property": one.property, "value": one.value, "customers": one.share.n,
                 "complained": one.complained, "share": one.share.estimate, "low": one.share.low,
                 "high": one.share.high, "state": one.share.state} for one in (self.everyone, *self.groups)]


def complainers(reader: Reader, filters: Filters) -> Complainers:
    """Compare those who complained with the rest."""
    rows = run_rows(reader, "complainers", filters)
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    for *values, customers, complained in rows:
        for name, value in zip(PROPERTIES, values, strict=True):
            if value is not None:
                before = counts.get((name, value), (0, 0))
                counts[name, value] = (before[0] + complained, before[1] + customers)
    everyone = _group("all", None, sum(row[-1] for row in rows), sum(row[-2] for row in rows))
    groups = [_group(name, value, *counted) for (name, value), counted in counts.items()]
    order = {name: place for place, name in enumerate(PROPERTIES)}
    return Complainers(everyone, tuple(sorted(groups, key=lambda one: (
        order[one.property], PROPERTIES[one.property].index(one.value or "")
        if one.value in PROPERTIES[one.property] else 99))))


def _group(name: str, value: str | None, complained: int, customers: int) -> ComplainerGroup:
    return ComplainerGroup(name, value, complained, rate(complained, customers))
