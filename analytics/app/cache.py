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
    # One text is hashed in a fifth of the time of the objects it names.
    asked = repr((name, filters, sorted(options.items()), reader.build_id, metric.fingerprint))
    return _result(asked, name, filters, options, reader)


# Results are frozen, so the object itself is shared instead of a copy per reader.
@st.cache_resource(max_entries=512, ttl=3600, show_spinner=False)
def _result(asked: str, _name: str, _filters: Filters, _options: dict[str, Any], _reader: Reader) -> Any:
    return ALL_METRICS[_name].function(_reader, _filters, **_options)
