"""The satisfaction–loyalty curve: how satisfaction turns into loyal behaviour."""

from analytics.models.satisfaction_curve.adjustment import AdjustedCurve, AdjustedLevel, adjusted_curve
from analytics.models.satisfaction_curve.curve import satisfaction_curve
from analytics.models.satisfaction_curve.groups import (
    GroupComparison,
    GroupCurve,
    GroupPair,
    compare_groups,
)
from analytics.models.satisfaction_curve.result import (
    BandPoint,
    Cliff,
    Fit,
    Level,
    SatisfactionCurve,
    Shape,
    ShapeTest,
    Step,
)
from analytics.models.satisfaction_curve.selection import (
    NonresponseBound,
    NonresponseBounds,
    ResponderComparison,
    compare_responders,
    nonresponse_bounds,
)
from analytics.models.satisfaction_curve.worth import StepWorth, worth_of_steps

__all__ = [
    "AdjustedCurve", "AdjustedLevel", "BandPoint", "Cliff", "Fit", "GroupComparison", "GroupCurve",
    "GroupPair", "Level", "NonresponseBound", "NonresponseBounds", "ResponderComparison",
    "SatisfactionCurve", "Shape", "ShapeTest", "Step", "StepWorth", "adjusted_curve", "compare_groups",
    "compare_responders", "nonresponse_bounds", "satisfaction_curve", "worth_of_steps",
]
