"""What the classifier may look at: every feature with its theme, its unit and whether it explains."""

from __future__ import annotations

from typing import Literal, NamedTuple

Unit = Literal["days", "months", "count", "money", "currency", "share", "ratio", "score", "flag", "category"]
Subject = Literal["customer", "trade", "surveys", "complaints", "contacts", "service_jobs", "contracts"]

#: Prefix of the columns a company added to its customers file.
TRAIT = "trait_"


class Feature(NamedTuple):
    """One feature.

    Its words stand in the catalogue under ``churn.feature.<name>``.

    Attributes
    ----------
    name : str
        Column of the feature tables.
    subject : str
        The feature table it comes from: the stem of ``sql/<subject>.sql``.
    theme : str
        Features that say nearly the same; importance and reasons are added up over a theme, because
        the parts of correlated features mean little one by one.
    unit : str
        What its values are; money is in minor units, currency in whole ones.
    explains : bool
        Whether it may be named as a reason: something a person can see in the file and talk about,
        unlike the region a customer happens to be in.
    """

    name: str
    subject: Subject
    theme: str
    unit: Unit
    explains: bool


FEATURES: tuple[Feature, ...] = (
    Feature("size", "customer", "size", "category", False),
    Feature("segment", "customer", "segment", "category", False),
    Feature("industry", "customer", "industry", "category", False),
    Feature("market", "customer", "market", "category", False),
    Feature("region", "customer", "place", "category", False),
    Feature("branch", "customer", "place", "category", False),
    Feature("account_manager", "customer", "account_manager", "category", False),
    Feature("acquisition_channel", "customer", "acquisition", "category", False),
    Feature("acquired_on_promotion", "customer", "acquisition", "flag", True),
    Feature("referred", "customer", "acquisition", "flag", True),
    Feature("tenure_days", "customer", "tenure", "days", True),
    Feature("tenure_months", "customer", "tenure", "months", True),
    Feature("annual_value", "customer", "spend", "money", True),
    Feature("days_since_trade", "trade", "rhythm", "days", True),
    Feature("silence_to_rhythm", "trade", "rhythm", "ratio", True),
    Feature("orders_90", "trade", "rhythm", "count", True),
    Feature("orders_365", "trade", "rhythm", "count", True),
    Feature("active_months_365", "trade", "rhythm", "count", True),
    Feature("orders_total", "trade", "rhythm", "count", True),
    Feature("revenue_90", "trade", "spend", "money", True),
    Feature("revenue_365", "trade", "spend", "money", True),
    Feature("revenue_per_order", "trade", "spend", "money", True),
    Feature("spend_trend", "trade", "spend_trend", "share", True),
    Feature("revenue_season", "trade", "season", "money", False),
    Feature("margin_share_365", "trade", "margin", "share", False),
    Feature("score_last", "surveys", "satisfaction", "score", True),
    Feature("score_mean_365", "surveys", "satisfaction", "score", True),
    Feature("score_change", "surveys", "satisfaction", "score", True),
    Feature("days_since_answer", "surveys", "answering", "days", True),
    Feature("complaints_365", "complaints", "complaints", "count", True),
    Feature("complaints_open", "complaints", "complaints", "count", True),
    Feature("complaints_unresolved_365", "complaints", "complaints", "count", True),
    Feature("complaints_unsatisfied_365", "complaints", "complaints", "count", True),
    Feature("days_since_complaint", "complaints", "complaints", "days", True),
    Feature("contacts_90", "contacts", "contact", "count", True),
    Feature("contacts_365", "contacts", "contact", "count", True),
    Feature("days_since_contact", "contacts", "contact", "days", True),
    Feature("jobs_365", "service_jobs", "service", "count", False),
    Feature("jobs_late_365", "service_jobs", "service", "count", True),
    Feature("jobs_returned_365", "service_jobs", "service", "count", True),
    Feature("jobs_wrong_first_365", "service_jobs", "service", "count", True),
    Feature("promises_broken_365", "service_jobs", "service", "count", True),
    Feature("contracts_running", "contracts", "contract", "count", True),
    Feature("days_to_contract_end", "contracts", "contract", "days", True),
    Feature("contract_age_days", "contracts", "contract", "days", True),
    Feature("contracts_past", "contracts", "contract", "count", True),
    Feature("monthly_value", "contracts", "spend", "currency", True),
)

_BY_NAME = {feature.name: feature for feature in FEATURES}


def feature(name: str) -> Feature:
    """Return a feature by name; a company's own column is a feature and a theme of its own."""
    return _BY_NAME.get(name) or Feature(name, "customer", name, "category", True)


def themes_of(names: list[str]) -> list[str]:
    """Return the theme of each feature."""
    return [feature(name).theme for name in names]
