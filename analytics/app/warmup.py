"""Work done once per server process, before the first page is drawn."""

from __future__ import annotations

import gc
import importlib
from functools import cache

from threadpoolctl import threadpool_limits

from analytics.store.reader import ask_at_once

#: What every page needs, imported before the collector is told to leave it alone.
PAGE_MODULES = (
    "babel.dates", "pandas", "plotly.graph_objects", "analytics.charts.theme", "analytics.metrics",
)


@cache
def warm_up() -> None:
    """Import what pages need and freeze it out of garbage collection.

    Streamlit collects the oldest generation after every script run while holding the interpreter
    lock: about 100 ms once pandas and plotly are loaded. Objects that live as long as the process
    need not be looked at again, so they are moved to the permanent generation here, once.

    Matrices on pages are small: a second thread of the linear algebra would spin beside DuckDB's for
    nothing, which doubled the processor time of the satisfaction curve. For the same reason queries of
    small builds keep to one thread each: pages ask several at a time.
    """
    for name in PAGE_MODULES:
        importlib.import_module(name)
    ask_at_once()
    threadpool_limits(limits=1, user_api="blas")
    gc.collect()
    gc.freeze()
