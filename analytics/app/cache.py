"""The one cache: results of metrics, shared by all readers of the same build and filters."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from threading import Thread
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx

from analytics.filters import Filters
from analytics.filters.filters import DEFAULT_PERIOD
from analytics.models import ALL_METRICS
from analytics.store.reader import Reader

log = logging.getLogger("huitou")


def cached_metric(reader: Reader, name: str, filters: Filters, /, **options: Any) -> Any:
    """Return a metric's result, computed once per build, filters, options and wording of its SQL."""
    metric = ALL_METRICS[name]
    if not metric.of_filters:
        filters = Filters()
    elif not metric.of_period:
        filters = replace(filters, period=DEFAULT_PERIOD)
    # One text is hashed in a fifth of the time of the objects it names.
    asked = repr((name, filters, sorted(options.items()), reader.build_id, metric.fingerprint))
    return _result(asked, name, filters, options, reader)


def compute_ahead(reader: Reader, filters: Filters, asked: Mapping[str, Mapping[str, Any]]) -> None:
    """Begin metrics that a page will soon ask for, beside what it does meanwhile.

    Queries of this size keep one processor busy; the page waits only for what is not ready when it asks.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    asked : mapping of str to mapping of str to object
        Options by the metric's name, in the order in which the page will ask.
    """
    def compute() -> None:
        for name, options in asked.items():
            try:
                cached_metric(reader, name, filters, **options)
            except Exception:
                # The page asks again, and tells the reader what failed.
                log.debug("computing %s ahead failed", name, exc_info=True)

    if asked:
        add_script_run_ctx(thread := Thread(target=compute, name="ahead", daemon=True))
        thread.start()


# Results are frozen, so the object itself is shared instead of a copy per reader.
@st.cache_resource(max_entries=512, ttl=3600, show_spinner=False)
def _result(asked: str, _name: str, _filters: Filters, _options: dict[str, Any], _reader: Reader) -> Any:
    return ALL_METRICS[_name].function(_reader, _filters, **_options)
