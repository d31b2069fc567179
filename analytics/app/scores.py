"""Risks of single customers, from the model that serves; nothing where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analytics.app.context import Context
from analytics.models.churn import serving_scores
from analytics.models.customer_risk import CustomerRisk


def risks(context: Context, customers: Sequence[str]) -> dict[str, CustomerRisk]:
    """Return the risk of each customer that was scored, by number.

    Looking back at an earlier day there is none: the model knows what came after.
    """
    found: dict[str, CustomerRisk] = {}
    for name, options in risks_asked(context, customers).items():
        found = context.metric(name, **options)
    return found


def risks_asked(context: Context, customers: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return the metric that `risks` will ask for, with its options; empty where it will ask for none."""
    if context.filters.as_of is not None and context.filters.as_of != context.reader.meta.as_of:
        return {}
    scores = serving_scores(context.store)
    return {} if scores is None else {
        "customer_risk": {"scores": str(scores), "customers": tuple(customers)}}
