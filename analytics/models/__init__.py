"""Estimators, and the metrics that need one.

`MODEL_METRICS` lists the latter explicitly, beside `analytics.metrics.METRICS`; `ALL_METRICS` is both.
"""

from __future__ import annotations

from analytics.metrics import METRICS, Metric
from analytics.models.at_risk import at_risk, at_risk_list
from analytics.models.campaigns.campaign_uplift import campaign_uplift, uplift_list
from analytics.models.campaigns.candidates import campaign_candidates
from analytics.models.campaigns.outlook import campaign_outlook
from analytics.models.campaigns.price_rise import price_rise
from analytics.models.campaigns.readouts import campaign_readouts
from analytics.models.complaint_iceberg import complaint_iceberg
from analytics.models.complaint_speed import complaint_speed
from analytics.models.customer_risk import customer_risk
from analytics.models.customer_scorecard import customer_scorecard, scorecard_list
from analytics.models.customer_types import customer_type_list, customer_types
from analytics.models.economics.economics import economics
from analytics.models.economics.economics_list import economics_list
from analytics.models.economics.keeping_or_winning import keeping_or_winning
from analytics.models.grade_proposal import grade_basis, grade_proposal, grade_proposal_list
from analytics.models.growth_propensity import growth_propensity, growth_propensity_list
from analytics.models.key_drivers import key_drivers
from analytics.models.next_actions import next_actions
from analytics.models.next_purchase import next_purchase, next_purchase_list
from analytics.models.panel_effects import panel_effects
from analytics.models.peak_end import peak_end
from analytics.models.programme_effects import programme_effects
from analytics.models.remark_list import remark_list
from analytics.models.remarks import remarks
from analytics.models.repurchase_by_outcome import repurchase_by_outcome
from analytics.models.satisfaction_groups import satisfaction_groups
from analytics.models.satisfaction_loyalty import satisfaction_adjusted, satisfaction_loyalty
from analytics.models.satisfaction_responders import satisfaction_responders
from analytics.models.service_balance import service_balance, service_balance_list
from analytics.models.staff_chain import staff_chain
from analytics.models.survey_branches import survey_branches
from analytics.models.survey_facts import survey_facts
from analytics.models.survey_weighting import survey_weighting
from analytics.models.valuation.customer_equity import customer_equity
from analytics.models.valuation.lifetime_value import (
    customer_lifetime_value,
    lifetime_value,
    lifetime_value_list,
)
from analytics.models.win_back import win_back, win_back_list

_CAMPAIGN = ("models/campaigns/campaign_candidates", "models/campaigns/candidate_risks",
             "models/campaigns/loss_history")
_CURVE = ("models/satisfaction_answers", "models/satisfaction_counts")
_ECONOMICS = ("models/economics/economics", "models/economics/economics_snapshot", "models/economics/winning",
              "lost_customers")
_GRADING = ("models/grade_basis",)
_REMARKS = ("models/remarks", "models/remark_contacts")
_REPURCHASE = ("models/repurchase_by_outcome",)

