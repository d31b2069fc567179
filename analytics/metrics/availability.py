"""What this build can answer: which kinds of records it holds."""

from __future__ import annotations

from dataclasses import fields

from analytics.filters import Filters
from analytics.store.reader import Reader


def availability(reader: Reader, filters: Filters) -> frozenset[str]:
    """Return the flags that hold, such as ``has_orders``; the filters do not matter.

    ``has_losses`` holds where the build can tell who left: a loss is there, or orders or contracts
    from which one would be found.
    """
    meta = reader.meta
    flags = {field.name for field in fields(meta) if getattr(meta, field.name) is True}
    if {"has_orders", "has_contracts"} & flags or reader.rows("select 1 from losses limit 1"):
        flags.add("has_losses")
    return frozenset(flags)
