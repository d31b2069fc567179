"""Honest predictions: every row is predicted by a model that saw neither it nor its future."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.errors import NotEnoughData
from analytics.models.churn.additive import fit_additive
from analytics.models.churn.classifier import ChurnClassifier, Fold, Tuning, fit_classifier
from analytics.models.churn.data import TrainingData
from analytics.models.churn.design import fit_design
from analytics.models.churn.folds import duplicate_groups, rolling_folds, stratified_folds

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

#: Fewer lost customers than this teach nothing.
FEWEST_LOST = 50
#: Folds of a cross-validation, and of the tuning inside it.
FOLDS, INNER_FOLDS = 5, 3
#: Test origins of a rolling validation, and most origins learnt from for each.
TEST_ORIGINS, TRAIN_ORIGINS = 3, 5
#: Penalty of the one-feature baseline: next to none.
BASELINE_PENALTY = 10.0


@dataclass(frozen=True)
class Validation:
    """Predictions for rows no model had seen, beside those of the baselines.

    Attributes
    ----------
    method : {"cross_validation", "rolling_origin"}
        How rows were held out.
    rows : array of int, shape (n,)
        The rows of the training data that were predicted.
    risk : array of float, shape (n, repeats)
        Predicted chances.
    baselines : dict of str to array of float, shape (n, repeats)
        By ``prevalence`` and the name of the simple feature (``recency`` or ``tenure``).
    tunings : tuple of Tuning
        What each fold chose.
    last : ChurnClassifier
        The model of the last fold, for importance and the lagged check.
    last_rows : array of int
        The rows it had not seen.
    """

    method: str
    rows: npt.NDArray[np.int64]
    risk: Floats
    baselines: dict[str, Floats]
    tunings: tuple[Tuning, ...]
    last: ChurnClassifier
    last_rows: npt.NDArray[np.int64]


def validate(
    data: TrainingData, *, repeats: int = 1, seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> Validation:
    """Predict rows by models that saw only what may be seen.

    Parameters
    ----------
    data : TrainingData
        Rows to learn from.
    repeats : int
        Divisions of a cross-validation; a rolling validation has one.
    seed : int
        Of the divisions.
    progress : callable, optional
        Called with fits done and in all.

    Returns
    -------
    Validation
        A panel is rolled over its last origins; where no origin has a complete outcome before
        another, and in a snapshot, customers are divided into five folds instead.

    Raises
    ------
    NotEnoughData
        Fewer than 50 customers were lost, or kept.
    """
    lost_customers = len(np.unique(data.customer[data.lost]))
    if lost_customers < FEWEST_LOST:
        raise NotEnoughData("lost customers", lost_customers, FEWEST_LOST)
    if (kept := int((~data.lost).sum())) < FEWEST_LOST:
        raise NotEnoughData("customers who stayed", kept, FEWEST_LOST)
    divisions = _divisions(data, repeats, seed)
    total = sum(map(len, divisions))
    predicted = [np.concatenate([fold.check for fold in folds]) for folds in divisions]
    rows = np.sort(predicted[0])
    risk = np.empty((len(rows), len(divisions)))
    simple = "recency" if data.baseline == "days_since_trade" else "tenure"
    baselines = {"prevalence": np.empty_like(risk), simple: np.empty_like(risk)}
    tunings: list[Tuning] = []
    last: ChurnClassifier | None = None
    for repeat, folds in enumerate(divisions):
        for fold in folds:
            if progress is not None:
                progress(len(tunings), total)
            table, lost = data.table.iloc[fold.fit], data.lost[fold.fit]
            last, tuning = fit_classifier(table, lost, inner_folds(data, fold.fit))
            tunings.append(tuning)
            place = np.searchsorted(rows, fold.check)
            checked = data.table.iloc[fold.check]
            risk[place, repeat] = last.predict(checked)
            baselines["prevalence"][place, repeat] = lost.mean()
            baselines[simple][place, repeat] = _one_feature(table[[data.baseline]], lost, checked)
    if last is None:
        raise NotEnoughData("cut-offs", 0, 1)
    method = "rolling_origin" if _rolls(data) else "cross_validation"
    return Validation(method, rows, risk, baselines, tuple(tunings), last, divisions[-1][-1].check)


def inner_folds(data: TrainingData, rows: npt.NDArray[np.int64]) -> tuple[Fold, ...]:
    """Return the folds a model tunes on: the latest origin in time where there is one, else three folds.

    Parameters
    ----------
    data : TrainingData
        Rows to learn from.
    rows : array of int
        The rows the model may see; folds number within them.

    Returns
    -------
    tuple of Fold
    """
    lost = data.lost[rows]
    if data.origin is not None and data.window is not None:
        rolling = rolling_folds(data.origin[rows], data.window.days, 1, TRAIN_ORIGINS)
        if rolling and _both(lost, rolling[0].fit, 20) and _both(lost, rolling[0].check, 20):
            return rolling
        return stratified_folds(lost, data.customer[rows], INNER_FOLDS, seed=1)
    return stratified_folds(lost, duplicate_groups(data.table.iloc[rows], lost), INNER_FOLDS, seed=1)


def final_rows(data: TrainingData) -> npt.NDArray[np.int64]:
    """Return the rows the model that will serve is fitted on: the latest origins, or every row."""
    if data.origin is None:
        return np.arange(len(data.lost))
    return np.flatnonzero(np.isin(data.origin, np.unique(data.origin)[-TRAIN_ORIGINS:]))


def _divisions(data: TrainingData, repeats: int, seed: int) -> list[tuple[Fold, ...]]:
    if _rolls(data):
        return [_rolling(data)]
    group = duplicate_groups(data.table, data.lost) if data.origin is None else data.customer
    return [stratified_folds(data.lost, group, FOLDS, seed + repeat) for repeat in range(repeats)]


def _rolling(data: TrainingData) -> tuple[Fold, ...]:
    if data.origin is None or data.window is None:
        return ()
    folds = rolling_folds(data.origin, data.window.days, TEST_ORIGINS, TRAIN_ORIGINS)
    return tuple(fold for fold in folds if _both(data.lost, fold.fit, FEWEST_LOST))


def _rolls(data: TrainingData) -> bool:
    return len(_rolling(data)) > 0


def _both(lost: Bools, rows: npt.NDArray[np.int64], fewest: int) -> bool:
    return bool(fewest <= lost[rows].sum() <= len(rows) - fewest)


def _one_feature(table: pd.DataFrame, lost: Bools, checked: pd.DataFrame) -> Floats:
    design = fit_design(table)
    model = fit_additive(design, design.standardised(table), lost, BASELINE_PENALTY)
    return model.predict(checked)
