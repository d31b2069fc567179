"""Server time of every page, uncached, under filters that change from run to run."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

from analytics.benchmarks.timing import Timing, timed
from analytics.filters import Filters

#: Every combination is a different view, so that no figure is answered from a cache.
PERIODS = ("12m", "6m", "quarter", "24m", "year")
SIZES: tuple[tuple[str, ...], ...] = ((), ("large",), ("medium", "small"), ("small",))


def time_pages(store: Path) -> dict[str, Timing]:
    """Time the script run of every page on a store.

    Parameters
    ----------
    store : Path
        Folder of a built store.

    Returns
    -------
    dict of str to Timing
        By page. One run is everything the server does for one filter change: the frame, the
        sidebar, the queries, the figures and the messages to the browser.
    """
    os.environ["HUITOU_STORE"] = str(store)
    import streamlit as st
    from streamlit.testing.v1 import AppTest

    from analytics.app import session
    from analytics.app.navigation import PAGES, page_file

    st.cache_resource.clear()
    times: dict[str, Timing] = {}
    for stem in PAGES:
        app = AppTest.from_file(str(Path("dashboard.py").resolve()), default_timeout=120).run()
        if stem != "overview":
            app.switch_page(page_file(stem)).run()
        seconds = []
        for period, sizes in itertools.product(PERIODS, SIZES):
            app.session_state[session.FILTERS] = Filters.of(period, size=sizes)
            seconds.append(timed(app.run)[0])
            if app.exception:
                raise RuntimeError(f"{stem}: {app.exception[0].message}")
        times[stem] = Timing(tuple(seconds))
    return times
