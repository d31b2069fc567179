"""Risks of single customers, from the model that serves; nothing where there is none."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.app.context import Context
from analytics.models.churn import serving_scores
from analytics.models.customer_risk import CustomerRisk


def risks(context: Context, customers: Sequence[str]) -> dict[str, CustomerRisk]:
    """Return the risk of each customer that was scored, by number.

    Looking back at an earlier day there is none: the model knows what came after.
    """
    if context.filters.as_of is not None and context.filters.as_of != context.reader.meta.as_of:
        return {}
    scores = serving_scores(context.store)
    if scores is None:
        return {}
    found: dict[str, CustomerRisk] = context.metric(
        "customer_risk", scores=str(scores), customers=tuple(customers))
    return found
