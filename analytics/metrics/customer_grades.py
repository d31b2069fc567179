"""A customer's grades over time, and what moved each: the number of orders, their size, or others.

Definition
    At each grading the value is that of the twelve months that end with the last order. Its change since the
    grading before is split by logarithmic means into the number of orders and the amount an order, without a
    rest.
    Where the grade moved and the value did not move the same way, others moved: a grade is a rank.
Grain
    One row per grading at which the customer's grade or value changed.
Edge cases
    Where value or orders are nought on either side nothing can be split. Where the company grades by margin
    or by a score, the value does not explain the grade, and nothing is said of what moved it.
Source
    Methods A5; Ang 2004 (logarithmic mean). Records are counted, not estimated: there is no interval.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from analytics.filters import Filters
from analytics.metrics.customer_card import asked_for
from analytics.metrics.grades import GRADES
from analytics.metrics.running import run_rows
from analytics.store.reader import Reader

MovedBy = Literal["frequency", "amount", "others", "unsplit", "rule"]


@dataclass(frozen=True, slots=True)
class CustomerGrading:
    """One grading of a customer.

    Attributes
    ----------
    graded_on : date
    grade : str
    value : int
        Minor units.
    orders : int
        Of the twelve months behind the value.
    before : str or None
        The grade before; None at the first grading.
    change : int or None
        Of the value since the grading before.
    by_frequency, by_amount : float or None
        What of it goes with the number of orders, and with the amount an order.
    moved_by : str or None
        What moved the grade; None where it did not move.
    """

    graded_on: date
    grade: str
    value: int
    orders: int
    before: str | None = None
    change: int | None = None
    by_frequency: float | None = None
    by_amount: float | None = None
    moved_by: MovedBy | None = None

    @property
    def rose(self) -> bool:
        """Whether the grade is a better one than before."""
        return self.before is not None and GRADES.index(self.grade) < GRADES.index(self.before)


@dataclass(frozen=True, slots=True)
class CustomerGrades:
    """All gradings of a customer.

    Attributes
    ----------
    gradings : tuple of CustomerGrading
        Oldest first.
    next_grade : str or None
        The grade above the last one.
    needed : int or None
        Value that was missing for it at the last grading; None where the rule is another than value.
    """

    gradings: tuple[CustomerGrading, ...]
    next_grade: str | None
    needed: int | None

    @property
    def moves(self) -> tuple[CustomerGrading, ...]:
        """The gradings at which the grade moved, oldest first."""
        return tuple(one for one in self.gradings if one.moved_by is not None)

    def table(self) -> list[dict[str, object]]:
        """Return one row per grading."""
        return [{"graded_on": one.graded_on, "grade": one.grade, "before": one.before, "value": one.value,
                 "orders": one.orders, "change": one.change, "by_frequency": one.by_frequency,
                 "by_amount": one.by_amount, "moved_by": one.moved_by} for one in self.gradings]


def customer_grades(reader: Reader, filters: Filters, *, customer: str | None = None,
                    rule: str = "value") -> CustomerGrades:
    """Return a customer's grades over time with what moved them.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Only the as-of day matters, and the number where it is given here.
    customer : str, optional
        The customer's number; the one the filters name when omitted.
    rule : {"value", "margin", "score"}
        What the company grades by.

    Returns
    -------
    CustomerGrades
        Empty where nothing has a date, and for a customer who was never graded.
    """
    customer, moment = asked_for(filters, customer), Filters(as_of=filters.as_of)
    if reader.meta.as_of is None:
        return CustomerGrades((), None, None)
    gradings: list[CustomerGrading] = []
    for row in run_rows(reader, "customer_grades", moment, customer=customer):
        gradings.append(_grading(gradings[-1] if gradings else None, CustomerGrading(*row), rule))
    if not gradings or gradings[-1].grade == GRADES[0]:
        return CustomerGrades(tuple(gradings), None, None)
    above = GRADES[GRADES.index(gradings[-1].grade) - 1]
    lowest = _lowest(reader, reader.build_id, filters.as_of) if rule == "value" else {}
    needed = lowest[above] - gradings[-1].value if above in lowest else None
    return CustomerGrades(tuple(gradings), above, needed if needed is None or needed > 0 else None)


# The same for every customer of a build.
@lru_cache(maxsize=64)
def _lowest(reader: Reader, build: str, as_of: date | None) -> dict[str, int]:
    return {grade: low for grade, _, low in run_rows(reader, "grade_edges", Filters(as_of=as_of))}


def _grading(before: CustomerGrading | None, now: CustomerGrading, rule: str) -> CustomerGrading:
    if before is None:
        return now
    parts = _split(before, now)
    moved: MovedBy | None = None
    if now.grade != before.grade:
        moved = _moved_by(before, now, parts) if rule == "value" else "rule"
    frequency, amount = parts or (None, None)
    return CustomerGrading(now.graded_on, now.grade, now.value, now.orders, before.grade,
                           now.value - before.value, frequency, amount, moved)


def _split(before: CustomerGrading, now: CustomerGrading) -> tuple[float, float] | None:
    if min(before.value, now.value, before.orders, now.orders) <= 0:
        return None
    change = now.value - before.value
    mean = before.value if change == 0 else change / math.log(now.value / before.value)
    frequency = mean * math.log(now.orders / before.orders)
    return frequency, change - frequency


def _moved_by(before: CustomerGrading, now: CustomerGrading, parts: tuple[float, float] | None) -> MovedBy:
    change = now.value - before.value
    rose = GRADES.index(now.grade) < GRADES.index(before.grade)
    if change == 0 or (change > 0) != rose:
        return "others"
    if parts is None:
        return "unsplit"
    way = 1 if rose else -1
    return "frequency" if way * parts[0] >= way * parts[1] else "amount"
