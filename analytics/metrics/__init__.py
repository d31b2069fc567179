"""Every metric: light SQL over the marts of one build, under one set of filters.

`METRICS` lists them explicitly; the command line, the documentation and the tests are driven by it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from analytics.metrics.absorption_rate import absorption_rate
from analytics.metrics.acquisition_list import acquisition_list
from analytics.metrics.acquisition_payback import acquisition_payback
from analytics.metrics.acquisition_quality import acquisition_quality
from analytics.metrics.attention import attention, attention_list
from analytics.metrics.availability import availability
from analytics.metrics.bought_together import bought_together, pair_list
from analytics.metrics.cause_agreement import cause_agreement, cause_disagreements
from analytics.metrics.channels import channel_list, channels
from analytics.metrics.choices import choices
from analytics.metrics.churn_alarms import churn_alarms
from analytics.metrics.churn_change import churn_change
from analytics.metrics.churn_control import churn_control
from analytics.metrics.churn_over_time import churn_list, churn_over_time
from analytics.metrics.cohorts import cohort_list, cohorts
from analytics.metrics.complainers import complainers
from analytics.metrics.complaint_categories import complaint_categories
from analytics.metrics.complaint_clock import complaint_clock, complaint_open
from analytics.metrics.complaint_handling import complaint_handling
from analytics.metrics.complaint_list import complaint_list
from analytics.metrics.complaint_precedents import complaint_precedents
from analytics.metrics.complaint_reactions import complaint_reactions
from analytics.metrics.complaint_record import complaint_record
from analytics.metrics.complaint_silence import complaint_silence
from analytics.metrics.complaint_trend import complaint_trend
from analytics.metrics.complaints import complaints
from analytics.metrics.contact_list import contact_counts, contact_list
from analytics.metrics.crisis_clock import crisis_clock
from analytics.metrics.cross_sell import cross_sell
from analytics.metrics.customer_card import customer_card
from analytics.metrics.customer_grades import customer_grades
from analytics.metrics.customer_health import customer_health
from analytics.metrics.customer_movement import customer_movement
from analytics.metrics.customer_records import customer_records
from analytics.metrics.customers import customer_list, customer_matches, customers
from analytics.metrics.customers_in_scope import customers_in_scope
from analytics.metrics.earned_growth import earned_growth
from analytics.metrics.event_effects import event_effects
from analytics.metrics.events import events
from analytics.metrics.exit_interviews import exit_interviews
from analytics.metrics.file_completeness import file_completeness, file_gap_list
from analytics.metrics.goal_figure import goal_figure
from analytics.metrics.grade_contacts import contact_overdue_list, grade_contacts
from analytics.metrics.grade_history import grade_history
from analytics.metrics.grade_reasons import grade_list, grade_reasons
from analytics.metrics.grade_service import grade_service
from analytics.metrics.grades import grades
from analytics.metrics.growth_list import growth_list
from analytics.metrics.inertia import inertia
from analytics.metrics.largest_movements import largest_movements
from analytics.metrics.life_cycle import life_cycle, life_cycle_list
from analytics.metrics.loss_timing import loss_timing
from analytics.metrics.lost_customers import lost_customers
from analytics.metrics.lost_list import lost_list
from analytics.metrics.movement_list import movement_list
from analytics.metrics.net_revenue_retention import net_revenue_retention
from analytics.metrics.old_and_new_customers import old_and_new_customers, old_and_new_list
from analytics.metrics.record_counts import record_counts
from analytics.metrics.referrals import referral_list, referrals, referrer_list
from analytics.metrics.responder_list import responder_list
from analytics.metrics.revenue_bridge import revenue_bridge
from analytics.metrics.running import sql_hash
from analytics.metrics.seasonality import season_list, seasonality
from analytics.metrics.segment_list import segment_list
from analytics.metrics.segment_overlap import segment_overlap
from analytics.metrics.segment_profile import segment_profile
from analytics.metrics.service_causes import service_causes
from analytics.metrics.service_quality import service_list, service_quality
from analytics.metrics.share_of_wallet import share_of_wallet, share_of_wallet_list
from analytics.metrics.silence_history import silence_history
from analytics.metrics.silence_threshold import silence_threshold, silent_list
from analytics.metrics.staff import staff
from analytics.metrics.supplier_ranks import supplier_ranks
from analytics.metrics.survey_list import survey_list
from analytics.metrics.survey_panel import survey_panel
from analytics.metrics.survey_people import invitation_list, survey_answer_list
from analytics.metrics.survey_response import survey_response
from analytics.metrics.survey_scores import survey_scores
from analytics.metrics.survey_standards import survey_standards
from analytics.metrics.survey_value import survey_value
from analytics.metrics.survey_waves import survey_waves
from analytics.metrics.survival import survival, survival_list
from analytics.metrics.task_customers import task_customers
from analytics.metrics.value_concentration import profit_list, value_concentration
from analytics.metrics.value_statement import value_statement
from analytics.metrics.wallet_loyalty import wallet_loyalty
from analytics.metrics.wallet_potential import wallet_potential, wallet_potential_list


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric.

    Attributes
    ----------
    name : str
        Its stem: of the SQL, the module, the chart, the page and the command.
    function : callable
        ``(reader, filters, **options)`` to a frozen result.
    sql : tuple of str
        Stems of the SQL files it runs.
    breakdowns : bool
        Whether it takes ``by``.
    of_period : bool
        Whether the period looked at matters; where it does not, one cached result serves all.
    of_filters : bool
        Whether the filters matter at all; where they do not, neither does the period or the as-of day.
    """

    name: str
    function: Callable[..., Any]
    sql: tuple[str, ...]
    breakdowns: bool = False
    of_period: bool = True
    of_filters: bool = True

    @property
    def fingerprint(self) -> str:
        """A hash of the SQL, part of the cache's key."""
        return "-".join(sql_hash(stem) for stem in self.sql)


