"""What sets a segment apart: its customers beside the rest of those looked at.

Definition
    For every value of every dimension: the share of the segment's customers who have it, the share of the
    rest, and the difference; for what can be measured (value, orders, score, months as a customer, open
    complaints): both means and their difference. Living and lost customers count alike; the status is one
    of the dimensions.
Interval
    Newcombe for the difference of shares; for means the two intervals squared and added.
Findings
    Called different where, after Benjamini–Hochberg over all comparisons, fewer than one in twenty would
    be false. A difference in what the segment was chosen by is no finding: it is marked.
Grain
    One row per value of a dimension, and one per measure.
Edge cases
    A value of fewer than ten customers in all is left out. With fewer than ten customers on either side
    nothing is compared.
Source
    Newcombe 1998; Benjamini & Hochberg 1995.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from analytics.filters import Filters, SavedSegment
from analytics.filters.filters import DIMENSIONS
from analytics.metrics.choices import columns_of
from analytics.metrics.running import run_rows
from analytics.statistics.estimate import SUPPRESSED_BELOW, Estimate, state_of
from analytics.statistics.intervals import mean_from_sums, normal_quantile, rate, rate_difference
from analytics.statistics.multiple import benjamini_hochberg
from analytics.store.reader import Reader

#: Expected share of false findings among findings.
LEVEL = 0.05
#: What is measured, as SQL over ``customers_now``.
MEASURES = {
    "value": "value", "orders": "orders", "last_score": "last_score", "tenure_months": "tenure_months",
    "open_complaints": "open_complaints",
}


@dataclass(frozen=True, slots=True)
class Contrast:
    """A value of a dimension, or a measure, within the segment and outside it.

    Attributes
    ----------
    dimension : str
        The dimension or the measure.
    value : str or None
        None for a measure, or where the dimension is not stated.
    measured : bool
        Whether means are compared, not shares.
    inside, outside, difference : Estimate
        Shares of customers, or means; money in minor units.
    adjusted_p : float
        After correction for all comparisons.
    chosen : bool
        Whether the segment was chosen by this field.
    """

    dimension: str
    value: str | None
    measured: bool
    inside: Estimate
    outside: Estimate
    difference: Estimate
    adjusted_p: float
    chosen: bool = False

    @property
    def different(self) -> bool:
        """Whether it differs beyond chance."""
        return self.adjusted_p < LEVEL


@dataclass(frozen=True, slots=True)
class SegmentProfile:
    """A segment beside the rest.

    Attributes
    ----------
    inside, outside : int
        Customers.
    contrasts : tuple of Contrast
        Findings first, largest difference first; measures after shares.
    """

    inside: int
    outside: int
    contrasts: tuple[Contrast, ...]

    @property
    def findings(self) -> tuple[Contrast, ...]:
        """What differs beyond chance and was not what the segment was chosen by."""
        return tuple(one for one in self.contrasts if one.different and not one.chosen)

    def table(self) -> list[dict[str, object]]:
        """Return one row per comparison."""
        return [{"dimension": one.dimension, "value": one.value, "inside": one.inside.estimate,
                 "outside": one.outside.estimate, "difference": one.difference.estimate,
                 "low": one.difference.low, "high": one.difference.high, "n": one.difference.n,
                 "adjusted_p": one.adjusted_p, "chosen": one.chosen, "state": one.difference.state}
                for one in self.contrasts]


def segment_profile(reader: Reader, filters: Filters, *, segment: SavedSegment) -> SegmentProfile:
    """Compare the customers of a segment with the rest.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Who is looked at, within the segment and outside it.
    segment : SavedSegment

    Returns
    -------
    SegmentProfile
    """
    condition, parameters = segment.where("segment")
    there = columns_of(reader, "customers_now")
    dimensions = [*(name for name in DIMENSIONS if name in there), "status"]
    chosen = segment.condition.fields()
    rows = _values(reader, filters, condition, parameters, dimensions)
    inside = sum(row[2] for row in rows if row[0] == "status")
    outside = sum(row[3] for row in rows if row[0] == "status")
    if min(inside, outside) < SUPPRESSED_BELOW:
        return SegmentProfile(inside, outside, ())
    # A dimension nobody has a value of tells nothing.
    told = {row[0] for row in rows if row[1] is not None}
    found = [_shares(row, inside, outside) for row in rows
             if row[0] in told and row[2] + row[3] >= SUPPRESSED_BELOW]
    found += [_means(row) for row in _sums(reader, filters, condition, parameters)
              if min(row[1], row[4]) >= SUPPRESSED_BELOW]
    adjusted = benjamini_hochberg([one.adjusted_p for one in found])
    return SegmentProfile(inside, outside, tuple(sorted((
        replace(one, adjusted_p=float(p), chosen=one.dimension in chosen)
        for one, p in zip(found, adjusted, strict=True)), key=_order)))


def _values(reader: Reader, filters: Filters, condition: str, parameters: dict[str, Any],
            dimensions: list[str]) -> list[tuple[str, str | None, int, int]]:
    """Count, by dimension and value, who is within the segment and who is not."""
    named = [f'"{name}"' for name in dimensions]
    rows = run_rows(reader, "segment_profile", filters, condition=condition, dimension=", ".join(named),
                    order=", ".join(f"({name})" for name in named), **parameters)
    # Of the dimensions, all bits but one are set: that of the dimension a row is about.
    places = {2**len(named) - 1 - 2**(len(named) - 1 - place): place for place in range(len(named))}
    return [(dimensions[place := places[row[0]]], row[1 + place], row[-2], row[-1]) for row in rows]


def _sums(reader: Reader, filters: Filters, condition: str,
          parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Sum, by measure, the values and their squares within the segment and outside it."""
    sums = ", ".join(f"count({sql}), coalesce(sum({sql}), 0), coalesce(sum(cast({sql} as double) ^ 2), 0)"
                     for sql in MEASURES.values())
    sides = {row[0]: row[1:] for row in run_rows(
        reader, "segment_measures", filters, condition=condition, dimension=sums, **parameters)}
    return [(name, *sides[True][3 * place:3 * place + 3], *sides[False][3 * place:3 * place + 3])
            for place, name in enumerate(MEASURES)]


