"""Estimators, and the metrics that need one.

`MODEL_METRICS` lists the latter explicitly, beside `analytics.metrics.METRICS`; `ALL_METRICS` is both.
"""

from __future__ import annotations

from analytics.metrics import METRICS, Metric
from analytics.models.at_risk import at_risk, at_risk_list
from analytics.models.customer_risk import customer_risk
from analytics.models.satisfaction_groups import satisfaction_groups
from analytics.models.satisfaction_loyalty import satisfaction_adjusted, satisfaction_loyalty
from analytics.models.satisfaction_responders import satisfaction_responders

_CURVE = ("models/satisfaction_answers", "models/satisfaction_counts")

MODEL_METRICS: dict[str, Metric] = {metric.name: metric for metric in (
    Metric("at_risk", at_risk, ("models/at_risk_figures",)),
    Metric("at_risk_list", at_risk_list, ("models/at_risk",)),
    Metric("customer_risk", customer_risk, ("models/customer_risk",)),
    Metric("satisfaction_adjusted", satisfaction_adjusted, ("models/satisfaction_strata",)),
    Metric("satisfaction_groups", satisfaction_groups, ("models/satisfaction_group_answers",)),
    Metric("satisfaction_loyalty", satisfaction_loyalty, _CURVE),
    Metric("satisfaction_responders", satisfaction_responders, ("models/satisfaction_responders", *_CURVE)),
)}

ALL_METRICS: dict[str, Metric] = {**METRICS, **MODEL_METRICS}
