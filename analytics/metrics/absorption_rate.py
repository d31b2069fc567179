"""Absorption rate: how much of a branch's operating expenses its aftermarket margin covers.

Definition
    Gross margin from parts, service and, by the variant, rental, over operating expenses; of the newest
    four complete quarters that are reported, and of the four before. At 100 % a branch could live without
    selling a machine. The variant is a setting, told with every figure, and one for all times and branches.
Change
    Split by the logarithmic mean into what comes from the margin and what from the expenses; of all
    branches together only over those that reported all eight quarters.
Break-even
    Aftermarket sales at which the rate would be 100 %, were every sale to leave as much margin as now:
    expenses over (reported margin / aftermarket sales of the branch's order lines in the same quarters).
Grain
    One row per branch, and one for all; quarters in the history.
Edge cases
    A reported month or quarter without expenses, or without any margin, stays out. Books are complete, so
    there is no interval.
Source
    Methods A15; Ang 2004 on the logarithmic mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.filters.periods import add_months
from analytics.metrics.running import run_rows
from analytics.statistics.log_mean import RatioChange, log_mean_effects
from analytics.store.reader import Reader

#: What counts as aftermarket margin.
VARIANTS = ("parts_service_rental", "parts_service")
#: Quarters of a year, over which a rate is told: a season more or less would change it.
YEAR = 4


@dataclass(frozen=True, slots=True)
class QuarterBooks:
    """Books of a branch, or of all, in one quarter; money in minor units.

    ``sales`` are those of the branch's aftermarket order lines; None where there are none.
    """

    quarter: date
    margin: int
    expenses: int
    sales: int | None = None

    @property
    def rate(self) -> float | None:
        """Margin over expenses."""
        return self.margin / self.expenses if self.expenses > 0 else None


@dataclass(frozen=True, slots=True)
class Absorption:
    """One branch, or all, over the newest four quarters and against the four before.

    Attributes
    ----------
    branch : str or None
        None: all together.
    quarters : int
        Of the newest four, those reported.
    margin, expenses : int
        Minor units.
    before : float or None
        Rate of the four quarters before, where all four are reported.
    change : RatioChange or None
        Where all eight are reported. Of all branches together: over those that reported all eight.
    compared : int
        Branches in the change: one, or so many of all.
    sales, break_even : int or None
        Aftermarket sales of those quarters and those at which the rate would be 100 %, minor units; None
        where order lines of a quarter do not say kind and branch.
    history : tuple of QuarterBooks
        Oldest first.
    """

    branch: str | None
    quarters: int
    margin: int
    expenses: int
    before: float | None
    change: RatioChange | None
    compared: int
    sales: int | None
    break_even: int | None
    history: tuple[QuarterBooks, ...]

    @property
    def rate(self) -> float | None:
        """Margin over expenses of the newest four quarters."""
        return self.margin / self.expenses if self.expenses > 0 else None


@dataclass(frozen=True, slots=True)
class AbsorptionRate:
    """Every branch, and all together.

    Attributes
    ----------
    variant : {"parts_service_rental", "parts_service"}
    first, last : date or None
        First days of the first and the last of the newest four quarters; None without books.
    branches : tuple of Absorption
        Lowest rate first.
    company : Absorption or None
    """

    variant: str
    first: date | None
    last: date | None
    branches: tuple[Absorption, ...]
    company: Absorption | None

    @property
    def covered(self) -> int:
        """Branches whose rate is 100 % or more."""
        return sum((one.rate or 0.0) >= 1 for one in self.branches)

    def table(self) -> list[dict[str, object]]:
        """Return one row per branch; all together have no branch. Money in whole units."""
        rows = self.branches if self.company is None else (self.company, *self.branches)
        return [{
            "branch": one.branch, "variant": self.variant, "from": self.first, "quarters": one.quarters,
            "margin": one.margin / 100, "expenses": one.expenses / 100, "rate": one.rate,
            "before": one.before,
            "change": one.change and one.change.change, "margin_effect": one.change and one.change.numerator,
            "expense_effect": one.change and one.change.denominator, "compared": one.compared,
            "sales": None if one.sales is None else one.sales / 100,
            "break_even": None if one.break_even is None else one.break_even / 100} for one in rows]


def absorption_rate(reader: Reader, filters: Filters, *,
                    variant: str = "parts_service_rental") -> AbsorptionRate:
    """Return the absorption rate of every branch that customers under the filters belong to.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        They choose branches; the as-of day counts, the period does not.
    variant : {"parts_service_rental", "parts_service"}
        What counts as aftermarket margin.

    Returns
    -------
    AbsorptionRate
        Without branches where no books are reported.

    Raises
    ------
    UnknownName
        Another variant.
    """
    if variant not in VARIANTS:
        raise UnknownName("option", variant, VARIANTS)
    books: dict[str, list[QuarterBooks]] = {}
    if reader.meta.as_of is not None:
        rental = variant == "parts_service_rental"
        for branch, quarter, *amounts in run_rows(reader, "absorption_rate", filters, rental=rental):
            books.setdefault(branch, []).append(QuarterBooks(quarter, *amounts))
    if not books:
        return AbsorptionRate(variant, None, None, (), None)
    last = max(one[-1].quarter for one in books.values())
    branches = [_absorption(name, rows, last) for name, rows in books.items()]
    branches = [one for one in branches if one.quarters]
    whole = [rows for rows in books.values()
             if all(len(_year(rows, last, back)) == YEAR for back in (0, YEAR))]
    company, compared = (_absorption(None, _together(rows), last) for rows in (list(books.values()), whole))
    return AbsorptionRate(
        variant, add_months(last, -9), last, tuple(sorted(branches, key=lambda one: one.rate or 0.0)),
        replace(company, before=compared.before, change=compared.change, compared=len(whole)))


def _absorption(branch: str | None, rows: Sequence[QuarterBooks], last: date) -> Absorption:
    now, then = (_year(rows, last, back) for back in (0, YEAR))
    margin, expenses = (sum(getattr(one, name) for one in now) for name in ("margin", "expenses"))
    margin_then, expenses_then = (sum(getattr(one, name) for one in then) for name in ("margin", "expenses"))
    whole = len(now) == len(then) == YEAR
    sales = sum(one.sales or 0 for one in now) if all(one.sales is not None for one in now) else 0
    known = sales > 0 and margin > 0
    return Absorption(
        branch, len(now), margin, expenses,
        margin_then / expenses_then if len(then) == YEAR and expenses_then > 0 else None,
        log_mean_effects(margin_then, expenses_then, margin, expenses) if whole else None, int(whole),
        sales if known else None, round(expenses * sales / margin) if known else None, tuple(rows))


def _year(rows: Sequence[QuarterBooks], last: date, back: int) -> list[QuarterBooks]:
    """Return the four quarters that end so many quarters before the last one."""
    newest = add_months(last, -3 * back)
    return [one for one in rows if add_months(newest, -9) <= one.quarter <= newest]


def _together(books: Iterable[Sequence[QuarterBooks]]) -> list[QuarterBooks]:
    """Add branches up, quarter by quarter; sales only where every branch has them."""
    quarters: dict[date, list[QuarterBooks]] = {}
    for rows in books:
        for one in rows:
            quarters.setdefault(one.quarter, []).append(one)
    found = []
    for quarter, parts in sorted(quarters.items()):
        known = all(one.sales is not None for one in parts)
        found.append(QuarterBooks(
            quarter, sum(one.margin for one in parts), sum(one.expenses for one in parts),
            sum(one.sales or 0 for one in parts) if known else None))
    return found
