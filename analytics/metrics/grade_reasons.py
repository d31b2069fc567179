"""Why customers moved to another grade: fewer or more orders, or smaller or larger ones.

Definition
    Value is orders times the amount an order, both over the twelve months that the grading looked at. The
    change of each customer's value between the ends of the period is split by logarithmic means, which
    leaves no rest, and added up.
Grain
    One row per grade at the start and at the end; customers lost within the period are not among them.
Edge cases
    Where a value or a number of orders is nought at either end nothing can be split; the change is told
    apart. Others moving up moves a customer down as well: a grade is a rank.
Source
    Methods A5; Ang 2004 (logarithmic mean).
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.grades import AFTER, BEFORE, GRADES
from analytics.metrics.running import period_of, run_rows, run_sql
from analytics.statistics.estimate import Estimate, state_of
from analytics.statistics.intervals import mean_from_sums
from analytics.store.reader import Reader


@dataclass(frozen=True, slots=True)
class GradeChange:
    """What became of the value of customers who went from one grade to another.

    Attributes
    ----------
    before, after : str
        Grades; or "fell", "rose" and "same", "all" for all who did.
    customers : int
    change, by_frequency, by_amount : Estimate
        Sums of minor units with 95 % intervals: in all, through the number of orders, and through
        the amount an order.
    unsplit : float
        The rest: customers without value or orders at one of the ends, minor units.
    unsplit_customers : int
    """

    before: str
    after: str
    customers: int
    change: Estimate
    by_frequency: Estimate
    by_amount: Estimate
    unsplit: float
    unsplit_customers: int


@dataclass(frozen=True, slots=True)
class GradeReasons:
    """The change of value of customers there at both ends, by how they moved.

    Attributes
    ----------
    ways : tuple of GradeChange
        Those who fell, who rose and who kept their grade; empty ones left out.
    cells : tuple of GradeChange
        By grade before and after.
    """

    ways: tuple[GradeChange, ...]
    cells: tuple[GradeChange, ...]

    def way(self, name: str) -> GradeChange | None:
        """Return those who "fell", "rose" or stayed the "same"."""
        return next((one for one in self.ways if one.before == name), None)

    def table(self) -> list[dict[str, object]]:
        """Return one row per way and per cell."""
        return [{"before": one.before, "after": one.after, "customers": one.customers,
                 **{f"{name}{end}": value for name in ("change", "by_frequency", "by_amount")
                    for end, value in (("", getattr(one, name).estimate), ("_low", getattr(one, name).low),
                                       ("_high", getattr(one, name).high))},
                 "unsplit": one.unsplit, "unsplit_customers": one.unsplit_customers,
                 "state": one.change.state} for one in (*self.ways, *self.cells)]


def grade_reasons(reader: Reader, filters: Filters) -> GradeReasons:
    """Split the change of value of those who moved between grades.

    Parameters
    ----------
    reader : Reader
    filters : Filters

    Returns
    -------
    GradeReasons
        Empty where nothing has a date or no orders are known.
    """
    if period_of(reader, filters).start is None or not reader.meta.has_orders:
        return GradeReasons((), ())
    rows = [(before, after, [float(value) for value in values])
            for before, after, *values in run_rows(reader, "grade_reasons", filters)]
    rows.sort(key=lambda row: (BEFORE.index(row[0]), AFTER.index(row[1])))
    ways = []
    for name in ("fell", "rose", "same"):
        alike = [values for before, after, values in rows if _way(before, after) == name]
        if alike:
            ways.append(_change(name, "all", [sum(column) for column in zip(*alike, strict=True)]))
    return GradeReasons(tuple(ways), tuple(_change(*row) for row in rows))


def grade_list(reader: Reader, filters: Filters, *, before: str | None = None, after: str | None = None,
               now: str | None = None, moved: str | None = None) -> pd.DataFrame:
    """List the customers who went from one grade to another in the period.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    before, after : str, optional
        Grades at the start and at the end, separated by commas; "none": not graded yet, "new" and "won_back":
        not there at the start, "lost": lost within the period. All of them where omitted.
    now : str, optional
        Grade at the end, of whoever is there: those lost and back within the period, too.
    moved : {"fell", "rose"}, optional
        To a lower or to a higher grade.

    Returns
    -------
    pandas.DataFrame
        One row per customer, those whose value changed most first; money in minor units.

    Raises
    ------
    UnknownName
        A grade or a way to move there is none of.
    """
    if moved not in (None, "fell", "rose"):
        raise UnknownName("moved", moved, ("fell", "rose"))
    for chosen, known in ((before, BEFORE), (after, AFTER), (now, AFTER)):
        for one in chosen.split(",") if chosen else ():
            if one not in known:
                raise UnknownName("grade", one, known)
    return run_sql(reader, "grade_list", filters, before=before, after=after, now=now, moved=moved)


def _way(before: str, after: str) -> str | None:
    if before not in GRADES or after not in GRADES:
        return None
    moved = GRADES.index(after) - GRADES.index(before)
    return "fell" if moved > 0 else "rose" if moved < 0 else "same"


def _change(before: str, after: str, values: list[float]) -> GradeChange:
    customers = int(values[0])
    change, frequency, amount = (_sum(customers, values[place], values[place + 1]) for place in (1, 3, 5))
    return GradeChange(before, after, customers, change, frequency, amount, values[7], int(values[8]))


def _sum(customers: int, total: float, squares: float) -> Estimate:
    mean = mean_from_sums(customers, total, squares)
    low, high = (None if one is None else one * customers for one in (mean.low, mean.high))
    return Estimate(customers, total, low, high, state_of(customers))