def _shares(row: Sequence[Any], inside: int, outside: int) -> Contrast:
    """Compare the shares who have a value; the chance is not yet corrected."""
    dimension, value, hits, others = row
    pooled = (hits + others) / (inside + outside)
    error = math.sqrt(pooled * (1 - pooled) * (1 / inside + 1 / outside))
    difference = rate_difference(hits, inside, others, outside)
    return Contrast(dimension, value, False, rate(hits, inside), rate(others, outside), difference,
                    _chance((difference.estimate or 0.0) / error if error else 0.0))


def _means(row: Sequence[Any]) -> Contrast:
    """Compare two means; the chance is not yet corrected."""
    inside, outside = mean_from_sums(*row[1:4]), mean_from_sums(*row[4:7])
    centre = (inside.estimate or 0.0) - (outside.estimate or 0.0)
    half = math.hypot(*((one.high or 0.0) - (one.estimate or 0.0) for one in (inside, outside)))
    difference = Estimate(row[1] + row[4], centre, centre - half, centre + half,
                          state_of(min(row[1], row[4])))
    return Contrast(row[0], None, True, inside, outside, difference,
                    _chance(centre * normal_quantile() / half if half else 0.0))


def _chance(deviations: float) -> float:
    """Return how likely chance alone is so far off, either way."""
    return math.erfc(abs(deviations) / math.sqrt(2))


def _order(one: Contrast) -> tuple[bool, bool, float, str, str]:
    """Put shares before measures, findings first, the largest difference (of measures: the surest) first."""
    first = one.adjusted_p if one.measured else -abs(one.difference.estimate or 0.0)
    return (one.measured, not one.different, first, one.dimension, one.value or "")
