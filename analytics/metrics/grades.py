"""Customers by grade: how many, what they are worth, who moved to another grade, who was lost.

Definition
    A customer's grade at the start of the period, frozen there, against where the customer stands when
    the period ends: the same grade, another one, or lost within the period. The churn rate of a grade is
    the share of its customers at the start who were lost.
Grain
    One row per grade at the start and state at the end; whoever was not there at the start is new or won
    back.
Edge cases
    Frozen, because customers on their way out trade less: graded afterwards they would stand in D, and
    the churn of D would be an artefact. Whoever was lost and came back within the period counts as lost.
    A customer not graded yet has the grade "none".
Source
    Methods A5.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from analytics.filters import Filters
from analytics.metrics.running import period_of, run_rows
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.store.reader import Reader

#: Grades from the most valuable down.
GRADES = ("A", "B", "C", "D")
#: Not graded yet; not there at the start.
UNGRADED, NEW, WON_BACK, LOST = "none", "new", "won_back", "lost"
#: Where a customer can stand before and after, in the order in which they are drawn.
BEFORE = (*GRADES, UNGRADED, NEW, WON_BACK)
AFTER = (*GRADES, UNGRADED, LOST)


@dataclass(frozen=True, slots=True)
class GradeMove:
    """Customers who went from one grade to another.

    Attributes
    ----------
    before : str
        Grade at the start, "none", or for whoever was not there "new" or "won_back".
    after : str
        Grade at the end, "none" or "lost".
    customers : int
    share : Estimate
        Of the customers in ``before``.
    returned : int
        Of the lost: those who are back when the period ends.
    value_before, value_after : int
        What they were worth at either end, minor units.
    """

    before: str
    after: str
    customers: int
    share: Estimate
    returned: int
    value_before: int
    value_after: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Customers in a grade, and what they are worth in minor units."""

    customers: int
    value: int


@dataclass(frozen=True, slots=True)
class Grades:
    """Who stands in which grade, and who moved.

    Attributes
    ----------
    starts_on, ends_on : date or None
        The period; its end is exclusive.
    moves : tuple of GradeMove
        Those that occurred, by grade before and after.
    now : mapping of str to Standing
        Who stands in each grade at the end, those lost and back within the period among them.
    customers : int
        There at the end.
    gini : float or None
        Of their value: nought where all are worth the same, near one where one is worth everything.
    top_fifth : float or None
        Share of the value that the most valuable fifth of them brings.
    """

    starts_on: date | None
    ends_on: date | None
    moves: tuple[GradeMove, ...]
    now: Mapping[str, Standing]
    customers: int
    gini: float | None
    top_fifth: float | None

    def move(self, before: str, after: str) -> GradeMove | None:
        """Return the customers who went from one grade to another."""
        return next((one for one in self.moves if (one.before, one.after) == (before, after)), None)

    def at_start(self, grade: str) -> int:
        """Return how many had a grade at the start."""
        return sum(one.customers for one in self.moves if one.before == grade)

    def arrived(self, after: str) -> int:
        """Return how many went to a grade, or were lost."""
        return sum(one.customers for one in self.moves if one.after == after)

    def value_at_start(self, grade: str) -> int:
        """Return what the customers of a grade were worth at the start, minor units."""
        return sum(one.value_before for one in self.moves if one.before == grade)

    def lost(self, grade: str) -> Estimate:
        """Return the churn rate of those who had a grade at the start."""
        return self._share(grade, (LOST,))

    def stayed(self, grade: str) -> Estimate:
        """Return the share of a grade at the start that stands in it at the end."""
        return self._share(grade, (grade,))

    def fell(self, grade: str) -> Estimate:
        """Return the share of a grade at the start that stands in a lower one at the end."""
        return self._share(grade, GRADES[GRADES.index(grade) + 1:])

    def rose(self, grade: str) -> Estimate:
        """Return the share of a grade at the start that stands in a higher one at the end."""
        return self._share(grade, GRADES[:GRADES.index(grade)])

    def moved(self, direction: str) -> Estimate:
        """Return the share of all graded at the start who "fell" to a lower grade or "rose" to a higher."""
        graded = [one for one in self.moves if one.before in GRADES]
        hit = [one for one in graded if one.after in GRADES and one.before != one.after
               and (one.after > one.before) == (direction == "fell")]
        return rate(sum(one.customers for one in hit), sum(one.customers for one in graded))

    def value_lost(self, grade: str) -> int:
        """Return what those lost had been worth at the start, minor units."""
        found = self.move(grade, LOST)
        return found.value_before if found else 0

    def _share(self, grade: str, after: tuple[str, ...]) -> Estimate:
        return rate(sum(one.customers for one in self.moves if one.before == grade and one.after in after),
                    self.at_start(grade))

    def table(self) -> list[dict[str, object]]:
        """Return one row per grade before and after."""
        return [{"before": one.before, "after": one.after, "customers": one.customers,
                 "share": one.share.estimate, "low": one.share.low, "high": one.share.high, "n": one.share.n,
                 "state": one.share.state, "returned": one.returned, "value_before": one.value_before,
                 "value_after": one.value_after} for one in self.moves]


def grades(reader: Reader, filters: Filters) -> Grades:
    """Return who stands in which grade at the end of the period, and where they came from.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        A condition on the grade means the grade a customer has now.

    Returns
    -------
    Grades
        Without moves where nothing has a date.
    """
    period = period_of(reader, filters)
    if period.start is None:
        return Grades(None, None, (), {}, 0, None, None)
    rows = run_rows(reader, "grades", filters)
    size: Counter[str] = Counter()
    cells: dict[tuple[str, str], list[int]] = {}
    now: dict[str, Standing] = {}
    for before, after, grade, customers, returned, worth, is_worth, *_ in rows:
        size[before] += customers
        cell = cells.setdefault((before, after), [0, 0, 0, 0])
        for place, amount in enumerate((customers, returned, worth, is_worth)):
            cell[place] += amount
        if grade is not None:
            had = now.get(grade, Standing(0, 0))
            now[grade] = Standing(had.customers + customers, had.value + is_worth)
    moves = tuple(
        GradeMove(before, after, customers, rate(customers, size[before]), returned, worth, is_worth)
        for (before, after), (customers, returned, worth, is_worth) in sorted(
            cells.items(), key=lambda cell: (BEFORE.index(cell[0][0]), AFTER.index(cell[0][1]))))
    customers, gini, top = rows[0][7:] if rows else (0, None, None)
    return Grades(period.start, period.end, moves, now, customers, gini, top)
