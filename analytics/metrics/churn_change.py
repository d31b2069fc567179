"""Why the churn rate changed since the period before: other rates, or other customers.

Definition
    The change of the churn rate, split without remainder into what comes from groups leaving at other
    rates and what comes from the mix: each dimension's part in it. Customers at the start of either
    period, and those of them lost within it.
Method
    One dimension: Kitagawa. Several: each cell's share is a product of one factor a dimension (Das
    Gupta), and the change is averaged over all orders in which rates and factors could have moved
    (Shapley). Intervals from 1,000 resamples of the customers of either period.
Edge cases
    A group present in one period only counts as mix. Without a period before, as in a snapshot or over all
    time, there is no change to split. Customers who were there in both periods make the intervals a
    little too wide.
Source
    Kitagawa 1955; Das Gupta 1978; Shapley 1953.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters, Period
from analytics.filters.filters import DIMENSIONS
from analytics.metrics.running import period_of, run_sql
from analytics.statistics import decomposition
from analytics.statistics.estimate import Estimate
from analytics.statistics.standardisation import RATES, split_change
from analytics.store.reader import Reader

#: More dimensions than this make cells of single customers.
MOST_DIMENSIONS = 4


@dataclass(frozen=True, slots=True)
class GroupChange:
    """One group's part in the change.

    Attributes
    ----------
    group : str or None
        Value of the dimension; None: not stated.
    customers_before, customers_after, lost_before, lost_after : int
        At the start of either period, and lost within it.
    rate_effect, mix_effect : float
        What it adds by leaving at another rate, and by being more or fewer than before. A group that grows
        adds only where its rate lies above the average.
    """

    group: str | None
    customers_before: int
    customers_after: int
    lost_before: int
    lost_after: int
    rate_effect: float
    mix_effect: float


@dataclass(frozen=True, slots=True)
class ChurnChange:
    """The change and its parts.

    Attributes
    ----------
    period : Period
    dimensions : tuple of str
    before, after : float or None
        Churn rates; None where there is no period before, or nobody at the start of one.
    change : Estimate or None
        After minus before, with its interval.
    parts : mapping of str to Estimate
        From the rates (``"rates"``), and from each dimension's part in the mix.
    residual : float
    groups : mapping of str to tuple of GroupChange
        Each dimension split by itself (Kitagawa), largest contribution first.
    """

    period: Period
    dimensions: tuple[str, ...]
    before: float | None
    after: float | None
    change: Estimate | None
    parts: dict[str, Estimate]
    residual: float
    groups: dict[str, tuple[GroupChange, ...]]

    def table(self) -> list[dict[str, object]]:
        """Return the change, its parts, and each dimension's groups."""
        rows: list[dict[str, object]] = []
        if self.change is not None:
            rows += [{"part": name, "group": None, "effect": one.estimate, "low": one.low, "high": one.high,
                      "n": one.n} for name, one in (("change", self.change), *self.parts.items())]
        rows += [{"part": dimension, "group": one.group, "effect": one.rate_effect + one.mix_effect,
                  "low": None, "high": None, "n": one.customers_before + one.customers_after,
                  "rate_effect": one.rate_effect, "mix_effect": one.mix_effect}
                 for dimension, groups in self.groups.items() for one in groups]
        return rows

    def extra(self) -> dict[str, object]:
        """Return the two rates and what is left over."""
        return {"before": self.before, "after": self.after, "residual": self.residual}


def churn_change(reader: Reader, filters: Filters, *, by: tuple[tuple[str, ...], ...] = (
        ("size", "market", "grade"),)) -> ChurnChange:
    """Split the change of the churn rate since the period before.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    by : tuple of tuple of str
        One tuple with the one to four dimensions that make up the mix.

    Returns
    -------
    ChurnChange

    Raises
    ------
    UnknownName
        A dimension there is none of, or more than four.
    """
    dimensions = tuple(dict.fromkeys(column for one in by for column in one))
    wrong = [column for column in dimensions if column not in DIMENSIONS]
    if wrong or not 0 < len(dimensions) <= MOST_DIMENSIONS:
        raise UnknownName("dimension", ", ".join(wrong or dimensions), DIMENSIONS)
    period = period_of(reader, filters)
    nothing = ChurnChange(period, dimensions, None, None, None, {}, 0.0, {})
    if period.start is None or period.previous_start is None:
        return nothing
    columns = ", ".join(f"there.{one}" for one in dimensions)
    frame = run_sql(reader, "churn_change", filters, dimension=columns)
    if frame.empty:
        return nothing
    cells = _cells(frame, dimensions)
    k1, n1, k2, n2 = (cells[span, figure].to_numpy(float) for span in ("before", "after")
                      for figure in ("lost", "customers"))
    if not n1.sum() or not n2.sum():
        return nothing
    split = split_change(k1, n1, k2, n2,
                         {one: cells.index.get_level_values(one).tolist() for one in dimensions})
    return ChurnChange(period, dimensions, split.before, split.after, split.change, split.parts,
                       split.residual, {one: _groups(cells, one) for one in dimensions})


def _cells(frame: pd.DataFrame, dimensions: tuple[str, ...]) -> pd.DataFrame:
    """Return one row per cell, with customers and lost of either period side by side."""
    keyed = frame.astype(dict.fromkeys(dimensions, "object")).fillna(dict.fromkeys(dimensions, ""))
    wide = keyed.pivot_table(index=list(dimensions), columns="span", values=["lost", "customers"],
                             aggfunc="sum", fill_value=0, observed=True)
    wide.columns = pd.MultiIndex.from_tuples([(span, figure) for figure, span in wide.columns])
    return wide.reindex(columns=pd.MultiIndex.from_product([("before", "after"), ("lost", "customers")]),
                        fill_value=0)


def _groups(cells: pd.DataFrame, dimension: str) -> tuple[GroupChange, ...]:
    summed = cells.groupby(level=dimension).sum()
    counts = [summed[span, figure].tolist()
              for span in ("before", "after") for figure in ("lost", "customers")]
    split = decomposition.kitagawa(counts[0], counts[1], counts[2], counts[3], resamples=0)
    found = [GroupChange(str(group) or None, int(n1), int(n2), int(k1), int(k2), rate, mix)
             for group, k1, n1, k2, n2, rate, mix in
             zip(summed.index, *counts, split.rate_effects, split.mix_effects, strict=True)]
    return tuple(sorted(found, key=lambda one: -abs(one.rate_effect + one.mix_effect)))


__all__ = ["RATES", "ChurnChange", "GroupChange", "churn_change"]
