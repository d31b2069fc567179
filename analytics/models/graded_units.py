"""Regions and branches in grades, by what their customers are worth together.

Definition
    A region's value is that of its graded customers on the last grading day. By falling value each has the
    grade in which its own share begins; the thresholds are those of customers.
Edge cases
    With few regions the classes are coarse: a large one may span several of them.
Source
    Methods A5 ("same routine for regions").
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.errors import UnknownName
from analytics.metrics.grades import GRADES
from analytics.statistics.abc_analysis import abc_classes

UNITS = ("region", "branch")


@dataclass(frozen=True, slots=True)
class GradedUnit:
    """A region or branch, graded like a customer.

    Attributes
    ----------
    name : str or None
    grade : str
    customers : int
    top_customers : int
        Those in grade A.
    value : int
        Minor units.
    share, cumulated : float
        Of all value: its own, and that of all up to it.
    """

    name: str | None
    grade: str
    customers: int
    top_customers: int
    value: int
    share: float
    cumulated: float


def graded_units(basis: pd.DataFrame, unit: str,
                 shares: tuple[float, float, float]) -> tuple[GradedUnit, ...]:
    """Grade regions or branches by what their customers are worth together.

    Parameters
    ----------
    basis : pandas.DataFrame
        Of `grade_basis`.
    unit : {"region", "branch"}
    shares : tuple of float

    Returns
    -------
    tuple of GradedUnit
        Most valuable first; customers without one stand together under None. A unit has the grade in which
        its share begins.

    Raises
    ------
    UnknownName
        A unit there is none of.
    """
    if unit not in UNITS:
        raise UnknownName("unit", unit, UNITS)
    named = basis[unit].astype("object").where(basis[unit].notna(), None)
    table = (basis.assign(unit=named, top=basis["grade"] == "A").groupby("unit", dropna=False, sort=False)
             .agg(customers=("value", "size"), top=("top", "sum"), value=("value", "sum"))
             .sort_values("value", ascending=False, kind="stable"))
    total = float(table["value"].clip(lower=0).sum())
    classes = abc_classes(table["value"], shares, where_begun=True)
    running = table["value"].clip(lower=0).cumsum()
    return tuple(
        GradedUnit(None if pd.isna(name) else str(name), GRADES[place], int(row["customers"]),
                   int(row["top"]), int(row["value"]), float(row["value"] / total) if total else 0.0,
                   float(up_to / total) if total else 0.0)
        for (name, row), place, up_to in zip(table.iterrows(), classes, running, strict=True))
