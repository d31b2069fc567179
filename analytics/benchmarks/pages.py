"""Server time of every page, uncached: every view is one nobody has asked for before."""

from __future__ import annotations

import itertools
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analytics.benchmarks.timing import Timing, timed
from analytics.filters import Filters
from analytics.store import Store

#: Views a page; the ninety-fifth percentile is then the third slowest, not the slowest.
VIEWS = 40

#: The customers page with one customer chosen, in the table of times.
CUSTOMER_CARD = "customers, one customer's card"

#: Looked at once before anything is timed, as the server's first reader does.
WARM_UP = Filters.of("3m", industry="roads")

_PERIODS = ("12m", "6m", "quarter", "24m", "year")
_SIZES: tuple[tuple[str, ...], ...] = ((), ("large",), ("medium", "small"), ("small",))
_REGIONS: tuple[tuple[str, ...], ...] = ((), ("north",), ("south", "east"), ("west",))
_SEGMENTS: tuple[tuple[str, ...], ...] = (("construction",), ("mining", "rental"), ("farming", "public"))

#: Streamlit warns of every run outside a server, though a script under test is meant to run there.
_WARNS = "streamlit.runtime.scriptrunner_utils.script_run_context"


def views() -> tuple[Filters, ...]:
    """Return views that differ in their customers, not only in their period.

    Some results serve every period: two views of the same customers would share them.
    """
    customers = itertools.product(_SIZES, _REGIONS, _SEGMENTS)
    periods = itertools.cycle(_PERIODS)
    return tuple(Filters.of(period, size=size, region=region, segment=segment)
                 for period, (size, region, segment) in zip(periods, customers, strict=False))[:VIEWS]


def demo_views() -> tuple[Filters, ...]:
    """Return views of the demo company: every customer first, then every size, in several periods."""
    return tuple(Filters.of(period, size=size) if size else Filters(period)
                 for size in _SIZES for period in _PERIODS)


def time_pages(store: Path, looked_at: Sequence[Filters]) -> dict[str, Timing]:
    """Time the script run of every page on a store.

    Parameters
    ----------
    store : Path
        Folder of a store that is built and has a serving model.
    looked_at : sequence of Filters
        The views timed, after one of :data:`WARM_UP`.

    Returns
    -------
    dict of str to Timing
        By page. One run is everything the server does for one filter change: the frame, the
        sidebar, the queries, the figures and the messages to the browser.
    """
    os.environ["HUITOU_STORE"] = str(store)
    import streamlit as st

    from analytics.app.navigation import PAGES
    from analytics.app.warmup import warm_up

    # A filter, as Streamlit sets its loggers' levels anew when it reads its configuration.
    logging.getLogger(_WARNS).addFilter(lambda record: "missing ScriptRunContext" not in record.getMessage())
    st.cache_resource.clear()
    warm_up()
    times = {stem: _time_page(stem, looked_at) for stem in PAGES}
    times[CUSTOMER_CARD] = _time_page("customers", looked_at, _customers(store))
    return times


def _time_page(stem: str, looked_at: Sequence[Filters], customers: tuple[str, ...] = ()) -> Timing:
    """Time one page under every view; with customers, the card of another one in each."""
    from analytics.app import session

    app = _opened(stem)
    seconds = []
    for number, filters in enumerate((WARM_UP, *looked_at)):
        app.session_state[session.FILTERS] = filters
        if customers:
            app.query_params["customer"] = customers[number % len(customers)]
        seconds.append(timed(app.run)[0])
        if app.exception:
            raise RuntimeError(f"{stem}: {app.exception[0].message}")
    return Timing(tuple(seconds[1:]))


def _opened(stem: str) -> Any:
    from streamlit.testing.v1 import AppTest

    from analytics.app.navigation import page_file

    app = AppTest.from_file(str(Path("dashboard.py").resolve()), default_timeout=120).run()
    if stem != "overview":
        app.switch_page(page_file(stem)).run()
    return app


def _customers(store: Path) -> tuple[str, ...]:
    reader = Store.open(store).reader()
    rows = reader.rows("select customer_id from customers_now order by hash(customer_key) limit $n",
                       {"n": VIEWS + 1})
    return tuple(str(number) for (number,) in rows)
