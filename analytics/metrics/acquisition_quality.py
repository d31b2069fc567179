"""The acquisition filter: how long customers stay, and what they bring, by what brought them.

Definition
    Customers won since the records tell the whole story who were won at least twelve (or 24) months
    ago: the share still there after that time, and their mean margin until then, by source, by the
    discount of their first day of trade, or by whether a promotion brought them.
Formula
    Kept / judged with its Wilson interval; Σ margin / customers with Student's t. Adjusted: kept of the
    group less kept of all others within size, segment and year of acquisition, strata weighted by
    n₁n₂ / (n₁ + n₂).
Grain
    One row per source, band or both.
Edge cases
    Lost and back by then counts as kept. Groups without a value are left out. A difference counts as
    shown where Holm's correction over all groups leaves it below 5 %. An association: those a
    discount draws differ from others in more than the discount.
Source
    Lewis 2006, Journal of Marketing Research 43:195 (acquisition discounts); Mantel & Haenszel 1959.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.running import observed_days, run_sql
from analytics.statistics.estimate import Estimate
from analytics.statistics.intervals import mean, normal_quantile, rate
from analytics.statistics.multiple import holm
from analytics.statistics.stratified import stratified_difference
from analytics.store.reader import Reader

#: What customers can be told apart by, and the columns that makes.
GROUPINGS = {"source": ("source",), "discount": ("discount",), "promotion": ("promotion",),
             "both": ("source", "discount")}
#: Bands of the discount on the first day of trade, from none to large.
DISCOUNTS = ("none", "to_10", "to_20", "over_20")
#: After how many months customers are judged.
MONTHS = (12, 24)
#: What is held equal in the adjusted difference.
STRATA = ("size", "segment", "year")


@dataclass(frozen=True, slots=True)
class AcquiredGroup:
    """Customers brought by one thing.

    Attributes
    ----------
    names : tuple of str
        Values of the columns grouped by.
    kept : Estimate
        Share still there after the time.
    margin : Estimate
        Mean margin until then, minor units a customer.
    difference : Estimate
        Kept less the same among all others, size, segment and year of acquisition being equal.
    p : float or None
        Of no such difference, adjusted for the number of groups; None where there is none to test.
    """

    names: tuple[str, ...]
    kept: Estimate
    margin: Estimate
    difference: Estimate
    p: float | None

    @property
    def differs(self) -> bool:
        """Whether the adjusted difference is beyond chance."""
        return self.p is not None and self.p < 0.05 and self.difference.state != "suppressed"


@dataclass(frozen=True, slots=True)
class AcquisitionQuality:
    """How customers turned out, by what brought them.

    Attributes
    ----------
    by : str
        One of `GROUPINGS`.
    months : int
        After how many they are judged.
    kept, margin : Estimate
        Of all customers judged, with and without a known source.
    groups : tuple of AcquiredGroup
        Most kept first; bands of discount in their order.
    unknown : int
        Customers judged for whom it is not on record.
    """

    by: str
    months: int
    kept: Estimate
    margin: Estimate
    groups: tuple[AcquiredGroup, ...]
    unknown: int

    def of(self, *names: str) -> AcquiredGroup | None:
        """Return one group."""
        return next((group for group in self.groups if group.names == names), None)

    def table(self) -> list[dict[str, object]]:
        """Return one row per group."""
        return [{**dict(zip(GROUPINGS[self.by], group.names, strict=True)), "kept": group.kept,
                 "margin": group.margin, "difference": group.difference, "p": group.p}
                for group in self.groups]


def acquisition_quality(reader: Reader, filters: Filters, *, by: str = "source",
                        months: int = 12) -> AcquisitionQuality:
    """Compare customers by what brought them.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        The period does not matter.
    by : {"source", "discount", "promotion", "both"}
        Both is source and discount together.
    months : {12, 24}

    Returns
    -------
    AcquisitionQuality

    Raises
    ------
    UnknownName
        A grouping or a time there is none of.
    """
    if by not in GROUPINGS:
        raise UnknownName("grouping", by, GROUPINGS)
    if months not in MONTHS:
        raise UnknownName("months", str(months), [str(one) for one in MONTHS])
    rows = run_sql(reader, "acquisition_quality", filters, months=months,
                   records_on=observed_days(reader)["records_on"])
    columns = list(GROUPINGS[by])
    known = rows[rows[columns].notna().all(axis=1)]
    groups = _groups(known, columns)
    return AcquisitionQuality(by, months, rate(int(rows["kept"].sum()), len(rows)), mean(rows["margin"]),
                              groups, len(rows) - len(known))


def _groups(rows: pd.DataFrame, columns: list[str]) -> tuple[AcquiredGroup, ...]:
    strata = rows.groupby(list(STRATA), dropna=False, observed=True).ngroup().to_numpy()
    kept, margin = rows["kept"].to_numpy(float), rows["margin"].to_numpy(float)
    customers = np.arange(len(rows))
    found = []
    for key, members in rows.groupby(columns, observed=True).indices.items():
        names = tuple(str(one) for one in (key if isinstance(key, tuple) else (key,)))
        inside = np.zeros(len(rows), bool)
        inside[members] = True
        found.append((names, rate(int(kept[inside].sum()), len(members)), mean(margin[inside]),
                      stratified_difference(kept, inside, strata, customers)))
    tested = [place for place, one in enumerate(found) if one[3].state != "suppressed"]
    p = [_p(found[place][3]) for place in tested]
    # Two groups are compared with each other: one test, seen from either side.
    adjusted = dict(zip(tested, holm(p) if len(found) > 2 else p, strict=True))
    groups = [AcquiredGroup(*one, float(adjusted[place]) if place in adjusted else None)
              for place, one in enumerate(found)]
    return tuple(sorted(groups, key=_place))


def _place(group: AcquiredGroup) -> tuple[object, ...]:
    """Put bands of discount in their order, sources by how many stay."""
    bands = tuple(DISCOUNTS.index(name) if name in DISCOUNTS else -1 for name in group.names)
    if len(group.names) == 1 and bands[0] >= 0:
        return bands
    return (-(group.kept.estimate or 0.0), group.names) if len(group.names) == 1 else (group.names[0], *bands)


def _p(difference: Estimate) -> float:
    """Return the p value its interval stands for."""
    if difference.estimate is None or difference.high is None or difference.low is None:
        return 1.0
    error = (difference.high - difference.low) / 2 / normal_quantile()
    return math.erfc(abs(difference.estimate) / error / math.sqrt(2)) if error > 0 else 1.0
