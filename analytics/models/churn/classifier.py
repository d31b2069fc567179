"""The churn classifier: additive model and boosted trees, tuned, averaged, and recalibrated if need be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.models.churn.additive import PENALTIES, AdditiveModel, additive_path, fit_additive
from analytics.models.churn.boosting import ROUNDS, SHAPES, Shape, fit_boosting, staged_risks
from analytics.models.churn.calibration import SMALLEST_CHANCE, Form, Recalibration, fit_recalibration
from analytics.models.churn.design import Design, fit_design

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingClassifier

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
Key = TypeVar("Key")

#: Weights of the boosted trees in the average that tuning chooses from.
BOOSTING_SHARES = (0.25, 0.5, 0.75)
#: Tuning chooses on so many rows; more would choose the same, later. The model is fitted on all.
TUNING_ROWS = 20_000
#: A tree shape whose best log loss is this many times the leader's is not tried on further folds.
OUT_OF_THE_RACE = 1.02


class Fold(NamedTuple):
    """Rows to fit on and rows to check on."""

    fit: Rows
    check: Rows


@dataclass(frozen=True)
class ChurnClassifier:
    """Chance of loss from a table of features.

    Attributes
    ----------
    additive : AdditiveModel
        The explainable half.
    boosting : HistGradientBoostingClassifier
        The other half, on ``additive.design.codes``.
    boosting_share : float
        Weight of the boosted trees in the average.
    recalibration : Recalibration
        Correction of the average.
    """

    additive: AdditiveModel
    boosting: HistGradientBoostingClassifier
    boosting_share: float
    recalibration: Recalibration

    @property
    def design(self) -> Design:
        """How features become columns."""
        return self.additive.design

    def predict(self, table: pd.DataFrame) -> Floats:
        """Return chances of loss.

        Parameters
        ----------
        table : DataFrame
            The features the classifier was fitted on, by name.

        Returns
        -------
        array of float, shape (n,)
        """
        return self.predict_matrices(self.design.standardised(table), self.design.codes(table))

    def predict_matrices(self, standardised: Floats, codes: Floats) -> Floats:
        """Return chances of loss from the two matrices of the design."""
        boosted = self.boosting.predict_proba(codes)[:, 1]
        mixed = ((1 - self.boosting_share) * self.additive.predict_matrix(standardised)
                 + self.boosting_share * boosted)
        return self.recalibration.apply(np.asarray(mixed, dtype=np.float64))


@dataclass(frozen=True, slots=True)
class Tuning:
    """What the inner folds chose.

    Attributes
    ----------
    penalty : float
        Inverse ridge strength of the additive model.
    shape : Shape
        Trees of the boosting.
    rounds : int
        Number of trees.
    boosting_share : float
        Weight of the boosting.
    recalibration : {"none", "sigmoid", "isotonic"}
        Correction of the average.
    log_loss : float
        Of the average on the inner check rows, before correction.
    """

    penalty: float
    shape: Shape
    rounds: int
    boosting_share: float
    recalibration: Form
    log_loss: float


def fit_classifier(table: pd.DataFrame, lost: Bools, folds: Sequence[Fold]) -> tuple[ChurnClassifier, Tuning]:
    """Tune on inner folds, fit on all rows, correct on what the inner folds predicted.

    Parameters
    ----------
    table : DataFrame, shape (n, features)
        Features.
    lost : array of bool, shape (n,)
        Outcomes.
    folds : sequence of Fold
        Inner folds; check rows are never among the rows the same fold fits on, and in a panel never
        earlier than the end of their outcomes.

    Returns
    -------
    ChurnClassifier, Tuning

    Notes
    -----
    The correction is fitted on predictions of models that saw fewer rows than the final one, the usual
    price for keeping it honest.
    """
    observed = np.concatenate([lost[fold.check] for fold in folds])
    by_penalty: dict[float, list[Floats]] = {penalty: [] for penalty in PENALTIES}
    by_trees: dict[tuple[Shape, int], list[Floats]]
    by_trees = {(shape, done): [] for shape in SHAPES for done in ROUNDS}
    for fold in folds:
        rows = _sampled(fold.fit)
        fitted, outcome, checked = table.iloc[rows], lost[rows], table.iloc[fold.check]
        design = fit_design(fitted)
        matrix, check_matrix = design.standardised(fitted), design.standardised(checked)
        path = additive_path(design, matrix, outcome, PENALTIES)
        for penalty, model in zip(PENALTIES, path, strict=True):
            by_penalty[penalty].append(model.predict_matrix(check_matrix))
        codes, check_codes = design.codes(fitted), design.codes(checked)
        for shape in sorted({shape for shape, _ in by_trees}):
            trees = fit_boosting(codes, outcome, design.categorical, shape, max(ROUNDS))
            for done, risk in zip(ROUNDS, staged_risks(trees, check_codes, ROUNDS), strict=True):
                by_trees[shape, done].append(risk)
        by_trees = _still_in_the_race(by_trees, observed)
    penalty, additive_risk = _best(by_penalty, observed)
    (shape, rounds), boosting_risk = _best(by_trees, observed)
    blends = {share: [(1 - share) * additive_risk + share * boosting_risk] for share in BOOSTING_SHARES}
    share, blended = _best(blends, observed)
    recalibration = fit_recalibration(observed, blended)

    design = fit_design(table)
    additive = fit_additive(design, design.standardised(table), lost, penalty)
    boosting = fit_boosting(design.codes(table), lost, design.categorical, shape, rounds)
    tuning = Tuning(penalty, shape, rounds, share, recalibration.form, log_loss(observed, blended))
    return ChurnClassifier(additive, boosting, share, recalibration), tuning


def log_loss(lost: Bools, risk: Floats) -> float:
    """Return the mean surprise of outcomes, in nats; what all tuning minimises."""
    inside = np.clip(risk, SMALLEST_CHANCE, 1 - SMALLEST_CHANCE)
    return float(-np.mean(np.log(np.where(lost, inside, 1 - inside))))


def _still_in_the_race(
    candidates: dict[tuple[Shape, int], list[Floats]], observed: Bools,
) -> dict[tuple[Shape, int], list[Floats]]:
    """Drop tree shapes already so far behind that further folds would only cost time."""
    seen = observed[:sum(map(len, next(iter(candidates.values()))))]
    losses = {key: log_loss(seen, np.concatenate(parts)) for key, parts in candidates.items()}
    limit = OUT_OF_THE_RACE * min(losses.values())
    racing = {shape for (shape, _), loss in losses.items() if loss <= limit}
    return {key: parts for key, parts in candidates.items() if key[0] in racing}


def _sampled(rows: Rows) -> Rows:
    if len(rows) <= TUNING_ROWS:
        return rows
    return np.sort(np.random.default_rng(0).choice(rows, TUNING_ROWS, replace=False))


def _best(candidates: dict[Key, list[Floats]], observed: Bools) -> tuple[Key, Floats]:
    joined = {key: np.concatenate(parts) for key, parts in candidates.items()}
    key = min(joined, key=lambda one: log_loss(observed, joined[one]))
    return key, joined[key]
