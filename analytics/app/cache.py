"""The one cache: results of metrics, shared by all readers of the same build and filters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from analytics.filters import Filters
from analytics.filters.filters import DEFAULT_PERIOD
from analytics.models import ALL_METRICS
from analytics.store.reader import Reader


def cached_metric(reader: Reader, name: str, filters: Filters, **options: Any) -> Any:
    """Return a metric's result, computed once per build, filters, options and wording of its SQL."""
    metric = ALL_METRICS[name]
    if not metric.of_filters:
        filters = Filters()
    elif not metric.of_period:
        filters = replace(filters, period=DEFAULT_PERIOD)
    return _result(name, filters, tuple(sorted(options.items())), reader.build_id, metric.fingerprint, reader)


# Results are frozen, so the object itself is shared instead of a copy per reader.
@st.cache_resource(max_entries=512, ttl=3600, show_spinner=False)
def _result(name: str, filters: Filters, options: tuple[tuple[str, Any], ...], build: str,
            fingerprint: str, _reader: Reader) -> Any:
    return ALL_METRICS[name].function(_reader, filters, **dict(options))
