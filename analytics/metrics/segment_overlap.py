"""How far segments overlap: customers who belong to each, and to each two.

Definition
    Customers of one segment who also belong to another, as a number and as a share of the one.
Grain
    One row per ordered pair of segments; a segment with itself is its size.
Edge cases
    A segment without customers has no shares.
Source
    Counting.
"""

from __future__ import annotations

from dataclasses import dataclass

from analytics.filters import Filters, SavedSegment
from analytics.metrics.running import run_rows
from analytics.store.reader import Reader


@dataclass(frozen=True, slots=True)
class SegmentOverlap:
    """How far segments overlap.

    Attributes
    ----------
    names : tuple of str
    both : tuple of tuple of int
        Customers in the segment of the row and in that of the column; on the diagonal a segment's own.
    customers : int
        Everyone looked at.
    in_none : int
        Those who belong to no segment.
    """

    names: tuple[str, ...]
    both: tuple[tuple[int, ...], ...]
    customers: int
    in_none: int

    def share(self, row: int, column: int) -> float | None:
        """Return the share of one segment who also belong to another; None where it has nobody."""
        own = self.both[row][row]
        return self.both[row][column] / own if own else None

    def table(self) -> list[dict[str, object]]:
        """Return one row per ordered pair."""
        return [{"segment": name, "other": other, "customers": self.both[row][column],
                 "share": self.share(row, column)}
                for row, name in enumerate(self.names) for column, other in enumerate(self.names)]


def segment_overlap(reader: Reader, filters: Filters, *, segment: tuple[SavedSegment, ...]) -> SegmentOverlap:
    """Count the customers of several segments and of each two of them.

    Parameters
    ----------
    reader : Reader
    filters : Filters
        Who is looked at.
    segment : tuple of SavedSegment

    Returns
    -------
    SegmentOverlap
    """
    conditions = [one.where(f"segment_{place}") for place, one in enumerate(segment)]
    parameters = {name: value for _, values in conditions for name, value in values.items()}
    flags = " || ".join(f"case when {sql} then '1' else '0' end" for sql, _ in conditions) or "''"
    rows = run_rows(reader, "segment_overlap", filters, dimension=flags, **parameters)
    both = [[0] * len(segment) for _ in segment]
    for belongs, customers in rows:
        inside = [place for place, flag in enumerate(belongs) if flag == "1"]
        for row in inside:
            for column in inside:
                both[row][column] += customers
    return SegmentOverlap(tuple(one.name for one in segment), tuple(map(tuple, both)),
                          sum(customers for _, customers in rows),
                          sum(customers for belongs, customers in rows if "1" not in belongs))
