"""What the cache shares: a result that no filter changes is computed once, others once per filters."""

from __future__ import annotations

import pytest

from analytics.app import cache
from analytics.filters import Filters
from analytics.metrics import Metric


class Build:
    build_id = "a build"


@pytest.mark.parametrize(("options", "computed"), [
    ({"of_filters": False}, 1), ({"of_period": False}, 2), ({}, 4)])
def test_a_result_is_shared_by_the_filters_it_does_not_depend_on(monkeypatch, options, computed):
    asked: list[Filters] = []

    def function(reader, filters):
        asked.append(filters)
        return len(asked)

    name = f"counted {sorted(options)}"
    monkeypatch.setitem(cache.ALL_METRICS, name, Metric(name, function, (), **options))
    for filters in (Filters("12m"), Filters("6m"), Filters.of("12m", size="large"),
                    Filters.of("6m", size="large")):
        cache.cached_metric(Build(), name, filters)
    assert len(asked) == computed
