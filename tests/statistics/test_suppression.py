"""No cell that is hidden can be worked out from those that are shown."""

from __future__ import annotations

import pytest

from analytics.statistics.suppression import hidden_cells


@pytest.mark.parametrize(("counts", "hidden"), [
    ((40, 30, 20), ()),
    ((40, 9, 20), (1, 2)),
    ((40, 9, 8), (1, 2)),
    ((40, 9, 0), (0, 1)),
    ((9,), (0,)),
    ((0, 12), ()),
    ((10, 9, 10), (0, 1)),
])
def test_one_hidden_cell_takes_the_next_smallest_with_it(counts, hidden):
    found = hidden_cells(counts)
    assert tuple(place for place, one in enumerate(found) if one) == hidden


def test_without_a_total_a_single_hidden_cell_is_safe():
    assert hidden_cells((40, 9, 20), total_shown=False) == (False, True, False)
