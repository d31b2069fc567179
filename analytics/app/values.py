"""The valuation that serves, and lifetime values of single customers; nothing where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from analytics.app.context import Context
from analytics.models.valuation import Valuation, serving_valuation
from analytics.models.valuation.lifetime_value import CustomerLifetimeValue


def current_valuation(context: Context) -> Valuation | None:
    """Return the valuation that serves; None where there is none.

    Looking back at an earlier day there is none: the valuation knows what came after.
    """
    valuation, as_of = serving_valuation(context.store.path), context.filters.as_of
    if valuation is None or (as_of is not None and as_of < date.fromisoformat(valuation.card.as_of)):
        return None
    return valuation


def lifetime_values(context: Context, customers: Sequence[str]) -> dict[str, CustomerLifetimeValue]:
    """Return the lifetime value of each customer that was valued, by number."""
    valuation = current_valuation(context)
    if valuation is None:
        return {}
    found: dict[str, CustomerLifetimeValue] = context.metric(
        "customer_lifetime_value", values=valuation.values, customers=tuple(customers))
    return found
