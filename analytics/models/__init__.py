"""Estimators, and the metrics that need one.

`MODEL_METRICS` lists the latter explicitly, beside `analytics.metrics.METRICS`; `ALL_METRICS` is both.
"""

from __future__ import annotations

from analytics.metrics import METRICS, Metric
from analytics.models.at_risk import at_risk, at_risk_list
from analytics.models.customer_risk import customer_risk

MODEL_METRICS: dict[str, Metric] = {metric.name: metric for metric in (
    Metric("at_risk", at_risk, ("models/at_risk_figures",)),
    Metric("at_risk_list", at_risk_list, ("models/at_risk",)),
    Metric("customer_risk", customer_risk, ("models/customer_risk",)),
)}

ALL_METRICS: dict[str, Metric] = {**METRICS, **MODEL_METRICS}