#: Options that are data and not words: a page hands them over, and no command can name them.
DATA_OPTIONS = ("standards", "costs", "segment", "terms", "handled", "promised", "customers", "campaigns")

_MOVEMENT = ("customer_movement_there", "customer_movement_opened", "customer_movement_lost",
             "customer_movement_months", "customer_movement_snapshot", "observed")

_ALARMS = ("churn_alarms_lost", "churn_alarms_start", "churn_alarms_recorded")

_SERVICE = ("service_quality", "service_scatter", "service_streaks")

METRICS: dict[str, Metric] = {metric.name: metric for metric in (
    Metric("absorption_rate", absorption_rate, ("absorption_rate",), of_period=False),
    Metric("acquisition_list", acquisition_list, ("acquisition_list",), of_period=False),
    Metric("acquisition_payback", acquisition_payback, ("acquisition_payback",), of_period=False),
    Metric("acquisition_quality", acquisition_quality, ("acquisition_quality",), of_period=False),
    Metric("attention", attention, ("attention", *_ALARMS), of_period=False),
    Metric("attention_list", attention_list, ("attention_list",), of_period=False),
    Metric("availability", availability, (), of_period=False, of_filters=False),
    Metric("bought_together", bought_together, ("bought_together",), of_period=False),
    Metric("cause_agreement", cause_agreement, ("cause_agreement",)),
    Metric("cause_disagreements", cause_disagreements, ("cause_disagreements",)),
    Metric("channel_list", channel_list, ("channel_list",)),
    Metric("channels", channels, ("channels",)),
    Metric("choices", choices, (), of_period=False, of_filters=False),
    Metric("churn_alarms", churn_alarms, _ALARMS, of_period=False),
    Metric("churn_change", churn_change, ("churn_change",), breakdowns=True),
    Metric("churn_control", churn_control, ("churn_control",), of_period=False),
    Metric("churn_list", churn_list, ("churn_list",), of_period=False),
    Metric("churn_over_time", churn_over_time, ("churn_over_time",), breakdowns=True, of_period=False),
    Metric("cohort_list", cohort_list, ("cohort_list",), of_period=False),
    Metric("cohorts", cohorts, ("cohorts",), of_period=False),
    Metric("complainers", complainers, ("complainers",)),
    Metric("complaint_categories", complaint_categories, ("complaint_categories",), of_period=False),
    Metric("complaint_clock", complaint_clock, ("complaint_clock",)),
    Metric("complaint_handling", complaint_handling, ("complaint_handling",)),
    Metric("complaint_list", complaint_list, ("complaint_list",)),
    Metric("complaint_open", complaint_open, ("complaint_open",), of_period=False),
    Metric("complaint_precedents", complaint_precedents, ("complaint_precedents",), of_period=False),
    Metric("complaint_reactions", complaint_reactions, ("complaint_reactions",), of_period=False),
    Metric("complaint_record", complaint_record, ("complaint_record",), of_period=False, of_filters=False),
    Metric("complaint_silence", complaint_silence, ("complaint_silence", "events")),
    Metric("complaint_trend", complaint_trend, ("complaint_trend", "events"), of_period=False),
    Metric("complaints", complaints, ("complaints", "complaint_exposure", "events")),
    Metric("crisis_clock", crisis_clock, ("crisis_clock", "event_effects"), of_period=False),
    Metric("contact_counts", contact_counts, ("contact_counts",), of_period=False),
    Metric("contact_list", contact_list, ("contact_list",), of_period=False),
    Metric("contact_overdue_list", contact_overdue_list, ("contact_overdue_list",), of_period=False),
    Metric("cross_sell", cross_sell, ("bought_together", "customer_records")),
    Metric("customer_card", customer_card, (
        "customer_facts", "customer_purchases", "customer_losses", "customer_timeline", "customers_as_of")),
    Metric("customer_grades", customer_grades, ("customer_grades", "grade_edges")),
    Metric("customer_health", customer_health, (
        "customer_signals", "company_signals", "silence_limits", "customers_as_of")),
    Metric("customer_list", customer_list, ("customer_list", "customers_as_of")),
    Metric("customer_matches", customer_matches, ("customer_matches", "customers_as_of")),
    Metric("customer_movement", customer_movement, _MOVEMENT, breakdowns=True),
    Metric("customer_records", customer_records, ("customer_records",)),
    Metric("customers", customers, ("customer_summary", "customers_as_of")),
    Metric("customers_in_scope", customers_in_scope, ("customers_in_scope",), of_period=False),
    Metric("earned_growth", earned_growth, ("earned_growth",)),
    Metric("event_effects", event_effects, ("event_effects",), of_period=False),
    Metric("events", events, ("events",), of_period=False),
    Metric("file_completeness", file_completeness, ("file_completeness",), of_period=False),
    Metric("file_gap_list", file_gap_list, ("file_gap_list",), of_period=False),
    Metric("goal_figure", goal_figure, ("lost_customers", "customers_at_start", "net_revenue_retention",
                                        "survey_scores", *_SERVICE)),
    Metric("growth_list", growth_list, ("growth_list",)),
    Metric("grade_contacts", grade_contacts, ("grade_contacts",), of_period=False),
    Metric("grade_history", grade_history, ("grade_history",), of_period=False),
    Metric("grade_list", grade_list, ("grade_list",)),
    Metric("grade_reasons", grade_reasons, ("grade_reasons",)),
    Metric("grade_service", grade_service, ("grade_service",)),
    Metric("grades", grades, ("grades",)),
    Metric("inertia", inertia, ("inertia",), of_period=False),
    Metric("invitation_list", invitation_list, ("invitation_list",)),
    Metric("largest_movements", largest_movements, _MOVEMENT),
    Metric("exit_interviews", exit_interviews, ("exit_interviews",)),
    Metric("life_cycle", life_cycle, ("life_cycle",)),
    Metric("life_cycle_list", life_cycle_list, ("life_cycle_list",)),
    Metric("loss_timing", loss_timing, ("survival", "loss_warnings", "loss_incidence")),
    Metric("lost_customers", lost_customers, ("lost_customers", "customers_at_start"), breakdowns=True),
    Metric("lost_list", lost_list, ("lost_list",)),
    Metric("movement_list", movement_list, ("movement_list",)),
    Metric("profit_list", profit_list, ("profit_list",)),
    Metric("pair_list", pair_list, ("pair_list",), of_period=False),
    Metric("net_revenue_retention", net_revenue_retention, ("net_revenue_retention",), breakdowns=True),
    Metric("old_and_new_customers", old_and_new_customers, ("old_and_new_customers",)),
    Metric("old_and_new_list", old_and_new_list, ("old_and_new_list",)),
    Metric("record_counts", record_counts, ("record_counts",), of_filters=False),
    Metric("referral_list", referral_list, ("referral_list",), of_period=False),
    Metric("referrals", referrals, ("referrals", "referral_worth"), of_period=False),
    Metric("referrer_list", referrer_list, ("referrer_list",), of_period=False),
    Metric("responder_list", responder_list, ("responder_list",)),
    Metric("revenue_bridge", revenue_bridge, ("revenue_bridge",)),
    Metric("season_list", season_list, ("season_list",), of_period=False),
    Metric("seasonality", seasonality, ("seasonality",), of_period=False),
    Metric("segment_list", segment_list, ("segment_list",), of_period=False),
    Metric("segment_overlap", segment_overlap, ("segment_overlap",), of_period=False),
    Metric("segment_profile", segment_profile, ("segment_profile", "segment_measures"), of_period=False),
    Metric("service_causes", service_causes, ("service_causes", *_SERVICE)),
    Metric("service_list", service_list, ("service_list",)),
    Metric("service_quality", service_quality, _SERVICE),
    Metric("share_of_wallet", share_of_wallet, ("share_of_wallet",)),
    Metric("share_of_wallet_list", share_of_wallet_list, ("share_of_wallet",)),
    Metric("silence_history", silence_history, ("silence_history",), of_period=False),
    Metric("silence_threshold", silence_threshold, ("silence_threshold",), of_period=False),
    Metric("silent_list", silent_list, ("silent_list",), of_period=False),
    Metric("staff", staff, ("staff",), of_period=False),
    Metric("supplier_ranks", supplier_ranks, ("share_of_wallet",)),
    Metric("survey_answer_list", survey_answer_list, ("survey_answer_list",)),
    Metric("survey_list", survey_list, ("survey_list",)),
    Metric("survey_panel", survey_panel, ("survey_panel",)),
    Metric("survey_response", survey_response, ("survey_response",), breakdowns=True),
    Metric("survey_scores", survey_scores, ("survey_scores",), breakdowns=True),
    Metric("survey_standards", survey_standards, ("survey_scores",)),
    Metric("survey_value", survey_value, ("survey_value",)),
    Metric("survey_waves", survey_waves, ("survey_waves",), of_period=False),
    Metric("survival", survival, ("survival",), breakdowns=True, of_period=False),
    Metric("survival_list", survival_list, ("survival_list",), of_period=False),
    Metric("task_customers", task_customers, ("task_customers",), of_period=False),
    Metric("value_concentration", value_concentration, ("value_concentration",)),
    Metric("value_statement", value_statement, ("value_statement",)),
    Metric("wallet_loyalty", wallet_loyalty, ("share_of_wallet",), of_period=False),
    Metric("wallet_potential", wallet_potential, ("wallet_potential",), of_period=False),
    Metric("wallet_potential_list", wallet_potential_list, ("wallet_potential",), of_period=False),
)}
