"""What customers will be worth: models of repeat buying, of spending and of contracts."""

from analytics.models.lifetime_value.beta_geometric import BgNbd, MbgNbd
from analytics.models.lifetime_value.bg_bb import BgBb
from analytics.models.lifetime_value.buying_summary import (
    Histories,
    buying_summary,
    distinct_histories,
    histories_of,
    read_buying_summary,
)
from analytics.models.lifetime_value.choosing import RepeatFit, fit_repeat_buying
from analytics.models.lifetime_value.customer_value import (
    CustomerValues,
    ValueIntervals,
    ValueTerms,
    customer_values,
    total_of,
    value_intervals,
)
from analytics.models.lifetime_value.fitting import Fit
from analytics.models.lifetime_value.gamma_gamma import GammaGamma, SpendFit, fit_spend
from analytics.models.lifetime_value.margin_multiple import margin_multiple, retention_elasticity
from analytics.models.lifetime_value.nbd import Nbd
from analytics.models.lifetime_value.pareto_nbd import ParetoNbd
from analytics.models.lifetime_value.repeat_model import RepeatModel, fit
from analytics.models.lifetime_value.shifted_beta_geometric import (
    ContractFit,
    ShiftedBetaGeometric,
    cohort,
    fit_contracts,
)
from analytics.models.lifetime_value.simple_rules import (
    Accuracy,
    accuracy,
    same_rate,
    same_rate_unless_silent,
)
from analytics.models.lifetime_value.tracking import (
    Tracking,
    TrackingPoint,
    expected_so_far,
    later_purchases,
    tracking,
)
from analytics.models.lifetime_value.uncertainty import draw_models, draw_spend_models
from analytics.statistics.season import season_factors

__all__ = [
    "Accuracy", "BgBb", "BgNbd", "ContractFit", "CustomerValues", "Fit", "GammaGamma", "Histories", "MbgNbd",
    "Nbd", "ParetoNbd", "RepeatFit", "RepeatModel", "ShiftedBetaGeometric", "SpendFit", "Tracking",
    "TrackingPoint", "ValueIntervals", "ValueTerms", "accuracy", "buying_summary", "cohort",
    "customer_values", "distinct_histories", "draw_models", "draw_spend_models", "expected_so_far", "fit",
    "fit_contracts", "fit_repeat_buying", "fit_spend", "histories_of", "later_purchases", "margin_multiple",
    "read_buying_summary", "retention_elasticity", "same_rate", "same_rate_unless_silent",
    "season_factors", "total_of", "tracking", "value_intervals",
]
