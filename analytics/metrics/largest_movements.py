"""The largest movements: which size, branch and cause changed most against the period before.

Definition
    For each group the customers lost now and in the period before, each over the customers at the
    start of its window (a cause is measured against everyone), and the difference of the two rates.
    Groups are ordered by how many customers more or fewer were lost than the earlier rate would give.
Beyond chance
    A Pearson test of the two rates, with p values adjusted over all groups so that of the groups
    called out at most one in twenty is a false alarm on average. A group that fails it moved no more
    than such numbers do by themselves.
Edge cases
    Without an earlier window of the same length there is nothing to compare, and no movement.
Source
    Benjamini & Hochberg 1995; interval of the difference: Newcombe 1998.
"""

from __future__ import annotations

from dataclasses import dataclass

from analytics.filters import Filters
from analytics.metrics.customer_movement import CAUSE, customer_movement
from analytics.metrics.movement import CustomerMovement, Movement
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate, rate_difference
from analytics.statistics.multiple import benjamini_hochberg
from analytics.statistics.proportions import independence
from analytics.store.reader import Reader

#: Groups of customers, and the class of cause, whose movements are looked at.
MOVEMENTS_BY = (("size",), ("branch",), (CAUSE,))
#: A cause nobody stated explains nothing.
NOT_STATED = "not_stated"

#: Adjusted p value below which a movement is called more than chance.
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class GroupChange:
    """How the losses of one group changed against the period before.

    Attributes
    ----------
    dimension, value : str, str or None
        The group: a size, a branch or a class of cause.
    lost, lost_previous : int
        Customers lost now and before.
    rate, rate_previous : Estimate
        Over the customers at the start of each window.
    difference : Estimate
        Of the two rates, now less before.
    excess : float
        Customers lost more (or fewer) than the earlier rate would have given.
    value_difference : int
        Value lost now less before, in minor units.
    p : float
        Adjusted over all groups looked at.
    """

    dimension: str
    value: str | None
    lost: int
    lost_previous: int
    rate: Estimate
    rate_previous: Estimate
    difference: Estimate
    excess: float
    value_difference: int
    p: float

    @property
    def beyond_chance(self) -> bool:
        """Whether the change is more than such numbers show by themselves."""
        return self.p < LEVEL and self.rate.state != "suppressed"


@dataclass(frozen=True, slots=True)
class LargestMovements:
    """Every group's change, the largest first.

    Attributes
    ----------
    changes : tuple of GroupChange
        Empty without a period before.
    """

    changes: tuple[GroupChange, ...]

    def table(self) -> list[dict[str, object]]:
        """Return one row per group."""
        return [{one.dimension: one.value, "dimension": one.dimension, "lost": one.lost,
                 "previous": one.lost_previous, "churn_rate": one.rate.estimate,
                 "previous_rate": one.rate_previous.estimate, "difference": one.difference.estimate,
                 "low": one.difference.low, "high": one.difference.high, "n": one.difference.n,
                 "state": one.rate.state, "excess": one.excess,
                 "value_difference": one.value_difference / 100, "p": one.p,
                 "beyond_chance": one.beyond_chance} for one in self.changes]


def largest_movements(reader: Reader, filters: Filters) -> LargestMovements:
    """Find which size, branch and cause changed most against the period before.

    Parameters
    ----------
    reader : Reader
    filters : Filters

    Returns
    -------
    LargestMovements
    """
    return changes_between(customer_movement(reader, filters, by=MOVEMENTS_BY))


def changes_between(movement: CustomerMovement) -> LargestMovements:
    """Compare two windows that were counted already.

    Parameters
    ----------
    movement : CustomerMovement
        With the breakdowns of `MOVEMENTS_BY`.

    Returns
    -------
    LargestMovements
    """
    groups = [
        (column, row.group[0], row.period, row.previous)
        for (column,) in MOVEMENTS_BY for row in movement.rows.get((column,), ())
        if row.group[0] not in (None, NOT_STATED)]
    # A single group is everyone under another name.
    compared = [(column, value, now, then) for column, value, now, then in groups
                if then is not None and sum(column == one[0] for one in groups) > 1]
    adjusted = benjamini_hochberg([_chance(now, then) for *_, now, then in compared])
    found = [_change(column, value, now, then, float(p))
             for (column, value, now, then), p in zip(compared, adjusted, strict=True)]
    return LargestMovements(tuple(sorted(
        found, key=lambda one: (-abs(one.excess), one.dimension, str(one.value)))))


def _chance(now: Movement, then: Movement) -> float:
    return independence([[min(one.lost, one.at_start), max(one.at_start - one.lost, 0)]
                         for one in (now, then)]).p


def _change(column: str, value: str | None, now: Movement, then: Movement, p: float) -> GroupChange:
    lost, lost_before = min(now.lost, now.at_start), min(then.lost, then.at_start)
    return GroupChange(
        column, value, now.lost, then.lost, rate(lost, now.at_start), rate(lost_before, then.at_start),
        rate_difference(lost, now.at_start, lost_before, then.at_start),
        now.lost - (then.lost * now.at_start / then.at_start if then.at_start else 0.0),
        now.value_lost - then.value_lost, p)
