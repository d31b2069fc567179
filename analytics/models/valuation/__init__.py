"""What customers will still bring: fitted, checked on held-out time and written down once per build."""

from analytics.models.valuation.card import (
    BuyingModel,
    Candidate,
    Cohort,
    RenewalModel,
    ValuationCard,
    ValuationTerms,
    YearFlow,
)
from analytics.models.valuation.held_out import HeldOut, Miss
from analytics.models.valuation.persistence import Valuation, serving_valuation
from analytics.models.valuation.valuing import STEPS, value_customers, valued

__all__ = [
    "STEPS", "BuyingModel", "Candidate", "Cohort", "HeldOut", "Miss", "RenewalModel", "Valuation",
    "ValuationCard", "ValuationTerms", "YearFlow", "serving_valuation", "value_customers", "valued",
]
