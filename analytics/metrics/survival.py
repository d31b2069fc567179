"""How long customers stay: the share still there by months since the relation began (Kaplan–Meier).

Definition
    Time runs from the day the relation began to the first loss; for customers still there it is known
    only to be longer than up to the as-of day, and they count as long as they were observed.
Left truncation
    Customers older than the records are known only because they had not left before: they count from
    the day on which every usual kind of loss can be seen.
Grain
    One curve per group of one dimension, and one for everyone; the log-rank test compares groups.
Edge cases
    A later return does not lengthen the first relation. Customers whose beginning is not recorded
    count from their first trade. A source without dates uses the months of tenure it states.
Source
    Kaplan & Meier 1958; interval after Greenwood on the log(−log) scale; Peto & Peto 1972.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.filters.filters import DIMENSIONS
from analytics.metrics.running import run_sql
from analytics.statistics.estimate import SUPPRESSED_BELOW
from analytics.statistics.proportions import ChiSquaredTest
from analytics.statistics.survival import SurvivalCurve, kaplan_meier_counts, log_rank_counts
from analytics.store.reader import Reader

#: What relations can be compared by. A grade is left out: who leaves early never had time to rise.
SURVIVAL_DIMENSIONS = tuple(column for column in DIMENSIONS if column != "grade")


@dataclass(frozen=True, slots=True)
class Survival:
    """Survival curves.

    Attributes
    ----------
    dimension : str
    everyone : SurvivalCurve or None
        None where no customer's time is known.
    groups : mapping of str to SurvivalCurve
        By value of the dimension, most customers first; those without a value are left out.
    test : ChiSquaredTest or None
        Log-rank test that all groups stay equally long; None with fewer than two groups.
    """

    dimension: str
    everyone: SurvivalCurve | None
    groups: dict[str, SurvivalCurve]
    test: ChiSquaredTest | None

    def table(self) -> list[dict[str, object]]:
        """Return each curve every three months, as far as ten customers are still observed."""
        curves = [(None, self.everyone), *self.groups.items()]
        return [
            {self.dimension: group, "months": month, "kept": point.estimate, "low": point.low,
             "high": point.high, "n": point.n, "state": point.state, "customers": curve.n,
             "lost": curve.events}
            for group, curve in curves if curve is not None
            for month in range(0, last_month(curve) + 1, 3) for point in (curve.at(month),)]

    def extra(self) -> dict[str, object]:
        """Return the test and each group's median."""
        test = None if self.test is None else {
            "statistic": self.test.statistic, "degrees": self.test.degrees, "p": self.test.p}
        return {"log_rank": test, "median_months": {
            group: curve.median.estimate for group, curve in self.groups.items()}}


def survival(reader: Reader, filters: Filters, *, by: str = "size") -> Survival:
    """Estimate how long customers stay, by groups of one dimension.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The as-of date counts; the period does not.
    by : str
        A dimension other than the grade.

    Returns
    -------
    Survival

    Raises
    ------
    UnknownName
        A dimension there is none of.
    """
    if by not in SURVIVAL_DIMENSIONS:
        raise UnknownName("dimension", by, SURVIVAL_DIMENSIONS)
    frame = run_sql(reader, "survival", filters, dimension=by)
    parts = frame[frame["dimension"].notna()]
    curves = {str(group): _curve(rows) for group, rows in parts.groupby("dimension", sort=False)}
    shown = dict(sorted(curves.items(), key=lambda one: (-one[1].n, one[0])))
    test = log_rank_counts(parts["months"], parts["lost"], parts["still_there"], parts["dimension"],
                           parts["begins"]) if len(shown) > 1 else None
    return Survival(by, _curve(frame) if len(frame) else None, shown, test)


def survival_list(reader: Reader, filters: Filters, *, by: str = "size", group: str | None = None,
                  month: int = 12) -> pd.DataFrame:
    """List the customers of a group who were lost within so many months of their beginning.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    by : str
        As for `survival`.
    group : str, optional
        Value of the dimension; everyone when omitted.
    month : int

    Returns
    -------
    pandas.DataFrame
        One row per customer, latest loss first; money in minor units.
    """
    if by not in SURVIVAL_DIMENSIONS:
        raise UnknownName("dimension", by, SURVIVAL_DIMENSIONS)
    return run_sql(reader, "survival_list", filters, dimension=by, group=group, month=float(month))


def last_month(curve: SurvivalCurve) -> int:
    """Return the last whole month at which ten customers are still observed."""
    enough = [time for time, left in zip(curve.times, curve.at_risk, strict=True) if left >= SUPPRESSED_BELOW]
    return int(curve.last if len(enough) == len(curve.times) else max(enough, default=0.0))


def _curve(rows: pd.DataFrame) -> SurvivalCurve:
    months, places = np.unique(rows["months"].to_numpy(float), return_inverse=True)
    lost, still_there, begins = (
        np.bincount(places, weights=rows[name].to_numpy(float), minlength=months.size)
        for name in ("lost", "still_there", "begins"))
    return kaplan_meier_counts(months, lost, still_there, begins)