MODEL_METRICS: dict[str, Metric] = {metric.name: metric for metric in (
    Metric("at_risk", at_risk, ("models/at_risk_figures",)),
    Metric("at_risk_list", at_risk_list, ("models/at_risk",)),
    Metric("campaign_candidates", campaign_candidates, _CAMPAIGN, of_filters=False),
    Metric("campaign_outlook", campaign_outlook, _CAMPAIGN, of_filters=False),
    Metric("campaign_readouts", campaign_readouts, (
        "models/campaigns/campaign_readout", "models/campaigns/imported_campaigns"), of_filters=False),
    Metric("campaign_uplift", campaign_uplift, (
        "models/campaigns/campaign_readout", "models/campaigns/imported_campaigns",
        "models/campaigns/uplift_features"), of_filters=False),
    Metric("complaint_iceberg", complaint_iceberg, (
        "models/complaint_iceberg", "models/complaint_waterline", *_REPURCHASE)),
    Metric("complaint_speed", complaint_speed, _REPURCHASE, of_period=False),
    Metric("customer_equity", customer_equity, ("models/valuation/futures", "lost_customers"),
           of_filters=False),
    Metric("customer_lifetime_value", customer_lifetime_value, ("models/valuation/customer_lifetime_value",),
           of_filters=False),
    Metric("customer_risk", customer_risk, ("models/customer_risk",), of_filters=False),
    Metric("customer_scorecard", customer_scorecard, ("models/customer_scorecard",), of_period=False),
    Metric("customer_type_list", customer_type_list, ("models/customer_types", "models/customer_type_list"),
           of_period=False),
    Metric("customer_types", customer_types, ("models/customer_types",), of_period=False),
    Metric("economics", economics, _ECONOMICS, of_period=False),
    Metric("economics_list", economics_list, ("models/economics/economics_list",), of_period=False),
    Metric("grade_basis", grade_basis, _GRADING, of_period=False),
    Metric("grade_proposal", grade_proposal, _GRADING, of_period=False),
    Metric("grade_proposal_list", grade_proposal_list, _GRADING, of_period=False),
    Metric("growth_propensity", growth_propensity, ("models/growth_propensity",), of_period=False),
    Metric("growth_propensity_list", growth_propensity_list, (
        "models/growth_propensity", "models/growth_propensity_list"), of_period=False),
    Metric("keeping_or_winning", keeping_or_winning, (
        *_ECONOMICS, "models/economics/campaign_answers", "models/economics/newcomers"), of_period=False),
    Metric("key_drivers", key_drivers, ("models/key_drivers", "models/key_driver_questions")),
    Metric("lifetime_value", lifetime_value, ("models/valuation/lifetime_value",), of_period=False),
    Metric("lifetime_value_list", lifetime_value_list, ("models/valuation/lifetime_value_list",),
           of_period=False),
    Metric("next_actions", next_actions, (
        "customer_facts", "customer_purchases", "customer_losses", "customer_timeline", "customer_signals",
        "company_signals", "silence_limits", "customers_as_of")),
    Metric("next_purchase", next_purchase, ("models/next_purchase",), of_period=False),
    Metric("next_purchase_list", next_purchase_list, (
        "models/next_purchase", "models/next_purchase_list"), of_period=False),
    Metric("panel_effects", panel_effects, ("models/panel_effects",), of_period=False),
    Metric("peak_end", peak_end, ("models/peak_end",), of_period=False),
    Metric("price_rise", price_rise, ("models/campaigns/price_rise",), of_filters=False),
    Metric("programme_effects", programme_effects, ("models/programme_effects",), of_period=False),
    Metric("remark_list", remark_list, (*_REMARKS, "models/remark_list")),
    Metric("remarks", remarks, _REMARKS),
    Metric("repurchase_by_outcome", repurchase_by_outcome, _REPURCHASE, of_period=False),
    Metric("satisfaction_adjusted", satisfaction_adjusted, ("models/satisfaction_strata",)),
    Metric("satisfaction_groups", satisfaction_groups, ("models/satisfaction_group_answers",)),
    Metric("satisfaction_loyalty", satisfaction_loyalty, _CURVE),
    Metric("satisfaction_responders", satisfaction_responders, ("models/satisfaction_responders", *_CURVE)),
    Metric("scorecard_list", scorecard_list, ("models/customer_scorecard",), of_period=False),
    Metric("service_balance", service_balance, ("models/service_balance",), of_period=False),
    Metric("service_balance_list", service_balance_list, ("models/service_balance",), of_period=False),
    Metric("staff_chain", staff_chain, ("staff",), of_period=False),
    Metric("survey_branches", survey_branches, ("survey_scores",), breakdowns=True),
    Metric("survey_facts", survey_facts, ("models/survey_facts",), of_period=False),
    Metric("survey_weighting", survey_weighting, ("models/survey_weighting",)),
    Metric("uplift_list", uplift_list, (
        "models/campaigns/campaign_readout", "models/campaigns/imported_campaigns",
        "models/campaigns/uplift_features", *_CAMPAIGN), of_filters=False),
    Metric("win_back", win_back, ("models/win_back",), of_period=False),
    Metric("win_back_list", win_back_list, ("models/win_back",), of_period=False),
)}

ALL_METRICS: dict[str, Metric] = {**METRICS, **MODEL_METRICS}
