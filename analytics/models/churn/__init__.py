"""The churn classifier: who is about to leave, how sure that is, and what goes with it."""

from analytics.models.churn.capacity import CapacityCurve, capacity_curve
from analytics.models.churn.card import CalibrationBin, ModelCard, OriginResult
from analytics.models.churn.explanation import Importance, Reason, reasons_from_text
from analytics.models.churn.features import FEATURES, Feature, feature
from analytics.models.churn.guards import Exclusion
from analytics.models.churn.metrics import METRIC_NAMES
from analytics.models.churn.persistence import (
    Comparison,
    compare,
    list_models,
    load_card,
    load_scores,
    serve,
    serving_model,
    serving_scores,
)
from analytics.models.churn.scoring import score
from analytics.models.churn.training import STEPS, train, training_data

__all__ = [
    "FEATURES", "METRIC_NAMES", "STEPS", "CalibrationBin", "CapacityCurve", "Comparison", "Exclusion",
    "Feature", "Importance", "ModelCard", "OriginResult", "Reason", "capacity_curve", "compare", "feature",
    "list_models", "load_card", "load_scores", "reasons_from_text", "score", "serve", "serving_model",
    "serving_scores", "train", "training_data",
]
