"""The model card: all that is to be known of a trained model, without language."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from analytics.models.churn.boosting import Shape
from analytics.models.churn.classifier import Tuning
from analytics.models.churn.data import GuardCheck, Mode, Outcome
from analytics.models.churn.explanation import Importance
from analytics.models.churn.guards import Exclusion
from analytics.statistics.estimate import Estimate

#: Layout of ``card.json``; a card with a higher one was written by a newer version.
FORMAT = 1


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """One tenth of the customers by predicted risk.

    Attributes
    ----------
    predicted : float
        Mean predicted chance.
    observed : Estimate
        Share lost, with Wilson's interval.
    """

    predicted: float
    observed: Estimate


@dataclass(frozen=True, slots=True)
class OriginResult:
    """How a rolling validation went at one test origin.

    Attributes
    ----------
    origin : str
        The cut-off, ISO 8601.
    n, lost : int
        Customers tested, and lost in the window.
    mean_risk : float
        Mean prediction, to compare with ``lost / n``.
    roc_auc : float or None
        Ranking at this origin.
    """

    origin: str
    n: int
    lost: int
    mean_risk: float
    roc_auc: float | None


@dataclass(frozen=True, slots=True)
class ModelCard:
    """A trained model and how good it is.

    Attributes
    ----------
    model : str
        Id; sorts by time.
    created, build : str
        When it was trained (UTC), and on which build.
    as_of : str or None
        Newest event of the build.
    mode : {"panel", "snapshot"}
        Rolling cut-offs, or one undated row a customer.
    outcome : {"loss", "no_trade"}
        What is predicted.
    gap_days, horizon_days : int or None
        The predicted window; None in a snapshot.
    method : {"rolling_origin", "cross_validation"}
        How rows were held out.
    repeats : int
        Divisions of the cross-validation.
    n, customers, lost : int
        Rows, customers and lost rows learnt from.
    customers_known : int
        Customers there were at the cut-offs; of more than 100,000 a sample is learnt from.
    prevalence : float
        Share lost among the rows that were predicted.
    origins, test_origins : tuple
        Cut-offs learnt from (ISO 8601), and results at those tested.
    features : tuple of str
        What the model reads.
    metrics : dict of str to Estimate
        Figures on rows the model had not seen.
    baselines : dict of str to dict of str to Estimate
        The same figures of ``prevalence`` and of ``recency`` or ``tenure`` alone.
    gain : Estimate
        Area under the ROC curve less that of the simple baseline, paired.
    excluded : tuple of Exclusion
        Columns kept away from the model, and why.
    checks : tuple of GuardCheck
        Automatic checks against looking ahead.
    importance : tuple of Importance
        What the model leans on.
    calibration : tuple of CalibrationBin
        Predicted against observed, in tenths.
    lift : tuple of (float, float)
        Share of customers contacted, share of the lost among them.
    tuning : Tuning
        What was chosen for the model that serves.
    versions : dict of str to str
        Libraries the model file belongs to.
    sha256 : str
        Of the model file.
    seconds : float
        Training time.
    """

    model: str
    created: str
    build: str
    as_of: str | None
    mode: Mode
    outcome: Outcome
    gap_days: int | None
    horizon_days: int | None
    method: str
    repeats: int
    n: int
    customers: int
    customers_known: int
    lost: int
    prevalence: float
    origins: tuple[str, ...]
    test_origins: tuple[OriginResult, ...]
    features: tuple[str, ...]
    metrics: dict[str, Estimate]
    baselines: dict[str, dict[str, Estimate]]
    gain: Estimate
    excluded: tuple[Exclusion, ...]
    checks: tuple[GuardCheck, ...]
    importance: tuple[Importance, ...]
    calibration: tuple[CalibrationBin, ...]
    lift: tuple[tuple[float, float], ...]
    tuning: Tuning
    versions: dict[str, str]
    sha256: str = ""
    seconds: float = 0.0

    def to_data(self) -> dict[str, Any]:
        """Return the card as plain data, as ``train --format json`` prints it."""
        return {"format": FORMAT, **asdict(self)}

    def to_json(self) -> str:
        """Return the card as JSON text."""
        return json.dumps(self.to_data(), ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> ModelCard:
        """Return the card of a JSON text.

        Raises
        ------
        ValueError, KeyError, TypeError
            The text is not a card.
        """
        data: dict[str, Any] = json.loads(text)
        if data.pop("format") > FORMAT:
            raise ValueError("written by a newer version")
        tuning = data["tuning"]
        known: dict[str, Any] = {
            "customers_known": data.get("customers_known", data["customers"]),
            "origins": tuple(data["origins"]),
            "test_origins": tuple(OriginResult(**one) for one in data["test_origins"]),
            "features": tuple(data["features"]),
            "metrics": _estimates(data["metrics"]),
            "baselines": {name: _estimates(one) for name, one in data["baselines"].items()},
            "gain": Estimate(**data["gain"]),
            "excluded": tuple(Exclusion(**one) for one in data["excluded"]),
            "checks": tuple(GuardCheck(**one) for one in data["checks"]),
            "importance": tuple(Importance(**{**one, "features": tuple(one["features"])})
                                for one in data["importance"]),
            "calibration": tuple(CalibrationBin(one["predicted"], Estimate(**one["observed"]))
                                 for one in data["calibration"]),
            "lift": tuple((share, found) for share, found in data["lift"]),
            "tuning": Tuning(**{**tuning, "shape": Shape(*tuning["shape"])}),
        }
        return cls(**{one.name: {**data, **known}[one.name] for one in fields(cls)})


def _estimates(data: dict[str, Any]) -> dict[str, Estimate]:
    return {name: Estimate(**one) for name, one in data.items()}
