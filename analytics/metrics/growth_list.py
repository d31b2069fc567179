"""The customers behind the bridge of revenue: who was lost, brought less or more, came or came back."""

from __future__ import annotations

import pandas as pd

from analytics.errors import UnknownName
from analytics.filters import Filters
from analytics.metrics.revenue_pairs import BASE_KINDS, KINDS, SOURCES, window_of
from analytics.metrics.running import run_sql
from analytics.store.reader import Reader

_NONE = "none"

#: What can be listed: kinds of change, and for who is new or came back, what brought them.
LISTED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "all": (KINDS, (*SOURCES, _NONE)),
    "base": (BASE_KINDS, (_NONE,)),
    "gained": (("expanded", "new", "won_back"), (*SOURCES, _NONE)),
    "given_up": (("contracted", "lost"), (_NONE,)),
    **{f"came_{source}": (("new", "won_back"), (source,)) for source in SOURCES},
    **{kind: ((kind,), (*SOURCES, _NONE)) for kind in KINDS},
    **{f"{kind}_{source}": ((kind,), (source,)) for kind in ("new", "won_back") for source in SOURCES},
}


def growth_list(reader: Reader, filters: Filters, *, kind: str = "all") -> pd.DataFrame:
    """List the customers whose revenue went one way.

    Parameters
    ----------
    reader : Reader
    filters : Filters
    kind : str
        One of `LISTED`: a kind of change such as ``"lost"`` or ``"new_earned"``, everyone with revenue in
        either stretch, those of the stretch before (base), those whose revenue grew (gained) or fell
        (given_up), the new and the returning by what brought them (came_earned).

    Returns
    -------
    pandas.DataFrame
        One row per customer, the largest change first; money in minor units. Empty where the records are
        too short to compare.

    Raises
    ------
    UnknownName
        A kind there is none of.
    """
    if kind not in LISTED:
        raise UnknownName("kind", kind, LISTED)
    window = window_of(reader, filters)
    if window is None:
        return pd.DataFrame()
    kinds, sources = LISTED[kind]
    return run_sql(reader, "growth_list", filters, kinds=list(kinds), sources=list(sources),
                   **window.parameters())
