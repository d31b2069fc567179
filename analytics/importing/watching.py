"""A long query watched from outside: how far it is, and whether it is to go on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

import duckdb

#: Told from time to time which share of a query is done, from 0 to 1.
Tell = Callable[[float], None]

#: Seconds between two looks.
EVERY = 0.2

#: What a connection needs for its queries to know how far they are; nothing is printed.
KNOWING = "set enable_progress_bar = true; set enable_progress_bar_print = false; set progress_bar_time = 0"


def watched(connection: duckdb.DuckDBPyConnection, query: str, tell: Tell | None) -> None:
    """Run a query and tell how far it is; whoever is told may stop it by raising.

    The query runs in a thread of its own, so that telling, and Ctrl-C, happen in the caller's.

    Parameters
    ----------
    connection : DuckDBPyConnection
        One that has been prepared with `KNOWING`.
    query : str
    tell : callable or None
        Nobody watches where there is none.
    """
    if tell is None:
        connection.execute(query)
        return
    with ThreadPoolExecutor(1) as beside:
        running = beside.submit(connection.execute, query)
        try:
            while not wait([running], timeout=EVERY).done:
                tell(min(max(connection.query_progress(), 0.0), 100.0) / 100)
        except BaseException:
            connection.interrupt()
            raise
        running.result()
