"""What the registry says of every metric holds."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.filters import Filters, SavedSegment, Test
from analytics.metrics import METRICS

#: Options a metric cannot do without.
NEEDED = {"churn_list": {"starts_on": "2026-01-01"}, "cohort_list": {"cohort": "2024-01-01"},
          "complaint_record": {"complaint": "T00001"},
          "season_list": {"month": "2026-04-01"},
          "pair_list": {"item": "kind", "first": "parts", "second": "rental"}}
#: Any segment will do: the metrics on segments have no meaning without one.
LARGE = SavedSegment("large", "Large", Test("size", "one_of", ("large",)))
NEEDED |= {"segment_list": {"segment": LARGE}, "segment_profile": {"segment": LARGE},
           "segment_overlap": {"segment": (LARGE,)}}
HISTORIES = sorted(name for name, metric in METRICS.items() if not metric.of_period)


@pytest.mark.parametrize("name", HISTORIES)
def test_metrics_of_the_whole_history_say_the_same_for_every_period(demo_reader, name):
    function, options = METRICS[name].function, NEEDED.get(name, {})
    year, month = (function(demo_reader, Filters(period), **options) for period in ("12m", "month"))
    if isinstance(year, pd.DataFrame):
        pd.testing.assert_frame_equal(year, month)
    else:
        assert year == month
