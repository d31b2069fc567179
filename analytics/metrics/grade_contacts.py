"""The contact standard of each grade: customers spoken to within it, and those who wait for longer.

Definition
    The standard is the most days that may lie between two contacts, set for each grade. A customer is
    within it where the last contact of any kind, by either side, is no longer ago on the as-of day.
Grain
    One row per grade; customers without a grade are left out.
Edge cases
    Whoever was never contacted is overdue. A standard kept says nothing about what was talked of.
Source
    Methods A18.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.filters import Filters
from analytics.metrics.grades import GRADES
from analytics.metrics.running import run_rows, run_sql
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import rate
from analytics.store.reader import Reader


@dataclass(frozen=True, slots=True)
class GradeContact:
    """How the contact standard of a grade is kept.

    Attributes
    ----------
    grade : str
    allowed : int
        Most days between contacts.
    customers, overdue, never : int
        There; not spoken to for longer than allowed; of those, never spoken to at all.
    kept : Estimate
        Share within the standard.
    median_days : float or None
        Since the last contact, of those ever spoken to.
    value_overdue : int
        Value of the overdue, minor units.
    """

    grade: str
    allowed: int
    customers: int
    overdue: int
    never: int
    kept: Estimate
    median_days: float | None
    value_overdue: int


@dataclass(frozen=True, slots=True)
class GradeContacts:
    """The contact standard of every grade, A first."""

    grades: tuple[GradeContact, ...]

    def of(self, grade: str) -> GradeContact | None:
        """Return one grade; None where it has no customers."""
        return next((one for one in self.grades if one.grade == grade), None)

    def table(self) -> list[dict[str, object]]:
        """Return one row per grade."""
        return [{"grade": one.grade, "allowed_days": one.allowed, "customers": one.customers,
                 "kept": one.kept.estimate, "low": one.kept.low, "high": one.kept.high, "n": one.kept.n,
                 "state": one.kept.state, "overdue": one.overdue, "never": one.never,
                 "median_days": one.median_days, "value_overdue": one.value_overdue} for one in self.grades]


def grade_contacts(reader: Reader, filters: Filters, *, days_a: int = 30, days_b: int = 60,
                   days_c: int = 90, days_d: int = 180) -> GradeContacts:
    """Return how many customers of each grade were contacted within its standard.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The as-of day counts, the period does not.
    days_a, days_b, days_c, days_d : int
        Most days between contacts, by grade.

    Returns
    -------
    GradeContacts
        Empty where no contacts are on record.
    """
    if reader.meta.as_of is None or not reader.meta.has_contacts:
        return GradeContacts(())
    rows = run_rows(reader, "grade_contacts", filters, **_allowed(days_a, days_b, days_c, days_d))
    return GradeContacts(tuple(
        GradeContact(grade, allowed, customers, overdue, never, rate(customers - overdue, customers), median,
                     value)
        for grade, allowed, customers, overdue, never, median, value in rows))


def contact_overdue_list(reader: Reader, filters: Filters, *, grade: str | None = None,
                         everyone: bool = False, days_a: int = 30, days_b: int = 60, days_c: int = 90,
                         days_d: int = 180) -> pd.DataFrame:
    """List the customers whose last contact is longer ago than the standard of their grade.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    grade : str, optional
        One grade; all where omitted.
    everyone : bool
        Those within the standard, too.
    days_a, days_b, days_c, days_d : int
        Most days between contacts, by grade.

    Returns
    -------
    pandas.DataFrame
        One row per customer, A first and most value first; money in minor units.
    """
    return run_sql(reader, "contact_overdue_list", filters, grade=grade, everyone=everyone,
                   **_allowed(days_a, days_b, days_c, days_d))


def _allowed(*days: int) -> dict[str, Any]:
    return {f"days_{grade.lower()}": allowed for grade, allowed in zip(GRADES, days, strict=True)}
