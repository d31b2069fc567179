"""What this build can answer: which kinds of records it holds."""

from __future__ import annotations

from dataclasses import fields

from analytics.filters import Filters
from analytics.store.reader import Reader

#: What a build may hold that its ``meta`` does not say, and how to look.
_RECORDS = {
    "has_jobs": "select 1 from service_facts limit 1",
    "has_staff": "select 1 from branch_quarters where staff_satisfaction is not null limit 1",
}


def availability(reader: Reader, filters: Filters) -> frozenset[str]:
    """Return the flags that hold, such as ``has_orders``; the filters do not matter.

    ``has_losses`` holds where the build can tell who left: a loss is there, or orders or contracts
    from which one would be found; ``has_trade`` where orders or contracts have dates.
    """
    meta = reader.meta
    flags = {field.name for field in fields(meta) if getattr(meta, field.name) is True}
    if {"has_orders", "has_contracts"} & flags or reader.rows("select 1 from losses limit 1"):
        flags.add("has_losses")
    if meta.dated and {"has_orders", "has_contracts"} & flags:
        flags.add("has_trade")
    flags |= {flag for flag, rows in _RECORDS.items() if reader.rows(rows)}
    return frozenset(flags)
