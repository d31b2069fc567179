"""Which cells of a table may be shown without giving away those that may not."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.statistics.estimate import SUPPRESSED_BELOW


def hidden_cells(counts: Sequence[int], *, total_shown: bool = True,
                 below: int = SUPPRESSED_BELOW) -> tuple[bool, ...]:
    """Say which cells to hide: the small ones, and one more where a single one could be worked out.

    Where exactly one cell of a table with a shown total is hidden, the total less the others gives it
    away; the next smallest cell is then hidden too (complementary suppression).

    Parameters
    ----------
    counts : sequence of int
        Observations of each cell of one row or column of a table.
    total_shown : bool
        Whether their sum is shown too.
    below : int
        Cells with fewer observations are small; an empty one hides nobody.

    Returns
    -------
    tuple of bool
    """
    hidden = [0 < count < below for count in counts]
    if total_shown and sum(hidden) == 1:
        others = [place for place, count in enumerate(counts) if not hidden[place] and count > 0]
        if others:
            hidden[min(others, key=lambda place: counts[place])] = True
    return tuple(hidden)
